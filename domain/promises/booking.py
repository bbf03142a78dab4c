"""Fill in for the prospect what a calendar's booking page would ask them again.

A page may be an address with places of its own ("…?name={name}&email={email}"). Otherwise its
host tells which names its form has. Those are what the vendors document (read in November 2026):
Cal.com and Calendly `name` and `email`, Calendly the first question as `a1`; HubSpot
`firstname`, `lastname` and `email`. Another page's address stays as it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from domain.words import pieces_of, placeholders

PLACES = frozenset({"name", "first_name", "last_name", "email", "company"})


@dataclass(frozen=True, slots=True)
class Asker:
    """Who wants to book, in their own words; "" for what they did not say.

    `language` is what they read (domain.promises.texts), "" where nobody knows.
    """

    email: str
    name: str = ""
    company: str = ""
    language: str = ""

    @property
    def first_name(self) -> str:
        return self.name.partition(" ")[0]

    @property
    def last_name(self) -> str:
        return self.name.partition(" ")[2].strip()

    def values(self) -> Mapping[str, str]:
        return {place: getattr(self, place) for place in PLACES}


NOBODY = Asker(email="")


def booking_url(page: str, asker: Asker) -> str:
    """The page's address with what is known of the asker; `page` when none is asked for."""
    if placeholders(page):
        return _filled(page, asker.values())
    parts = urlsplit(page)
    fields = _fields_of(parts.hostname or "")
    known = {name: value for name, value in fields(asker).items() if value}
    if not known:
        return page
    query = urlencode(known, quote_via=quote)
    joined = f"{parts.query}&{query}" if parts.query else query
    return urlunsplit(parts._replace(query=joined))


def _filled(page: str, values: Mapping[str, str]) -> str:
    pieces = [*pieces_of(page)]
    for place in range(1, len(pieces), 2):
        pieces[place] = quote(values.get(pieces[place], ""), safe="")
    return "".join(pieces)


def _fields_of(host: str) -> Callable[[Asker], Mapping[str, str]]:
    for domain, fields in _VENDORS.items():
        if host == domain or host.endswith(f".{domain}"):
            return fields
    return lambda _: {}


def _of_cal(asker: Asker) -> Mapping[str, str]:
    return {"name": asker.name, "email": asker.email}


def _of_calendly(asker: Asker) -> Mapping[str, str]:
    return {"name": asker.name, "email": asker.email, "a1": asker.company}


def _of_hubspot(asker: Asker) -> Mapping[str, str]:
    first, last = asker.first_name, asker.last_name
    return {"firstname": first, "lastname": last, "email": asker.email}


_VENDORS: Mapping[str, Callable[[Asker], Mapping[str, str]]] = {
    "cal.com": _of_cal,
    "cal.eu": _of_cal,
    "calendly.com": _of_calendly,
    "hubspot.com": _of_hubspot,
}
