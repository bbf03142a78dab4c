"""Who hears of a lead by mail, who in Slack, and why mail where Slack was meant."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.people import Person
from domain.playbook import Playbook
from domain.promises.sla import NoticeChannel
from domain.words import listed
from workflows.ports import Notice

# What begins something new. Of a plan's later steps each says itself how it goes out.
_ANNOUNCES = frozenset({"assigned", "queued", "review"})
_SLACK_IS_OFF = "Slack is not set up"


@dataclass(frozen=True, slots=True)
class Ways:
    """Somebody may be in both. `instead` says why a mail goes for a Slack message."""

    by_mail: tuple[Person, ...]
    in_slack: tuple[Person, ...]
    instead: str = ""


def ways(
    notice: Notice,
    kind: str,
    people: Sequence[Person],
    playbook: Playbook,
    *,
    slack_is_on: bool,
) -> Ways:
    """By what the plan's step names, else by what the person or the business wants."""
    wants = {one.handle: _wanted(notice, kind, one, playbook) for one in people}
    meant = [one for one in people if NoticeChannel.SLACK in wants[one.handle]]
    in_slack = [one for one in meant if slack_is_on and one.slack]
    stranded = [
        one
        for one in meant
        if one not in in_slack and NoticeChannel.MAIL not in wants[one.handle]
    ]
    by_mail = [
        one
        for one in people
        if NoticeChannel.MAIL in wants[one.handle] or one in stranded
    ]
    return Ways(tuple(by_mail), tuple(in_slack), _instead(stranded, on=slack_is_on))


def _wanted(
    notice: Notice, kind: str, person: Person, playbook: Playbook
) -> frozenset[NoticeChannel]:
    if notice.channel is NoticeChannel.SLACK or kind not in _ANNOUNCES:
        return frozenset({notice.channel})
    return person.notices or playbook.notices


def _instead(stranded: Sequence[Person], *, on: bool) -> str:
    if not stranded:
        return ""
    if not on:
        return _SLACK_IS_OFF
    names = listed([person.first_name for person in stranded], "and")
    return f"the playbook has no Slack member id of {names}"
