"""Whether the three sentences held: each fault in words, and the figures.

* Every breach has exactly its plan's actions: none twice, none missing.
* Nobody who let a lead slip got it back.
* No automatic message after a takeover.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.rehearsal.books import Books, Row, Standing
from tests.rehearsal.done import Done, done_for
from tests.rehearsal.planned import MOMENT, Planned, planned_for

_AT_ONCE = timedelta(seconds=1)
# A prospect gets each of these once, however often plans ask for it.
_ONCE = ("bridge", "follow-up")
_STAFF = "@northwind-fleet.example"
_BY_HAND = (" gave it to ", " took it over")
_HANDED_OVER = " is away"  # the reason of a handover, where the product chose to whom
_BARRED = {"let it slip", "declined it", "gave it back"}


@dataclass
class Verdict:
    faults: list[str] = field(default_factory=list)
    matched: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    repeated: int = 0  # what a prospect had had before
    overtaken: int = 0
    given_back_by_hand: int = 0
    # By the rules, to whom a person had taken it from after a broken promise.
    given_again: int = 0


def judge(books: Books) -> Verdict:
    verdict = Verdict()
    messages, timeline = books.of_lead("messages"), books.of_lead("timeline")
    assignments, breaches = books.of_lead("assignments"), books.of_lead("breaches")
    leads = {str(row["id"]): row for row in books.tables["leads"]}
    reasons = {str(row["id"]): row["reason"] for row in books.tables["human_actions"]}
    for lead_id, standings in books.standings.items():
        mine = messages.get(lead_id, [])
        held = sorted(assignments.get(lead_id, []), key=lambda row: row["started_at"])
        done = done_for(mine, timeline.get(lead_id, []), held)
        faults = [
            *_plans_kept(planned_for(standings, books.ends), done, standings, verdict),
            *_counted(done, standings, breaches.get(lead_id, []), leads[lead_id]),
            *_on_record(standings, held),
            *_nobody_twice(standings, held, reasons, verdict),
            *_silent(standings, mine),
        ]
        verdict.given_again += _given_again(held, done)
        verdict.faults += [f"lead {lead_id}: {fault}" for fault in faults]
    return verdict


def _plans_kept(
    planned: Sequence[Planned],
    done: Sequence[Done],
    standings: Sequence[Standing],
    verdict: Verdict,
) -> Iterator[str]:
    """Each effect with the plan's instant that it belongs to, one to one."""
    open_plans = list(planned)
    for one in done:
        plan = next((p for p in open_plans if _belongs(p, one)), None)
        if plan is None:
            yield f"“{one.name}” at {one.at} to {one.to}, which no plan asked for then"
            continue
        open_plans.remove(plan)
        verdict.matched[one.name] += 1
        yield from _wrong_with(plan, one, standings, verdict)
    told = {one.name for one in done if one.name.startswith(_ONCE)}
    for plan in open_plans:
        if plan.name in told:
            verdict.repeated += 1
        elif plan.certain:
            yield f"“{plan.name}” was due at {plan.at} and is missing"
        else:
            verdict.overtaken += 1


def _belongs(plan: Planned, one: Done) -> bool:
    return plan.name == one.name and abs(one.at - plan.at) <= MOMENT


def _wrong_with(
    plan: Planned, one: Done, standings: Sequence[Standing], verdict: Verdict
) -> Iterator[str]:
    if one.left is not None:
        verdict.left[one.left] += 1
        if not _is_true(one, standings):
            yield f"“{one.name}” at {one.at} was not sent, and it is not so that {one.left}"
    elif plan.to is None and len(one.to) > 1:
        yield f"“{one.name}” at {one.at} went out {len(one.to)} times, to {one.to}"
    elif plan.to is not None and sorted(plan.to) != list(one.to):
        yield f"“{one.name}” at {one.at} went to {one.to}, planned for {sorted(plan.to)}"


def _is_true(one: Done, standings: Sequence[Standing]) -> bool:
    """Whether the reason for leaving a message out was so at that moment."""
    near = [s for s in standings if abs(s.at - one.at) <= MOMENT]
    before = [s for s in standings if s.at <= one.at][-1:]
    statuses = {s.status for s in near + before}
    match one.left:
        case "a person has taken the lead over.":
            return "taken_over" in statuses
        case "the lead is closed.":
            return "closed" in statuses
        case "the prospect did not agree to get such messages.":
            return one.name.startswith("follow-up")
    return bool(near)  # somebody else has it, the review is decided: it has just moved


def _counted(
    done: Sequence[Done],
    standings: Sequence[Standing],
    breaches: Sequence[Row],
    lead: Row,
) -> Iterator[str]:
    """Every broken promise is one line for the manager, and one in the lead's count."""
    told = sum(one.name == "breached" for one in done)
    told += sum(standing.late for standing in standings)
    if not told == len(breaches) == lead["breaches"]:
        counts = f"{lead['breaches']} counted, {len(breaches)} kept"
        yield f"{told} promises were broken, {counts}"


def _on_record(standings: Sequence[Standing], held: Sequence[Row]) -> Iterator[str]:
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


def _nobody_twice(
    standings: Sequence[Standing],
    held: Sequence[Row],
    reasons: dict[str, str | None],
    verdict: Verdict,
) -> Iterator[str]:
    """Only a person may give a lead to somebody who had let it slip or passed on it."""
    actions = {s.assignment_id: s.by_person for s in standings if s.by_person}
    barred: dict[str, datetime] = {}
    for row in held:
        owner, began = row["owner"], row["started_at"]
        if owner in barred and barred[owner] <= began:
            reason = reasons.get(actions.get(str(row["id"])) or "") or ""
            chosen = reason.endswith(_HANDED_OVER)
            if any(words in row["because"] for words in _BY_HAND) and not chosen:
                verdict.given_back_by_hand += 1
            else:
                yield f"{owner} got it back at {began}: {row['because']} {reason}"
        if _barring(row, standings):
            barred.setdefault(owner, row["ended_at"])
    for standing in standings:
        asked = {
            h for h in standing.open_to if barred.get(h, standing.at) < standing.at
        }
        if asked:
            yield f"{asked} were asked again at {standing.at}"


def _given_again(held: Sequence[Row], done: Sequence[Done]) -> int:
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


def _barring(row: Row, standings: Sequence[Standing]) -> bool:
    if row["ended_because"] in _BARRED:
        return True
    if row["ended_at"] is None:
        return False
    near = [s for s in standings if abs(s.at - row["ended_at"]) <= _AT_ONCE * 10]
    by_plan = {s.status for s in near if s.by_person is None}
    moved = row["ended_because"] in {"the whole team was asked", "a person must decide"}
    return moved and bool(by_plan & {"queued", "in_review"})


def _silent(standings: Sequence[Standing], messages: Sequence[Row]) -> Iterator[str]:
    """Between a takeover and its end nothing goes out, and only a person ends it."""
    since: datetime | None = None
    for standing in standings:
        if since is None and standing.status == "taken_over":
            since = standing.at
        elif since is not None and standing.status != "taken_over":
            yield from _spoken(messages, since, standing.at)
            if standing.by_person is None:
                yield f"taken over, and {standing.cause} at {standing.at} by itself"
            since = None
    if since is not None:
        yield from _spoken(messages, since, None)


def _spoken(
    messages: Sequence[Row], since: datetime, until: datetime | None
) -> Iterator[str]:
    """To the prospect not a second later; what colleagues are told may be on its way."""
    for row in messages:
        grace = MOMENT if row["to_address"].endswith(_STAFF) else _AT_ONCE
        if row["created_at"] > since + grace and (
            until is None or row["created_at"] < until
        ):
            yield f"{row['kind']} to {row['to_address']} at {row['created_at']}, taken over"
