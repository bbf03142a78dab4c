"""Who gives a lead back finds its plan where they interrupted it."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from tests.rehearsal.books import Standing
from tests.rehearsal.findings import Verdict

_OWNED = {"assigned", "accepted", "contacted"}


def goes_on(standings: Sequence[Standing], verdict: Verdict) -> Iterator[str]:
    """Each takeover that ended with a release on record, against what stood before it."""
    spans = [list(span) for _, span in groupby(standings, _is_held)]
    for (before, held), (_, after) in pairwise(pairwise(spans)):
        released = after[0]
        if not _is_held(held[0]) or released.cause != "released":
            continue
        if released.by_person is None:
            yield f"given back by nobody at {released.at}"
        if released.status == "assigned" and not released.goes_on:
            verdict.passed_on += (
                1  # by the rules: who had it is not there, or let it slip
            )
            continue
        verdict.went_on += 1
        yield from _compared(before[-1], held, released)


def _is_held(standing: Standing) -> bool:
    return standing.status == "taken_over"


def _compared(
    before: Standing, held: Sequence[Standing], released: Standing
) -> Iterator[str]:
    spoken = any(one.cause == "contacted" for one in held)
    expected = before.status
    if spoken and expected in _OWNED:
        expected = "contacted"
    if (released.status, released.owner) != (expected, before.owner):
        was = f"{before.status} of {before.owner}"
        yield f"{was} came back as {released.status} of {released.owner}"
    ran, runs = before.clock, released.clock
    if ran is None or runs is None or (spoken and expected == "contacted"):
        return
    if runs.kind != ran.kind or runs.round_number != ran.round_number:
        yield f"a clock to {ran.kind} goes on as one to {runs.kind} at {released.at}"
    since = held[0].at
    left = [step.action for step in ran.steps if step.at > since]
    if [step.action for step in runs.steps][-len(left) :] != left and left:
        yield f"{left} were left of {ran.kind}, and {runs.steps} go on"
    if ran.due_at > since and runs.due_at < ran.due_at:
        yield f"{ran.kind} is due at {runs.due_at}, sooner than {ran.due_at}"
