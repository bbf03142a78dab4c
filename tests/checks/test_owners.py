from domain.checks.finding import Finding, Severity
from domain.checks.owners import check_owners
from domain.people import Team
from domain.rows import RepTarget, RoutingRow, TeamTarget
from tests.domain.cast import ANA, BEN, MARA, OTTO, playbook, when

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
