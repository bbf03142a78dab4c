"""Say which phrase of a playbook a text mentions."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from domain.rules.negation import begins_negated, is_said
from domain.words import folded

_KEPT = 4096  # lists of phrases; a playbook has hundreds at most


@dataclass(frozen=True, slots=True)
class Sought:
    """A phrase, and what is looked for: " a quote ", or " quot" for "quot*"."""

    phrase: str
    words: str
    as_it_is: bool  # it denies something itself: "no budget"


@dataclass(frozen=True, slots=True)
class Text:
    """A text that a prospect wrote, ready to be searched."""

    text: str
    folded: str
    denies: bool  # something somewhere

    def first(self, phrases: Iterable[Sought]) -> str | None:
        """The first phrase whose words stand in it, and are not denied there."""
        for one in phrases:
            if one.words in self.folded and (
                not self.denies
                or one.as_it_is
                or is_said(one.words, self.folded, self.text)
            ):
                return one.phrase
        return None


# Of playbooks only: a cache must not keep what prospects wrote.
@lru_cache(maxsize=_KEPT)
def sought(phrases: tuple[str, ...]) -> tuple[Sought, ...]:
    """All but those without words, which are never found."""
    pairs = ((phrase, folded(phrase.removesuffix("*"))) for phrase in phrases)
    return tuple(
        Sought(
            phrase,
            words.rstrip() if phrase.endswith("*") else words,
            begins_negated(words),
        )
        for phrase, words in pairs
        if not words.isspace()
    )
