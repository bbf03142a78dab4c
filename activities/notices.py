"""Tell the people of the business about a lead."""

from collections.abc import Sequence

from temporalio import activity

from activities.failures import told_to_temporal
from activities.letters_to_people import words_for
from activities.outbox import Addressed, Outbox, no_longer_true
from activities.stories import Story
from domain.people import Person
from domain.playbook import Playbook
from workflows.ports import Notice, NoticeActivities


class Notices(NoticeActivities):
    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    @activity.defn
    async def notify_owner(self, notice: Notice) -> None:
        with told_to_temporal(notice.lead_id):
            story = await self._outbox.story(notice)
            await self._send(notice, story, "assigned", _named(story.playbook, notice))

    @activity.defn
    async def remind_owner(self, notice: Notice) -> None:
        with told_to_temporal(notice.lead_id):
            story = await self._outbox.story(notice)
            await self._send(notice, story, "reminder", _named(story.playbook, notice))

    @activity.defn
    async def tell_manager(self, notice: Notice) -> None:
        with told_to_temporal(notice.lead_id):
            story = await self._outbox.story(notice)
            await self._send(notice, story, "breach", _managers(story))

    @activity.defn
    async def tell_higher_manager(self, notice: Notice) -> None:
        with told_to_temporal(notice.lead_id):
            story = await self._outbox.story(notice)
            await self._send(notice, story, "breach", _above(story))

    @activity.defn
    async def notify_queue(self, notice: Notice) -> None:
        with told_to_temporal(notice.lead_id):
            story = await self._outbox.story(notice)
            if story.occasion.lead.queue is None:
                await self._outbox.leave(notice, "somebody has the lead by now")
            else:
                await self._send(notice, story, "queued", _asked(story))

    @activity.defn
    async def notify_reviewers(self, notice: Notice) -> None:
        with told_to_temporal(notice.lead_id):
            story = await self._outbox.story(notice)
            await self._send(notice, story, "review", story.playbook.reviewers())

    async def _send(
        self, notice: Notice, story: Story, kind: str, people: Sequence[Person]
    ) -> None:
        reason = no_longer_true(story)
        if reason is None and not people:
            reason = "nobody in the playbook is there to get it"
        if reason is not None:
            await self._outbox.leave(notice, reason)
            return
        for person in people:
            key = notice.key if len(people) == 1 else f"{notice.key}/{person.handle}"
            values = words_for(story, person)
            to = Addressed(key, kind, person.name, person.email, values)
            await self._outbox.send(notice.lead_id, to)


def _named(playbook: Playbook, notice: Notice) -> tuple[Person, ...]:
    is_here = notice.to is not None and playbook.has_person(notice.to)
    return (playbook.person(notice.to),) if notice.to and is_here else ()


def _asked(story: Story) -> tuple[Person, ...]:
    members = story.playbook.members_of(story.occasion.lead.queue)
    return tuple(story.playbook.person(handle) for handle in members)


def _above(story: Story) -> tuple[Person, ...]:
    """Whom the manager of whoever has it answers to."""
    above = story.playbook.manager_above(story.occasion.lead.owner or "")
    return () if above is None else (above,)


def _managers(story: Story) -> tuple[Person, ...]:
    """The manager of whoever has it; of nobody's lead, whoever decides unclear ones."""
    owner = story.occasion.lead.owner
    manager = story.playbook.manager_of(owner or "")
    return story.playbook.reviewers()[:1] if manager is None else (manager,)
