"""Say which plans one lead gets, where a playbook has others for some leads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from domain.promises.plans import Deadline, Nurture, PlannedStep, Promise
from domain.promises.special import SpecialPlans
from domain.qualifying.bands import Band
from domain.rules.conditions import Condition
from domain.rules.facts import Facts

Steps = tuple[PlannedStep, ...]


@dataclass(frozen=True, slots=True)
class Plans:
    """What is promised, by whom, and what follows. The names are those of the playbook."""

    promises: Mapping[Band, Promise]
    review_promise: Deadline
    next_touch_promise: Deadline
    nurture: Nurture

    def conditions(self) -> Iterator[Condition]:
        """Those of single steps."""
        for promise in self.promises.values():
            yield from _conditions(promise.accept_steps)
            yield from _conditions(promise.contact_steps)
        for plan in (self.review_promise, self.next_touch_promise, self.nurture):
            yield from _conditions(plan.steps)

    def with_special(self, own: SpecialPlans) -> "Plans":
        """`own` has one plan at most of each kind."""
        special = {band: plan.promise for band, (plan,) in own.bands.items()}
        review = [plan.promise for plan in own.review]
        next_touch = [plan.promise for plan in own.next_touch]
        return replace(
            self,
            promises={**self.promises, **special},
            review_promise=(*review, self.review_promise)[0],
            next_touch_promise=(*next_touch, self.next_touch_promise)[0],
        )

    def fitting(self, facts: Facts) -> "Plans":
        """Without the steps whose condition the lead does not meet."""
        if not any(True for _ in self.conditions()):
            return self
        review, touch, nurture = (
            _steps(plan.steps, facts)
            for plan in (self.review_promise, self.next_touch_promise, self.nurture)
        )
        return Plans(
            {band: _fitting(promise, facts) for band, promise in self.promises.items()},
            replace(self.review_promise, steps=review),
            replace(self.next_touch_promise, steps=touch),
            replace(self.nurture, steps=nurture),
        )


def _conditions(steps: Steps) -> Iterator[Condition]:
    yield from (step.when for step in steps if step.when is not None)


def _fitting(promise: Promise, facts: Facts) -> Promise:
    return replace(
        promise,
        accept_steps=_steps(promise.accept_steps, facts),
        contact_steps=_steps(promise.contact_steps, facts),
    )


def _steps(steps: Steps, facts: Facts) -> Steps:
    return tuple(one for one in steps if one.when is None or one.when.holds(facts))
