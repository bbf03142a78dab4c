from dataclasses import replace

from domain.checks.finding import Finding, Severity
from domain.checks.owners import check_owners
from domain.people import Team
from domain.routing.rows import Only, QueueTarget, RepTarget, RoutingRow, TeamTarget
from tests.domain.cast import ANA, BEN, CLEO, MARA, OTTO, playbook, when

REST = RoutingRow("rest", TeamTarget("north"))


def test_where_everybody_gets_leads_nothing_is_found() -> None:
    assert tuple(check_owners(playbook())) == ()


def test_who_gets_no_lead_is_named() -> None:
    found = tuple(check_owners(playbook(rows=(REST,))))

    assert {one.severity for one in found} == {Severity.WARNING}
    assert [(one.where, one.sentence) for one in found] == [
        (
            ("people", "ana"),
            "Ana Ortiz gets no lead: no row leads to them or to their team.",
        ),
        (
            ("people", "ben"),
            "Ben Silva gets no lead: no row leads to them or to their team.",
        ),
        (("teams", "iberia"), "Team iberia gets no lead: no row leads to it."),
    ]


def test_a_row_that_asks_for_what_nobody_of_the_team_is_is_an_error() -> None:
    senior = replace(ANA, seniority="senior", skills=("dashcam",))
    rows = (
        RoutingRow("a", TeamTarget("iberia", only=Only(("senior",), ("dashcam",)))),
        RoutingRow("b", TeamTarget("iberia", only=Only(skills=("trucks",)))),
        RoutingRow("c", QueueTarget("north", only=Only(("senior",)))),
        RoutingRow("d", TeamTarget("north", only=Only(speaks_lead=True))),
    )

    found = tuple(
        check_owners(playbook(rows=rows, people=(senior, BEN, CLEO, MARA, OTTO)))
    )

    assert [(one.code, one.sentence) for one in found] == [
        (
            "nobody-fits",
            "Row b takes only who is trained for trucks, and team iberia has nobody.",
        ),
        (
            "nobody-fits",
            "Row c takes only who is senior, and team north has nobody.",
        ),
    ]


def test_rows_and_teams_that_lead_to_nobody_are_errors() -> None:
    teams = (Team("iberia", ("ana", "zoe"), "mara"), Team("north", (), "gone"))
    rows = (
        RoutingRow("named", RepTarget("zoe"), when(company="Contoso")),
        RoutingRow("alone", RepTarget("ben"), when(company="Fabrikam")),
        RoutingRow("south", TeamTarget("south"), when(country="ZA")),
        REST,
    )

    found = tuple(
        check_owners(playbook(teams=teams, rows=rows, people=(ANA, BEN, MARA, OTTO)))
    )

    assert [(one.code, one.where) for one in found] == [
        ("unknown-person", ("teams", "iberia")),
        ("empty-team", ("teams", "north")),
        ("unknown-person", ("teams", "north")),
        ("unknown-person", ("routing", 0, "to")),
        ("unknown-team", ("routing", 2, "to")),
    ]
    assert found[3] == Finding(
        Severity.ERROR,
        "unknown-person",
        ("routing", 0, "to"),
        "Row named names zoe, who is unknown or has left: see `people`.",
    )
