"""Check that the names in a playbook file, and its numbers, fit together."""

from collections.abc import Iterator

from adapters.playbook_conditions import When
from adapters.playbook_plans import wrong_plans
from adapters.playbook_schema import (
    NextStepShape,
    PagesShape,
    PartShape,
    PlaybookShape,
    RowShape,
    RuleShape,
)
from domain.banding import ADDRESS
from domain.conditions import AnyOf, Condition
from domain.facts import is_field
from domain.people import Role
from domain.requirements import ContainsAny
from domain.words import placeholders

Path = tuple[str | int, ...]
Found = tuple[Path, str]  # where, and what is wrong

UNKNOWN_FIELD = "no field has this name; a field of your own is `fields.<name>`"
NOBODY = "nobody under `people` has this handle"
_OF_PAGES = frozenset({"page", "times", "seconds", "days_ago"})
_OF_PROMISES = frozenset({"respond_by", "zone"})
_OF_MESSAGES = frozenset({"owner", "first_name", "company"}) | _OF_PROMISES


def wrong_names(shape: PlaybookShape) -> Iterator[Found]:
    """Everything that the shape of one value alone cannot tell."""
    yield from _people(shape)
    yield from _required(shape)
    yield from _model(shape)
    yield from _bands(shape)
    yield from wrong_plans(shape)
    yield from _routing(shape)


def _people(shape: PlaybookShape) -> Iterator[Found]:
    roles = {person.role for person in shape.people.values()}
    if not roles & {Role.MANAGER, Role.OPERATOR}:
        yield ("people",), "somebody must be a manager or an operator, to review leads"
    for name, team in shape.teams.items():
        for index, handle in enumerate(team.members):
            if handle not in shape.people:
                yield ("teams", name, "members", index), NOBODY
            elif handle in team.members[:index]:
                yield ("teams", name, "members", index), "this person is here twice"
        if team.manager not in shape.people:
            yield ("teams", name, "manager"), NOBODY


def _required(shape: PlaybookShape) -> Iterator[Found]:
    for index, name in enumerate(shape.required):
        if name != ADDRESS and not is_field(name):
            yield ("required", index), UNKNOWN_FIELD


def _model(shape: PlaybookShape) -> Iterator[Found]:
    ids: set[str] = set()
    for part in ("fit", "intent", "urgency"):
        given: PartShape = getattr(shape.qualification, part)
        for index, rule in enumerate(given.rules):
            where = ("qualification", part, "rules", index)
            if rule.id in ids:
                yield (*where, "id"), "another rule has this id"
            ids.add(rule.id)
            yield from _rule(where, rule)


def _rule(where: Path, rule: RuleShape) -> Iterator[Found]:
    if rule.when is None and rule.pages is None:
        yield where, "a rule needs `when` or `pages`"
    if rule.half_life is not None and rule.pages is None:
        yield (*where, "half_life"), "`half_life` needs `pages` to count from"
    if rule.pages is not None:
        yield from _pages((*where, "pages"), rule.pages)
    more = set(_OF_PAGES) if rule.pages is not None else set()
    if rule.when is not None:
        yield from _when((*where, "when"), rule.when)
        more |= {"phrase"} if _has_phrases(rule.when.condition()) else set()
    for name in placeholders(rule.because):
        if name not in more and not is_field(name):
            yield (*where, "because"), f"nothing fills {{{name}}} here"


def _pages(where: Path, pages: PagesShape) -> Iterator[Found]:
    if (pages.like is None) == (pages.in_order is None):
        yield where, "expected either `like` or `in_order`"
    elif pages.in_order is not None and (pages.times or pages.for_at_least):
        yield where, "`times` and `for_at_least` go with `like`, not with `in_order`"


def _when(where: Path, when: When, *, band: bool = False) -> Iterator[Found]:
    for name in when.fields():
        if not is_field(name) and not (band and name == "band"):
            yield (*where, name), UNKNOWN_FIELD
    for index, inner in enumerate(when.any or ()):
        yield from _when((*where, "any", index), inner, band=band)


def _has_phrases(condition: Condition) -> bool:
    return any(
        any(_has_phrases(inner) for inner in clause.alternatives)
        if isinstance(clause, AnyOf)
        else any(isinstance(r, ContainsAny) for r in clause.required)
        for clause in condition.clauses
    )


def _bands(shape: PlaybookShape) -> Iterator[Found]:
    bands = shape.bands
    if bands.medium.from_points >= bands.high.from_points:
        yield ("bands", "medium", "from_points"), "medium must begin under high"
    for index, rule in enumerate(bands.review.rules):
        where = ("bands", "review", "rules", index)
        yield from _when((*where, "when"), rule.when)
        for name in placeholders(rule.because):
            if not is_field(name):
                yield (*where, "because"), f"nothing fills {{{name}}} here"
    yield from _messages(shape)


def _messages(shape: PlaybookShape) -> Iterator[Found]:
    for band in ("high", "medium", "low", "review"):
        step: NextStepShape = getattr(shape.bands, band).next_step
        promised = _OF_MESSAGES if band != "low" else _OF_MESSAGES - _OF_PROMISES
        for key in ("message", "message_without_owner"):
            for name in placeholders(getattr(step, key) or ""):
                if name not in promised:
                    place = ("bands", band, "next_step", key)
                    yield place, f"nothing fills {{{name}}} here"


def _routing(shape: PlaybookShape) -> Iterator[Found]:
    ids: set[str] = set()
    last = len(shape.routing) - 1
    for index, row in enumerate(shape.routing):
        where = ("routing", index)
        if row.id in ids:
            yield (*where, "id"), "another row has this id"
        ids.add(row.id)
        if row.when is None and index != last:
            yield where, "only the last row may have no `when`: none below can match"
        if row.when is not None and index == last:
            yield where, "the last row must be the default, without `when`"
        yield from _when((*where, "when"), row.when, band=True) if row.when else ()
        yield from _target((*where, "to"), row, shape)


def _target(where: Path, row: RowShape, shape: PlaybookShape) -> Iterator[Found]:
    team, rep = row.to.team, row.to.rep
    if (team is None) == (rep is None):
        yield where, "expected either `team` or `rep`"
    elif team is not None and team not in shape.teams:
        yield (*where, "team"), "no team under `teams` has this name"
    elif rep is not None and rep not in shape.people:
        yield (*where, "rep"), NOBODY
