"""Write to the prospect."""

from typing import Any

from temporalio import activity

from activities.failures import told_to_temporal
from activities.telling.outbox import Addressed, Outbox
from activities.telling.silence import not_for_prospect, not_wanted
from adapters.letters.own_messages import follow_up
from adapters.letters.stories import Story
from adapters.letters.to_prospects import ACKNOWLEDGEMENT, acknowledgement, bridge
from adapters.mail import digest_of
from domain.qualifying.bands import Band
from domain.words import shown
from workflows.ports import FollowUpActivities, Notice


class FollowUp(FollowUpActivities):
    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    @activity.defn
    async def acknowledge_lead(self, notice: Notice) -> None:
        with told_to_temporal(notice.lead_id):
            story = await self._outbox.story(notice)
            template = _acknowledging(story)
            if template == ACKNOWLEDGEMENT:
                await self._send(notice, story, template, acknowledgement(story))
            elif template:
                await self._send_own_words(notice, story, template, marketing=False)

    @activity.defn
    async def send_bridge(self, notice: Notice) -> None:
        with told_to_temporal(notice.lead_id):
            story = await self._outbox.story(notice)
            await self._send(notice, story, "bridge", bridge(story))

    @activity.defn
    async def send_follow_up(self, notice: Notice) -> None:
        with told_to_temporal(notice.lead_id):
            story = await self._outbox.story(notice)
            because = not_for_prospect(story) or not_wanted(story, notice.template)
            if because is not None:
                await self._outbox.leave(notice, because)
                return
            await self._send_own_words(notice, story, notice.template, marketing=True)

    async def _send_own_words(
        self, notice: Notice, story: Story, template: str, *, marketing: bool
    ) -> None:
        if template not in story.playbook.templates:
            because = f"the playbook has no message “{template}” any more"
            await self._outbox.leave(notice, because)
            return
        unsubscribe = story.links.unsubscribe(notice.lead_id) if marketing else ""
        values = follow_up(story, template, digest_of(notice.key)) | {
            "marketing": marketing,
            "unsubscribe": unsubscribe,
        }
        await self._send(notice, story, "follow_up", values)

    async def _send(
        self, notice: Notice, story: Story, kind: str, values: dict[str, Any]
    ) -> None:
        reason = not_for_prospect(story)
        if reason is not None:
            await self._outbox.leave(notice, reason)
            return
        lead = story.occasion.lead
        name = shown(lead.name) if lead.name else ""
        to = Addressed(notice.key, kind, name, lead.email, values)
        await self._outbox.send(notice.lead_id, to)


def _acknowledging(story: Story) -> str:
    """The template that the band's follow-up names; "" for none."""
    band = story.occasion.lead.band
    return story.playbook.follow_ups[Band(band) if band else Band.REVIEW].template
