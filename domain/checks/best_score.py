"""Say how many points a lead can have at most."""

from collections.abc import Sequence
from math import inf

from domain.checks.regions import EVERY_LEAD, Formula, Region, Space
from domain.qualification import Part, QualificationModel, Rule

MOST_STEPS = 5000  # of the search; then what is not ruled out counts as reachable

_Points = dict[Part, float]
_State = tuple[int, Region, _Points]  # the next rule, the leads left, their points


def best_score(
    model: QualificationModel, space: Space, *, enough: float = inf
) -> float:
    """The most that rules which can hold together give, each part under its cap.

    Never too low. Which pages somebody saw is taken to go with everything else; points
    that fade count in full. It may be too high where there are too many cases. The search ends where `enough` is
    found.
    """
    # Large points first: then little is left to hope for when a branch goes wrong.
    rules = sorted(model.rules, key=lambda rule: -abs(rule.points))
    formulas = [space.formula(rule.when) for rule in rules]
    hopes = [_hope(rules[index:]) for index in range(len(rules) + 1)]
    best, steps = -inf, 0
    waiting: list[_State] = [(0, EVERY_LEAD, dict.fromkeys(Part, 0.0))]
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
    with_rule = points | {rule.part: points[rule.part] + rule.points}
    counts = [(index + 1, r, with_rule) for r in space.where(formula, region)]
    if rule.pages is not None:
        misses = [(index + 1, region, points)]
    else:
        misses = [(index + 1, r, points) for r in space.elsewhere(formula, region)]
    return [*misses, *counts] if rule.points > 0 else [*counts, *misses]


def _hope(rules: Sequence[Rule]) -> _Points:
    return {
        part: sum(max(0, rule.points) for rule in rules if rule.part is part)
        for part in Part
    }


def _total(points: _Points, more: _Points, model: QualificationModel) -> float:
    return sum(
        min(points[part] + more[part], model.caps.get(part, inf)) for part in Part
    )
