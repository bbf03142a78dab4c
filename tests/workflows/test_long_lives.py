"""A lead that lives for months, and the history that its workflow keeps."""

from datetime import timedelta
from uuid import uuid4

import pytest

from domain.lifecycle import Status
from tests.conftest import eventually
from tests.fakes import FakeWorld
from tests.workflows.conftest import Story
from workflows import policies


@pytest.fixture
def short_histories(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policies, "LONG_HISTORY", 60)


@pytest.mark.usefixtures("short_histories")
async def test_a_long_history_is_continued_without_losing_anything(
    story: Story, world: FakeWorld
) -> None:
    submission = uuid4()
    first = await story.submit(submission)
    run = (await story.handle.describe()).run_id

    action = uuid4()
    await story.do("accept", "ana", action_id=action)
    for _ in range(12):
        await story.do("note", "ana")
    await story.skip(timedelta(hours=1))

    description = await story.handle.describe()
    assert description.run_id != run
    state = await story.state()
    assert (state.status, state.owner) == (Status.ACCEPTED, "ana")
    assert await story.submit(submission) == first
    assert (
        await story.do("accept", "ana", action_id=action)
    ).revision == state.revision


@pytest.mark.usefixtures("short_histories")
async def test_a_clock_fires_once_across_runs(story: Story, world: FakeWorld) -> None:
    world.routing.accept_within = timedelta(seconds=2)
    # A run that was continued would skip time by itself.
    with story.env.with_time_skipping_disabled():
        await story.submit()
    run = (await story.handle.describe()).run_id
    for _ in range(12):
        await story.do("note", "ana")

    await eventually(lambda: world.routing.owners == ["ana", "ben"])

    assert (await story.handle.describe()).run_id != run
    assert world.mail.to("ana").count("remind_owner") == 1


@pytest.mark.usefixtures("short_histories")
async def test_it_is_not_continued_while_mail_is_on_its_way(
    story: Story, world: FakeWorld
) -> None:
    world.mail.away = True
    await story.submit()
    run = (await story.handle.describe()).run_id
    for _ in range(12):
        await story.do("note", "ana")

    assert (await story.handle.describe()).run_id == run

    world.mail.away = False
    await story.skip(timedelta(minutes=2))
    await eventually(lambda: len(world.mail.sent) == 2)
