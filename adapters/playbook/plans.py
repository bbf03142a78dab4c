"""Read the plans of a playbook file: what happens when nobody acts."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import BeforeValidator, Field

from adapters.playbook.conditions import When, one_or_many
from adapters.playbook.places import Found, Path, wrong_when
from adapters.playbook.shape import Shape
from adapters.playbook.values import Offset, Slug, one_of
from domain.promises.plans import PlannedStep
from domain.promises.sla import NoticeChannel, StepAction

_OF_ITSELF = (StepAction.TELL_OWNER, StepAction.CLOSE, StepAction.RESUME)
Actions = Annotated[
    list[Annotated[StepAction, one_of(StepAction, *_OF_ITSELF)]],
    Field(min_length=1),
]


class StepShape(Shape):
    at: Offset
    do: Annotated[Actions, BeforeValidator(one_or_many)]
    template: Slug | None = None
    channel: Annotated[NoticeChannel, one_of(NoticeChannel)] = NoticeChannel.MAIL
    when: When | None = None


Steps = Annotated[list[StepShape], Field(min_length=1)]

OWNED = frozenset(
    {
        StepAction.REMIND_OWNER,
        StepAction.REASSIGN,
        StepAction.OPEN_TO_TEAM,
        StepAction.TELL_MANAGER,
        StepAction.TELL_HIGHER_MANAGER,
        StepAction.SEND_BRIDGE,
        StepAction.SEND_FOLLOW_UP,
    }
)
REVIEWED = frozenset(
    {
        StepAction.REMIND_REVIEWERS,
        StepAction.TELL_MANAGER,
        StepAction.TELL_HIGHER_MANAGER,
    }
)
NURTURED = frozenset({StepAction.SEND_FOLLOW_UP})
_TELLS_PEOPLE = frozenset(
    {
        StepAction.REMIND_OWNER,
        StepAction.TELL_MANAGER,
        StepAction.TELL_HIGHER_MANAGER,
        StepAction.REMIND_REVIEWERS,
    }
)


def planned(shapes: Sequence[StepShape] | None) -> tuple[PlannedStep, ...]:
    return tuple(
        PlannedStep(
            shape.at,
            action,
            shape.template or "",
            shape.channel,
            None if shape.when is None else shape.when.condition(),
        )
        for shape in shapes or ()
        for action in shape.do
    )


def wrong_plan(
    where: Path, steps: Sequence[StepShape], allowed: frozenset[StepAction]
) -> Iterator[Found]:
    """Steps that a clock cannot run, and a plan that ends before its promise does.

    It ends in time for every lead: a step with a condition is no end.
    """
    for index, step in enumerate(steps):
        yield from _wrong_step((*where, index), step, allowed)
    ends = any(
        isinstance(step.at, float) and step.at >= 1 and step.when is None
        for step in steps
    )
    if allowed is not NURTURED and not ends:
        yield where, "a plan needs a step at 100% or later, or the lead is forgotten"


def _wrong_step(
    where: Path, step: StepShape, allowed: frozenset[StepAction]
) -> Iterator[Found]:
    if step.when is not None:
        yield from wrong_when((*where, "when"), step.when)
    for action in step.do:
        if action not in allowed:
            names = ", ".join(sorted(allowed))
            yield (*where, "do"), f"expected here: {names}"
    if StepAction.SEND_FOLLOW_UP in step.do and step.template is None:
        yield where, "`send_follow_up` needs a `template`"
    if step.channel is not NoticeChannel.MAIL and not _TELLS_PEOPLE & set(step.do):
        names = ", ".join(sorted(_TELLS_PEOPLE))
        yield (*where, "channel"), f"only these steps have a channel: {names}"
