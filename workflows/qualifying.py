"""What becomes of a lead after looking at the evidence (again)."""

import asyncio
from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID, uuid5

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError, FailureError
from temporalio.types import MethodAsyncSingleParam

from domain.lifecycle import Status
from domain.promises.sla import ClockKind
from domain.qualifying.bands import Band
from workflows import policies
from workflows.answers import Answer
from workflows.assigning import Handover, assign, tell_owner
from workflows.case import Case, Start
from workflows.messages import Action
from workflows.ports import (
    BandedLead,
    Cause,
    DecisionRef,
    EnrichmentActivities,
    QualificationActivities,
    ScoreRequest,
)
from workflows.state import LeadState

Given = TypeVar("Given")
Found = TypeVar("Found")

UNROUTABLE = "unroutable"  # nobody may take it
NOBODY_ANSWERED = "nobody_answered"  # everybody asked let it slip
UNDECIDABLE = "undecidable"  # its stored values break the decision
# Reviews that better evidence cannot end: they are about people, not about the model.
ABOUT_PEOPLE = frozenset({UNROUTABLE, NOBODY_ANSWERED, UNDECIDABLE})

RISING = (Band.REVIEW, Band.LOW, Band.MEDIUM, Band.HIGH)


async def decide(case: Case) -> None:
    """One pass: enrich, score, band, and what follows from it."""
    case.inbox.undecided = False
    try:
        await _decide(case)
    except FailureError:
        case.inbox.undecided = True
        raise


async def _decide(case: Case) -> None:
    asked = set(case.inbox.asked)
    decision = DecisionRef(case.lead.lead_id, decision_id(workflow.uuid4(), asked))
    await _enrich(case, decision)
    async with case.lock:
        if case.closed:
            return
        try:
            counted = await _score_and_settle(case, decision)
        except FailureError:
            counted = set()
            await open_review(case, replace(case.lead, band=Band.REVIEW), UNDECIDABLE)
        case.inbox.count(asked | counted, _answer(case.lead, decision))


def decision_id(of_pass: UUID, asked: set[UUID]) -> UUID:
    """Another one for every other set of hand-raises.

    A worker may die when a pass is scored and its result is not in the history. The next one
    begins that pass anew, with whatever was raised meanwhile in it: under the same id it would
    get the score that knows nothing of that.
    """
    return uuid5(of_pass, " ".join(sorted(map(str, asked))))


async def _score_and_settle(case: Case, decision: DecisionRef) -> set[UUID]:
    partial = case.inbox.partial
    scored = await _compute(
        QualificationActivities.score_lead,
        ScoreRequest(decision.lead_id, decision.decision_id, partial),
        "Score",
    )
    banded = await _compute(QualificationActivities.band_lead, decision, "Band")
    lead = replace(
        case.lead,
        decision_id=decision.decision_id,
        points=scored.points,
        product=banded.product,
        partial=partial,
    )
    await _settle(case, lead, banded)
    return set(scored.submissions)


async def _settle(case: Case, lead: LeadState, banded: BandedLead) -> None:
    first = lead.status is Status.QUALIFYING
    heard = case.lead.decision_id is not None  # and released by a person since
    if first or _may_leave(lead, banded.band):
        await _start(case, lead, banded)
    elif lead.status is Status.ASSIGNED and _rises(lead.band, banded.band):
        await _move_up(case, replace(lead, band=banded.band))
    else:
        await case.write(lead, Cause.SCORED_AGAIN)
    if first and not heard:
        case.outbound.acknowledge(case.notice(f"{lead.lead_id}/acknowledged"))


def _may_leave(lead: LeadState, band: Band) -> bool:
    """Better evidence ends a nurture or a review; a promise that runs is never taken back.

    What nobody has yet may go to better people.
    """
    if lead.status is Status.QUEUED:
        return _rises(lead.band, band)
    if lead.status is Status.NURTURING:
        return band is not Band.LOW
    in_review = lead.status is Status.IN_REVIEW and lead.review_code not in ABOUT_PEOPLE
    return in_review and band is not Band.REVIEW


def _rises(before: Band | None, now: Band) -> bool:
    return before is not None and RISING.index(now) > RISING.index(before)


async def _start(case: Case, lead: LeadState, banded: BandedLead) -> None:
    lead = replace(lead, band=banded.band)
    match banded.band:
        case Band.REVIEW:
            await open_review(case, lead, banded.review_code or UNDECIDABLE)
        case Band.LOW:
            await nurture(case, lead)
        case _:
            await _find_owner(case, lead)


async def _find_owner(case: Case, lead: LeadState) -> None:
    # The prospect waits since the hand went up; a lead that rose later, since it rose.
    first = lead.status is Status.QUALIFYING
    promised_from = lead.received_at if first else None
    if not await assign(case, lead, Handover(promised_from=promised_from)):
        await open_review(case, lead, UNROUTABLE)


async def _move_up(case: Case, lead: LeadState) -> None:
    await case.write(lead, Cause.MOVED_UP, start=Start(ClockKind.ACCEPT))
    tell_owner(case, f"moved-up-{lead.revision}")


async def open_review(
    case: Case, lead: LeadState, code: str, *, action: Action | None = None
) -> None:
    """Hand the lead to people, with a clock of its own; `action` is what led to it."""
    lead = replace(
        lead.without_owner(),
        status=Status.IN_REVIEW,
        review_id=workflow.uuid4(),
        review_code=code,
    )
    await case.write(
        lead, Cause.PUT_IN_REVIEW, action=action, start=Start(ClockKind.REVIEW)
    )
    case.outbound.notify_reviewers(case.notice(f"{lead.review_id}/opened"))


async def nurture(
    case: Case,
    lead: LeadState,
    *,
    cause: Cause = Cause.NURTURED,
    action: Action | None = None,
) -> None:
    """Nobody's time: resources now, dated messages later."""
    lead = replace(
        lead.without_owner().without_review(), status=Status.NURTURING, band=Band.LOW
    )
    await case.write(lead, cause, action=action, start=Start(ClockKind.NURTURE))


def _answer(lead: LeadState, decision: DecisionRef) -> Answer:
    return Answer(
        decision_id=lead.decision_id or decision.decision_id,
        status=lead.status,
        band=lead.band or Band.REVIEW,
        owner=lead.owner,
        respond_by=lead.respond_by,
        partial=lead.partial,
    )


async def _enrich(case: Case, decision: DecisionRef) -> None:
    """Wait for other people's services, but not longer than a visitor should."""
    known = await _compute(EnrichmentActivities.enrich_from_known, decision, "Look up")
    if known.ask_network and not case.inbox.network_asked:
        case.inbox.network_asked, case.inbox.network_answered = True, False
        case.network = asyncio.create_task(_ask_network(case, decision))
    if case.network is None or case.network.done():
        return
    await workflow.wait(
        [case.network], timeout=policies.FIRST_ANSWER_BUDGET.total_seconds()
    )
    if not case.network.done():
        case.network.add_done_callback(lambda _: _decide_again(case))


async def _ask_network(case: Case, decision: DecisionRef) -> None:
    try:
        await workflow.execute_activity_method(
            EnrichmentActivities.enrich_lead,
            decision,
            **policies.enrich("Ask the company's website and the providers"),
        )
    except ActivityError:
        return  # the lead stays marked partial
    case.inbox.network_answered = True


def _decide_again(case: Case) -> None:
    if case.inbox.network_answered:
        case.inbox.undecided = True


async def _compute(
    activity: MethodAsyncSingleParam[Any, Given, Found], given: Given, summary: str
) -> Found:
    try:
        return await workflow.execute_local_activity_method(
            activity, given, **policies.compute(summary)
        )
    except FailureError as error:
        if _is_final(error):
            raise
    return await workflow.execute_activity_method(
        activity, given, **policies.write(summary)
    )


def _is_final(error: FailureError) -> bool:
    """Trying again cannot help. A local activity's failure comes bare, a regular one's wrapped."""
    cause = error.cause if isinstance(error, ActivityError) else error
    return isinstance(cause, ApplicationError) and cause.non_retryable
