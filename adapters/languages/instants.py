"""Say an instant, and the place whose clock counts, in the language of a prospect.

Each saying answers "when?", so that a sentence can go on with it: "spätestens morgen um
09:20 Uhr", "como muy tarde el lunes a las 09:20". Names of days and months, and the whole
of it in languages without a saying, come from CLDR (the Unicode project's data, in Babel).
"""

from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import (
    format_date,
    format_skeleton,
    format_time,
    get_datetime_format,
    get_timezone_location,
)

from adapters.languages.sayings import SAYINGS, Saying
from domain.promises.spoken import Spoken

_SOON = timedelta(days=6)  # nearer than this, the weekday alone is unambiguous
_TOMORROW = timedelta(days=1)


def instant_in(language: str, at: datetime, now: datetime, zone: str) -> str:
    """Such as "hoy a las 16:20", "morgen um 09:20 Uhr", "lundi 30 novembre à 09:20".

    Today, tomorrow, the weekday within six days, else the date, with its year where that is
    another one. Without a saying it is the date as CLDR writes it; without a locale ISO's.
    """
    local, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    saying = SAYINGS.get(language)
    if saying is None:
        return _neutral(language, local)
    clock = f"{saying.at(local)}{local:%H:%M}"
    ahead = local.date() - today
    if not ahead:
        return saying.today.format(at=clock)
    if ahead == _TOMORROW:
        return saying.tomorrow.format(at=clock)
    if timedelta(0) < ahead <= _SOON:
        day = _formatted(local, saying.soon, language)
    else:
        year = saying.year if local.year != today.year else ""
        day = f"{_dated(local, saying.later + year, saying, language)}{saying.after}"
    return saying.other.format(at=clock, on=f"{saying.on(local)}{day}")


def _dated(local: datetime, pattern: str, saying: Saying, language: str) -> str:
    if local.day == 1 and saying.first:
        pattern = pattern.replace(" d ", f" '{saying.first}' ")
    return _formatted(local, pattern, language)


def _formatted(local: datetime, pattern: str, language: str) -> str:
    return format_date(local.date(), pattern, locale=_OF_HERE.get(language, language))


def _neutral(language: str, local: datetime) -> str:
    locale = _locale(language)
    if locale is None:
        return f"{local:%Y-%m-%d %H:%M}"
    day = format_skeleton("yMMMMd", local, locale=locale)
    clock = format_time(local, "short", locale=locale)
    joined = str(get_datetime_format("medium", locale=locale))
    return joined.replace("'", "").replace("{0}", clock).replace("{1}", day)


# Where one language has two spellings of a place, CLDR takes the larger country's.
_OF_HERE = {"pt": "pt_PT"}


def place_in(language: str, zone: str) -> str:
    """The city of a zone: "Londres" of "Europe/London"."""
    city = zone.rpartition("/")[2].replace("_", " ")
    locale = _locale(language)
    if locale is None or language == "en":
        return city
    return get_timezone_location(zone, locale=locale, return_city=True) or city


@cache
def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(_OF_HERE.get(language, language))
    except (UnknownLocaleError, ValueError):
        return None


SPOKEN = Spoken(instant_in, place_in)
