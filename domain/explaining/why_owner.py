"""Say from what was stored why this owner got a lead, and nobody else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.explaining.explanation import explain_target
from domain.in_words.names import name_of
from domain.playbook import Playbook
from domain.routing.row_match import PassedOver
from domain.words import counted, listed


@dataclass(frozen=True, slots=True)
class WhyOwner:
    """Sentences by what they are about; "" and () where there is nothing to say."""

    because: str
    row: str
    able: str
    excluded: tuple[str, ...]
    passed_over: tuple[str, ...]
    further: str

    @property
    def lines(self) -> tuple[str, ...]:
        """All of it, one after the other."""
        singles = (self.because, self.row, self.able)
        several = (*self.excluded, *self.passed_over, self.further)
        return tuple(line for line in (*singles, *several) if line)


def why_owner(
    routing: Mapping[str, Any],
    playbook: Playbook | None,
    passed_over: Iterable[PassedOver] | None = None,
) -> WhyOwner:
    """`routing` is a decision's; `playbook` the version that it went by, if known.

    `passed_over` replaces what was stored, where that was only the closest of very many.
    """
    told = _stored(routing) if passed_over is None else passed_over
    further = 0 if passed_over is not None else int(routing.get("further") or 0)
    names = [name_of(playbook, handle) for handle in routing.get("eligible") or ()]
    return WhyOwner(
        because=_because(routing, playbook),
        row=_row(str(routing.get("row") or ""), playbook),
        able=f"Could take it: {listed(names, 'and')}" if names else "",
        excluded=tuple(one["because"] for one in routing.get("excluded") or ()),
        passed_over=tuple(f"Row {o.row} passed over: {o.because}" for o in told),
        further=f"{counted(further, 'more row')} were further off" if further else "",
    )


def _stored(routing: Mapping[str, Any]) -> Iterable[PassedOver]:
    stored = routing.get("passed_over") or ()
    return (PassedOver(over["row"], over["because"]) for over in stored)


def _because(routing: Mapping[str, Any], playbook: Playbook | None) -> str:
    picked, because = routing.get("picked"), str(routing.get("because") or "")
    if picked and because:
        return f"{name_of(playbook, picked)} got it: {because}"
    return because


def _row(row: str, playbook: Playbook | None) -> str:
    if not row:
        return ""
    rows = () if playbook is None else playbook.rows
    target = next((one.target for one in rows if one.id == row), None)
    where = "" if target is None else f": {explain_target(target)}"
    return f"Row {row} matched{where}"
