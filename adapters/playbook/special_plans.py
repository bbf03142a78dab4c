"""Read what some leads are promised instead: by channel, segment, tier of customers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Annotated

from pydantic import Field

from adapters.playbook.conditions import When
from adapters.playbook.places import Found, Path, wrong_when
from adapters.playbook.plans import OWNED, REVIEWED, Steps, StepShape, planned
from adapters.playbook.shape import Shape
from adapters.playbook.values import Slug, WorkingTime
from domain.promises.plans import Deadline, Promise
from domain.promises.sla import StepAction
from domain.promises.special import SpecialDeadline, SpecialPromise

Plan = tuple[Path, list[StepShape] | None, frozenset[StepAction]]


class SpecialShape(Shape):
    """What it leaves out is as for every other lead of the band."""

    id: Slug
    when: When

    def plans(self, where: Path) -> Iterator[Plan]:
        """Its plans, and which steps each may have."""
        raise NotImplementedError


class SpecialPromiseShape(SpecialShape):
    accept_within: WorkingTime | None = None
    contact_within: WorkingTime | None = None
    if_not_accepted: Steps | None = None
    if_not_contacted: Steps | None = None
    max_reassignments: Annotated[int, Field(ge=0, le=20)] | None = None

    def plans(self, where: Path) -> Iterator[Plan]:
        yield (*where, "if_not_accepted"), self.if_not_accepted, OWNED
        yield (*where, "if_not_contacted"), self.if_not_contacted, OWNED

    def special(self, usual: Promise) -> SpecialPromise:
        again = self.max_reassignments
        promise = replace(
            usual,
            accept_within=self.accept_within or usual.accept_within,
            contact_within=self.contact_within or usual.contact_within,
            accept_steps=planned(self.if_not_accepted) or usual.accept_steps,
            contact_steps=planned(self.if_not_contacted) or usual.contact_steps,
            max_reassignments=usual.max_reassignments if again is None else again,
        )
        return SpecialPromise(self.id, self.when.condition(), promise)


class SpecialReviewShape(SpecialShape):
    decide_within: WorkingTime | None = None
    if_not_decided: Steps | None = None

    def plans(self, where: Path) -> Iterator[Plan]:
        yield (*where, "if_not_decided"), self.if_not_decided, REVIEWED

    def special(self, usual: Deadline) -> SpecialDeadline:
        deadline = Deadline(
            self.decide_within or usual.within,
            planned(self.if_not_decided) or usual.steps,
        )
        return SpecialDeadline(self.id, self.when.condition(), deadline)


class SpecialTouchShape(SpecialShape):
    within: WorkingTime | None = None
    if_missed: Steps | None = None

    def plans(self, where: Path) -> Iterator[Plan]:
        yield (*where, "if_missed"), self.if_missed, OWNED

    def special(self, usual: Deadline) -> SpecialDeadline:
        deadline = Deadline(
            self.within or usual.within, planned(self.if_missed) or usual.steps
        )
        return SpecialDeadline(self.id, self.when.condition(), deadline)


def special_plans(where: Path, specials: Sequence[SpecialShape]) -> Iterator[Plan]:
    for index, special in enumerate(specials):
        yield from special.plans((*where, index))


def wrong_special(where: Path, plans: Sequence[SpecialShape]) -> Iterator[Found]:
    """Fields that there are not, and one id for two."""
    seen: set[str] = set()
    for index, plan in enumerate(plans):
        yield from wrong_when((*where, index, "when"), plan.when)
        if plan.id in seen:
            yield (*where, index, "id"), "another plan above has this id"
        seen.add(plan.id)
