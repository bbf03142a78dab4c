"""Rows that let a lead go on when nobody of theirs can take it."""

from dataclasses import replace

from domain.playbook import Playbook
from domain.qualifying.bands import Band
from domain.routing.availability import Availability
from domain.routing.choosing import NobodyAvailable, Offered, Picked
from domain.routing.finding import Surroundings, find_owner
from domain.routing.row_match import PassedOver
from domain.routing.rows import Only, QueueTarget, RepTarget, RoutingRow, TeamTarget
from tests.domain.cast import NOW, evidence, playbook, when

IBERIA = RoutingRow("iberia", TeamTarget("iberia"), when(country="ES"))
FRANCE = RoutingRow("france", TeamTarget("iberia"), when(country="FR"))
CLEO = RoutingRow("cleo", RepTarget("cleo"), when(product="dashcam"))
REST = RoutingRow("rest", TeamTarget("north"))
DASHCAM = evidence(country="ES", product="dashcam")


def book(*rows: RoutingRow) -> Playbook:
    return playbook(rows=(*rows, REST))


def going_on(row: RoutingRow) -> RoutingRow:
    return replace(row, else_next=True)


def paused(*handles: str) -> Surroundings:
    states = {handle: Availability(handle, paused=True) for handle in handles}
    return Surroundings(NOW, states)


def test_a_row_keeps_its_leads_unless_it_says_otherwise() -> None:
    rows = book(IBERIA, CLEO)

    match, pick = find_owner(DASHCAM, Band.HIGH, rows, paused("ana", "ben"))

    assert match.row == "iberia"
    assert isinstance(pick, NobodyAvailable)


def test_a_lead_goes_on_to_the_next_row_that_fits_and_all_of_it_is_told() -> None:
    rows = book(going_on(IBERIA), FRANCE, CLEO)

    match, pick = find_owner(DASHCAM, Band.HIGH, rows, paused("ana", "ben"))

    assert isinstance(pick, Picked)
    assert (match.row, pick.owner) == ("cleo", "cleo")
    assert match.passed_over == (
        PassedOver(
            "iberia",
            "None of 2 people can take it now: Ana takes no new leads for now;"
            " Ben takes no new leads for now",
        ),
        PassedOver("france", "country is Spain, not France"),
    )


def test_while_somebody_can_take_it_nothing_goes_on() -> None:
    rows = book(going_on(IBERIA), CLEO)

    match, pick = find_owner(DASHCAM, Band.HIGH, rows, paused("ana"))

    assert isinstance(pick, Picked)
    assert (match.row, pick.owner) == ("iberia", "ben")


def test_it_goes_on_as_far_as_the_rows_say() -> None:
    out = paused("ana", "ben", "cleo")

    far, _ = find_owner(DASHCAM, Band.HIGH, book(going_on(IBERIA), going_on(CLEO)), out)
    near, pick = find_owner(DASHCAM, Band.HIGH, book(going_on(IBERIA), CLEO), out)

    assert far.row == "rest"
    assert [over.row for over in far.passed_over] == ["iberia", "cleo"]
    assert near.row == "cleo"
    assert isinstance(pick, NobodyAvailable)


def test_seniors_first_and_everybody_when_there_is_none() -> None:
    seniors = RoutingRow(
        "seniors",
        TeamTarget("iberia", only=Only(seniority=("senior",))),
        when(band="high"),
        else_next=True,
    )

    match, pick = find_owner(DASHCAM, Band.HIGH, book(seniors, IBERIA), paused())

    assert isinstance(pick, Picked)
    assert (match.row, pick.owner) == ("iberia", "ana")
    assert match.passed_over[0].because == (
        "None of 2 people can take it now: Ana is not senior; Ben is not senior"
    )


def test_a_queue_below_is_asked_as_any_row() -> None:
    queue = RoutingRow("anybody", QueueTarget("north"), when(product="dashcam"))

    match, pick = find_owner(
        DASHCAM, Band.HIGH, book(going_on(IBERIA), queue), paused("ana", "ben")
    )

    assert match.row == "anybody"
    assert isinstance(pick, Offered)
    assert pick.eligible == ("cleo",)
