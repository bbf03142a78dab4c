"""The worker as a process tells people in Slack, and keeps the webhook's address to itself."""

import asyncio
import signal

import pytest

from adapters import clock
from adapters.embedded.temporal import EmbeddedTemporal
from tests.activities.world import World
from tests.api.conftest import becomes
from tests.conftest import PATIENCE
from tests.slack.conftest import ANA, IN_SLACK
from tests.slack.fake_slack import FakeSlack
from tests.slack.product import ALWAYS_OPEN
from tests.worker.conftest import running


@pytest.mark.timeout(150)  # a process starts within seconds, unless the machine is busy
async def test_what_it_logs_of_a_notice_is_not_where_it_went(
    world: World, slack: FakeSlack, temporal_server: EmbeddedTemporal
) -> None:
    only_slack = {"language: en\n": "language: en\nnotices: [slack]\n"}
    await world.publish(IN_SLACK | ALWAYS_OPEN | only_slack)
    world.now = clock.now()
    await world.raise_hand(
        country="ES",
        name="Dana Ruiz",
        message="Quote for 80 vehicles this month, please call me",
        employees=240,
        fields={"vehicles": 80},
    )

    async def told() -> bool:
        return bool(slack.messages)

    async with running(
        world,
        temporal_server.address,
        HANDRAISE_SLACK_WEBHOOK=slack.webhook,
        HANDRAISE_SLACK_HOOKS=slack.origin,
        HANDRAISE_SLACK_SIGNING_SECRET="a secret",  # noqa: S106
    ) as process:
        assert await becomes(told)
        process.send_signal(signal.SIGTERM)
        _, logged = await asyncio.wait_for(process.communicate(), PATIENCE)

    assert f"<@{ANA}>" in str(slack.messages[0])
    assert b"/services/" not in logged
    assert b"a secret" not in logged
