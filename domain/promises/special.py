"""Say what some leads are promised instead of what the others of their band are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TypeVar

from domain.promises.plans import Deadline, Promise
from domain.qualifying.bands import Band
from domain.rules.conditions import Condition
from domain.rules.facts import Facts


@dataclass(frozen=True, slots=True)
class SpecialPromise:
    """Of a channel, a segment, a tier of customers: whatever the condition says."""

    id: str
    when: Condition
    promise: Promise


@dataclass(frozen=True, slots=True)
class SpecialDeadline:
    """The same for a review, or for coming back to a prospect."""

    id: str
    when: Condition
    promise: Deadline


S = TypeVar("S", SpecialPromise, SpecialDeadline)


@dataclass(frozen=True, slots=True)
class SpecialPlans:
    """The first of each that fits counts, and the usual promise where none does."""

    bands: Mapping[Band, tuple[SpecialPromise, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    review: tuple[SpecialDeadline, ...] = ()
    next_touch: tuple[SpecialDeadline, ...] = ()

    def __bool__(self) -> bool:
        return bool(any(self.bands.values()) or self.review or self.next_touch)

    def fitting(self, facts: Facts) -> "SpecialPlans":
        """Those alone that this lead gets."""
        bands = {band: _first(plans, facts) for band, plans in self.bands.items()}
        return replace(
            self,
            bands={band: found for band, found in bands.items() if found},
            review=_first(self.review, facts),
            next_touch=_first(self.next_touch, facts),
        )

    def names(self) -> Iterator[tuple[str, str]]:
        """Where each stands, and its id."""
        for band, plans in self.bands.items():
            yield from ((band.value, plan.id) for plan in plans)
        yield from (("review", plan.id) for plan in self.review)
        yield from (("next_touch", plan.id) for plan in self.next_touch)


def _first(plans: tuple[S, ...], facts: Facts) -> tuple[S, ...]:
    return next(((plan,) for plan in plans if plan.when.holds(facts)), ())


NO_SPECIAL_PLANS = SpecialPlans()
