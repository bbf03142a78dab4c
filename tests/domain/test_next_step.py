from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from adapters.languages.instants import SPOKEN
from domain.people import Role
from domain.promises.booking import Asker
from domain.promises.follow_up import NextStepKind
from domain.promises.next_step import NextStep, promised_by, tell_visitor
from domain.qualifying.bands import Band
from domain.working_time.local_time import in_words
from domain.working_time.working_hours import WorkingHours
from tests.domain.cast import ANA, BEN, MADRID, NOW, OFFICE, person, playbook

EVENING = NOW + timedelta(hours=10)


def madrid(*parts: int) -> datetime:
    year, month, day, hour, minute = parts
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(MADRID))


def test_a_promising_lead_books_with_its_owner() -> None:
    step = tell_visitor(
        Band.HIGH, playbook(), owner="ana", received_at=NOW, spoken=SPOKEN
    )

    assert step == NextStep(
        NextStepKind.BOOK,
        "Ana Ortiz will call you by 11:15 today (Madrid time).",
        "https://meet.example/ana",
        NOW + timedelta(minutes=75),
        language="en",
    )


def test_the_owners_booking_page_knows_who_comes() -> None:
    ana = replace(ANA, calendar_url="https://cal.com/ana")
    dana = Asker("dana@northwind.example", "Dana")

    step = tell_visitor(
        Band.HIGH,
        playbook(people=(ana, BEN)),
        owner="ana",
        received_at=NOW,
        spoken=SPOKEN,
        asker=dana,
    )

    assert step.url == "https://cal.com/ana?name=Dana&email=dana%40northwind.example"


def test_at_night_the_promise_is_for_the_morning() -> None:
    step = tell_visitor(
        Band.HIGH, playbook(), owner="ana", received_at=EVENING, spoken=SPOKEN
    )

    assert "by 10:15 tomorrow" in step.message


def test_an_owner_who_works_in_the_afternoon_promises_the_afternoon() -> None:
    afternoons = WorkingHours(
        {d: ((w[0][0].replace(hour=15), w[0][1]),) for d, w in OFFICE.windows.items()}
    )
    book = playbook(people=(replace(ANA, hours=afternoons), BEN))

    by = promised_by(Band.HIGH, book, owner="ana", received_at=NOW)

    assert by == NOW + timedelta(hours=5, minutes=75)


def test_nobody_can_book_without_a_calendar() -> None:
    step = tell_visitor(
        Band.HIGH, playbook(), owner="ben", received_at=NOW, spoken=SPOKEN
    )

    assert step.kind is NextStepKind.ACKNOWLEDGE
    assert step.url == ""


def test_before_there_is_an_owner_the_company_promises() -> None:
    high = tell_visitor(
        Band.HIGH, playbook(), owner=None, received_at=NOW, spoken=SPOKEN
    )
    medium = tell_visitor(
        Band.MEDIUM, playbook(), owner=None, received_at=NOW, spoken=SPOKEN
    )

    assert high.message == "Northwind Fleet will call you by 11:15 today."
    assert medium.message == "Northwind Fleet will answer by 14:00 tomorrow."


def test_a_middling_lead_is_told_when_the_owner_answers() -> None:
    step = tell_visitor(
        Band.MEDIUM, playbook(), owner="ana", received_at=NOW, spoken=SPOKEN
    )

    assert step.message == "Ana will answer by 14:00 tomorrow."
    assert step.url == ""


def test_a_low_lead_gets_something_to_read_and_no_promise() -> None:
    step = tell_visitor(
        Band.LOW, playbook(), owner=None, received_at=NOW, spoken=SPOKEN
    )

    assert step == NextStep(
        NextStepKind.RESOURCES, "Read this.", "/guide", None, language="en"
    )


def test_a_lead_in_review_waits_for_a_person_by_an_instant() -> None:
    step = tell_visitor(
        Band.REVIEW, playbook(), owner=None, received_at=NOW, spoken=SPOKEN
    )

    assert step.kind is NextStepKind.WAIT
    assert step.message == "Northwind Fleet looks at it by 14:00 today."


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (madrid(2026, 11, 23, 16, 20), "16:20 today"),
        (madrid(2026, 11, 24, 9, 5), "09:05 tomorrow"),
        (madrid(2026, 11, 27, 9, 20), "09:20 on Fri"),
        (madrid(2026, 11, 30, 9, 20), "09:20 on Mon 30 November"),
        (madrid(2027, 1, 4, 9, 20), "09:20 on Mon 4 January 2027"),
        (madrid(2026, 11, 22, 9, 20), "09:20 on Sun 22 November"),
    ],
)
def test_instants_are_said_as_people_say_them(at: datetime, words: str) -> None:
    assert in_words(at, NOW, MADRID) == words


def test_midnight_falls_where_the_company_is() -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=ZoneInfo("UTC"))

    assert in_words(late, NOW, MADRID) == "00:30 tomorrow"
    assert in_words(late, NOW, "UTC") == "23:30 today"


def test_managers_review_and_without_any_the_operators_do() -> None:
    managed = playbook()
    operated = playbook(people=(ANA, person("otto", Role.OPERATOR)))

    assert [p.handle for p in managed.reviewers()] == ["mara"]
    assert [p.handle for p in operated.reviewers()] == ["otto"]
    assert playbook(people=(ANA,)).reviewers() == ()
