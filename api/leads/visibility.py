"""Say whose leads a person may see."""

from adapters.store.pages.desk import Scope
from domain.people import Role
from domain.playbook import Playbook


def scope_of(handle: str, role: Role, playbook: Playbook) -> Scope:
    """Operators see all; everybody else their teams' leads, and those without an owner.

    A team is its members and its manager: what a manager took over stays in sight.
    """
    if role is Role.OPERATOR:
        return Scope(None)
    teams = (
        {*team.members, team.manager}
        for team in playbook.teams
        if handle == team.manager or handle in team.members
    )
    return Scope(frozenset({handle}.union(*teams)))
