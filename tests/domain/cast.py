"""Northwind Fleet, small: the people, teams and rules that the domain's tests share."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta

from domain.evidence import Evidence, Fact, PageView, Value
from domain.people import Person, Role, Team
from domain.playbook import Playbook
from domain.promises.follow_up import FollowUp, NextStepKind
from domain.promises.plans import Promise
from domain.promises.texts import Text
from domain.qualifying.bands import Band, Thresholds
from domain.qualifying.qualification import Part, QualificationModel, Rule
from domain.routing.fairness import Shares
from domain.routing.rows import RepTarget, RoutingRow, TeamTarget
from domain.rules.conditions import Clause, Condition
from domain.rules.requirements import OneOf
from domain.working_time.working_hours import Calendar, Span, WorkingHours

MADRID = "Europe/Madrid"
OFFICE = WorkingHours({day: ((time(9), time(18)),) for day in range(5)})
OFFICE_CALENDAR = Calendar(OFFICE, MADRID)
# A Monday in November, 10:00 in Madrid.
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def person(handle: str, role: Role = Role.REP, **more) -> Person:
    name = {"ana": "Ana Ortiz", "ben": "Ben Silva", "cleo": "Cleo Laurent"}.get(
        handle, handle.capitalize()
    )
    return Person(handle, name, f"{handle}@northwind.example", role, MADRID, **more)


ANA = person("ana", calendar_url="https://meet.example/ana")
BEN = person("ben", capacity=30)
CLEO = person("cleo")
MARA = person("mara", Role.MANAGER)
OTTO = person("otto", Role.OPERATOR)


def when(**fields: Value | tuple[Value, ...]) -> Condition:
    """Fields with the values that each may have."""
    return Condition(
        tuple(
            Clause(name, (OneOf(v if isinstance(v, tuple) else (v,)),))
            for name, v in fields.items()
        )
    )


def evidence(
    *page_views: PageView,
    facts: Mapping[str, Value] | None = None,
    received_at: datetime = NOW,
    **more: Value,
) -> Evidence:
    known = {**(facts or {}), **more}
    found = {name: Fact(value, "form") for name, value in known.items()}
    return Evidence(received_at, found, page_views)


def view(path: str, *, seconds: float = 30, days_ago: float = 0) -> PageView:
    return PageView(path, seconds, NOW - timedelta(days=days_ago))


def equal_shares(members: Sequence[str], catch_up: float = 1) -> Shares:
    """A pool in which everybody counts the same."""
    return Shares(dict.fromkeys(members, 1.0), catch_up)


HIGH = Promise(Span(timedelta(minutes=15)), Span(timedelta(hours=1)))
MEDIUM = Promise(Span(timedelta(hours=4)), Span(days=1))


def playbook(**changes) -> Playbook:
    """Iberia to Ana and Ben, the rest to Cleo; high from 60, medium from 30 points."""
    given = {
        "name": "Northwind Fleet",
        "language": "en",
        "zone": MADRID,
        "hours": OFFICE,
        "people": (ANA, BEN, CLEO, MARA, OTTO),
        "teams": (
            Team("iberia", ("ana", "ben"), "mara"),
            Team("north", ("cleo",), "mara"),
        ),
        "model": QualificationModel(
            (Rule("spain", Part.FIT, 40, "is in {country}", when(country="ES")),)
        ),
        "thresholds": Thresholds(high=60, medium=30),
        "rows": (
            RoutingRow("named", RepTarget("ana"), when(company="Contoso")),
            RoutingRow("iberia", TeamTarget("iberia"), when(country=("ES", "PT"))),
            RoutingRow("rest", TeamTarget("north")),
        ),
        "promises": {Band.HIGH: HIGH, Band.MEDIUM: MEDIUM},
        "follow_ups": {
            Band.HIGH: FollowUp(
                NextStepKind.BOOK,
                Text("{owner} will call you by {respond_by} ({zone} time)."),
                Text("{company} will call you by {respond_by}."),
            ),
            Band.MEDIUM: FollowUp(
                NextStepKind.ACKNOWLEDGE,
                Text("{first_name} will answer by {respond_by}."),
            ),
            Band.LOW: FollowUp(
                NextStepKind.RESOURCES, Text("Read this."), url="/guide"
            ),
            Band.REVIEW: FollowUp(
                NextStepKind.WAIT, Text("{company} looks at it by {respond_by}.")
            ),
        },
    }
    return Playbook(**{**given, **changes})
