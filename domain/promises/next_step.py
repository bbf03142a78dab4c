"""Say what happens next, to the visitor who asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from domain.evidence import Value
from domain.people import Person
from domain.playbook import Playbook
from domain.promises.booking import NOBODY, Asker, booking_url
from domain.promises.follow_up import FollowUp, NextStepKind, Resource
from domain.promises.plans import respond_by as answer_by
from domain.promises.spoken import Spoken
from domain.promises.texts import Worded, language_read
from domain.qualifying.bands import Band
from domain.words import filled
from domain.working_time.business_time import add_working_time


@dataclass(frozen=True, slots=True)
class Reading:
    """A page to read, in the language of who gets it where there is one."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """`url` is "" when there is nowhere to go, `respond_by` None without a promise."""

    kind: NextStepKind
    message: str
    url: str = ""
    respond_by: datetime | None = None
    resources: tuple[Reading, ...] = ()  # best first; `url` is the first one's
    language: str = ""  # of the message: ISO 639-1


def tell_visitor(  # noqa: PLR0913  the lead's side of what is said
    band: Band,
    playbook: Playbook,
    *,
    owner: str | None,
    received_at: datetime,
    spoken: Spoken,
    respond_by: datetime | None = None,
    asker: Asker = NOBODY,
    resources: tuple[Resource, ...] = (),
    within: tuple[Worded, ...] = (),
) -> NextStep:
    """What the band's follow-up promises, with the owner's name and an honest instant.

    `owner` is a handle. The instant is said in the company's zone, because the company
    makes the promise; `respond_by` is what it promised already. What the `asker` said is
    filled in where they book; `resources` are for who is given something to read. They are
    told in their language where the message is written in it, and whatever it stands `within`.
    """
    follow_up = playbook.follow_ups[band]
    person = None if owner is None else playbook.person(owner)
    by = respond_by
    if by is None:
        by = promised_by(band, playbook, owner=owner, received_at=received_at)
    message = follow_up.said(owned=person is not None)
    language = language_read(asker.language, playbook.language, message, *within)
    readings = readings_in(language, resources) if follow_up.gives_to_read else ()
    kind, url = _way(follow_up, person, asker)
    values = _names(playbook, person)
    if by is not None:
        values["respond_by"] = spoken.instant(language, by, received_at, playbook.zone)
        values["zone"] = spoken.place(language, playbook.zone)
    return NextStep(
        kind,
        filled(message.in_language(language), values),
        readings[0].url if readings else url,
        by,
        readings,
        language,
    )


def readings_in(language: str, resources: Iterable[Resource]) -> tuple[Reading, ...]:
    """Each by itself: a page that there is in one language only is better than none."""
    return tuple(
        Reading(one.title.in_language(language), one.url.in_language(language))
        for one in resources
    )


def _way(
    follow_up: FollowUp, person: Person | None, asker: Asker
) -> tuple[NextStepKind, str]:
    """Where the visitor goes next. Nobody can book without a calendar."""
    if follow_up.kind is not NextStepKind.BOOK:
        return follow_up.kind, follow_up.url
    own = person.calendar_url if person is not None else None
    url = booking_url(own or follow_up.url, asker)
    return (NextStepKind.BOOK if url else NextStepKind.ACKNOWLEDGE), url


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


def _names(playbook: Playbook, person: Person | None) -> dict[str, Value]:
    name = playbook.name if person is None else person.name
    first_name = name if person is None else person.first_name
    return {"company": playbook.name, "owner": name, "first_name": first_name}
