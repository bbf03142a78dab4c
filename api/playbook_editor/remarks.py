"""What the check says of a draft, with the way to each place."""

import asyncio
from dataclasses import dataclass
from functools import lru_cache

from adapters.playbook.checks import Checked, Remark, check_document
from adapters.yaml_lines import Plain
from api.playbook_editor.places import anchor, called, item_of
from domain.checks.finding import Severity

_KEPT = 8  # texts; undo, redo and the pages beside the editor ask again
_SHOWN = 100  # of a table full of the same mistake, the first tell enough


@dataclass(frozen=True, slots=True)
class Shown:
    """A remark with what it is about; `at` is the id of that on the page, if it is."""

    remark: Remark
    about: str
    at: str


@dataclass(frozen=True, slots=True)
class Remarks:
    checked: Checked
    errors: int
    warnings: int
    notes: int
    shown: tuple[Shown, ...]  # errors, then warnings, then notes

    @property
    def publishable(self) -> bool:
        return self.checked.playbook is not None and not self.errors


async def remarks_on(text: str, plain: Plain, ids: frozenset[str]) -> Remarks:
    """`ids` is what stands on the page. Checked beside the event loop: a very large playbook takes seconds."""
    checked = await asyncio.to_thread(check_draft, text)
    sorted_ = [one for severity in Severity for one in checked.of(severity)]
    return Remarks(
        checked=checked,
        errors=len(checked.of(Severity.ERROR)),
        warnings=len(checked.of(Severity.WARNING)),
        notes=len(checked.of(Severity.NOTE)),
        shown=tuple(_shown(one, plain, ids) for one in sorted_[:_SHOWN]),
    )


@lru_cache(maxsize=_KEPT)
def check_draft(text: str) -> Checked:
    return check_document(text, "The draft")


def _shown(remark: Remark, plain: Plain, ids: frozenset[str]) -> Shown:
    about = called(remark.pointer, plain) if remark.pointer else ""
    places = (anchor(remark.pointer), anchor(item_of(remark.pointer)))
    return Shown(remark, about, next((one for one in places if one in ids), ""))
