"""Read the routing table of a playbook file."""

from collections.abc import Collection, Iterator, Sequence
from typing import Annotated

from pydantic import Field

from adapters.playbook.conditions import When
from adapters.playbook.places import NOBODY, Found, Path, wrong_when
from adapters.playbook.shape import Shape
from adapters.playbook.values import Slug
from domain.conditions import Condition
from domain.rows import RepTarget, RoutingRow, Target, TeamTarget


class TargetShape(Shape):
    team: str | None = None
    rep: str | None = None

    def target(self) -> Target:
        if self.rep is not None:
            return RepTarget(self.rep)
        return TeamTarget(self.team or "")


class RowShape(Shape):
    id: Slug
    when: When | None = None
    to: TargetShape
    only_when_open: bool = False

    def row(self) -> RoutingRow:
        when = Condition() if self.when is None else self.when.condition()
        return RoutingRow(self.id, self.to.target(), when, self.only_when_open)


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
        yield from _wrong_target((*where, "to"), row.to, people, teams)


def _wrong_target(
    where: Path, to: TargetShape, people: Collection[str], teams: Collection[str]
) -> Iterator[Found]:
    if (to.team is None) == (to.rep is None):
        yield where, "expected either `team` or `rep`"
    elif to.team is not None and to.team not in teams:
        yield (*where, "team"), "no team under `teams` has this name"
    elif to.rep is not None and to.rep not in people:
        yield (*where, "rep"), NOBODY
