"""What a draft would change: sentences by section, and lines."""

import asyncio
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from adapters.playbook.file import read_playbook
from adapters.playbook.published import text_diff
from api.playbook.editor.lines import Line, coloured
from domain.comparing.playbook_diff import changes
from domain.errors import PlaybookError

_KEPT = 32  # pairs of texts; published ones never change


@dataclass(frozen=True, slots=True)
class Difference:
    """`sections` is None where one of the two cannot be read."""

    sections: tuple[tuple[str, tuple[str, ...]], ...] | None
    lines: list[Line]

    @property
    def is_empty(self) -> bool:
        return not self.lines


async def difference(old: str, new: str) -> Difference:
    return await asyncio.to_thread(_difference, old, new)


@lru_cache(maxsize=_KEPT)
def _difference(old: str, new: str) -> Difference:
    lines = coloured(text_diff(old, new))
    try:
        before, after = (read_playbook(text, "The playbook") for text in (old, new))
    except PlaybookError:
        return Difference(None, lines)
    by_section = groupby(changes(before, after), key=lambda change: change.section)
    sections = tuple(
        (title, tuple(change.sentence for change in some)) for title, some in by_section
    )
    return Difference(sections, lines)
