"""Say in plain language how leads are shared, and what of a team may get one."""

from collections.abc import Iterator
from datetime import timedelta

from domain.people import Method, Team
from domain.playbook import Playbook
from domain.routing.rows import Only
from domain.routing.sticky import Sticky
from domain.words import counted, listed, shown
from domain.working_time.working_hours import Span

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
METHODS = {
    Method.ROUND_ROBIN: "in turn",
    Method.WEIGHTED: "in turn, by weight",
    Method.LEAST_OPEN: "whoever has most room first",
    Method.BEST_CONVERSION: "mostly whoever wins most",
    Method.ACCOUNT_OWNER: "whoever looks after the company, or else in turn",
}


def only_in_words(only: Only) -> str:
    """Such as: only who is senior and speaks the lead's language; "" for anybody."""
    asked = []
    if only.seniority:
        asked.append(f"is {listed(only.seniority)}")
    if only.skills:
        asked.append(f"is trained for {listed(only.skills, 'and')}")
    if only.speaks_lead:
        asked.append("speaks the lead's language")
    return f"only who {listed(asked, 'and')}" if asked else ""


def sharing_in_words(playbook: Playbook) -> Iterator[str]:
    """How the teams share, what the ledger forgives, and whose a lead is already."""
    for team in playbook.teams:
        yield f"Team {team.name}: {_method(team, playbook)}"
    yield from _fairness(playbook)
    yield from _sticky(playbook.sticky)


def _method(team: Team, playbook: Playbook) -> str:
    words = METHODS[team.method]
    if team.method is Method.WEIGHTED:
        people = [playbook.person(handle) for handle in team.members]
        return f"{words}: {listed([f'{p.first_name} {shown(p.weight)}' for p in people], 'and')}"
    if team.method is Method.BEST_CONVERSION:
        return f"{words}, and {team.explore:.0%} of the leads in turn"
    return words


def _fairness(playbook: Playbook) -> Iterator[str]:
    rules = playbook.fairness
    most = counted(rules.catch_up, "lead") if rules.catch_up else "nothing"
    yield f"Who was away catches up {most} at most, by weight"
    declined, given = _cost(rules.declines_cost_turn), _cost(rules.gifts_cost_turn)
    yield f"Declining a lead costs {declined}; being given one by hand costs {given}"
    if rules.ramp_for:
        days = counted(rules.ramp_for / _DAY, "day")
        yield f"Who is new gets {rules.ramp_share:.0%} of a share for the first {days}"


def _cost(costs: bool) -> str:  # noqa: FBT001  the one thing it says
    return "a turn" if costs else "no turn"


def _sticky(sticky: Sticky) -> Iterator[str]:
    lasts = (("person", sticky.person), ("company", sticky.company))
    for whose, lasting in lasts:
        if lasting is not None:
            days = counted(lasting / _DAY, "day")
            yield (
                f"A lead of a {whose} that has another one goes to the same owner, and "
                f"still {days} after that one closed"
            )
    if sticky.is_used and sticky.wait_at_most != Span():
        yield f"An owner who is away is waited for, {_span(sticky.wait_at_most)} at most"
    for group in sticky.same_company:
        yield f"{listed(sorted(group), 'and')} are one company"


def _span(span: Span) -> str:
    days = [counted(span.days, "working day")] if span.days else []
    hours = [counted(span.time / _HOUR, "working hour")] if span.time else []
    return listed([*days, *hours], "and")
