"""Whether two leads may be of one person, and which of the two goes on."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from domain.lifecycle import Status
from domain.matching.mailboxes import person_key

_WORD = re.compile(r"[^\W\d_]+")
# A person has said "mine".
HELD = frozenset({Status.ACCEPTED, Status.CONTACTED, Status.TAKEN_OVER})


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells a person from others.

    `phone` is E.164. `work_domain` is what the company registered, None at a free provider;
    a `throwaway` address belongs to nobody whom we know.
    """

    email: str
    name: str | None = None
    phone: str | None = None
    work_domain: str | None = None
    throwaway: bool = False


def likeness(one: Identity, other: Identity) -> tuple[str, ...]:
    """Why both may be the same person, in words; empty when nothing says so.

    Never one of these alone: colleagues share a switchboard, and strangers a name.
    """
    if person_key(one.email) == person_key(other.email):
        return ("the same mailbox, written another way",)
    found = []
    same_phone = one.phone is not None and one.phone == other.phone
    if same_phone and names_agree(one.name, other.name):
        found.append(f"the same phone number, {one.phone}")
    colleagues = one.work_domain is not None and one.work_domain == other.work_domain
    if colleagues and _same_name(one.name, other.name):
        found.append(f"the same name at {one.work_domain}")
    return tuple(found)


def names_agree(one: str | None, other: str | None) -> bool:
    """Whether nothing speaks against one person: "D. Ruiz", "RUIZ, Dana" of "Dana Ruiz".

    Who gave no name may be anybody.
    """
    shorter, longer = sorted((_words(one), _words(other)), key=len)
    left = list(longer)
    for word in sorted(shorter, key=len, reverse=True):
        alike = [name for name in left if _abbreviates(word, name)]
        if not alike:
            return False
        left.remove(alike[0])
    return True


def _same_name(one: str | None, other: str | None) -> bool:
    """A first and a last name at least, in any order."""
    first, second = _words(one), _words(other)
    return len(first) > 1 and sorted(first) == sorted(second)


def _abbreviates(word: str, name: str) -> bool:
    if len(word) == 1 or len(name) == 1:
        return word[0] == name[0]
    return word == name


def _words(name: str | None) -> list[str]:
    bare = unicodedata.normalize("NFKD", name or "").casefold()
    letters = "".join(c for c in bare if not unicodedata.combining(c))
    return _WORD.findall(letters)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of two leads to be merged."""

    identity: Identity
    status: Status
    received_at: datetime

    @property
    def held(self) -> bool:
        return self.status in HELD


def goes_on(one: Candidate, other: Candidate) -> tuple[bool, str]:
    """Whether it is `one` that survives a merge, and why, to stand behind its name.

    A known identity survives one that nobody knows; then the lead that somebody works on;
    then the older one, because its promise was given first.
    """
    if one.identity.throwaway != other.identity.throwaway:
        why = "its address is known, and the other one is a throw-away"
        return other.identity.throwaway, why
    if one.held != other.held:
        return one.held, "somebody works on it already"
    return one.received_at <= other.received_at, "it was there first"
