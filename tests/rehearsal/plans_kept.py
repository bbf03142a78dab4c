"""Every breach has exactly its plan's actions: none twice, none missing."""

from collections.abc import Iterator, Sequence

from tests.rehearsal.books import Row, Standing
from tests.rehearsal.done import Done
from tests.rehearsal.findings import Verdict
from tests.rehearsal.planned import MOMENT, Planned

# A prospect gets each of these once, however often plans ask for it.
_ONCE = ("bridge", "follow-up")


def plans_kept(
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


def counted(
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
