"""Whether somebody is there just now, in a few words."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from adapters.playbook.file import read_playbook
from adapters.store.pages.desk import Scope
from api.desk import Reader
from api.team.presence import presence_of
from domain.people import Role
from domain.playbook import Playbook
from domain.working_time.working_hours import WorkingHours
from tests.pages.world import EXAMPLE

PLAYBOOK = read_playbook(EXAMPLE.read_text("utf-8"), "example.yaml")
TUESDAY_TEN = datetime(2026, 11, 24, 9, tzinfo=UTC)  # in Madrid


def _reader(now: datetime, playbook: Playbook = PLAYBOOK) -> Reader:
    names = {person.handle: person.name for person in playbook.people}
    return Reader(
        "mara", "Mara Conti", Role.MANAGER, now, Scope(None), playbook, names, {}
    )


def _row(handle: str = "ana", **given: Any) -> Any:
    plain = {"handle": handle, "paused": False, "paused_until": None}
    return SimpleNamespace(**plain | {"paused_because": None} | given)


def _leave(first: int, last: int, stand_in: str | None = None) -> Any:
    today = TUESDAY_TEN.date()
    days = (today + timedelta(days=first), today + timedelta(days=last))
    begins, ends = (datetime.combine(day, time(0), UTC) for day in days)
    return SimpleNamespace(
        handle="ana",
        starts_at=begins,
        ends_at=ends + timedelta(days=1),
        last_day=days[1],
        first_day=days[0],
        stand_in=stand_in,
    )


def _playbook_with(**changed: Any) -> Playbook:
    people = (
        replace(one, **changed) if one.handle == "ana" else one
        for one in PLAYBOOK.people
    )
    return replace(PLAYBOOK, people=tuple(people))


@pytest.mark.parametrize(
    ("now", "words", "detail"),
    [
        (TUESDAY_TEN, "Working now", "until 18:00 today"),
        (TUESDAY_TEN.replace(hour=19), "Outside hours", "until 09:00 tomorrow"),
        (TUESDAY_TEN.replace(day=28), "Outside hours", "until 09:00 on Mon"),
    ],
)
def test_hours_say_who_works_now_and_until_when(
    now: datetime, words: str, detail: str
) -> None:
    there = presence_of(_row(), [], _reader(now))

    assert (there.words, there.detail) == (words, detail)
    assert there.takes_leads  # outside hours too: the clock waits for them


def test_times_are_the_reader_s_own() -> None:
    """Ben works until 18:00 in Lisbon, which is 19:00 for Mara."""
    there = presence_of(_row("ben"), [], _reader(TUESDAY_TEN))

    assert there.detail == "until 19:00 today"


def test_leave_comes_before_everything_and_names_the_stand_in() -> None:
    there = presence_of(_row(paused=True), [_leave(-1, 3, "ben")], _reader(TUESDAY_TEN))

    assert there.words == "On leave until Fri 27 November"
    assert there.detail == "Ben Silva stands in"
    assert not there.takes_leads


def test_leave_within_two_weeks_is_said_ahead() -> None:
    near = presence_of(_row(), [_leave(7, 9)], _reader(TUESDAY_TEN))
    far = presence_of(_row(), [_leave(30, 33)], _reader(TUESDAY_TEN))

    assert near.ahead == "On leave from Tue 1 December"
    assert far.ahead == ""


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"paused_because": "Training"}, "Paused"),
        (
            {"paused_until": TUESDAY_TEN + timedelta(hours=3)},
            "Paused until 13:00 today",
        ),
    ],
)
def test_a_pause_says_until_when(given: Mapping[str, Any], words: str) -> None:
    there = presence_of(_row(paused=True, **given), [], _reader(TUESDAY_TEN))

    assert there.words == words
    assert there.detail == (given.get("paused_because") or "")
    assert not there.takes_leads


def test_who_has_not_begun_yet_gets_nothing() -> None:
    playbook = _playbook_with(starts_on=date(2026, 12, 1))

    there = presence_of(_row(), [], _reader(TUESDAY_TEN, playbook))

    assert there.words == "Starts on Tue 1 December"
    assert not there.takes_leads


def test_who_never_closes_works_day_and_night() -> None:
    always = WorkingHours(dict.fromkeys(range(7), ((time(0), time(0)),)))

    there = presence_of(_row(), [], _reader(TUESDAY_TEN, _playbook_with(hours=always)))

    assert (there.words, there.detail) == ("Working now", "day and night")
