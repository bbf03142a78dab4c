"""What a person made of a lead in review, as a label to calibrate the rules by."""

from datetime import datetime
from uuid import UUID

from adapters.store.standing.labels import Label
from domain.lifecycle import Outcome, Status
from domain.qualifying.bands import Band
from workflows.ports import Cause, Change, RouteRequest

_MACHINE = "handraise"
_REASSIGNED = "reassigned"  # given to somebody, with nothing said of the band


def label_of_change(change: Change, review_id: UUID) -> Label | None:
    """None where no person judged it: the rules took it back, or it was merged away."""
    if change.by == _MACHINE or change.outcome == Outcome.MERGED:
        return None
    judged = change.cause is Cause.RESOLVED or change.status is Status.QUEUED
    return Label(
        review_id=review_id,
        decision_id=change.decision_id,
        band=change.band if judged else None,
        owner=change.owner,
        outcome=change.outcome,
        by=change.by,
        at=change.at,
    )


def label_of_routing(
    request: RouteRequest, review_id: UUID, now: datetime
) -> Label | None:
    """None where the rules found the owner, because the lead became better by itself."""
    if request.by is None:
        return None
    return Label(
        review_id=review_id,
        decision_id=request.decision_id,
        band=None if request.ended_because == _REASSIGNED else Band(request.band),
        owner=request.to,
        outcome=None,
        by=request.by,
        at=now,
    )
