"""Which clock a change of a lead starts."""

from dataclasses import dataclass

from activities.promises.clocks import ToStart, running_on, started
from activities.promises.late import promised_or_anew
from adapters.playbook.published import PublishedVersion
from domain.promises.sla import Clock
from workflows.ports import Cause, Change

_OFFERS = frozenset({Cause.QUEUED, Cause.MOVED_UP})


@dataclass(frozen=True, slots=True)
class Starting:
    """`broken` is the promise of a queue that nobody could be asked to keep."""

    clock: Clock | None = None
    broken: Clock | None = None


def starting(version: PublishedVersion, change: Change) -> Starting:
    """From what the change says alone: the same for every try."""
    if change.start_clock is None:
        return Starting()
    if change.resume is not None:
        return Starting(running_on(version, change.resume, change.at, change.owner))
    to_start = ToStart(
        change.start_clock,
        change.promised_from or change.at,
        change.band,
        change.owner,
        change.round_number,
        change.points if change.cause in _OFFERS else None,
    )
    if change.cause is not Cause.QUEUED:
        return Starting(started(version, to_start))
    clock, late = promised_or_anew(version, to_start, change.at)
    return Starting(clock, started(version, to_start) if late else None)
