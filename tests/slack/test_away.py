"""Pressing a button while Temporal is away, or where Slack is not set up at all."""

import pytest

from adapters.embedded.ports import some_free
from api.app import create_app
from settings import Settings
from tests.api.conftest import becomes
from tests.slack.conftest import ANA, InSlack
from tests.slack.fake_slack import SECRET, deliver, shown
from tests.slack.product import serving
from tests.slack.test_words import to_ana


@pytest.fixture(autouse=True)
def _temporal_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    (nobody,) = some_free(1)
    monkeypatch.setenv("TEMPORAL_ADDRESS", f"127.0.0.1:{nobody}")


async def test_who_presses_while_temporal_is_away_is_told_to_try_again(
    business: InSlack, database_url: str
) -> None:
    slack, world = business.slack, business.world
    request, _ = await world.assign(name="Dana Ruiz")
    await business.tell("notify_owner", to_ana(request))
    settings = Settings(
        database_url=database_url, slack_signing_secret=SECRET, slack_hooks=slack.origin
    )

    async def answered() -> bool:
        return bool(slack.whispers)

    async with serving(create_app(settings)) as http:
        answer = await deliver(http, slack.pressing(0, "Accept", ANA))
        assert await becomes(answered)

    assert answer.status_code == 200
    assert "try again" in slack.whispers[0].lower()
    assert "[Accept]" in shown(slack.messages[0])
    assert (await world.one("leads"))["status"] == "assigned"


async def test_where_slack_is_not_set_up_there_is_no_such_place(
    database_url: str,
) -> None:
    async with serving(create_app(Settings(database_url=database_url))) as http:
        answer = await deliver(http, {"type": "block_actions"})

    assert answer.status_code == 404
    assert answer.json()["detail"] == "Slack is not set up here."
