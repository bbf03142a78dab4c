"""Say which country a code, a name or the end of a domain stands for."""

import unicodedata
from functools import cache

import pycountry

# What people write and ISO 3166 does not: short names, and names in the country's own
# language as they stand in the address of a company's web page. Folded: no accents.
_ALSO_CALLED = {
    "belgie": "BE",
    "belgique": "BE",
    "brasil": "BR",
    "cesko": "CZ",
    "danmark": "DK",
    "deutschland": "DE",
    "eesti": "EE",
    "england": "GB",
    "espana": "ES",
    "great britain": "GB",
    "hellas": "GR",
    "holland": "NL",
    "iran": "IR",
    "italia": "IT",
    "ivory coast": "CI",
    "kosovo": "XK",
    "laos": "LA",
    "latvija": "LV",
    "lietuva": "LT",
    "macau": "MO",
    "magyarorszag": "HU",
    "moldova": "MD",
    "nederland": "NL",
    "norge": "NO",
    "northern ireland": "GB",
    "osterreich": "AT",
    "palestine": "PS",
    "polska": "PL",
    "romania": "RO",
    "russia": "RU",
    "schweiz": "CH",
    "scotland": "GB",
    "slovensko": "SK",
    "slovenija": "SI",
    "suisse": "CH",
    "suomi": "FI",
    "sverige": "SE",
    "svizzera": "CH",
    "swaziland": "SZ",
    "syria": "SY",
    "turkey": "TR",
    "uae": "AE",
    "uk": "GB",
    "u.k.": "GB",
    "u.s.": "US",
    "u.s.a.": "US",
    "united states of america": "US",
    "wales": "GB",
    "xk": "XK",  # user-assigned, and what telephone numbers use
    "日本": "JP",
    "中国": "CN",
}

# Country endings that the whole world registers, so that they say nothing about a place:
# Google's list of generic country endings, and the ones sold or given away in bulk.
_SOLD_TO_ANYONE = (
    "ac ad ag ai am as bz cc cd cf co cx dj fm ga gd gg gl gq im io la lc ly me ml ms nu "
    "pw sc sh so sr st su tk to tv vc vg ws"
)

_NAME_LIMIT = 80  # characters; the longest official name has 56


def country_of(value: object) -> str | None:
    """ISO 3166-1 alpha-2 for a code (two or three letters) or a name; None if unknown."""
    if not isinstance(value, str) or len(value) > _NAME_LIMIT:
        return None
    return _country_named(" ".join(value.split()))


def country_of_domain(domain: str) -> str | None:
    """The country whose ending a domain has; None for generic and world-wide endings."""
    ending = domain.rpartition(".")[2].lower()
    if len(ending) != 2 or ending in _SOLD_TO_ANYONE.split():
        return None
    return country_of(ending)


@cache
def _names() -> dict[str, str]:
    """Folded codes and names to alpha-2; read once, 249 countries."""
    names = {}
    for country in pycountry.countries:
        for attribute in ("alpha_2", "alpha_3", "name", "common_name", "official_name"):
            if hasattr(country, attribute):
                names[_folded(getattr(country, attribute))] = country.alpha_2
    return names | _ALSO_CALLED


def _country_named(name: str) -> str | None:
    folded = _folded(name)
    return _names().get(folded) or _names().get(folded.removeprefix("the "))


def _folded(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare)
