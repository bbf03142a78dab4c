"""What becomes of a promise where we were away while it ran."""

from dataclasses import replace
from datetime import datetime

from activities.promises.clocks import ToStart, started
from adapters.playbook.published import PublishedVersion
from domain.promises.sla import Clock, StepAction


def promised_or_anew(
    version: PublishedVersion, to_start: ToStart, offered_at: datetime
) -> tuple[Clock, bool]:
    """The clock, and whether its promise was broken before anybody could have the lead.

    It counts from the raised hand. Where we were away for so long that whoever is told would be
    reminded in the same moment, they get its whole time: nobody loses a lead unseen.
    """
    promised = started(version, to_start)
    plan = (
        step.at for step in promised.steps if step.action is not StepAction.TELL_OWNER
    )
    if offered_at < next(plan, promised.due_at):
        return promised, False
    late = offered_at >= promised.due_at
    return started(version, replace(to_start, at=offered_at)), late
