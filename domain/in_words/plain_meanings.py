"""Say what a business means by its segments, its time frames and words of job titles."""

from collections.abc import Iterator

from domain.in_words.plain_conditions import measured, plainly
from domain.in_words.plain_fields import thing
from domain.qualifying.qualification import QualificationModel
from domain.rules.conditions import AnyOf, Condition
from domain.rules.requirements import Phrases
from domain.words import counted, in_plain_words, labelled, listed, named


def meanings_in_words(model: QualificationModel) -> Iterator[str]:
    yield from _segments(model)
    for frame in model.time_frames:
        said = _quoted(frame.phrases)
        yield f"Who writes {said} wants it within {counted(frame.days, 'day')}"
    for name, words in model.titles.seniority.items():
        yield f"Whose title says {_quoted(words)} ranks as {_called('seniority', name)}"
    for name, words in model.titles.role.items():
        yield f"Whose title says {_quoted(words)} works in {_called('role', name)}"
    if any(_mentions(rule.when) for rule in model.rules):
        yield "What somebody denies is not mentioned: “not looking to buy” is no “buy”"
    if any("completeness" in measured(rule.when) for rule in model.rules):
        asked = listed([thing(name) for name in model.asked_for], "and")
        yield f"We ask a lead for {asked}"


def _segments(model: QualificationModel) -> Iterator[str]:
    for segment in model.segments:
        name = in_plain_words(segment.id)
        yield f"A lead is in the segment {name} if {plainly(segment.when)}"
    if len(model.segments) > 1:
        yield "Of several segments the first counts"


def _mentions(condition: Condition) -> bool:
    """Whether it asks for phrases."""
    return any(
        any(map(_mentions, clause.alternatives))
        if isinstance(clause, AnyOf)
        else any(isinstance(one, Phrases) for one in clause.required)
        for clause in condition.clauses
    )


def _called(field: str, name: str) -> str:
    return labelled(named(field, name))


def _quoted(phrases: tuple[str, ...]) -> str:
    return listed([f"“{phrase}”" for phrase in phrases])
