from dataclasses import replace
from datetime import date, time

from domain.checks.holidays import check_holidays
from domain.people import Team
from domain.working_time.calendar_words import calendar_in_words
from domain.working_time.working_hours import SpecialDays, WorkingHours
from tests.domain.cast import ANA, BEN, CLEO, MARA, playbook
from tests.domain.holidays import Holidays

SPAIN = Holidays({}, "Spain (Madrid)", 2100)
PORTUGAL = Holidays({}, "Portugal", 2100)
PORTUGUESE = "closed on public holidays of Portugal, known until 2100"
NOWHERE = Holidays({}, "")
MORNING = ((time(9), time(13)),)


def test_hours_and_special_days_are_said_in_plain_language() -> None:
    days = SpecialDays(
        closed_on=frozenset({date(2027, 1, 7), date(2026, 12, 28)}),
        open_on={date(2026, 12, 24): MORNING},
        holidays=SPAIN,
    )

    lines = calendar_in_words(playbook(days=days))

    assert lines == (
        "Mon-Fri 09:00-18:00, by the clock of Madrid",
        "closed on public holidays of Spain (Madrid), known until 2100",
        "closed on 28 December 2026 and 7 January 2027",
        "open 09:00-13:00 on 24 December 2026",
    )


def test_teams_and_people_are_named_where_they_differ() -> None:
    ben = replace(BEN, zone="Europe/Lisbon", days=SpecialDays(holidays=PORTUGAL))
    cleo = replace(CLEO, days=SpecialDays(holidays=NOWHERE))
    iberia = Team("iberia", ("ana", "ben"), "mara", WorkingHours({0: MORNING}))

    lines = calendar_in_words(playbook(people=(ANA, ben, cleo, MARA), teams=(iberia,)))

    assert lines[1:] == (
        "team iberia: Mon 09:00-13:00",
        f"Ben: by the clock of Lisbon and {PORTUGUESE}",
        "Cleo: open on public holidays",
    )


def test_who_is_elsewhere_and_has_our_holidays_is_noted() -> None:
    ben, cleo = replace(BEN, zone="Europe/Lisbon"), replace(CLEO, zone="Europe/Paris")
    cleo = replace(cleo, days=SpecialDays(holidays=PORTUGAL))
    book = playbook(people=(ANA, ben, cleo, MARA), days=SpecialDays(holidays=SPAIN))

    (found,) = check_holidays(book)

    assert found.where == ("people", "ben")
    assert found.sentence == (
        "Ben Silva works by the clock of Lisbon and closes on the public holidays of "
        "Spain (Madrid): name those of their own country."
    )


def test_without_holidays_there_is_nothing_to_note() -> None:
    ben = replace(BEN, zone="Europe/Lisbon")

    assert not list(check_holidays(playbook(people=(ANA, ben, CLEO, MARA))))
