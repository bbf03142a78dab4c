"""Read out of the record who was told of a promise, when, and by which ways."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row

from adapters.store.pages.breach_record import OnRecord
from api.desk import Reader
from domain.explaining.broken_promise import Noted
from domain.people import Person
from domain.promises.sla import ClockKind, NoticeChannel

_ASKED = {"assigned": "told", "queued": "told", "review": "told"}
_TO_OWNER = frozenset({"assigned", "reminder"})
_TO_ALL = frozenset({"queued", "review"})  # where nobody has it
_WHAT = {NoticeChannel.MAIL: "mail", NoticeChannel.SLACK: "Slack message"}


def those_who_should(
    row: Row[Any], record: OnRecord, reader: Reader
) -> tuple[str, ...]:
    """Names: the owner's; of a team or of a review, whoever was told."""
    if row.broken_owner is not None:
        return (reader.name_of(row.broken_owner),)
    notices = _notices(row, record, reader)
    told = dict.fromkeys(name for one in notices for name in one.to_name.split(", "))
    if told:
        return tuple(told)
    if row.broken_promise == ClockKind.REVIEW:
        return tuple(person.name for person in reader.playbook.reviewers())
    return (f"Team {row.broken_queue}",) if row.broken_queue else ()


def told(row: Row[Any], record: OnRecord, reader: Reader) -> Iterator[Noted]:
    """Every notice to them once, by which ways, and what had not left when it broke."""
    by_notice: dict[str, list[Row[Any]]] = {}
    for one in _notices(row, record, reader):
        by_notice.setdefault(_notice_of(one, reader), []).append(one)
    for number, ones in enumerate(by_notice.values()):
        words = _ASKED.get(ones[0].kind, "reminded") if not number else "reminded"
        left = [one for one in ones if _left_in_time(one, row)]
        if left:
            at = min(one.sent_at for one in left)
            yield Noted(at, f"{words}{_ways(left)}")
        else:
            what = _WHAT[NoticeChannel(ones[0].channel)]
            late = f"{words} by a {what} that did not leave in time"
            yield Noted(ones[0].created_at, late)


def _left_in_time(one: Row[Any], row: Row[Any]) -> bool:
    return one.sent_at is not None and one.sent_at <= row.broken_due_at


def _ways(messages: Sequence[Row[Any]]) -> str:
    """Mail is what one expects; what went another way is said."""
    channels = {NoticeChannel(one.channel) for one in messages}
    if channels == {NoticeChannel.SLACK}:
        return " in Slack"
    return " by mail and in Slack" if NoticeChannel.SLACK in channels else ""


def _notice_of(message: Row[Any], reader: Reader) -> str:
    """What it is one of the messages of; see activities.telling.announcing."""
    notice, _, to = str(message.key).rpartition("/")
    return notice if to == NoticeChannel.SLACK or to in reader.names else message.key


def _notices(row: Row[Any], record: OnRecord, reader: Reader) -> Iterator[Any]:
    owner, playbook = row.broken_owner, reader.playbook
    known = owner is not None and playbook.has_person(owner)
    person = playbook.person(owner) if known else None
    for one in record.notices:
        meanwhile = row.broken_started_at <= one.created_at <= row.broken_due_at
        if meanwhile and (_is_to(person, one) if owner else one.kind in _TO_ALL):
            yield one


def _is_to(person: Person | None, message: Row[Any]) -> bool:
    """One in Slack may be to several."""
    if person is None or message.kind not in _TO_OWNER:
        return False
    return not {person.email, person.slack}.isdisjoint(message.to_address.split(", "))
