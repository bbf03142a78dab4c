"""Check that the plans in a playbook file fit their clocks."""

from collections.abc import Iterator

from adapters.playbook_schema import PlaybookShape, StepShape
from domain.sla import StepAction

Path = tuple[str | int, ...]
Found = tuple[Path, str]  # where, and what is wrong

_OWNED = frozenset(
    {
        StepAction.REMIND_OWNER,
        StepAction.REASSIGN,
        StepAction.TELL_MANAGER,
        StepAction.SEND_BRIDGE,
        StepAction.SEND_FOLLOW_UP,
    }
)
_REVIEWED = frozenset({StepAction.REMIND_REVIEWERS, StepAction.TELL_MANAGER})
_NURTURED = frozenset({StepAction.SEND_FOLLOW_UP})


def wrong_plans(shape: PlaybookShape) -> Iterator[Found]:
    """Steps that a clock cannot run, and plans that end before their promise does."""
    for where, steps, allowed in _plans(shape):
        for index, step in enumerate(steps):
            yield from _step((*where, index), step, allowed)
        ends = any(isinstance(step.at, float) and step.at >= 1 for step in steps)
        if allowed is not _NURTURED and not ends:
            yield (
                where,
                "a plan needs a step at 100% or later, or the lead is forgotten",
            )


def _step(
    where: Path, step: StepShape, allowed: frozenset[StepAction]
) -> Iterator[Found]:
    for action in step.do:
        if action not in allowed:
            names = ", ".join(sorted(allowed))
            yield (*where, "do"), f"expected here: {names}"
    if StepAction.SEND_FOLLOW_UP in step.do and step.template is None:
        yield where, "`send_follow_up` needs a `template`"


def _plans(
    shape: PlaybookShape,
) -> Iterator[tuple[Path, list[StepShape], frozenset[StepAction]]]:
    bands = shape.bands
    for name, band in (("high", bands.high), ("medium", bands.medium)):
        if band.if_not_accepted is not None:
            yield ("bands", name, "if_not_accepted"), band.if_not_accepted, _OWNED
        if band.if_not_contacted is not None:
            yield ("bands", name, "if_not_contacted"), band.if_not_contacted, _OWNED
    if bands.review.if_not_decided is not None:
        where = ("bands", "review", "if_not_decided")
        yield where, bands.review.if_not_decided, _REVIEWED
    yield ("bands", "low", "nurture", "steps"), bands.low.nurture.steps, _NURTURED
    if shape.next_touch is not None and shape.next_touch.if_missed is not None:
        yield ("next_touch", "if_missed"), shape.next_touch.if_missed, _OWNED
