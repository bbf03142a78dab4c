"""The lines of a difference, as the pages colour them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_PLACE = re.compile(r"\+(\d+)")
_KINDS = {"+": "added", "-": "removed", "@": "where"}
_MOST = 2000  # lines; whoever changed more than that reads sentences


@dataclass(frozen=True, slots=True)
class Line:
    """`kind` is added, removed, where, or "" for what stays."""

    kind: str
    sign: str
    text: str


def coloured(diff: Iterable[str]) -> list[Line]:
    """Unified lines, without the numbers that only programs read."""
    found = []
    for line in diff:
        kind = _KINDS.get(line[:1], "")
        text = _where(line) if kind == "where" else line[1:]
        found.append(Line(kind, line[:1] if kind in {"added", "removed"} else "", text))
        if len(found) == _MOST:
            break
    return found


def _where(line: str) -> str:
    """Of "@@ -12,7 +12,8 @@": line 12."""
    found = _PLACE.search(line)
    return f"Line {found[1]}" if found else line
