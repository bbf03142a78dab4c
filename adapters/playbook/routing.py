"""Read the routing table of a playbook file."""

from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field

from adapters.playbook.conditions import When
from adapters.playbook.places import NOBODY, Found, Path, wrong_when
from adapters.playbook.shape import Shape
from adapters.playbook.values import Slug, one_of
from domain.people import Method
from domain.routing.rows import (
    Only,
    QueueTarget,
    RepTarget,
    RoutingRow,
    Target,
    TeamTarget,
)
from domain.rules.conditions import Condition


class Speaks(StrEnum):
    """Whose language a row may ask for."""

    LEAD = "lead"


class Otherwise(StrEnum):
    """Where a lead goes on when nobody of a row can take it."""

    NEXT = "next"


def _several(given: object) -> object:
    """One value alone stands for a list of it."""
    return [given] if isinstance(given, str) else given


Slugs = Annotated[
    list[Slug], Field(min_length=1, max_length=20), BeforeValidator(_several)
]


class OnlyShape(Shape):
    seniority: Slugs | None = None
    skills: Slugs | None = None
    speaks: Annotated[Speaks, one_of(Speaks)] | None = None

    def only(self) -> Only:
        return Only(
            tuple(self.seniority or ()),
            tuple(self.skills or ()),
            speaks_lead=self.speaks is not None,
        )


_MEANS_NOTHING = {"rep": ("method", "only"), "queue": ("method",), "team": ()}


class TargetShape(Shape):
    team: str | None = None
    rep: str | None = None
    queue: str | None = None  # a team, of which the first who accepts has it
    method: Annotated[Method, one_of(Method)] | None = None
    only: OnlyShape | None = None

    def target(self) -> Target:
        if self.rep is not None:
            return RepTarget(self.rep)
        only = Only() if self.only is None else self.only.only()
        if self.queue is not None:
            return QueueTarget(self.queue, only)
        return TeamTarget(self.team or "", self.method, only)


class RowShape(Shape):
    id: Slug
    when: When | None = None
    to: TargetShape
    only_when_open: bool = False
    otherwise: Annotated[Otherwise, one_of(Otherwise)] | None = Field(
        default=None, alias="else"
    )

    def row(self) -> RoutingRow:
        when = Condition() if self.when is None else self.when.condition()
        return RoutingRow(
            self.id,
            self.to.target(),
            when,
            self.only_when_open,
            else_next=self.otherwise is not None,
        )


Rows = Annotated[list[RowShape], Field(min_length=1)]


def wrong_rows(
    rows: Sequence[RowShape], people: Collection[str], teams: Collection[str]
) -> Iterator[Found]:
    """Ids that are there twice, a default in the wrong place, targets there are not."""
    ids: set[str] = set()
    last = len(rows) - 1
    for index, row in enumerate(rows):
        where = ("routing", index)
        if row.id in ids:
            yield (*where, "id"), "another row has this id"
        ids.add(row.id)
        if row.when is None and index != last:
            yield where, "only the last row may have no `when`: none below can match"
        if row.when is not None and index == last:
            yield where, "the last row must be the default, without `when`"
        if row.when is not None:
            yield from wrong_when((*where, "when"), row.when, band=True)
        if row.otherwise is not None and index == last:
            yield (*where, "else"), "no row stands below the last one"
        yield from _wrong_target((*where, "to"), row.to, people, teams)


def _wrong_target(
    where: Path, to: TargetShape, people: Collection[str], teams: Collection[str]
) -> Iterator[Found]:
    named = [name for name in ("team", "rep", "queue") if getattr(to, name) is not None]
    if len(named) != 1:
        yield where, "expected one of `team`, `rep` or `queue`"
        return
    (name,) = named
    if name == "rep" and to.rep not in people:
        yield (*where, name), NOBODY
    if name != "rep" and getattr(to, name) not in teams:
        yield (*where, name), "no team under `teams` has this name"
    for more in _MEANS_NOTHING[name]:
        if getattr(to, more) is not None:
            yield (*where, more), f"means nothing for a {name}"
