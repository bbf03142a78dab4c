"""Tell a country's ISO code from its English name, and the name from the code."""

from functools import cache
from importlib.resources import files

# Names in everyday use that the table of the time zone database spells otherwise.
_ALSO = {
    "united kingdom": "GB",
    "great britain": "GB",
    "uk": "GB",
    "usa": "US",
    "uae": "AE",
    "south korea": "KR",
    "north korea": "KP",
    "czech republic": "CZ",
    "holland": "NL",
    "turkiye": "TR",
    "türkiye": "TR",
    "russian federation": "RU",
    "viet nam": "VN",
    "congo": "CG",
    "ivory coast": "CI",
    "macedonia": "MK",
    "burma": "MM",
    "swaziland": "SZ",
    "cape verde": "CV",
    "bosnia and herzegovina": "BA",
    "trinidad and tobago": "TT",
    "antigua and barbuda": "AG",
}


def country_code(name: str) -> str | None:
    """The ISO 3166-1 alpha-2 code; a code is its own. None when nobody knows it."""
    wanted = " ".join(name.split()).casefold()
    if wanted.upper() in _codes().values():
        return wanted.upper()
    return _ALSO.get(wanted) or _codes().get(wanted)


def country_name(code: str) -> str:
    """The name of a code, "Spain" of "ES"; what is no code stays as it is."""
    return _names().get(code, code)


@cache
def _codes() -> dict[str, str]:
    return {name.casefold(): code for code, name in _names().items()}


@cache
def _names() -> dict[str, str]:
    # tzdata carries iso3166.tab: "ES<tab>Spain", with comments in front.
    table = files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text("utf-8")
    rows = (
        line.split("\t") for line in table.splitlines() if line[:1] not in ("#", "")
    )
    return dict(row[:2] for row in rows)
