"""Which product a lead asks about, if it is one that the business itself names."""

from collections.abc import Iterator

from domain.evidence import Evidence
from domain.playbook import Playbook
from domain.rules.conditions import AnyOf, Condition
from domain.rules.requirements import ContainsAny, Not, OneOf, Requirement
from domain.words import folded

_FIELD = "product"


def product_named(playbook: Playbook, evidence: Evidence) -> str | None:
    """The product in the playbook's own spelling: a prospect's words stay with us."""
    asked = folded(evidence.text(_FIELD))
    if not asked.strip():
        return None
    return next((name for name in _names(playbook) if folded(name) == asked), None)


def _names(playbook: Playbook) -> Iterator[str]:
    conditions = [
        *(row.when for row in playbook.rows),
        *(rule.when for rule in playbook.review_rules),
        *(rule.when for rule in playbook.model.rules),
    ]
    for condition in conditions:
        yield from _in_condition(condition)


def _in_condition(condition: Condition) -> Iterator[str]:
    for clause in condition.clauses:
        if isinstance(clause, AnyOf):
            for inner in clause.alternatives:
                yield from _in_condition(inner)
        elif clause.field == _FIELD:
            for required in clause.required:
                yield from _in_requirement(required)


def _in_requirement(required: Requirement) -> Iterator[str]:
    match required:
        case Not(inner):
            yield from _in_requirement(inner)
        case OneOf(values):
            yield from (value for value in values if isinstance(value, str))
        case ContainsAny() as wanted:
            yield from (one for one in wanted.every if not one.endswith("*"))
        case _:
            return
