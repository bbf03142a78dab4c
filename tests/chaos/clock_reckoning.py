"""Whether each step of each clock whose instant came had its effect, once."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from domain.promises.sla import StepAction
from tests.chaos.books import Books
from tests.chaos.findings import Findings
from tests.chaos.histories import LeadHistory, Term

# Causes by which a plan's reassignment ends the clock that asked for it.
_REASSIGNED = {"slipped", "put_in_review"}
_SOON = timedelta(minutes=1)  # an outage and its aftermath
_REVISION = re.compile(r"/\d+/")  # in the key of a reminder
_FAR = timedelta(minutes=20)  # the playbook's last steps are an hour away


@dataclass
class _Tally:
    terms: int = 0
    due: int = 0
    moved: int = 0  # steps that reassign or close
    overtaken: int = 0  # a person's input came first
    late: list[float] = field(default_factory=list)  # seconds


def reckon_clocks(found: Findings, books: Books) -> None:
    tally = _Tally()
    for history in books.histories.values():
        _reckon_lead(found, history, tally)
    found.count("clocks started", tally.terms)
    found.count("  steps that fell due", tally.due)
    found.count("    told somebody", tally.due - tally.moved - tally.overtaken)
    found.count("    reassigned or closed", tally.moved)
    found.count("    a person came first", tally.overtaken)
    late = sorted(tally.late) or [0.0]
    middle, almost, last = late[len(late) // 2], late[len(late) * 19 // 20], late[-1]
    found.count(
        "  late by, s", f"median {middle:.2f}, p95 {almost:.1f}, max {last:.1f}"
    )
    writes = [history.longest_write for history in books.histories.values()]
    found.count("  longest write, s", f"{max(writes, default=0):.1f}")


def _reckon_lead(found: Findings, history: LeadHistory, tally: _Tally) -> None:
    """Mandatory steps have their effect; those that a person overtook may have it."""
    wanted, may = _owning_up(history)
    tally.terms += len(history.terms)
    for term in history.terms:
        for number, overtaken in _due_steps(history, term):
            tally.due += 1
            name = _effect(term, number)
            may[name or ""] += 1
            if overtaken or _silenced(history, term, number):
                tally.overtaken += 1
            elif name is not None:
                wanted[name] += 1
            else:
                tally.moved += 1
                if not _changed_hands(term, number):
                    found.fault(f"lead {history.lead_id}: {term} did not change hands")
    told = [_told_name(history.lead_id, one.notice.key) for one in history.told]
    done = Counter(name for name in told if _is_by_plan(name))
    missing, extra = dict(wanted - done), dict(done - may)
    if missing or extra:
        found.fault(
            f"lead {history.lead_id}: due, not done {missing}; done, not due {extra}"
        )
    tally.late += _lateness(history)


def _owning_up(history: LeadHistory) -> tuple[Counter[str], Counter[str]]:
    """What tells of promises that were over before anybody could have the lead."""
    wanted, may = Counter[str](), Counter[str]()
    for assignment_id, at in history.late:
        wanted[f"{assignment_id}/manager-late"] += 1
        wanted["bridge-accept"] += not _is_silent(history, at)
        may["bridge-accept"] += 1
    return wanted, wanted | may


def _due_steps(history: LeadHistory, term: Term) -> Iterator[tuple[int, bool]]:
    """Steps whose instant came while the clock ran, and whether a person was faster."""
    for number, step in enumerate(term.clock.steps):
        if term.until is not None and step.at > term.until:
            continue
        if term.until is None and number >= _steps_run(term):
            continue
        yield number, term.by_person and _overtaken(history, term, step.at)


def _steps_run(term: Term) -> int:
    """Of a clock that still runs: everything but what is far away."""
    far = term.since + _FAR
    return sum(step.at < far for step in term.clock.steps)


def _overtaken(history: LeadHistory, term: Term, due: datetime) -> bool:
    """The timer's task is the one that brought the input, or came after it."""
    until = term.until
    if until is None or until - due > _SOON:
        return False
    fired = [at for at in history.fired if due <= at <= until]
    return not fired or sum(fired[0] < at <= until for at in history.tasks) <= 1


def _silenced(history: LeadHistory, term: Term, number: int) -> bool:
    """A person took the lead over, or closed it, before a mail to the prospect was out."""
    step = term.clock.steps[number]
    to_prospect = step.action in {StepAction.SEND_BRIDGE, StepAction.SEND_FOLLOW_UP}
    return to_prospect and _is_silent(history, step.at)


def _is_silent(history: LeadHistory, due: datetime) -> bool:
    return any(due - _SOON <= at <= due + _SOON for at in history.silenced)


def _effect(term: Term, number: int) -> str | None:
    """The message that a step means; None for one that changes the lead itself."""
    clock, step = term.clock, term.clock.steps[number]
    occasion = f"{clock.kind}-{clock.round_number}-{number}"
    match step.action:
        case StepAction.REMIND_OWNER:
            return f"{term.assignment_id}/{occasion}"
        case StepAction.TELL_MANAGER:
            return f"manager-{occasion}"
        case StepAction.SEND_BRIDGE:
            return f"bridge-{clock.kind}"
        case StepAction.SEND_FOLLOW_UP:
            return f"follow-up {step.template}"
        case StepAction.REMIND_REVIEWERS:
            return f"{term.review_id}/{occasion}"
        case _:
            return None


def _told_name(lead_id: UUID, key: str) -> str:
    """A message's key without the revision, as `_effect` names it."""
    if not key.startswith(f"{lead_id}/"):
        return _REVISION.sub("/", key)
    last = key.rpartition("/")[2]
    is_news = last in {"acknowledged", "given-back"}
    is_own = is_news or last.startswith(("manager-", "bridge-"))
    return last if is_own else f"follow-up {last}"


def _is_by_plan(name: str) -> bool:
    """Not the news of an assignment, of a review or of the request itself."""
    last = name.rpartition("/")[2]
    news = {"assigned", "opened", "acknowledged", "given-back"}
    return last not in news and not last.startswith("moved-up")


def _changed_hands(term: Term, number: int) -> bool:
    if term.clock.steps[number].action is StepAction.CLOSE:
        return term.ended_by == "closed_by_plan"
    return term.ended_by in _REASSIGNED


def _lateness(history: LeadHistory) -> Iterator[float]:
    steps = {
        (_effect(term, number) or ""): max(step.at, term.since)
        for term in history.terms
        for number, step in enumerate(term.clock.steps)
    }
    for told in history.told:
        due = steps.get(_told_name(history.lead_id, told.notice.key))
        if due is not None:
            yield (told.at - due).total_seconds()
