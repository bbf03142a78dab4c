"""Say which rows and teams lead to nobody, and who gets no lead."""

from collections.abc import Iterator

from domain.checks.finding import Finding, Path, Severity
from domain.in_words.sharing_words import only_in_words
from domain.people import Role
from domain.playbook import Playbook
from domain.routing.rows import Only, RepTarget, RoutingRow


def check_owners(playbook: Playbook) -> Iterator[Finding]:
    yield from _nobody(playbook)
    yield from _idle(playbook)


def _nobody(playbook: Playbook) -> Iterator[Finding]:
    for team in playbook.teams:
        where = ("teams", team.name)
        if not team.members:
            yield _error("empty-team", where, f"Team {team.name} has no members.")
        for handle in (*team.members, team.manager):
            if not playbook.has_person(handle):
                yield _gone(handle, f"Team {team.name}", where)
    for index, row in enumerate(playbook.rows):
        yield from _target(row, ("routing", index, "to"), playbook)


def _target(row: RoutingRow, where: Path, playbook: Playbook) -> Iterator[Finding]:
    if isinstance(row.target, RepTarget):
        if not playbook.has_person(row.target.rep):
            yield _gone(row.target.rep, f"Row {row.id}", where)
    elif all(team.name != row.target.team for team in playbook.teams):
        sentence = f"Row {row.id} leads to team {row.target.team}, which is not there."
        yield _error("unknown-team", where, sentence)
    elif not _somebody_fits(row.target.team, row.target.only, playbook):
        asked = only_in_words(row.target.only)
        sentence = f"Row {row.id} takes {asked}, and team {row.target.team} has nobody."
        yield _error("nobody-fits", where, sentence)


def _somebody_fits(team: str, only: Only, playbook: Playbook) -> bool:
    """Whether the row's skills and seniority are there at all; languages are the lead's."""
    members = [p for p in playbook.people if p.handle in playbook.team(team).members]
    return not members or any(only.fits(person) for person in members)


def _idle(playbook: Playbook) -> Iterator[Finding]:
    reached = _reached(playbook)
    for person in playbook.people:
        if person.role is Role.REP and person.handle not in reached:
            sentence = (
                f"{person.name} gets no lead: no row leads to them or to their team."
            )
            where: Path = ("people", person.handle)
            yield Finding(Severity.WARNING, "idle-person", where, sentence)
    for team in playbook.teams:
        if team.members and reached.isdisjoint(team.members):
            sentence = f"Team {team.name} gets no lead: no row leads to it."
            where = ("teams", team.name)
            yield Finding(Severity.WARNING, "idle-team", where, sentence)


def _reached(playbook: Playbook) -> set[str]:
    members = {team.name: team.members for team in playbook.teams}
    reached: set[str] = set()
    for row in playbook.rows:
        if isinstance(row.target, RepTarget):
            team = playbook.team_of(row.target.rep)
            reached |= {row.target.rep, *(() if team is None else team.members)}
        else:
            reached.update(members.get(row.target.team, ()))
    return reached


def _gone(handle: str, what: str, where: Path) -> Finding:
    sentence = f"{what} names {handle}, who is unknown or has left: see `people`."
    return _error("unknown-person", where, sentence)


def _error(code: str, where: Path, sentence: str) -> Finding:
    return Finding(Severity.ERROR, code, where, sentence)
