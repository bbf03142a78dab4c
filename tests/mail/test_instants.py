"""An instant is said as people in its reader's language say it, by the company's clock."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from adapters.languages.catalogs import languages
from adapters.languages.instants import instant_in, place_in
from domain.checks.texts import OWN_WORDS_IN

MADRID = "Europe/Madrid"
# A Monday in November, ten in the morning in Madrid.
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def madrid(month: int, day: int, hour: int, minute: int = 20, year: int = 2026):
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(MADRID))


CASES = {
    "today": madrid(11, 23, 16),
    "tomorrow": madrid(11, 24, 9),
    "within six days": madrid(11, 27, 9),
    "at the weekend": madrid(11, 28, 9),
    "a week from now": madrid(11, 30, 9),
    "a month's first day": madrid(12, 1, 9),
    "another year": madrid(1, 4, 9, year=2027),
    "yesterday": madrid(11, 22, 9),
    "at one": madrid(11, 24, 1),
}
SAID = {
    "en": (
        "16:20 today",
        "09:20 tomorrow",
        "09:20 on Fri",
        "09:20 on Sat",
        "09:20 on Mon 30 November",
        "09:20 on Tue 1 December",
        "09:20 on Mon 4 January 2027",
        "09:20 on Sun 22 November",
        "01:20 tomorrow",
    ),
    "es": (
        "hoy a las 16:20",
        "mañana a las 09:20",
        "el viernes a las 09:20",
        "el sábado a las 09:20",
        "el lunes 30 de noviembre a las 09:20",
        "el martes 1 de diciembre a las 09:20",
        "el lunes 4 de enero de 2027 a las 09:20",
        "el domingo 22 de noviembre a las 09:20",
        "mañana a la 01:20",
    ),
    "fr": (
        "aujourd\u2019hui à 16:20",
        "demain à 09:20",
        "vendredi à 09:20",
        "samedi à 09:20",
        "lundi 30 novembre à 09:20",
        "mardi 1er décembre à 09:20",
        "lundi 4 janvier 2027 à 09:20",
        "dimanche 22 novembre à 09:20",
        "demain à 01:20",
    ),
    "de": (
        "heute um 16:20 Uhr",
        "morgen um 09:20 Uhr",
        "am Freitag um 09:20 Uhr",
        "am Samstag um 09:20 Uhr",
        "am Montag, 30. November, um 09:20 Uhr",
        "am Dienstag, 1. Dezember, um 09:20 Uhr",
        "am Montag, 4. Januar 2027, um 09:20 Uhr",
        "am Sonntag, 22. November, um 09:20 Uhr",
        "morgen um 01:20 Uhr",
    ),
    "pt": (
        "hoje às 16:20",
        "amanhã às 09:20",
        "na sexta-feira às 09:20",
        "no sábado às 09:20",
        "na segunda-feira, 30 de novembro, às 09:20",
        "na terça-feira, 1 de dezembro, às 09:20",
        "na segunda-feira, 4 de janeiro de 2027, às 09:20",
        "no domingo, 22 de novembro, às 09:20",
        "amanhã à 01:20",
    ),
    "it": (
        "oggi alle 16:20",
        "domani alle 09:20",
        "venerdì alle 09:20",
        "sabato alle 09:20",
        "lunedì 30 novembre alle 09:20",
        "martedì 1º dicembre alle 09:20",
        "lunedì 4 gennaio 2027 alle 09:20",
        "domenica 22 novembre alle 09:20",
        "domani all\u201901:20",
    ),
}


@pytest.mark.parametrize(
    ("language", "when", "said"),
    [
        pytest.param(language, when, said, id=f"{language} {when}")
        for language, rows in SAID.items()
        for when, said in zip(CASES, rows, strict=True)
    ],
)
def test_every_language_has_its_grammar(language: str, when: str, said: str) -> None:
    assert instant_in(language, CASES[when], NOW, MADRID) == said


def test_there_is_a_saying_for_every_language_that_we_speak() -> None:
    assert set(SAID) == set(languages()) == OWN_WORDS_IN


@pytest.mark.parametrize(
    ("language", "at_night", "in_utc"),
    [
        ("es", "mañana a las 00:30", "hoy a las 23:30"),
        ("de", "morgen um 00:30 Uhr", "heute um 23:30 Uhr"),
    ],
)
def test_midnight_falls_where_the_company_is(
    language: str, at_night: str, in_utc: str
) -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)

    assert instant_in(language, late, NOW, MADRID) == at_night
    assert instant_in(language, late, NOW, "UTC") == in_utc


def test_a_day_on_which_clocks_change_is_a_day() -> None:
    saturday = datetime(2026, 3, 28, 22, 30, tzinfo=UTC)  # 23:30 in Madrid
    before = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)  # 01:30, before the jump
    after = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # 03:30, an hour later

    assert instant_in("fr", before, saturday, MADRID) == "demain à 01:30"
    assert instant_in("fr", after, saturday, MADRID) == "demain à 03:30"
    assert instant_in("es", after, before, MADRID) == "hoy a las 03:30"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("pl", "30 listopada 2026, 09:20"),
        ("nl", "30 november 2026, 09:20"),
        ("xx", "2026-11-30 09:20"),
    ],
)
def test_other_languages_get_a_date_without_english(language: str, said: str) -> None:
    assert instant_in(language, CASES["a week from now"], NOW, MADRID) == said


@pytest.mark.parametrize(
    ("language", "zone", "place"),
    [
        ("en", "America/New_York", "New York"),
        ("es", "Europe/London", "Londres"),
        ("pt", "Europe/Madrid", "Madrid"),
        ("it", "Europe/Paris", "Parigi"),
        ("xx", "Europe/London", "London"),
    ],
)
def test_a_zone_is_a_city_by_its_name_there(
    language: str, zone: str, place: str
) -> None:
    assert place_in(language, zone) == place
