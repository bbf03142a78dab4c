"""What reviewers decide is kept as a label, once, with what was suggested to them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.lifecycle import ActionKind, Status
from domain.promises.sla import ClockKind
from domain.qualifying.bands import Band
from tests.activities.world import TEN, World
from workflows.ports import Cause, Change

MARA = "mara"
OPENED = TEN + timedelta(minutes=5)
DECIDED = OPENED + timedelta(minutes=3)


async def reviewed(world: World, **body: Any) -> tuple[Change, UUID]:
    """A lead that the rules do not cover, in review since `OPENED`."""
    known = {"company": "Trackwise", "email": "dana@trackwise.example"} | body
    lead_id, _ = await world.raise_hand(**known)
    decision = await world.decide(lead_id)
    review_id = uuid4()
    change = Change(
        lead_id=lead_id,
        revision=1,
        cause=Cause.PUT_IN_REVIEW,
        at=OPENED,
        status=Status.IN_REVIEW,
        band=Band.REVIEW,
        points=0,
        decision_id=decision.decision_id,
        review_id=review_id,
        review_code="competitor",
        start_clock=ClockKind.REVIEW,
    )
    await world.run(world.records.record_change, change)
    return change, review_id


def ends(before: Change, cause: Cause, status: Status, **more: Any) -> Change:
    plain = Change(
        lead_id=before.lead_id,
        revision=before.revision + 1,
        cause=cause,
        at=DECIDED,
        status=status,
        by=MARA,
        band=before.band,
        points=before.points,
        decision_id=before.decision_id,
    )
    return replace(plain, **more)


async def test_a_band_that_somebody_chose_is_kept_beside_the_suggested_one(
    world: World,
) -> None:
    opened, review_id = await reviewed(world)
    low = ends(opened, Cause.RESOLVED, Status.NURTURING, band=Band.LOW)

    for _ in range(2):
        await world.run(world.records.record_change, low)

    label = await world.one("review_labels")
    decision = await world.one("decisions")
    assert label == {
        "review_id": review_id,
        "lead_id": opened.lead_id,
        "decision_id": opened.decision_id,
        "code": "competitor",
        "suggested_band": "low",
        "points": decision["points"],
        "band": "low",
        "owner": None,
        "outcome": None,
        "by": MARA,
        "opened_at": OPENED,
        "decided_at": DECIDED,
        "changed": [],
    }


async def test_giving_it_to_somebody_labels_the_band_and_the_owner(
    world: World,
) -> None:
    opened, review_id = await reviewed(world)
    request = await world.request(
        opened.lead_id, band=Band.HIGH, to="ben", by=MARA, assignment_id=uuid4()
    )

    for _ in range(2):
        await world.run(world.routing.route_lead, request)

    label = await world.one("review_labels")
    assert label["review_id"] == review_id
    assert (label["band"], label["owner"], label["by"]) == ("high", "ben", MARA)
    assert label["decision_id"] == request.decision_id


@pytest.mark.parametrize(
    ("cause", "status", "more", "label"),
    [
        (Cause.CLOSED, Status.CLOSED, {"outcome": "spam"}, (None, None, "spam")),
        (
            Cause.TAKEN_OVER,
            Status.TAKEN_OVER,
            {"owner": MARA, "assignment_id": uuid4()},
            (None, MARA, None),
        ),
        (
            Cause.QUEUED,
            Status.QUEUED,
            {"band": Band.MEDIUM, "queue": "fleet"},
            ("medium", None, None),
        ),
    ],
)
async def test_every_way_in_which_a_person_ends_a_review_is_a_label(
    world: World,
    cause: Cause,
    status: Status,
    more: dict[str, Any],
    label: tuple[str | None, ...],
) -> None:
    opened, _ = await reviewed(world)

    await world.run(world.records.record_change, ends(opened, cause, status, **more))

    kept = await world.one("review_labels")
    assert (kept["band"], kept["owner"], kept["outcome"]) == label


async def test_what_the_rules_take_back_is_no_label(world: World) -> None:
    opened, _ = await reviewed(world)
    by_itself = await world.request(opened.lead_id, assignment_id=uuid4())

    await world.run(world.routing.route_lead, by_itself)

    assert (await world.one("reviews"))["closed_by"] == "handraise"
    assert await world.all("review_labels") == []


async def test_a_merge_away_is_no_label(world: World) -> None:
    opened, _ = await reviewed(world)
    merged = ends(opened, Cause.CLOSED, Status.CLOSED, outcome="merged")

    await world.run(world.records.record_change, merged)

    assert await world.all("review_labels") == []


async def test_fields_corrected_on_the_way_are_named(world: World) -> None:
    opened, review_id = await reviewed(world)
    action_id = await world.act(
        opened.lead_id,
        ActionKind.CORRECT,
        MARA,
        details={"fields": {"employees": 40, "fields": {"vehicles": 12}}},
    )
    corrected = ends(
        opened,
        Cause.CORRECTED,
        Status.IN_REVIEW,
        at=OPENED + timedelta(minutes=1),
        action_id=action_id,
        review_id=review_id,
        review_code="competitor",
    )
    await world.run(world.records.record_change, corrected)
    spam = ends(corrected, Cause.CLOSED, Status.CLOSED, outcome="spam")

    await world.run(world.records.record_change, spam)

    label = await world.one("review_labels")
    assert label["changed"] == ["employees", "fields.vehicles"]


async def test_a_lead_that_comes_back_to_review_gets_another_label(
    world: World,
) -> None:
    opened, first = await reviewed(world)
    spam = ends(opened, Cause.CLOSED, Status.CLOSED, outcome="spam")
    await world.run(world.records.record_change, spam)
    reopened = ends(spam, Cause.REOPENED, Status.QUALIFYING, decision_id=None)
    await world.run(world.records.record_change, reopened)
    again = ends(
        reopened,
        Cause.PUT_IN_REVIEW,
        Status.IN_REVIEW,
        by="handraise",
        decision_id=opened.decision_id,
        review_id=uuid4(),
        review_code="competitor",
    )
    await world.run(world.records.record_change, again)

    low = ends(again, Cause.RESOLVED, Status.NURTURING, band=Band.LOW)
    await world.run(world.records.record_change, low)

    labels = {row["review_id"]: row for row in await world.all("review_labels")}
    assert len(labels) == 2
    assert labels[first]["outcome"] == "spam"
    assert labels[again.review_id]["band"] == "low"
