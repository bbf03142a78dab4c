"""Say whether a lead that somebody sees is theirs to decide, to give away, to give back.

Whether its state allows that is another question: see domain.lifecycle.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from domain.in_words.names import called
from domain.lifecycle import ActionKind, Status
from domain.people import Role
from domain.playbook import Playbook
from domain.words import listed


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks. Without a role it is a server with a secret key, which may do everything."""

    handle: str | None
    role: Role | None


@dataclass(frozen=True, slots=True)
class Held:
    """Whose a lead is, and whose it was before somebody took it over."""

    status: Status
    owner: str | None = None
    owner_before: str | None = None


def not_theirs(
    kind: ActionKind, asker: Asker, held: Held, playbook: Playbook
) -> str | None:
    """Why not, and whom to ask instead; None when they may."""
    if asker.role in {None, Role.OPERATOR} or kind not in _RULES:
        return None
    return _RULES[kind](asker, held, playbook)


def _resolve(asker: Asker, _: Held, __: Playbook) -> str | None:
    if asker.role is Role.MANAGER:
        return None
    return "A manager decides what the rules do not cover."


def _reassign(asker: Asker, held: Held, playbook: Playbook) -> str | None:
    """Whoever has a lead may pass it on: who is about to leave knows best who should."""
    if held.status is Status.CLOSED or asker.handle == held.owner:
        return None
    leaders = _leaders(playbook, held.owner)
    if asker.handle in leaders:
        return None
    if held.owner is None:
        who = listed([called(one, playbook) for one in leaders] or ["an operator"])
        return f"Nobody has this lead: only {who} may give it to somebody."
    owner = called(held.owner, playbook)
    who = _or_leader(f"{owner}, who has this lead,", leaders, playbook)
    return f"Only {who} may give it to somebody else. Take it over to work on it."


def _release(asker: Asker, held: Held, playbook: Playbook) -> str | None:
    """What a person holds, no colleague hands to the machine behind their back."""
    if held.status is not Status.TAKEN_OVER or asker.handle == held.owner:
        return None
    leaders = _leaders(playbook, held.owner, held.owner_before)
    if asker.handle in leaders:
        return None
    taker = "whoever" if held.owner is None else f"{called(held.owner, playbook)}, who"
    who = _or_leader(f"{taker} took this lead over,", leaders, playbook)
    return f"Only {who} may give it back."


_RULES: Mapping[ActionKind, Callable[[Asker, Held, Playbook], str | None]] = {
    ActionKind.RESOLVE: _resolve,
    ActionKind.REASSIGN: _reassign,
    ActionKind.RELEASE: _release,
}


def _leaders(playbook: Playbook, *holders: str | None) -> tuple[str, ...]:
    """Who leads a team of one of them; every manager where they are in none."""
    teams = [
        team.manager
        for team in playbook.teams
        if not {*team.members, team.manager}.isdisjoint(holders)
    ]
    managers = (p.handle for p in playbook.people if p.role is Role.MANAGER)
    return tuple(dict.fromkeys(teams or managers))


def _or_leader(whoever: str, leaders: tuple[str, ...], playbook: Playbook) -> str:
    names = [called(handle, playbook) for handle in leaders] or ["an operator"]
    return f"{whoever} or {listed(names)}"
