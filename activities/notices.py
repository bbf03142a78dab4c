"""Tell the people of the business about a lead."""

from collections.abc import Callable, Sequence

from temporalio import activity

from activities.failures import told_to_temporal
from activities.telling.announcing import Announcement, Telling
from activities.telling.outbox import Outbox, no_longer_true
from activities.telling.slack_outbox import SlackOutbox
from adapters.letters.stories import Story
from domain.people import Person
from workflows.ports import Notice, NoticeActivities

Whom = Callable[[Story, Notice], Sequence[Person]]


class Notices(NoticeActivities):
    def __init__(self, outbox: Outbox, slack: SlackOutbox | None = None) -> None:
        self._outbox = outbox
        self._telling = Telling(outbox, slack)

    @activity.defn
    async def notify_owner(self, notice: Notice) -> None:
        await self._tell(notice, "assigned", _named)

    @activity.defn
    async def remind_owner(self, notice: Notice) -> None:
        await self._tell(notice, "reminder", _named)

    @activity.defn
    async def tell_manager(self, notice: Notice) -> None:
        await self._tell(notice, "breach", _managers)

    @activity.defn
    async def tell_higher_manager(self, notice: Notice) -> None:
        await self._tell(notice, "breach", _above)

    @activity.defn
    async def notify_queue(self, notice: Notice) -> None:
        await self._tell(notice, "queued", _asked)

    @activity.defn
    async def notify_reviewers(self, notice: Notice) -> None:
        await self._tell(notice, "review", _reviewers)

    async def _tell(self, notice: Notice, kind: str, whom: Whom) -> None:
        with told_to_temporal(notice.lead_id):
            story = await self._outbox.story(notice)
            await self._send(notice, story, kind, whom(story, notice))

    async def _send(
        self, notice: Notice, story: Story, kind: str, people: Sequence[Person]
    ) -> None:
        reason = no_longer_true(story, notice)
        if reason is None and not people:
            reason = "nobody in the playbook is there to get it"
        if reason is not None:
            await self._outbox.leave(notice, reason)
            return
        await self._telling.tell(Announcement(notice, story, kind, tuple(people)))


def _named(story: Story, notice: Notice) -> tuple[Person, ...]:
    playbook, to = story.playbook, notice.to
    return (playbook.person(to),) if to and playbook.has_person(to) else ()


def _reviewers(story: Story, _: Notice) -> tuple[Person, ...]:
    return story.playbook.reviewers()


def _asked(story: Story, notice: Notice) -> tuple[Person, ...]:
    """Those of the team who may accept it: whoever let it slip is not asked again."""
    here = (handle for handle in notice.open_to if story.playbook.has_person(handle))
    return tuple(map(story.playbook.person, here))


def _above(story: Story, _: Notice) -> tuple[Person, ...]:
    """Whom the manager of whoever has it answers to."""
    above = story.playbook.manager_above(story.occasion.lead.owner or "")
    return () if above is None else (above,)


def _managers(story: Story, _: Notice) -> tuple[Person, ...]:
    """The manager of whoever has it; of nobody's lead, whoever decides unclear ones."""
    owner = story.occasion.lead.owner
    manager = story.playbook.manager_of(owner or "")
    return story.playbook.reviewers()[:1] if manager is None else (manager,)
