"""Say what a schema.org organisation tells about a company; believe only the plausible."""

import re
from collections.abc import Iterator, Mapping, Sequence

from adapters.enrichment.countries import country_of
from adapters.enrichment.domains import brand, host_name
from adapters.enrichment.industries import industry_of_isic, industry_of_naics
from adapters.enrichment.plausible import employees_of, fact_value, middle, text_of
from domain.evidence import Value

_DEPTH = 5
_NODES = 500  # looked at in one page
_MEMBERS = 10  # looked at in one list of values
_TOPIC_LIMIT = 60  # characters; longer "knowsAbout" entries are sentences

# Where a page puts its own organisation. Others ("parentOrganization", "sponsor",
# "review") lead to somebody else's.
_INTO = ("@graph", "mainEntity", "about", "publisher")
_COMPANY = re.compile(
    r"(?:Corporation|NGO|Dentist|Hotel|Restaurant|Attorney|Notary|Physician|Library"
    r"|\w*(?:Organization|Business|Service|Agency|Agent|Store|Shop|Company|Contractor"
    r"|School|University|College|Dealer|Repair|Clinic|Hospital))"
)

Item = Mapping[str, object]


def company_facts(items: Sequence[object], domain: str) -> dict[str, Value]:
    """What the organisation of `domain` says of itself; empty if there is none."""
    companies = [item for item in _walk(items) if _is_company(item)]
    own = [item for item in companies if _host(item) in {"", brand(domain)}]
    facts: dict[str, Value] = {}
    # The one that gives its own address speaks first; a nameless one fills the gaps.
    for item in sorted(own, key=lambda item: _host(item) == ""):
        for name, value in _facts(item):
            facts.setdefault(name, value)
    return facts


def _walk(items: Sequence[object]) -> Iterator[Item]:
    """Breadth first, so that what the page says on top comes first."""
    level, seen = list(items), 0
    for _ in range(_DEPTH):
        deeper: list[object] = []
        for item in level[: _NODES - seen]:
            seen += 1
            if isinstance(item, dict):
                yield item
                deeper.extend(value for key in _INTO for value in _list(item.get(key)))
        level = deeper


def _is_company(item: Item) -> bool:
    kinds = (kind for kind in _list(item.get("@type")) if isinstance(kind, str))
    return any(_COMPANY.fullmatch(re.split(r"[/#:]", kind)[-1]) for kind in kinds)


def _host(item: Item) -> str:
    """The brand in the organisation's own address; "" where it gives none."""
    text = _text(item.get("url")) or ""
    host = host_name(re.sub(r"^(?:https?:)?//", "", text).partition("/")[0])
    return brand(host) if host else ""


def _facts(item: Item) -> Iterator[tuple[str, Value]]:
    address = next(iter(_list(item.get("address"))), None)
    found: dict[str, Value | None] = {
        "company": _text(item.get("name")) or _text(item.get("legalName")),
        "employees": _employees(item.get("numberOfEmployees")),
        "industry": _industry(item),
        "country": _country(address),
        "region": _part_of(address, "addressRegion"),
        "postal_code": _part_of(address, "postalCode"),
        "founded": fact_value("founded", _text(item.get("foundingDate"))),
        "company_address": _address(address),
        "company_description": text_of(item.get("description"), 500),
    }
    return ((name, value) for name, value in found.items() if value is not None)


def _employees(given: object) -> int | None:
    for value in _list(given):
        believed = _quantity(value) if isinstance(value, dict) else employees_of(value)
        if believed:
            return believed
    return None


def _quantity(value: Item) -> int | None:
    """QuantitativeValue: an exact value, or a range by minValue and maxValue."""
    return employees_of(value.get("value")) or middle(
        employees_of(value.get("minValue")), employees_of(value.get("maxValue"))
    )


def _industry(item: Item) -> str | None:
    named = _text(item.get("industry"))
    coded = industry_of_naics(_text(item.get("naics")) or "")
    coded = coded or industry_of_isic(_text(item.get("isicV4")) or "")
    topic = _text(item.get("knowsAbout"))
    return named or coded or (topic if topic and len(topic) <= _TOPIC_LIMIT else None)


def _country(address: object) -> str | None:
    if not isinstance(address, dict):
        return None
    return country_of(_text(address.get("addressCountry")))


def _part_of(address: object, part: str) -> str | None:
    return _text(address.get(part)) if isinstance(address, dict) else None


def _address(address: object) -> str | None:
    if not isinstance(address, dict):
        return text_of(address)
    parts = ("streetAddress", "postalCode", "addressLocality", "addressRegion")
    lines = (_text(address.get(part)) for part in (*parts, "addressCountry"))
    return text_of(", ".join(filter(None, lines)))


def _text(given: object) -> str | None:
    """The first text in a value, a list of values or a named thing."""
    for value in _list(given):
        named = value.get("name") if isinstance(value, dict) else value
        code = isinstance(named, int) and not isinstance(named, bool)
        text = text_of(str(named) if code and _is_small(named) else named)
        if text:
            return text
    return None


def _is_small(number: object) -> bool:
    return isinstance(number, int) and abs(number) < 10**9


def _list(value: object) -> Sequence[object]:
    if isinstance(value, list):
        return value[:_MEMBERS]
    return () if value is None else (value,)
