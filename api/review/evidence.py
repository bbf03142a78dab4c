"""Put beside each other what somebody said, what was looked up, and what they did."""

from collections.abc import Iterator
from dataclasses import dataclass

from api.desk import Reader
from api.leads.lead_sections import stretch_of
from domain.evidence import Event, Evidence, Fact, PageView
from domain.rules.disagreement import disagreements, source_in_words
from domain.words import counted, labelled, named, shown

_MOST = 8  # pages or events; who decides needs the last ones
# In the head of the case, in its quote, or no fact to judge by.
_ELSEWHERE = frozenset(
    {"name", "company", "message", "channel", "page_views", "marketing_consent"}
)
# What was read off the request itself: nobody else was asked.
_READ_OFF = {
    "email": "their address",
    "phone": "their number",
    "locale": "their browser's language",
    "country": "their country",
}
_SOURCE = (
    *("utm_source", "utm_medium", "utm_campaign"),
    *("referrer", "landing_page"),
)


@dataclass(frozen=True, slots=True)
class Side:
    """One field: what they said of it and what was found, "" where nothing."""

    name: str
    said: str
    found: str
    found_by: str
    contradicts: bool = False


def side_by_side(evidence: Evidence, reader: Reader) -> tuple[Side, ...]:
    """Contradictions first: they are most often why a person is asked."""
    clash = frozenset(disagreements(evidence))
    sides = (
        _side(name, fact, evidence, reader, contradicts=name in clash)
        for name, fact in evidence.facts.items()
        if name not in _ELSEWHERE and name not in _SOURCE
    )
    return tuple(sorted(sides, key=lambda side: not side.contradicts))


def _side(
    name: str, fact: Fact, evidence: Evidence, reader: Reader, *, contradicts: bool
) -> Side:
    label, value = labelled(name).capitalize(), named(name, fact.value)
    other = evidence.told_otherwise.get(name)
    if fact.source == "form":
        found = "" if other is None else named(name, other.value)
        by = "" if other is None else source_in_words(other.source)
        return Side(label, value, found, by, contradicts)
    if fact.source in reader.names:
        corrected = f"{value} (corrected by {reader.name_of(fact.source)})"
        return Side(label, corrected, "", "")
    by = _READ_OFF.get(fact.source) or source_in_words(fact.source)
    return Side(label, "", value, by)


def what_they_did(evidence: Evidence) -> tuple[str, ...]:
    """What the visitor did, the last first, and where they came from."""
    did: list[PageView | Event] = [*evidence.page_views, *evidence.events]
    latest = sorted(did, key=lambda one: one.at, reverse=True)
    return (*_asked_again(evidence), *map(_did, latest[:_MOST]), *_came(evidence))


def _asked_again(evidence: Evidence) -> Iterator[str]:
    if evidence.submissions > 1:
        yield f"Asked {counted(evidence.submissions, 'time')}"


def _did(one: PageView | Event) -> str:
    if isinstance(one, PageView):
        path = shown(one.path)
        spent = f" for {stretch_of(one.seconds)}" if one.seconds else ""
        return f"Looked at {path}{spent}"
    told = ", ".join(f"{labelled(k)}: {shown(v)}" for k, v in one.properties.items())
    name = labelled(one.name).capitalize()
    return f"{name} ({told})" if told else name


def _came(evidence: Evidence) -> Iterator[str]:
    for name in _SOURCE:
        if evidence.text(name):
            label = labelled(name).removeprefix("utm ").capitalize()
            yield f"{label}: {shown(evidence.text(name))}"
