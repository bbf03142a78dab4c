"""Hold what prospects read, in each language that somebody wrote it in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

from domain.evidence import Evidence

LANGUAGE = "language"
# Who works in Spain may well have asked in English: not enough to answer in Spanish.
_GUESSED_FROM = frozenset({"country"})


@dataclass(frozen=True, slots=True)
class Text:
    """`own` is in the playbook's language; `others` are words by language (ISO 639-1)."""

    own: str = ""
    others: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __bool__(self) -> bool:
        return bool(self.own)

    def has(self, language: str) -> bool:
        """Whether somebody wrote it in that language, which is not the playbook's own."""
        return language in self.others

    def in_language(self, language: str) -> str:
        """Those words; the playbook's own where there are none."""
        return self.others.get(language, self.own)

    def languages(self) -> tuple[str, ...]:
        """Those beside the playbook's own."""
        return tuple(self.others)

    def all(self, own: str) -> Iterator[tuple[str, str]]:
        """Language and words, the playbook's `own` first."""
        yield own, self.own
        yield from self.others.items()


NO_TEXT = Text()


@dataclass(frozen=True, slots=True)
class Message:
    """A mail that the business wrote itself. Without a `subject` its name is one."""

    text: Text
    subject: Text = NO_TEXT


class Worded(Protocol):
    """Whatever is written in some languages."""

    def has(self, language: str) -> bool: ...


def language_known(evidence: Evidence | None, said: str | None = None) -> str:
    """Which language a lead reads, as ISO 639-1; "" where nobody knows.

    What its evidence says counts (the form, corrections by people, the browser), then what
    was `said` on the lead itself. That a country speaks it is no more than a guess.
    """
    fact = None if evidence is None else evidence.facts.get(LANGUAGE)
    if fact is not None and fact.source not in _GUESSED_FROM:
        return coded(str(fact.value))
    return coded(said or "")


def coded(language: str) -> str:
    """As ISO 639-1: "pt" of "pt-BR" and of "PT"."""
    return language.strip().casefold().replace("_", "-").partition("-")[0]


def language_read(known: str, own: str, *texts: Worded) -> str:
    """The language of a mail or an answer: the lead's where all of it is written in that.

    `known` is what the lead reads, `own` the playbook's language. Nobody gets one sentence
    in their language and the next one in another.
    """
    return known if known and all(text.has(known) for text in texts) else own
