"""Why somebody cannot take a lead, always as a sentence with their name."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.people import Person
from domain.routing.availability import Availability, Check
from domain.routing.rows import Only
from tests.domain.cast import ANA, CLEO, MARA, NOW, person, playbook

SENIOR = Only(seniority=("senior", "principal"))
DASHCAMS = Only(skills=("dashcam", "cold-chain"))
SPEAKS = Only(speaks_lead=True)


def why(
    ben: Person,
    *,
    state: Availability | None = None,
    only: Only = Only(),  # noqa: B008  frozen
    language: str = "",
    now: datetime = NOW,
    open_only: bool = False,
) -> str | None:
    book = playbook(people=(ANA, ben, CLEO, MARA))
    states = {} if state is None else {"ben": state}
    check = Check(book, states, {}, now, open_only, only, language)
    exclusion = check.exclusion("ben")
    return None if exclusion is None else exclusion.because


BEN = person("ben")


@pytest.mark.parametrize(
    ("ben", "only", "because"),
    [
        (BEN, SENIOR, "Ben is not senior or principal"),
        (replace(BEN, seniority="junior"), SENIOR, "Ben is not senior or principal"),
        (replace(BEN, seniority="principal"), SENIOR, None),
        (BEN, DASHCAMS, "Ben is not trained for dashcam or cold-chain"),
        (
            replace(BEN, skills=("dashcam",)),
            DASHCAMS,
            "Ben is not trained for cold-chain",
        ),
        (replace(BEN, skills=("cold-chain", "dashcam")), DASHCAMS, None),
    ],
)
def test_a_row_may_ask_for_seniors_and_for_skills(ben, only: Only, because) -> None:
    assert why(ben, only=only) == because


@pytest.mark.parametrize(
    ("language", "because"),
    [("fr", "Ben does not speak French"), ("es", None), ("", None)],
)
def test_a_row_may_ask_for_who_speaks_the_leads_language(language, because) -> None:
    ben = replace(BEN, languages=("es", "en"))

    assert why(ben, only=SPEAKS, language=language) == because
    assert why(ben, language=language) is None


@pytest.mark.parametrize(
    ("had", "because"),
    [(3, None), (4, "Ben had 4 of 4 leads today"), (9, "Ben had 9 of 4 leads today")],
)
def test_a_daily_cap_bounds_the_leads_of_a_day(had: int, because) -> None:
    ben = replace(BEN, daily_cap=4)

    assert why(ben, state=Availability("ben", leads_today=had)) == because


def test_who_has_not_started_gets_nothing_before_their_own_first_day() -> None:
    auckland = replace(BEN, zone="Pacific/Auckland", starts_on=date(2026, 11, 24))

    before = why(auckland, now=datetime(2026, 11, 23, 10, 59, tzinfo=UTC))
    after = why(auckland, now=datetime(2026, 11, 23, 11, tzinfo=UTC))

    assert before == "Ben starts on Tue 24 November"
    assert after is None


def test_being_away_is_told_before_being_full_as_it_ends() -> None:
    state = Availability("ben", datetime(2026, 11, 24, 9, tzinfo=UTC), open_leads=9)

    assert (
        why(replace(BEN, capacity=9), state=state) == "Ben is away until 10:00 tomorrow"
    )


def test_when_somebody_is_back_is_known_where_it_can_be() -> None:
    book = playbook(people=(ANA, BEN, CLEO, MARA))
    saturday = datetime(2026, 11, 28, 9, tzinfo=UTC)
    night = datetime(2026, 11, 23, 21, tzinfo=UTC)

    away = Check(book, {"ben": Availability("ben", saturday)}, {}, NOW).exclusion("ben")
    closed = Check(book, {}, {}, night, only_when_open=True).exclusion("ben")
    paused = Check(book, {"ben": Availability("ben", paused=True)}, {}, NOW)

    assert away is not None
    assert away.back_at == datetime(2026, 11, 30, 8, tzinfo=UTC)  # Monday at nine
    assert closed is not None
    assert closed.back_at == datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert (found := paused.exclusion("ben")) is not None
    assert found.back_at is None
