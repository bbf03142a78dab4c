"""Every sort of lead that there can be, tried one by one."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain, combinations, product

from domain.evidence import Value
from domain.rules.conditions import AnyOf, Clause, Condition
from domain.rules.facts import Facts

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
_SEEDS = ("quote", "price quote", "quotes", "no", "budget")
_MESSAGES = [
    ", yy, ".join((*some, "zz"))  # clauses of their own: what is denied stays by itself
    for size in range(len(_SEEDS) + 1)
    for some in combinations(_SEEDS, size)
]
_DENIED = [f"{text}, no {seed}" for text in ("zz", "quotes") for seed in _SEEDS]
_PATHS = [
    *("".join(path) for size in range(4) for path in product("/abz", repeat=size)),
    *("/a/b", "/a/z", "/a/bz", "/abz", "/azb", "z/zb"),
]
# More values than the conditions below can tell apart.
VALUES: dict[str, list[Value | None]] = {
    "country": [None, "", "ES", "PT", "FR", "es.", True, False, 7, "7"],
    "employees": [None, "", "many", True, -1, 0, 2.5, 5, 7, 10, 11, "5", "12"],
    "message": [None, "", True, 3, "quote", "no", *_MESSAGES, *_DENIED],
    "landing_page": [None, *_PATHS],
    "band": ["high", "medium"],
}


def first_lead(condition: Condition, taken: Sequence[Condition]) -> Facts | None:
    """A lead that meets the condition and nothing of `taken`."""
    return next(
        (
            facts
            for facts in _leads((condition, *taken))
            if condition.holds(facts) and not any(one.holds(facts) for one in taken)
        ),
        None,
    )


def _leads(conditions: Sequence[Condition]) -> Iterator[Facts]:
    clauses = list(chain.from_iterable(map(_clauses, conditions)))
    fields = sorted({clause.field for clause in clauses})
    for values in product(*(_sorts(field, clauses) for field in fields)):
        pairs = zip(fields, values, strict=True)
        yield Facts({name: v for name, v in pairs if v is not None}, (), NOW)


def _sorts(field: str, clauses: Sequence[Clause]) -> list[Value | None]:
    """One value of each sort that the requirements of the field tell apart."""
    required = [
        r for clause in clauses if clause.field == field for r in clause.required
    ]
    sorts: dict[tuple[bool, ...], Value | None] = {}
    for value in VALUES[field]:
        facts = Facts({} if value is None else {field: value}, (), NOW)
        sorts.setdefault(tuple(r.holds(field, facts) for r in required), value)
    return list(sorts.values())


def _clauses(condition: Condition) -> Iterator[Clause]:
    for clause in condition.clauses:
        if isinstance(clause, AnyOf):
            for inner in clause.alternatives:
                yield from _clauses(inner)
        else:
            yield clause
