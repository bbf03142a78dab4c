"""Say where what was looked up contradicts what the person said."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from domain.evidence import Evidence, Fact, Value
from domain.rules.values import as_number
from domain.words import first_phrase, folded, labelled, listed, named

COMPARED = ("country", "employees", "industry")
# Sizes as statistics count companies; a neighbour is no contradiction.
_SIZES = (0, 10, 50, 250, 1_000, 5_000, float("inf"))
_MUCH_MORE = 2  # times as many; 240 and 260 lie in two sizes and mean the same
# Industries that are one to whoever fills in a form. What stands in none of these lines
# contradicts nothing: two words for one thing are more often the reason.
_FAMILIES: tuple[tuple[str, ...], ...] = (
    (
        *("logist*", "transport*", "freight", "haulage", "courier*", "deliver*"),
        *("shipping", "trucking", "distribution", "supply chain", "mobility", "fleet*"),
        *("spedition*", "mensajeria", "paqueteria", "warehous*", "postal"),
    ),
    (
        "construct*",
        "building*",
        "construccion",
        "bau*",
        "edilizia",
        "civil engineering",
    ),
    ("software", "it services", "information", "internet", "saas", "technology"),
    ("financ*", "bank*", "insurance", "seguros", "versicherung*", "investment"),
    ("health*", "hospital*", "medical", "pharma*", "salud", "sante", "gesundheit*"),
    ("educat*", "school*", "universit*", "training", "educacion", "bildung"),
    ("agricultur*", "farm*", "forestry", "agricultura", "landwirtschaft"),
    ("hospitality", "hotel*", "restaurant*", "tourism", "travel", "turismo"),
    ("utilit*", "energy", "electric*", "water supply", "energia", "oil and gas"),
    ("real estate", "property", "inmobiliari*", "immobilien*"),
    ("public administration", "government", "municipal*", "administracion publica"),
)


def disagreements(evidence: Evidence) -> tuple[str, ...]:
    """The facts, by name, in which the form and enrichment cannot both be right."""
    return tuple(
        name
        for name in COMPARED
        if name in evidence.told_otherwise
        and name in evidence.facts
        and _contradict(
            name, evidence.facts[name].value, evidence.told_otherwise[name].value
        )
    )


def told_otherwise(
    said: Mapping[str, Fact], found: Mapping[str, Fact]
) -> dict[str, Fact]:
    """What enrichment found beside other words of the person, who keeps the last."""
    return {
        name: found[name]
        for name in COMPARED
        if name in found
        and name in said
        and said[name].source == "form"
        and said[name].value != found[name].value
    }


def in_words(evidence: Evidence, names: tuple[str, ...]) -> str:
    """Both values of each: "employees: 5 in the form, 2400 by acme.example"."""
    return "; ".join(_both(evidence, names))


def _both(evidence: Evidence, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        one, other = evidence.facts[name], evidence.told_otherwise[name]
        yield (
            f"{labelled(name)}: {named(name, one.value)} in the form, "
            f"{named(name, other.value)} by {source_in_words(other.source)}"
        )


def source_in_words(source: str) -> str:
    return {"companies": "our own table of companies"}.get(source, source)


def names_in_words(names: tuple[str, ...]) -> str:
    return listed([labelled(name) for name in names], "and")


def _contradict(name: str, one: Value, other: Value) -> bool:
    if name == "employees":
        return _other_size(as_number(one), as_number(other))
    if name == "industry":
        families = {_family(str(one)), _family(str(other))}
        return None not in families and len(families) > 1
    return str(one).upper() != str(other).upper()


def _other_size(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return False
    less, more = sorted((one, other))
    return _size(less) != _size(more) and more >= less * _MUCH_MORE


def _size(number: float) -> int:
    sizes = enumerate(pairwise(_SIZES))
    return next((n for n, (least, over) in sizes if least <= number < over), -1)


def _family(industry: str) -> int | None:
    words = folded(industry)
    return next(
        (n for n, one in enumerate(_FAMILIES) if first_phrase(words, one)), None
    )
