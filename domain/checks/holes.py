"""Say which whole number two neighbouring ranges both leave out."""

from collections.abc import Iterator, Sequence

from domain.rules.conditions import AnyOf, Clause, Condition
from domain.rules.requirements import Maximum, Minimum, OneOf


def missed_numbers(conditions: Sequence[Condition]) -> Iterator[tuple[str, int]]:
    """By field the n between "at most n-1" and "at least n+1" that no condition names.

    One number alone is left out by mistake; a wider gap may be meant.
    """
    ranges: dict[str, list[tuple[float, float]]] = {}
    for condition in conditions:
        for clause in _clauses(condition):
            ranges.setdefault(clause.field, []).extend(_ranges(clause))
    for field, given in ranges.items():
        for number in sorted({above + 1 for _, above in given if above % 1 == 0}):
            starts_behind = any(below == number + 1 for below, _ in given)
            if starts_behind and not any(low <= number <= top for low, top in given):
                yield field, int(number)


def _clauses(condition: Condition) -> Iterator[Clause]:
    for clause in condition.clauses:
        if isinstance(clause, AnyOf):
            for inner in clause.alternatives:
                yield from _clauses(inner)
        else:
            yield clause


def _ranges(clause: Clause) -> Iterator[tuple[float, float]]:
    least, most = float("-inf"), float("inf")
    for required in clause.required:
        match required:
            case Minimum(number):
                least = max(least, number)
            case Maximum(number):
                most = min(most, number)
            case OneOf(values):
                numbers = (v for v in values if not isinstance(v, bool | str))
                yield from ((number, number) for number in numbers)
            case _:
                pass
    if (least, most) != (float("-inf"), float("inf")):
        yield least, most
