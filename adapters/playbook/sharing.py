"""Read how leads are shared: what the ledger forgives, and whose a lead is already."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, Field, PlainValidator

from adapters.enrichment.domains import AddressKind, kind_of, registrable
from adapters.playbook.places import Found, Path
from adapters.playbook.shape import Shape
from adapters.playbook.values import Duration, WorkingTime
from domain.routing.fairness import FairnessRules
from domain.routing.sticky import Sticky
from domain.working_time.working_hours import Span

_USUAL = FairnessRules()
_SHARE = re.compile(r"(\d{1,3})\s?%")
_SHARE_EXPECTED = 'expected a share such as "20%", at most 100%'
_DOMAIN_EXPECTED = 'expected the domain of a company, such as "northwind.example"'


def _share(text: object) -> float:
    found = _SHARE.fullmatch(text) if isinstance(text, str) else None
    share = int(found[1]) / 100 if found else 0
    if not 0 < share <= 1:
        raise ValueError(_SHARE_EXPECTED)
    return share


def _domain(text: str) -> str:
    name = text.lower()
    if registrable(name) != name:
        raise ValueError(_DOMAIN_EXPECTED)
    if kind_of(name) is not AddressKind.WORK:
        message = "found a mail provider; who shares one shares no company"
        raise ValueError(message)
    return name


Share = Annotated[float, PlainValidator(_share)]
Domain = Annotated[str, AfterValidator(_domain)]


class NewcomersShape(Shape):
    """A smaller share in the first days after `starts_on`."""

    share: Share
    first: Duration


class FairnessShape(Shape):
    catch_up: Annotated[float, Field(ge=0, le=10)] = _USUAL.catch_up
    declines_cost_turn: bool = _USUAL.declines_cost_turn
    gifts_cost_turn: bool = _USUAL.gifts_cost_turn
    newcomers: NewcomersShape | None = None

    def rules(self) -> FairnessRules:
        new = self.newcomers
        return FairnessRules(
            catch_up=self.catch_up,
            declines_cost_turn=self.declines_cost_turn,
            gifts_cost_turn=self.gifts_cost_turn,
            ramp_share=new.share if new else 1,
            ramp_for=new.first if new else timedelta(0),
        )


class StickyShape(Shape):
    person: Duration | None = None
    company: Duration | None = None
    wait_at_most: WorkingTime | None = None
    same_company: list[list[Domain]] = []

    def sticky(self) -> Sticky:
        return Sticky(
            self.person,
            self.company,
            self.wait_at_most or Span(),
            tuple(frozenset(group) for group in self.same_company),
        )


def wrong_sticky(sticky: StickyShape | None) -> Iterator[Found]:
    """What leads nowhere, and a domain that two companies have."""
    if sticky is None:
        return
    where = ("sticky",)
    if sticky.person is None and sticky.company is None:
        yield where, "expected `person`, `company` or both, such as `person: 180d`"
    if sticky.same_company and sticky.company is None:
        yield (*where, "same_company"), "means nothing without `company`"
    yield from _wrong_groups((*where, "same_company"), sticky.same_company)


def _wrong_groups(where: Path, groups: list[list[str]]) -> Iterator[Found]:
    seen: set[str] = set()
    for index, group in enumerate(groups):
        if len(group) < 2:
            yield (*where, index), "expected two domains or more"
        for number, domain in enumerate(group):
            if domain in seen:
                yield (*where, index, number), "expected it in one company only"
            seen.add(domain)
