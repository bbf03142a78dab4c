"""Say whether somebody says that something is not so: "we are not looking to buy".

The words are those of English, Spanish, French, Portuguese, German and Italian. What
language a text is in need not be known: a negation brings its own.
"""

import re
from collections.abc import Iterable, Iterator

from domain.words import folded

REACH = 5  # words that a negation reaches ahead: "not currently looking to buy"
# What ends a clause, and with it the reach of a negation.
_CLAUSE_ENDS = re.compile("[.,;:!?()\n\u2026\u2013\u2014]+")

# With these beside it a negation is none: "not only a quote", "n'hésitez pas à", "sin duda",
# "no obligation quote"; behind "nicht rent, but buy" it is over.
_EN = (
    "but rather only just hesitate wait doubt problem later obligation commitment cost"
)
_ES = "pero sino solo solamente dude duden duda dudo problema compromiso coste demora"
_FR = "mais seulement uniquement hesitez hesite hesiter doute probleme engagement frais"
_PT = "mas porem apenas so somente hesite hesitem duvida problema compromisso custo"
_DE = "sondern aber nur zogern zweifel problem verpflichtung kosten"
_IT = "ma solo soltanto solamente esitare esitate esiti dubbio problema impegno costi"
_NOT_DONE = (
    "don doesn didn isn aren wasn weren won wouldn can couldn shouldn haven hasn"
)

_BY_LANGUAGE = (
    (_EN, "no not never without cannot cant dont doesnt didnt wont neither nor"),
    (_EN, [f"{verb} t" for verb in _NOT_DONE.split()]),
    (_ES, "no nunca jamas sin ni tampoco ningun ninguna ninguno"),
    (_FR, "ne n pas jamais sans ni non aucun aucune"),
    (_PT, "nao nunca jamais sem nem nenhum nenhuma"),
    (_DE, "nicht kein keine keinen keinem keiner keines nie niemals ohne weder"),
    (_IT, "no non senza nessun nessuna nessuno"),
    ("profit profits stop", "non"),
)
# "Ne" and "n'" say no together with one of these; alone Italian says "of them".
_SECOND_HALVES = frozenset({"pas", "plus", "jamais", "rien", "aucun", "aucune"})
_HESITATE = frozenset({"hesitez", "hesite"})  # not to: "n'hésitez pas à appeler"
_FIRST_HALVES = frozenset({"ne", "n"})


def _with_their_exceptions() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for exceptions, words in _BY_LANGUAGE:
        for word in words.split() if isinstance(words, str) else words:
            found[word] = found.get(word, frozenset()) | {*exceptions.split()}
    return found


_NEGATIONS = _with_their_exceptions()
_FIRST_SIGHT = _NEGATIONS.keys() | {"t"}


def begins_negated(words: str) -> bool:
    """Whether folded words begin with a negation, which is then part of what is meant."""
    first = words.split()[:2]
    return bool(first) and (first[0] in _NEGATIONS or " ".join(first) in _NEGATIONS)


def may_deny(words: Iterable[str]) -> bool:
    """Whether there is any negation among the words."""
    return not _FIRST_SIGHT.isdisjoint(words)


def is_said(words: str, folded_text: str, text: str) -> bool:
    """Whether the folded words stand somewhere in the text without being denied there."""
    return any(not _is_denied(at, folded_text, text) for at in _all(words, folded_text))


def _all(words: str, folded_text: str) -> Iterator[int]:
    at = folded_text.find(words)
    while at >= 0:
        yield at
        at = folded_text.find(words, at + 1)


def _is_denied(at: int, folded_text: str, text: str) -> bool:
    before = folded_text[:at].split()
    here = len(before)
    if _FIRST_SIGHT.isdisjoint(before[-REACH:]):
        return False
    spoken = [*before, *folded_text[at:].split(maxsplit=REACH + 1)]
    negations = [
        place
        for place in range(max(0, here - REACH), here)
        if _is_negation(place, here, spoken)
    ]
    return bool(negations) and negations[-1] >= _clause_of(here, text)


def _is_negation(place: int, here: int, spoken: list[str]) -> bool:
    """Whether the word at a place denies what stands at `here`."""
    word, following = spoken[place], spoken[place + 1]
    if word == "t" and place:
        word = f"{spoken[place - 1]} t"
    exceptions = _NEGATIONS.get(word)
    if exceptions is None or following.isdigit():  # "no. 5"
        return False
    if place and spoken[place - 1] in _HESITATE:
        return False
    reached = spoken[place + 1 : place + 1 + REACH]
    if word in _FIRST_HALVES and _SECOND_HALVES.isdisjoint(reached):
        return False
    return exceptions.isdisjoint(spoken[place + 1 : here])


def _clause_of(place: int, text: str) -> int:
    """Where the clause begins in which the word at a place stands, in words."""
    starts = 0
    for clause in _CLAUSE_ENDS.split(text):
        ends = starts + len(folded(clause).split())
        if ends > place:
            break
        starts = ends
    return starts
