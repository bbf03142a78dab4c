"""Who raises a hand, when and with what: drawn from a seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

_WANTS = {"much": 5, "some": 5, "little": 2, "oddities": 2}
_COUNTRIES = {"ES": 5, "PT": 2, "US": 2, "CA": 1, "FR": 2, "DE": 2, "SE": 1, "IT": 2}
_BUSY = range(8, 19)  # hours (UTC) in which most hands go up
_QUIET_SHARE = 0.25  # of a busy hour's arrivals, at night and on weekends
_FAIR = 0.15
_NAMED = 0.05
_CONSENTS = 0.8
_AGAIN = 0.25


@dataclass(frozen=True)
class HandRaise:
    at: datetime
    body: dict[str, Any]


def hand_raises(
    chance: Random, begins: datetime, weeks: int, leads: int
) -> list[HandRaise]:
    """A first hand-raise of each of so many people, and second ones of some, in order."""
    found = []
    for number, at in enumerate(_arrivals(chance, begins, weeks, leads)):
        body = _body(chance, number)
        found.append(HandRaise(at, body))
        if chance.random() < _AGAIN:
            later = timedelta(hours=chance.expovariate(1 / 20))
            found.append(HandRaise(at + later, body | _more(chance)))
    ends = begins + timedelta(weeks=weeks)
    return sorted((one for one in found if one.at < ends), key=lambda one: one.at)


def _arrivals(
    chance: Random, begins: datetime, weeks: int, leads: int
) -> Iterator[datetime]:
    """A Poisson process, thinned out where it is quiet, with exactly so many arrivals."""
    length = timedelta(weeks=weeks)
    while leads:
        at = begins + length * chance.random()
        busy = at.hour in _BUSY and at.weekday() < 5
        if busy or chance.random() < _QUIET_SHARE:
            leads -= 1
            yield at


def _body(chance: Random, number: int) -> dict[str, Any]:
    return {
        "email": f"dana.{number}@northwind-{number}.example",
        "name": f"Dana {number}",
        "country": _one_of(chance, _COUNTRIES),
        "company": "Contoso" if chance.random() < _NAMED else f"Northwind {number}",
        "source": {"utm_source": "fair" if chance.random() < _FAIR else "search"},
        "consent": {"marketing": chance.random() < _CONSENTS},
        "fields": {"wants": _one_of(chance, _WANTS)},
    }


def _more(chance: Random) -> dict[str, Any]:
    """What somebody says who asks again: often that they want more than before."""
    return {"fields": {"wants": chance.choice(["much", "much", "some"])}}


def _one_of(chance: Random, weights: dict[str, int]) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]
