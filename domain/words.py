"""Say how values are put into the sentences that people read."""

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from domain.evidence import Value

LONGEST_VALUE = 80  # characters of a prospect's text that a sentence may carry
LONGEST_TEXT = 20_000  # characters of a prospect's text that rules read
LARGEST_INT = 10**30
_PLACEHOLDER = re.compile(r"\{([A-Za-z][\w.-]*)\}")
_NOT_A_WORD = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """Words without case, accents and punctuation, one space apart and around.

    "¿Cotización, por favor?" -> " cotizacion por favor "
    """
    plain = unicodedata.normalize(
        "NFKD", unicodedata.normalize("NFKC", text).casefold()
    )
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return f" {_NOT_A_WORD.sub(' ', bare).strip()} "


# Playbook phrases only: a cache must not keep what prospects wrote.
_folded_phrase = lru_cache(maxsize=4096)(folded)


def contains_phrase(folded_text: str, phrase: str) -> bool:
    """Whether the words of `phrase` stand in a folded text. "quot*" finds "quotes"."""
    words = _folded_phrase(phrase.removesuffix("*"))
    if not words.strip():
        return False
    return (words.rstrip() if phrase.endswith("*") else words) in folded_text


def placeholders(template: str) -> tuple[str, ...]:
    """The names in `{braces}`."""
    return tuple(_PLACEHOLDER.findall(template))


def filled(template: str, values: Mapping[str, Value]) -> str:
    """The template with `{name}` replaced once, never evaluated.

    A value that itself contains braces stays as it is; an unknown one reads "unknown".
    """
    return _PLACEHOLDER.sub(
        lambda found: shown(values[found[1]]) if found[1] in values else "unknown",
        template,
    )


def shown(value: Value) -> str:
    """A value as a sentence shows it: one short line, without control characters."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = as_text(value)
    if isinstance(value, float) and math.isfinite(value):
        text = f"{value:.1f}".removesuffix(".0")
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= LONGEST_VALUE else f"{line[: LONGEST_VALUE - 1]}…"


def as_text(value: Value) -> str:
    """A value as rules read it, cut where no honest text goes on."""
    if isinstance(value, int) and abs(value) >= LARGEST_INT:
        return "a very large number"  # Python refuses to print the largest ones
    return str(value)[:LONGEST_TEXT]


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
