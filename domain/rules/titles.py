"""Say how high somebody stands, and in which department, from the job title."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from domain.rules.title_words import HELPS, MANAGEMENT, ROLE, SENIORITY
from domain.words import folded

SENIORITIES = tuple(SENIORITY)
GENERAL = "general_management"
ROLES = (*ROLE, GENERAL)
_HELPS = "helps"
_MOST_WORDS = 40  # of a title; more is no title
# German writes "Vertriebsleiterin" in one word.
_ENDINGS = ("leiterin", "leiter", "leitung", "managerin", "manager", "chef", "chefin")

Sayings = Mapping[str, tuple[str, ...]]  # what it is called -> phrases that say it
# By its first word every phrase with what it says, the longest first.
_Index = Mapping[str, Sequence[tuple[list[str], str]]]


def _nothing() -> Sayings:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Titles:
    """The words of every business, and first those of this one.

    A business may give a word another meaning, and name seniorities and roles of its
    own; its own seniorities come before the others, in their order.
    """

    seniority: Sayings = field(default_factory=_nothing)
    role: Sayings = field(default_factory=_nothing)
    _seniorities: _Index = field(init=False, compare=False, repr=False)
    _roles: _Index = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        seniorities = _SENIORITY | _said(self.seniority)
        object.__setattr__(self, "_seniorities", _index(seniorities))
        object.__setattr__(self, "_roles", _index(_ROLE | _said(self.role)))

    @property
    def seniorities(self) -> tuple[str, ...]:
        """Every one there is, as they count where a title says several."""
        own = (name for name in self.seniority if name not in SENIORITIES)
        return (*own, *SENIORITIES)

    @property
    def roles(self) -> tuple[str, ...]:
        return (*(name for name in self.role if name not in ROLES), *ROLES)

    def seniority_of(self, folded_title: str) -> str | None:
        """By the words of a title, as `domain.words.folded` makes them."""
        found = [*_found(folded_title, self._seniorities)]
        if _HELPS in found:
            return "staff"
        return min(found, key=self.seniorities.index, default=None)

    def role_of(self, folded_title: str) -> str | None:
        """The department that is named first, else the whole business, else None."""
        found = [*_found(folded_title, self._roles)]
        departments = (role for role in found if role not in {GENERAL, _HELPS})
        whole = GENERAL if GENERAL in found and _HELPS not in found else None
        return next(departments, whole)


def _found(folded_title: str, index: _Index) -> Iterator[str]:
    """What the phrases of a title say, in their order."""
    words = folded_title.split()[:_MOST_WORDS]
    at = 0
    while at < len(words):
        for phrase, said in index.get(words[at], ()):
            if words[at : at + len(phrase)] == phrase:
                yield said
                at += len(phrase)
                break
        else:
            if words[at].endswith(_ENDINGS):
                yield from _in_one_word(words[at], index)
            at += 1


def _in_one_word(word: str, index: _Index) -> Iterator[str]:
    """What both halves of a word such as "vertriebsleiterin" say."""
    ending = next(ending for ending in _ENDINGS if word.endswith(ending))
    stem = word.removesuffix(ending)
    for half in (stem, stem.removesuffix("s"), ending):
        yield from (said for phrase, said in index.get(half, ()) if phrase == [half])


def _index(said: Mapping[str, str]) -> _Index:
    index: dict[str, list[tuple[list[str], str]]] = {}
    for phrase in sorted(said, key=len, reverse=True):
        words = phrase.split()
        if words:
            index.setdefault(words[0], []).append((words, said[phrase]))
    return index


def _phrases(text: str) -> Iterator[str]:
    return (phrase.strip() for phrase in text.split(","))


def _said(sayings: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """By phrase what it says. What stands first keeps a phrase."""
    found: dict[str, str] = {}
    for name, phrases in sayings.items():
        for phrase in phrases:
            found.setdefault(folded(phrase).strip(), name)
    return found


_SENIORITY = _said({name: _phrases(text) for name, text in SENIORITY.items()})
_SENIORITY |= dict.fromkeys(_phrases(HELPS), _HELPS)
_ROLE = dict.fromkeys(_phrases(HELPS), _HELPS) | _said({GENERAL: _phrases(MANAGEMENT)})
_ROLE |= _said({name: _phrases(text) for name, text in ROLE.items()})
