"""A person's hours, limits and skills, written into the playbook's text."""

import difflib
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest

from adapters.playbook.file import read_playbook
from adapters.playbook.terms import changes_in_words, terms_of, with_terms
from domain.working_time.working_hours import WorkingHours

EXAMPLE = (Path(__file__).parents[2] / "playbooks" / "example.yaml").read_text("utf-8")
PLAYBOOK = read_playbook(EXAMPLE, "example.yaml")
ANA, MARA = PLAYBOOK.person("ana"), PLAYBOOK.person("mara")

EARLY = (time(8), time(16))
SPLIT = ((time(9), time(13)), (time(14), time(18, 30)))
WEEKDAYS = WorkingHours(dict.fromkeys(range(5), (EARLY,)))


def _changed_lines(new: str) -> list[str]:
    diff = difflib.ndiff(EXAMPLE.splitlines(), new.splitlines())
    return [line for line in diff if line[0] in "+-"]


def test_only_the_lines_of_what_changed_are_touched() -> None:
    new = replace(terms_of(ANA), capacity=20)

    text = with_terms(EXAMPLE, ANA, new)

    assert _changed_lines(text) == [
        "-     capacity: 30 # open leads; more go to somebody else",
        "+     capacity: 20 # open leads; more go to somebody else",
    ]


@pytest.mark.parametrize(
    "hours",
    [
        WEEKDAYS,
        WorkingHours({0: SPLIT, 1: SPLIT, 4: (EARLY,), 6: ((time(20), time(0)),)}),
        WorkingHours({2: (EARLY,)}),
    ],
)
def test_hours_are_read_back_as_they_were_meant(hours: WorkingHours) -> None:
    new = replace(terms_of(ANA), hours=hours)

    read = read_playbook(with_terms(EXAMPLE, ANA, new), "new").person("ana")

    assert dict(read.hours.windows if read.hours else {}) == {
        day: windows for day, windows in hours.windows.items() if windows
    }


def test_everything_at_once_and_back_again() -> None:
    new = replace(
        terms_of(MARA),
        zone="America/Sao_Paulo",
        hours=WEEKDAYS,
        capacity=12,
        daily_cap=3,
        languages=("pt",),
        skills=("dashcams", "public-sector"),
    )

    there = with_terms(EXAMPLE, MARA, new)
    mara = read_playbook(there, "new").person("mara")
    back = with_terms(there, mara, terms_of(MARA))

    assert terms_of(mara) == new
    assert terms_of(read_playbook(back, "back").person("mara")) == terms_of(MARA)


def test_the_comment_says_what_is_different_and_nothing_else() -> None:
    new = replace(terms_of(ANA), hours=WEEKDAYS, capacity=None, skills=("dashcams",))

    said = changes_in_words(ANA, new)

    assert said == (
        "Ana's hours: Mon-Fri 08:00-16:00; open leads: no limit; skills: dashcams"
    )
    assert changes_in_words(ANA, terms_of(ANA)) == ""
