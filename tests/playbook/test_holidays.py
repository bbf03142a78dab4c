from datetime import UTC, date, datetime, time

import pytest

from adapters.holidays import HolidaysOf, country_known, region_known, regions_of
from adapters.playbook.file import read_playbook
from domain.errors import PlaybookError
from domain.playbook import Playbook
from domain.working_time.business_time import is_open
from domain.working_time.clock_words import closed_in_words
from tests.playbook.test_playbook_file import SMALL, faults_of, line_of

TOP = "closed_on: [2026-12-25]\n"
TEAM = "{ members: [ana], manager: mara }"
EPIPHANY = date(2027, 1, 6)


def book(top: str = "", *, ana: str = "", team: str = "") -> Playbook:
    """The small playbook with more keys at the top, for Ana, and for her team."""
    text = SMALL.replace(TOP, TOP + top)
    text = text.replace("    role: rep\n", f"    role: rep\n{ana}")
    text = text.replace(TEAM, f"{{ members: [ana], manager: mara{team} }}")
    return read_playbook(text, "small.yaml")


def test_a_country_is_found_by_code_or_name_and_a_region_likewise() -> None:
    assert [country_known(text) for text in ("ES", "es", "Spain", "none")] == [
        *("ES", "ES", "ES"),
        "none",
    ]
    assert country_known("Atlantis") is None
    assert [region_known("ES", text) for text in ("MD", "md", "madrid")] == ["MD"] * 3
    assert region_known("ES", "Bayern") is None
    assert region_known("none", "MD") is None
    assert "MD" in regions_of("ES")
    assert regions_of("none") == ()


def test_holidays_are_those_of_the_region_with_their_names() -> None:
    spain, madrid = HolidaysOf("ES"), HolidaysOf("ES", "MD")

    assert spain.name_on(EPIPHANY) == "Epiphany"
    assert spain.name_on(date(2026, 5, 2)) is None
    assert madrid.name_on(date(2026, 5, 2)) is not None
    assert (spain.place, madrid.place) == ("Spain", "Spain (Madrid)")
    assert madrid.last_year >= 2040


def test_a_holiday_on_a_weekend_has_its_day_in_lieu() -> None:
    # 4 July 2026 is a Saturday; offices in the United States close on Friday.
    name = HolidaysOf("US").name_on(date(2026, 7, 3))

    assert name == "Independence Day (observed)"


def test_nowhere_has_no_holidays() -> None:
    nowhere = HolidaysOf("none")

    assert (nowhere.place, nowhere.name_on(EPIPHANY)) == ("", None)
    assert nowhere.last_year == 9999


def test_the_business_closes_on_the_holidays_of_its_region() -> None:
    small = book("holidays: { country: ES, region: Madrid }\n")

    assert small.calendar.windows_on(EPIPHANY) == ()
    assert small.days.holidays == HolidaysOf("ES", "MD")
    monday, friday = (datetime(2027, 1, day, 12, tzinfo=UTC) for day in (4, 8))
    closed = closed_in_words(monday, friday, small.calendar)
    assert closed == "closed on 6 January (Epiphany)"


def test_a_half_day_or_an_extra_day_wins_over_a_holiday() -> None:
    small = book(
        "holidays: { country: ES }\n"
        "open_on:\n  2027-01-06: 09:00-13:00\n"
        '  2027-01-09: [10:00-12:00, "14:00-24:00"]\n'
    )

    assert small.calendar.windows_on(EPIPHANY) == ((time(9), time(13)),)
    extra = small.calendar.windows_on(date(2027, 1, 9))
    assert extra == ((time(10), time(12)), (time(14), time(0)))


def test_a_person_has_the_holidays_of_their_own_country() -> None:
    small = book("holidays: { country: ES }\n", ana="    holidays: { country: PT }\n")
    portuguese, spanish = date(2026, 6, 10), EPIPHANY  # both Wednesdays

    ana, mara = small.calendar_of("ana"), small.calendar_of("mara")

    assert ana.holiday_on(portuguese) is not None
    assert ana.holiday_on(spanish) is None
    assert mara.holiday_on(spanish) == "Epiphany"
    assert mara.windows_on(portuguese) == ((time(9), time(18)),)


def test_a_person_can_work_on_every_holiday() -> None:
    small = book("holidays: { country: ES }\n", ana="    holidays: { country: none }\n")

    assert small.calendar_of("ana").holiday_on(EPIPHANY) is None


def test_who_says_nothing_has_the_teams_and_then_the_business() -> None:
    small = book(
        "holidays: { country: ES }\n",
        team=", zone: Asia/Tokyo, hours: { mon-fri: 08:00-17:00 }, "
        "holidays: { country: JP }, closed_on: [2027-01-07]",
    )

    ana, mara = small.calendar_of("ana"), small.calendar_of("mara")

    assert ana.zone == "Europe/Lisbon"  # her own
    assert ana.windows_on(date(2027, 1, 11)) == ()  # Coming of Age Day, in Japan
    assert ana.windows_on(date(2027, 1, 18)) == ((time(10), time(12)),)  # her own
    assert date(2027, 1, 7) in ana.days.closed_on
    assert mara.windows_on(date(2027, 1, 7)) == ((time(9), time(18)),)
    assert date(2026, 12, 25) in ana.days.closed_on  # the business's


def test_a_member_without_a_zone_is_where_the_team_is() -> None:
    text = SMALL.replace("    zone: Europe/Lisbon\n", "").replace(
        TEAM, "{ members: [ana], manager: mara, zone: Asia/Tokyo }"
    )

    small = read_playbook(text, "small.yaml")

    assert small.calendar_of("ana").zone == "Asia/Tokyo"
    assert small.calendar_of("mara").zone == "Europe/Madrid"


def test_what_is_nearest_speaks_last_of_a_date() -> None:
    small = book(
        'open_on: { 2027-01-04: "09:00-13:00", 2027-01-11: "09:00-13:00" }\n',
        ana='    closed_on: [2027-01-04]\n    open_on: { 2026-12-25: "10:00-11:00" }\n',
    )

    ana = small.calendar_of("ana")

    assert ana.windows_on(date(2027, 1, 4)) == ()
    assert ana.windows_on(date(2026, 12, 25)) == ((time(10), time(11)),)


def test_nobody_with_hours_of_their_own_is_called_in_by_the_businesss_extra_day() -> (
    None
):
    # Ana works on Mondays from ten to twelve.
    small = book('open_on: { 2027-01-11: "11:00-13:00", 2027-01-16: "09:00-13:00" }\n')

    ana, mara = small.calendar_of("ana"), small.calendar_of("mara")

    assert ana.windows_on(date(2027, 1, 11)) == ((time(11), time(12)),)
    assert ana.windows_on(date(2027, 1, 16)) == ()
    assert mara.windows_on(date(2027, 1, 16)) == ((time(9), time(13)),)


def test_a_clock_elsewhere_runs_while_the_business_is_closed() -> None:
    small = book("holidays: { country: ES }\n", ana="    holidays: { country: PT }\n")
    # Monday 12 October 2026 is a holiday in Spain; 11:00 in Lisbon is 10:00 UTC.
    monday = datetime.fromisoformat("2026-10-12T10:00+00:00")

    assert is_open(monday, small.calendar_of("ana"))
    assert not is_open(monday, small.calendar)


WRONG = [
    ("holidays: { country: Atlantis }", "country: Atlantis", 'such as "ES"'),
    ("holidays: { country: ES, region: Bayern }", "region: Bayern", "one of AN, AR"),
    ("holidays: { country: AD, region: x }", "region: x", "one of"),
    ("holidays: { country: MC, region: x }", "region: x", "has no regions"),
    ("holidays: { country: none, region: x }", "region: x", "has no regions"),
    ("holidays: ES", "holidays: ES", "expected names with values"),
    ("holidays: { region: MD }", "holidays:", "is missing"),
    ("open_on: { 2026-13-24: 09:00-13:00 }", "open_on", 'such as "2026-12-25"'),
    ("open_on: { 2026-12-24: 9-13 }", "open_on", 'hours such as "09:00-13:00"'),
    ("open_on: { 2026-12-24: [] }", "open_on", 'hours such as "09:00-13:00"'),
    ("open_on: { 2026-12-24: 13:00-09:00 }", "open_on", "must be in order"),
    ("open_on: { 2026-12-25: 09:00-13:00 }", "open_on", "is in `closed_on` too"),
]


@pytest.mark.parametrize(("given", "found_at", "sentence"), WRONG)
def test_what_is_wrong_is_said_with_its_line(given, found_at, sentence) -> None:
    text = SMALL.replace(TOP, f"{TOP}{given}\n")

    (fault,) = faults_of(text)

    assert sentence in fault.sentence
    assert fault.line == line_of(text, found_at)


def test_a_persons_and_a_teams_days_are_checked_too() -> None:
    own = "holidays: { country: ES, region: Bayern }"
    text = SMALL.replace("    role: rep\n", f"    role: rep\n    {own}\n")
    text = text.replace(TEAM, f"{{ members: [ana], manager: mara, {own} }}")

    with pytest.raises(PlaybookError) as refused:
        read_playbook(text, "small.yaml")

    assert [fault.pointer for fault in refused.value.faults] == [
        "/people/ana/holidays/region",
        "/teams/iberia/holidays/region",
    ]
