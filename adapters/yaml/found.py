"""Say what a document has in a place where something else was expected."""

from collections.abc import Sequence

from adapters.yaml.lines import Plain

_LONGEST = 40  # characters of a value that a sentence quotes


def found_at(
    document: Plain, path: Sequence[str | int], *, any_kind: bool
) -> str | None:
    """Such as “Europe/Madird” or nothing; None where there is no such place.

    With `any_kind` also a list or names: where a sentence speaks of the kind of value.
    """
    at = document
    for step in path:
        if isinstance(at, dict) and step in at:
            at = at[str(step)]
        elif isinstance(at, list) and isinstance(step, int) and step < len(at):
            at = at[step]
        elif isinstance(at, dict | list):
            return None
        # A single value may stand where a list or names could: it is what is wrong.
    if isinstance(at, dict | list) and not any_kind:
        return None
    return _in_words(at)


def _in_words(value: Plain) -> str:
    match value:
        case None | "":
            return "nothing"
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case str():
            return f"“{clipped(value)}”"
        case list():
            return "an empty list" if not value else "a list"
        case _:
            return "names with values under them" if value else "an empty mapping"


def clipped(text: str) -> str:
    """One short line that can be printed, whatever somebody pasted."""
    line = "".join(c if c.isprintable() else " " for c in text[: _LONGEST * 4])
    line = " ".join(line.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
