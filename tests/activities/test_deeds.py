"""What the plan of a promise does is told with its step, also where nobody acted."""

from datetime import timedelta

from domain.lifecycle import Status
from domain.promises.sla import ClockKind
from tests.activities.test_records import change_of
from tests.activities.world import TEN, World
from tests.trail import assert_whole, trail_of
from workflows.ports import Cause


async def test_a_step_of_the_plan_says_which(world: World) -> None:
    request, routed = await world.assign()
    changes = [
        change_of(request, Cause.BREACHED, keep_clock=routed.clock, breaches=1),
        change_of(
            request,
            Cause.QUEUED,
            status=Status.QUEUED,
            owner=None,
            assignment_id=None,
            queue="iberia",
            start_clock=ClockKind.ACCEPT,
            revision=request.revision + 2,
        ),
        change_of(
            request,
            Cause.CLOSED_BY_PLAN,
            status=Status.CLOSED,
            at=TEN + timedelta(days=9),
            revision=request.revision + 3,
        ),
    ]

    for change in changes:
        await world.run(world.records.record_change, change)

    *_, breached, queued, closed = await trail_of(world.engine, request.lead_id)
    assert (breached.origin, breached.via, breached.kind) == (
        *("plan", "accept"),
        "breached",
    )
    assert (queued.origin, queued.via) == ("plan", "open_to_team")
    assert (closed.origin, closed.via) == ("plan", "close")
    await assert_whole(world.engine, request.lead_id)
