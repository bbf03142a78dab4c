"""A lead that lives for months, and the history that its workflow keeps."""

from datetime import timedelta
from uuid import uuid4

import pytest

from domain.lifecycle import Status
from tests.conftest import eventually
from tests.fakes import FakeWorld
from tests.workflows.conftest import Story
from workflows import policies

pytestmark = pytest.mark.usefixtures("short_histories")


@pytest.fixture
def short_histories(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policies, "LONG_HISTORY", 40)


async def run_id(story: Story) -> str | None:
    return (await story.handle.describe()).run_id


async def test_a_long_history_is_continued_without_losing_anything(
    story: Story, world: FakeWorld
) -> None:
    submission, action = uuid4(), uuid4()
    first = await story.submit(submission)
    run = await run_id(story)
    await story.do("accept", "ana", action_id=action)
    for _ in range(3):
        await story.do("note", "ana")
    await story.settle()

    assert await run_id(story) != run
    state = await story.state()
    assert (state.status, state.owner) == (Status.ACCEPTED, "ana")
    assert await story.submit(submission) == first
    again = await story.do("accept", "ana", action_id=action)
    assert again.revision == state.revision


async def test_a_clock_fires_once_across_runs(story: Story, world: FakeWorld) -> None:
    await story.submit()
    run = await run_id(story)
    for _ in range(3):
        await story.do("note", "ana")
    await story.settle()
    assert await run_id(story) != run

    await story.skip(timedelta(minutes=61))

    await eventually(lambda: world.routing.owners == ["ana", "ben"])
    assert world.mail.to("ana").count("remind_owner") == 1


async def test_it_is_not_continued_while_mail_is_on_its_way(
    story: Story, world: FakeWorld
) -> None:
    world.mail.away = True
    await story.submit()
    run = await run_id(story)
    for _ in range(3):
        await story.do("note", "ana")

    assert await run_id(story) == run

    world.mail.away = False
    await eventually(lambda: len(world.mail.sent) == 2)
