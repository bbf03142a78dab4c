"""Say how values are put into the sentences that people read."""

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from domain.evidence import Value
from domain.in_words.code_names import name_of

LONGEST_VALUE = 80  # characters of a prospect's text that a sentence may carry
LONGEST_CONTRADICTION = 300  # two values of each of three facts, with their sources
LONGEST_TEXT = 20_000  # characters of a prospect's text that rules read
LARGEST_INT = 10**30
_LONG = 1e15  # numbers up to it are exact, and short
UNKNOWN = "unknown"
_PLACEHOLDER = re.compile(r"\{([A-Za-z][\w.-]*)\}")
_NOT_A_WORD = re.compile(r"[\W_]+")
_PLAIN = {c: chr(c).lower() if chr(c).isalnum() else " " for c in range(128)}
_KEPT = 4096  # phrases and sentences of playbooks


def folded(text: str) -> str:
    """Words without case, accents and punctuation, one space apart and around.

    "¿Cotización, por favor?" -> " cotizacion por favor "
    """
    if text.isascii():  # the same, ten times as fast
        return f" {' '.join(text.translate(_PLAIN).split())} "
    plain = unicodedata.normalize(
        "NFKD", unicodedata.normalize("NFKC", text).casefold()
    )
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return f" {_NOT_A_WORD.sub(' ', bare).strip()} "


def first_phrase(folded_text: str, phrases: tuple[str, ...]) -> str | None:
    """The first phrase whose words stand in a folded text. "quot*" finds "quotes"."""
    for phrase, words in _folded_phrases(phrases):
        if words in folded_text:
            return phrase
    return None


# Of playbooks only: a cache must not keep what prospects wrote.
@lru_cache(maxsize=_KEPT)
def _folded_phrases(phrases: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Each phrase with the words to look for; one without words is never found."""
    pairs = ((phrase, folded(phrase.removesuffix("*"))) for phrase in phrases)
    return tuple(
        (phrase, words.rstrip() if phrase.endswith("*") else words)
        for phrase, words in pairs
        if not words.isspace()
    )


def placeholders(template: str) -> tuple[str, ...]:
    """The names in `{braces}`."""
    return tuple(_PLACEHOLDER.findall(template))


def filled(template: str, values: Mapping[str, Value]) -> str:
    """The template with `{name}` replaced once, never evaluated.

    A value that itself contains braces stays as it is; an unknown one reads "unknown".
    """
    pieces = [*pieces_of(template)]
    for place in range(1, len(pieces), 2):
        value = values.get(pieces[place])
        pieces[place] = UNKNOWN if value is None else shown(value)
    return "".join(pieces)


@lru_cache(maxsize=_KEPT)
def pieces_of(template: str) -> tuple[str, ...]:
    """Text, name, text, name, ..., text."""
    return tuple(_PLACEHOLDER.split(template))


def named(field: str, value: Value) -> str:
    """A field's value as a sentence shows it: the country "ES" is Spain."""
    if field == "completeness" and isinstance(value, float):
        return f"{value:.0%}"
    if field == "disagreement":
        return shown(value, LONGEST_CONTRADICTION)
    return name_of(field, value) or shown(value)


def shown(value: Value, longest: int = LONGEST_VALUE) -> str:
    """A value as a sentence shows it: one short line, without control characters."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float) and -_LONG < value < _LONG:
        return f"{value:.1f}".removesuffix(".0")  # as most are; the rest makes it fit
    text = as_text(value)
    if isinstance(value, float) and math.isfinite(value):
        text = f"{value:.1f}".removesuffix(".0")
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def as_text(value: Value) -> str:
    """A value as rules read it, cut where no honest text goes on."""
    if isinstance(value, str):
        return value[:LONGEST_TEXT]
    if isinstance(value, int) and abs(value) >= LARGEST_INT:
        return "a very large number"  # Python refuses to print the largest ones
    return str(value)


def listed(items: Sequence[str], last: str = "or") -> str:
    """The items as in a sentence: "ES, PT or FR"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def counted(count: float, one: str, many: str = "") -> str:
    """A number of things: "1 page", "3 pages"."""
    return f"{shown(count)} {one if count == 1 else many or one + 's'}"


def labelled(field: str) -> str:
    """What people call a field: "fields.fleet_size" is "fleet size"."""
    return field.removeprefix("fields.").replace("_", " ")


def in_plain_words(slug: str) -> str:
    """What an operator called something: "partner-led" is "partner led"."""
    return slug.replace("-", " ").replace("_", " ")
