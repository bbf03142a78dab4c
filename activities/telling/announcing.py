"""Tell several people the same, each by mail or in Slack, without one waiting for another."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from temporalio import activity

from activities.telling.channels import Ways, ways
from activities.telling.outbox import Addressed, Outbox
from activities.telling.slack_outbox import SlackOutbox
from activities.telling.slack_words import slack_message
from adapters.letters.stories import Story
from adapters.letters.tasks import calendar_task
from adapters.letters.to_people import words_for
from adapters.slack.webhook import SlackError
from domain.errors import VendorError
from domain.people import Person
from workflows.ports import Notice

# Some three minutes (workflows.policies): a reminder that comes later helps nobody.
_TRIES_OF_SLACK = 8


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is to be told: of which kind, and to whom in all."""

    notice: Notice
    story: Story
    kind: str  # the folder of the letter
    people: tuple[Person, ...]


class Telling:
    """`slack` is None where it is not set up: mail says it all."""

    def __init__(self, outbox: Outbox, slack: SlackOutbox | None) -> None:
        self._outbox = outbox
        self._slack = slack

    async def tell(self, about: Announcement) -> None:
        """Raise the failure that trying again may mend, else one that it will not."""
        chosen = ways(
            about.notice,
            about.kind,
            about.people,
            about.story.playbook,
            slack_is_on=self._slack is not None,
        )
        if chosen.instead:
            await self._outbox.note_mail_instead(about.notice, chosen.instead)
        failed = await asyncio.gather(
            self._mail(about, chosen.by_mail), self._in_slack(about, chosen)
        )
        for error in sorted(chain(*failed), key=lambda error: error.permanent):
            raise error

    async def _mail(
        self, about: Announcement, people: Sequence[Person]
    ) -> list[VendorError]:
        """One each. What failed for one person is kept until the others have theirs."""
        failed: list[VendorError] = []
        notice, alone = about.notice, len(about.people) == 1
        for person in people:
            key = notice.key if alone else f"{notice.key}/{person.handle}"
            to = Addressed(
                key,
                about.kind,
                person.name,
                person.email,
                words_for(about.story, person),
                calendar_task(about.story, person),
            )
            try:
                await self._outbox.send(notice.lead_id, to)
            except VendorError as error:
                failed.append(error)
        return failed

    async def _in_slack(self, about: Announcement, chosen: Ways) -> list[VendorError]:
        """One for all of them. What Slack does not take goes by mail."""
        if self._slack is None or not chosen.in_slack:
            return []
        message = slack_message(
            f"{about.notice.key}/slack",
            about.kind,
            about.story,
            chosen.in_slack,
            has_buttons=self._slack.has_buttons,
        )
        try:
            await self._slack.send(about.notice.lead_id, about.kind, message)
        except SlackError as error:
            if not error.permanent and activity.info().attempt < _TRIES_OF_SLACK:
                return [error]
            await self._slack.give_up(message.key)
            await self._outbox.note_mail_instead(about.notice, str(error).rstrip("."))
            left = [one for one in chosen.in_slack if one not in chosen.by_mail]
            return await self._mail(about, left)
        return []
