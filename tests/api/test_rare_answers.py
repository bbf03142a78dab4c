"""What Temporal may answer besides an answer."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import (
    Client,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from adapters import clock
from adapters.store.raised_hands.intake import Stored
from adapters.temporal.failures import understood
from adapters.temporal.leads import ask_for_decision, hand_over, reopen, send_action
from adapters.temporal.reachability import Reachability
from adapters.temporal.relay import Relay
from domain.errors import LeadClosedError, RefusedError, UnavailableError
from domain.lifecycle import ActionKind
from tests.api.conftest import Site, dana
from tests.api.thin_world import ThinWorld
from workflows.messages import Action, LeadStart


def failed(*details: str, kind: str = "Refused") -> WorkflowUpdateFailedError:
    return WorkflowUpdateFailedError(ApplicationError("No.", *details, type=kind))


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (failed("closed", "Closed."), LeadClosedError),
        (failed("already_accepted", "By {who}.", "ben", ""), RefusedError),
        (failed(kind="Bug"), UnavailableError),
        (RPCError("busy", RPCStatusCode.RESOURCE_EXHAUSTED, b""), UnavailableError),
        (RPCError("no namespace", RPCStatusCode.NOT_FOUND, b""), UnavailableError),
        (RuntimeError("Failed client connect"), UnavailableError),
        (TimeoutError(), UnavailableError),
        (WorkflowUpdateRPCTimeoutOrCancelledError(), UnavailableError),
    ],
    ids=lambda value: repr(value)[:60],
)
async def test_each_failure_has_a_meaning(error: Exception, meaning: type) -> None:
    with pytest.raises(meaning), understood():
        raise error


async def test_a_refusal_keeps_who_and_when() -> None:
    at = clock.now()
    with pytest.raises(RefusedError) as caught, understood():
        raise failed("already_accepted", "By {who} at {at}.", "ben", at.isoformat())

    assert caught.value.refusal.who == "ben"
    assert caught.value.refusal.at == at
    assert caught.value.refusal.sentence(str.upper).startswith("By BEN at ")


async def test_being_cancelled_stays_being_cancelled() -> None:
    """The client turns a cancellation into an error of its own."""

    async def ask() -> None:
        with understood():
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError as error:
                raise WorkflowUpdateRPCTimeoutOrCancelledError from error

    task = asyncio.create_task(ask())
    await asyncio.sleep(0)
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_lead_without_a_workflow_takes_no_action(temporal: Client) -> None:
    with pytest.raises(LeadClosedError):
        await send_action(
            temporal, uuid4(), ActionKind.ACCEPT, Action("ana", action_id=uuid4())
        )


async def test_reopening_what_is_open_is_refused(
    site: Site, world: ThinWorld, temporal: Client
) -> None:
    lead = LeadStart(UUID((await site.submit(dana())).json()["lead_id"]), clock.now())

    with pytest.raises(RefusedError):
        await reopen(temporal, lead, Action("mara", action_id=uuid4()))


async def test_reopening_does_not_wait_for_ever(
    site: Site,
    world: ThinWorld,
    temporal: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("adapters.temporal.leads.ACTION_WITHIN", timedelta(seconds=0.5))
    lead_id = uuid4()
    world.hold()
    await hand_over(temporal, Stored(uuid4(), lead_id, clock.now()))

    with pytest.raises(UnavailableError):
        await reopen(
            temporal, LeadStart(lead_id, clock.now()), Action("mara", action_id=uuid4())
        )
    await temporal.get_workflow_handle(f"lead-{lead_id}").terminate()


async def test_a_worker_that_is_busy_is_not_taken_for_an_outage(
    site: Site, world: ThinWorld, temporal: Client
) -> None:
    world.hold()
    reachability = Reachability(temporal)
    lead_id = uuid4()
    stored = Stored(uuid4(), lead_id, clock.now())

    answer = await ask_for_decision(
        temporal, stored, timedelta(seconds=1), reachability
    )

    assert answer is None
    assert not reachability.seems_away()
    await temporal.get_workflow_handle(f"lead-{lead_id}").terminate()


async def test_a_relay_that_stumbles_goes_on(
    engine: AsyncEngine, temporal: Client, caplog: pytest.LogCaptureFixture
) -> None:
    relay = Relay(engine, temporal)
    tries = 0

    async def stumble() -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise ConnectionRefusedError  # the database is away: nothing to say
        if tries == 2:
            raise KeyError
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await relay._repeat(stumble, timedelta(0))

    assert tries == 3
    assert caplog.text.count("stumbled") == 1


async def test_many_actions_at_once_are_one_after_the_other(
    site: Site, world: ThinWorld
) -> None:
    lead = (await site.submit(dana())).json()["lead_id"]

    responses = await asyncio.gather(
        *(site.act(lead, "accept", by="ana") for _ in range(5))
    )

    assert sorted(r.status_code for r in responses) == [200, 409, 409, 409, 409]
