"""Say in words which industry a NAICS or ISIC code stands for."""

import re

# NAICS 2022, sectors (the first two digits): www.census.gov/naics
_NAICS = {
    "11": "agriculture",
    "21": "mining",
    "22": "utilities",
    "23": "construction",
    "31": "manufacturing",
    "32": "manufacturing",
    "33": "manufacturing",
    "42": "wholesale",
    "44": "retail",
    "45": "retail",
    "48": "logistics",
    "49": "logistics",
    "51": "information",
    "52": "finance",
    "53": "real estate",
    "54": "professional services",
    "55": "holding companies",
    "56": "business services",
    "61": "education",
    "62": "health care",
    "71": "entertainment",
    "72": "hospitality",
    "81": "services",
    "92": "public administration",
}

# ISIC revision 4: the first division (two digits) of each section; unstats.un.org
_ISIC = (
    (1, "agriculture"),
    (5, "mining"),
    (10, "manufacturing"),
    (35, "utilities"),
    (41, "construction"),
    (45, "wholesale and retail"),
    (49, "logistics"),
    (55, "hospitality"),
    (58, "information"),
    (64, "finance"),
    (68, "real estate"),
    (69, "professional services"),
    (77, "business services"),
    (84, "public administration"),
    (85, "education"),
    (86, "health care"),
    (90, "entertainment"),
    (94, "services"),
)
_LAST_DIVISION = 99


def industry_of_naics(code: str) -> str | None:
    """Of a NAICS code of two to six digits; None if it is none."""
    code = code.strip()
    if not re.fullmatch(r"[0-9]{2,6}", code):
        return None
    return _NAICS.get(code[:2])


def industry_of_isic(code: str) -> str | None:
    """Of an ISIC revision 4 code such as "4923" or "H4923"; None if it is none."""
    found = re.fullmatch(r"[A-U]?([0-9]{2})[0-9]{0,2}", code.strip().upper())
    if found is None:
        return None
    division = int(found[1])
    names = [name for first, name in _ISIC if first <= division <= _LAST_DIVISION]
    return names[-1] if names else None
