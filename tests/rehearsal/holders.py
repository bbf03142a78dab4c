"""Nobody who let a lead slip got it back, and rows and workflow agree on who had it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from tests.rehearsal.books import Row, Standing
from tests.rehearsal.done import Done
from tests.rehearsal.findings import Verdict

_NEAR = timedelta(seconds=10)
_BY_HAND = (" gave it to ", " took it over")
_HANDED_OVER = " is away"  # the reason of a handover, where the product chose to whom
_GAVE_BACK = "gave it back"
_BARRED = {"let it slip", "declined it", _GAVE_BACK}


def on_record(standings: Sequence[Standing], held: Sequence[Row]) -> Iterator[str]:
    """Each owner of the standings is one assignment, and there is no other."""
    known = {s.assignment_id: s.owner for s in standings if s.assignment_id is not None}
    rows = Counter(str(row["id"]) for row in held)
    for row in held:
        if known.get(str(row["id"])) != row["owner"]:
            yield f"assignment {row['id']} to {row['owner']} is not of the workflow"
    for missing in known.keys() - rows.keys():
        yield f"assignment {missing} to {known[missing]} has no row"
    if sum(row["ended_at"] is None for row in held) > 1:
        yield "more than one assignment is open"


def nobody_twice(
    standings: Sequence[Standing],
    held: Sequence[Row],
    reasons: dict[str, str | None],
    verdict: Verdict,
) -> Iterator[str]:
    """Only a person may give a lead to somebody who had let it slip or passed on it."""
    actions = {s.assignment_id: s.by_person for s in standings if s.by_person}
    barred: dict[str, datetime] = {}
    for row, then in pairwise([*held, None]):
        assert row is not None
        owner, began = row["owner"], row["started_at"]
        if owner in barred and barred[owner] <= began:
            reason = reasons.get(actions.get(str(row["id"])) or "") or ""
            chosen = reason.endswith(_HANDED_OVER)
            if any(words in row["because"] for words in _BY_HAND) and not chosen:
                verdict.given_back_by_hand += 1
            else:
                yield f"{owner} got it back at {began}: {row['because']} {reason}"
        if _barring(row, standings) and not _returned(row, then):
            barred.setdefault(owner, row["ended_at"])
    for standing in standings:
        asked = {
            h for h in standing.open_to if barred.get(h, standing.at) < standing.at
        }
        if asked:
            yield f"{asked} were asked again at {standing.at}"


def given_again(held: Sequence[Row], done: Sequence[Done]) -> int:
    """No plan took the lead from them, so no rule keeps it from them: a figure, no fault."""
    broken = [one.at for one in done if one.name == "breached"]
    before: set[str] = set()
    again = 0
    for row in held:
        by_hand = any(words in row["because"] for words in _BY_HAND)
        again += row["owner"] in before and not by_hand
        ended = row["ended_at"]
        if ended is not None and row["ended_because"] not in _BARRED:
            before |= {
                row["owner"] for at in broken if row["started_at"] <= at <= ended
            }
    return again


def _returned(row: Row, then: Row | None) -> bool:
    """Whoever took over what was theirs gives it back to themselves."""
    theirs = then is not None and then["owner"] == row["owner"]
    return theirs and row["ended_because"] == _GAVE_BACK


def _barring(row: Row, standings: Sequence[Standing]) -> bool:
    if row["ended_because"] in _BARRED:
        return True
    if row["ended_at"] is None:
        return False
    near = [s for s in standings if abs(s.at - row["ended_at"]) <= _NEAR]
    by_plan = {s.status for s in near if s.by_person is None}
    moved = row["ended_because"] in {"the whole team was asked", "a person must decide"}
    return moved and bool(by_plan & {"queued", "in_review"})
