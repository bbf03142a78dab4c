"""What the check says of a draft, with the way to each place."""

from dataclasses import dataclass

from adapters.playbook.checks import Remark
from adapters.yaml.lines import Plain
from api.playbook.editor.checking import DRAFTS, SOON
from api.playbook.editor.places import anchor, called, item_of
from api.playbook.editor.told import own_language
from domain.checks.finding import Severity

_SHOWN = 100  # of a table full of the same mistake, the first tell enough


@dataclass(frozen=True, slots=True)
class Shown:
    """A remark with what it is about; `at` is the id of that on the page, if it is."""

    remark: Remark
    about: str
    at: str


@dataclass(frozen=True, slots=True)
class Remarks:
    """`is_done` False: the check of a very large playbook still runs."""

    is_done: bool
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    shown: tuple[Shown, ...] = ()  # errors, then warnings, then notes


async def remarks_on(text: str, plain: Plain, ids: frozenset[str]) -> Remarks:
    """`ids` is what stands on the page."""
    checked = await DRAFTS.of(text, SOON)
    if checked is None:
        return Remarks(is_done=False)
    by_severity = {severity: checked.of(severity) for severity in Severity}
    sorted_ = [one for some in by_severity.values() for one in some]
    return Remarks(
        is_done=True,
        errors=len(by_severity[Severity.ERROR]),
        warnings=len(by_severity[Severity.WARNING]),
        notes=len(by_severity[Severity.NOTE]),
        shown=tuple(_shown(one, plain, ids) for one in sorted_[:_SHOWN]),
    )


def _shown(remark: Remark, plain: Plain, ids: frozenset[str]) -> Shown:
    about = called(remark.pointer, plain) if remark.pointer else ""
    own = f"{anchor(remark.pointer)}-{own_language(plain)}"
    places = (anchor(remark.pointer), anchor(item_of(remark.pointer)), own)
    return Shown(remark, about, next((one for one in places if one in ids), ""))
