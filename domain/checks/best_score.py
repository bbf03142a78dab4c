"""Say how many points a lead can have at most."""

from collections.abc import Sequence
from math import inf

from domain.checks.regions import EVERY_LEAD, Formula, Region, Space
from domain.qualifying.qualification import Part, QualificationModel, Rule

MOST_STEPS = 5000  # of the search; then what is not ruled out counts as reachable

_Heap = tuple[Part, str | None]  # a part, and in it the rules of a group, or of none
_Points = dict[_Heap, float]
_State = tuple[int, Region, _Points]  # the next rule, the leads left, their points


def best_score(
    model: QualificationModel,
    space: Space,
    *,
    enough: float = inf,
    among: Formula = (),
) -> float:
    """The most that rules which can hold together give, each part under its cap.

    Never too low. Which pages somebody saw is taken to go with everything else; points
    that fade count in full. It may be too high where there are too many cases. The
    search ends where `enough` is found; it looks `among` the leads that meet a formula.
    """
    # Large points first: then little is left to hope for when a branch goes wrong.
    rules = sorted(model.rules, key=lambda rule: -abs(_worth(rule)))
    formulas = [space.formula(rule.when) for rule in rules]
    hopes = [_hope(rules[index:]) for index in range(len(rules) + 1)]
    best, steps = -inf, 0
    waiting: list[_State] = [
        (0, region, dict.fromkeys(map(_heap, rules), 0.0))
        for region in space.where(among, EVERY_LEAD)
    ]
    while waiting and best < enough:
        index, region, points = waiting.pop()
        hope = _total(points, hopes[index], model)
        if hope <= best:
            continue
        steps += 1
        if steps > MOST_STEPS:
            open_hopes = (_total(p, hopes[i], model) for i, _, p in waiting)
            return max(best, hope, *open_hopes)
        if index == len(rules):
            best = hope
            continue
        waiting += _branches(
            rules[index], formulas[index], (index, region, points), space
        )
    return best


def _branches(
    rule: Rule, formula: Formula, state: _State, space: Space
) -> list[_State]:
    """The leads for whom the rule counts, and the others; the better end comes last."""
    index, region, points = state
    heap, worth = _heap(rule), _worth(rule)
    with_rule = points | {heap: points[heap] + worth}
    counts = [(index + 1, r, with_rule) for r in space.where(formula, region)]
    if rule.pages is not None or rule.events is not None:
        misses = [(index + 1, region, points)]
    else:
        misses = [(index + 1, r, points) for r in space.elsewhere(formula, region)]
    return [*misses, *counts] if worth > 0 else [*counts, *misses]


def _worth(rule: Rule) -> float:
    """As often as it may count where that helps, and else once."""
    return max(rule.most, rule.points)


def _heap(rule: Rule) -> _Heap:
    return rule.part, rule.group


def _hope(rules: Sequence[Rule]) -> _Points:
    hope: _Points = {}
    for rule in rules:
        hope[_heap(rule)] = hope.get(_heap(rule), 0) + max(0, _worth(rule))
    return hope


def _total(points: _Points, more: _Points, model: QualificationModel) -> float:
    parts = dict.fromkeys(Part, 0.0)
    for heap, worth in points.items():
        part, group = heap
        cap = inf if group is None else model.groups.get(group, inf)
        parts[part] += min(worth + more.get(heap, 0), cap)
    return sum(min(worth, model.caps.get(part, inf)) for part, worth in parts.items())
