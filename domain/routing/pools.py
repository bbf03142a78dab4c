"""Say who shares the leads of a row's target, how, and in which ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never
from zoneinfo import ZoneInfo

from domain.people import Method, Person
from domain.playbook import Playbook
from domain.routing.fairness import Shares
from domain.routing.rows import (
    ANYBODY,
    Only,
    QueueTarget,
    RepTarget,
    Target,
    TeamTarget,
)


def pool_of(target: Target, playbook: Playbook) -> str:
    """The name of the ledger that a target's turns are kept in."""
    match target:
        case TeamTarget(team) | QueueTarget(team):
            return f"team:{team}"
        case RepTarget(rep):
            team_of = playbook.team_of(rep)
            return f"rep:{rep}" if team_of is None else f"team:{team_of.name}"
        case _:
            assert_never(target)


def members_of(target: Target, playbook: Playbook) -> tuple[str, ...]:
    """Who may get the lead: a team, or a named rep first and then the rep's team."""
    match target:
        case TeamTarget(team) | QueueTarget(team):
            return playbook.team(team).members
        case RepTarget(rep):
            team_of = playbook.team_of(rep)
            others = () if team_of is None else team_of.members
            return (rep, *(handle for handle in others if handle != rep))
        case _:
            assert_never(target)


@dataclass(frozen=True, slots=True)
class Sharing:
    """How a target's leads are shared: the method, what it explores, and who qualifies.

    `owner_first`: whoever looks after the company is asked before anybody's turn.
    """

    method: Method
    explore: float
    only: Only = ANYBODY
    owner_first: bool = False


def sharing_of(target: Target, playbook: Playbook) -> Sharing:
    match target:
        case TeamTarget(name, method, only):
            team = playbook.team(name)
            own, wanted = team.method, method or team.method
        case QueueTarget(name, only):
            team = playbook.team(name)
            own = wanted = team.method
        case RepTarget(rep):
            team_of = playbook.team_of(rep)
            if team_of is None:
                return Sharing(Method.ROUND_ROBIN, 1)
            # The row names somebody already: whoever looks after the company is not asked.
            team, only = team_of, ANYBODY
            own = wanted = _after_owner(team.method)
        case _:
            assert_never(target)
    owner_first = wanted is Method.ACCOUNT_OWNER
    return Sharing(
        _after_owner(own) if owner_first else wanted, team.explore, only, owner_first
    )


def _after_owner(method: Method) -> Method:
    """How a team shares the leads of companies that nobody looks after."""
    return Method.ROUND_ROBIN if method is Method.ACCOUNT_OWNER else method


def shares_of(
    members: Sequence[str], method: Method, playbook: Playbook, now: datetime
) -> Shares:
    """The members' weights today: who is new may have less for a while."""
    weights: dict[str, float] = {}
    for handle in members:
        person = playbook.person(handle)
        weight = person.weight if method is Method.WEIGHTED else 1.0
        weights[handle] = weight * _ramp(person, playbook, now)
    return Shares(weights, playbook.fairness.catch_up)


def _ramp(person: Person, playbook: Playbook, now: datetime) -> float:
    rules = playbook.fairness
    if person.starts_on is None:
        return 1.0
    here_for = now.astimezone(ZoneInfo(person.zone)).date() - person.starts_on
    return rules.ramp_share if here_for < rules.ramp_for else 1.0
