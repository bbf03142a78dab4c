"""Say what happens next, to the visitor who asked."""

from dataclasses import dataclass
from datetime import datetime

from domain.evidence import Value
from domain.people import Person
from domain.playbook import Playbook
from domain.promises.booking import NOBODY, Asker, booking_url
from domain.promises.follow_up import NextStepKind, Resource
from domain.promises.plans import respond_by as answer_by
from domain.qualifying.bands import Band
from domain.words import filled
from domain.working_time.business_time import add_working_time
from domain.working_time.local_time import in_words


@dataclass(frozen=True, slots=True)
class NextStep:
    """`url` is "" when there is nowhere to go, `respond_by` None without a promise."""

    kind: NextStepKind
    message: str
    url: str = ""
    respond_by: datetime | None = None
    resources: tuple[Resource, ...] = ()  # best first; `url` is the first one's


def tell_visitor(  # noqa: PLR0913  the lead's side of what is said
    band: Band,
    playbook: Playbook,
    *,
    owner: str | None,
    received_at: datetime,
    respond_by: datetime | None = None,
    asker: Asker = NOBODY,
    resources: tuple[Resource, ...] = (),
) -> NextStep:
    """What the band's follow-up promises, with the owner's name and an honest instant.

    `owner` is a handle. The instant is said in the company's zone, because the company
    makes the promise; `respond_by` is what it promised already. What the `asker` said is
    filled in where they book; `resources` are for who is given something to read.
    """
    follow_up = playbook.follow_ups[band]
    person = None if owner is None else playbook.person(owner)
    by = respond_by
    if by is None:
        by = promised_by(band, playbook, owner=owner, received_at=received_at)
    message = follow_up.message
    if person is None:
        message = follow_up.message_without_owner or message
    url = follow_up.url
    kind = follow_up.kind
    if kind is NextStepKind.BOOK:
        own = person.calendar_url if person is not None else None
        url = booking_url(own or url, asker)
        if not url:
            kind = NextStepKind.ACKNOWLEDGE  # nobody can book without a calendar
    if kind is not NextStepKind.RESOURCES:
        resources = ()
    if resources:
        url = resources[0].url
    values = _values(playbook, person, by, received_at)
    return NextStep(kind, filled(message, values), url, by, resources)


def promised_by(
    band: Band, playbook: Playbook, *, owner: str | None, received_at: datetime
) -> datetime | None:
    """When the prospect will have heard from a person; None if nobody promised that."""
    if band in playbook.promises:
        calendar = playbook.calendar if owner is None else playbook.calendar_of(owner)
        promise = playbook.promises[band]
        return answer_by(promise, received_at=received_at, calendar=calendar)
    if band is Band.REVIEW:
        within = playbook.review_promise.within
        return add_working_time(received_at, within, playbook.calendar)
    return None


def _values(
    playbook: Playbook,
    person: Person | None,
    by: datetime | None,
    received_at: datetime,
) -> dict[str, Value]:
    name = playbook.name if person is None else person.name
    values: dict[str, Value] = {"company": playbook.name, "owner": name}
    values["first_name"] = name if person is None else person.first_name
    if by is not None:
        values["respond_by"] = in_words(by, received_at, playbook.zone)
        values["zone"] = playbook.zone.rpartition("/")[2].replace("_", " ")
    return values
