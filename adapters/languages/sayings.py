"""How each language says today, tomorrow, a weekday and a date, with an hour."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

_WEEKEND = 5  # Saturday's number


def _nothing(_: datetime) -> str:
    return ""


def _always(words: str) -> Callable[[datetime], str]:
    return lambda _: words


def _at_one(one: str, other: str) -> Callable[[datetime], str]:
    """One o'clock is a singular in the languages of the south."""
    return lambda local: one if local.hour == 1 else other


@dataclass(frozen=True, slots=True)
class Saying:
    """Templates of today, tomorrow and any `other` day: {at} is the hour, {on} the day.

    `at` and `on` give the word before each. `soon`, `later` and `year` are CLDR patterns: of
    the weekday, of the date, and of what follows in another year. `first` stands for the
    number of a month's first day, `after` follows a date.
    """

    today: str
    tomorrow: str
    other: str
    at: Callable[[datetime], str] = _nothing
    on: Callable[[datetime], str] = _nothing
    soon: str = "EEEE"
    later: str = "EEEE d MMMM"
    year: str = " y"
    first: str = ""
    after: str = ""


SAYINGS: Mapping[str, Saying] = {
    "en": Saying(
        "{at} today", "{at} tomorrow", "{at} on {on}", soon="EEE", later="EEE d MMMM"
    ),
    "es": Saying(
        "hoy {at}",
        "mañana {at}",
        "{on} {at}",
        at=_at_one("a la ", "a las "),
        on=_always("el "),
        later="EEEE d 'de' MMMM",
        year=" 'de' y",
    ),
    "fr": Saying(
        "aujourd\u2019hui {at}",
        "demain {at}",
        "{on} {at}",
        at=_always("à "),
        first="1er",
    ),
    "de": Saying(
        "heute {at} Uhr",
        "morgen {at} Uhr",
        "{on} {at} Uhr",
        at=_always("um "),
        on=_always("am "),
        later="EEEE, d. MMMM",
        after=",",
    ),
    "pt": Saying(
        "hoje {at}",
        "amanhã {at}",
        "{on} {at}",
        at=_at_one("à ", "às "),
        on=lambda local: "no " if local.weekday() >= _WEEKEND else "na ",
        later="EEEE, d 'de' MMMM",
        year=" 'de' y",
        after=",",
    ),
    "it": Saying(
        "oggi {at}",
        "domani {at}",
        "{on} {at}",
        at=_at_one("all\u2019", "alle "),
        first="1º",
    ),
}
