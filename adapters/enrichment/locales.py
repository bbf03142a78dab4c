"""Say which language and region a browser's locale or a country stands for."""

import re

from adapters.enrichment.countries import country_of

_LIMIT = 400  # characters of a header worth reading
_TAG = re.compile(
    r"(?P<language>[a-z]{2})(?:[-_][a-z]{4})?(?:[-_](?P<region>[a-z]{2}))?"
    r"(?:[-_.@][\w.@-]*)?",
    re.IGNORECASE | re.ASCII,
)
_QUALITY = re.compile(r"\s*q=(?P<weight>[01](?:\.[0-9]{0,3})?)\s*", re.IGNORECASE)

# One official language that nearly all business is done in; countries with several
# (CH, BE, CA, IN, ...) are left out on purpose: a guess would be wrong too often.
_SPOKEN = {
    "ar": "AE BH EG IQ JO KW LB LY OM QA SA",
    "bg": "BG",
    "cs": "CZ",
    "da": "DK",
    "de": "AT DE LI",
    "el": "GR",
    "en": "AU GB IE NG NZ US",
    "es": "AR BO CL CO CR CU DO EC ES GT HN MX NI PA PE PY SV UY VE",
    "et": "EE",
    "fi": "FI",
    "fr": "CI FR MC SN",
    "hr": "HR",
    "hu": "HU",
    "id": "ID",
    "is": "IS",
    "it": "IT SM",
    "ja": "JP",
    "ko": "KR",
    "lt": "LT",
    "lv": "LV",
    "nl": "NL",
    "pl": "PL",
    "pt": "AO BR MZ PT",
    "ro": "RO",
    "ru": "RU",
    "sk": "SK",
    "sl": "SI",
    "sv": "SE",
    "th": "TH",
    "tr": "TR",
    "uk": "UA",
    "vi": "VN",
    "zh": "CN TW",
}
_LANGUAGE = {
    country: language
    for language, countries in _SPOKEN.items()
    for country in countries.split()
}


def region_and_language(locale: str | None) -> tuple[str | None, str | None]:
    """ISO 3166-1 alpha-2 and ISO 639-1 of an `Accept-Language` header or a locale name.

    The language is the preferred one; the region is the first that any preference names.
    """
    tags = _by_preference((locale or "")[:_LIMIT])
    language = tags[0]["language"].lower() if tags else None
    regions = (country_of(tag["region"]) for tag in tags)
    return next(filter(None, regions), None), language


def language_of_country(country: str) -> str | None:
    """ISO 639-1 of the one language business is done in; None where there are several."""
    return _LANGUAGE.get(country)


def _by_preference(header: str) -> list[re.Match[str]]:
    weighed = []
    for part in header.split(","):
        tag, _, quality = part.partition(";")
        found = _TAG.fullmatch(tag.strip())
        weight = _weight(quality)
        if found and weight > 0:
            weighed.append((weight, found))
    return [found for _, found in sorted(weighed, key=lambda pair: -pair[0])]


def _weight(quality: str) -> float:
    if not quality:
        return 1.0
    found = _QUALITY.fullmatch(quality)
    return float(found["weight"]) if found else 0.0
