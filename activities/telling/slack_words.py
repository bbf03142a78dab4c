"""What a Slack message tells people of the business about a lead.

A third party reads it: the prospect's name and company, and why it is theirs. Neither an
address, a phone number nor a word that the prospect wrote.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from adapters.letters.stories import Story
from adapters.letters.to_people import standing, task
from adapters.slack.buttons import About
from adapters.slack.mrkdwn import day_and_time, plain
from adapters.slack.notice import Line, below_notice, notice_blocks
from adapters.slack.webhook import SlackMessage
from domain.lifecycle import Status
from domain.one_tap import offered_to_all
from domain.people import Person
from domain.promises.sla import ClockKind
from domain.words import shown

_NOBODY = "A lead without a name"
_HEADLINES: Mapping[str, str] = {
    "assigned": "{who} is yours.",
    "reminder": "{who} still waits for you.",
    "breach": "{who} was not answered in time. {standing}",
    "queued": "{who} is open to your whole team: the first who accepts has it.",
    "review": "The rules do not cover {who}: {because}.",
}
_DUE: Mapping[str, str] = {
    "assigned": "Accept it by {due}. After that somebody else gets it.",
    "reminder": "{task} by {due}.",
    "queued": "Somebody should accept it by {due}. After that a manager decides.",
    "review": "Decide by {due}.",
}


def slack_message(
    key: str, kind: str, story: Story, people: Sequence[Person], *, has_buttons: bool
) -> SlackMessage:
    """One message for all of `people`, each of whom has a member id."""
    lines, lead = _lines(kind, story, people), story.occasion.lead
    about = About(lead.id, story.assignment_id)
    kinds = offered_to_all(Status(lead.status), to_owner=_has_owner(story, people))
    below = below_notice(kinds, about, story.link, has_buttons=has_buttons)
    members = [person.slack or "" for person in people]
    names = ", ".join(person.name for person in people)
    as_text = [line.filled(_values(story, people, for_slack=False)) for line in lines]
    return SlackMessage(
        key,
        names,
        ", ".join(members),
        "\n".join([*as_text, story.link]),
        notice_blocks(members, lines, _values(story, people, for_slack=True), below),
    )


def _lines(kind: str, story: Story, people: Sequence[Person]) -> list[Line]:
    lead = story.occasion.lead
    lines = [Line(_HEADLINES[kind])]
    if lead.due_at is not None and kind in _DUE:
        lines.append(Line(_DUE[kind]))
    if lead.because and _has_owner(story, people):
        lines.append(Line("Why you: {why}", small=True))
    if lead.respond_by is not None:
        promised = "The prospect was promised an answer by {respond_by}."
        lines.append(Line(promised, small=True))
    return lines


def _values(
    story: Story, people: Sequence[Person], *, for_slack: bool
) -> dict[str, str]:
    lead = story.occasion.lead
    zone = people[0].zone if len(people) == 1 else story.playbook.zone

    def said(words: str) -> str:
        return plain(words) if for_slack else words

    def when(at: datetime | None) -> str:
        words = story.when(at, zone)
        return day_and_time(at, words) if at is not None and for_slack else words

    name = said(_who(story))
    return {
        "who": f"*{name}*" if for_slack else name,
        "standing": said(standing(story)),
        "because": said(story.occasion.review_because),
        "task": _task(lead.clock),
        "why": said(lead.because or ""),
        "due": when(lead.due_at),
        "respond_by": when(lead.respond_by),
    }


def _who(story: Story) -> str:
    """Never the address, which mails may show where nothing else is known."""
    lead = story.occasion.lead
    known = [shown(words) for words in (lead.name, lead.company) if words]
    return " of ".join(known) or _NOBODY


def _has_owner(story: Story, people: Sequence[Person]) -> bool:
    return story.occasion.lead.owner in {person.handle for person in people}


def _task(clock: str | None) -> str:
    """As the button says it, where there is one."""
    words = "accept it" if clock == ClockKind.ACCEPT else task(clock)
    return words[:1].upper() + words[1:]
