"""Who is asked before it is anybody's turn: named reps, owners of other leads, accounts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.evidence import Evidence
from domain.people import Method, Team
from domain.playbook import Playbook
from domain.routing.availability import Availability
from domain.routing.choosing import NobodyAvailable, Picked, choose_owner
from domain.routing.fairness import Ledger
from domain.routing.row_match import RowMatch
from domain.routing.rows import Only, RepTarget, TeamTarget
from domain.routing.sticky import OtherLead, Sticky, nearest
from domain.working_time.working_hours import Span
from tests.domain.cast import ANA, BEN, CLEO, MARA, NOW, evidence, playbook

IBERIA = RowMatch("iberia", TeamTarget("iberia"))
DANA = evidence(company="Northwind", email_domain="northwind.example")
DAYS = timedelta(days=1)
STICKY = Sticky(
    person=180 * DAYS, company=90 * DAYS, wait_at_most=Span(timedelta(hours=4))
)


def choose(
    *states: Availability,
    match: RowMatch = IBERIA,
    other: OtherLead | None = None,
    known: Evidence = DANA,
    book: Playbook | None = None,
    **barred: str,
) -> Picked | NobodyAvailable:
    pick = choose_owner(
        match,
        book or playbook(sticky=STICKY),
        {state.handle: state for state in states},
        Ledger(),
        barred=barred,
        now=NOW,
        evidence=known,
        other=other,
    )
    assert isinstance(pick, Picked | NobodyAvailable)
    return pick


def away(handle: str, stand_in: str | None = None, **span: float) -> Availability:
    until = NOW + timedelta(**(span or {"days": 7}))
    return Availability(handle, until, stand_in=stand_in)


def others(owner: str = "ben", *, of_person: bool = False, closed: float | None = None):
    closed_at = None if closed is None else NOW - closed * DAYS
    return OtherLead(owner, of_person, NOW - 300 * DAYS, closed_at)


@pytest.mark.parametrize(
    ("other", "because"),
    [
        (others(), "Ben has Northwind's other lead"),
        (others(closed=30), "Ben had Northwind's last lead"),
        (others(of_person=True), "Ben has this person's other lead"),
        (others(of_person=True, closed=30), "Ben had this person's last lead"),
    ],
)
def test_a_lead_follows_its_person_or_company(other: OtherLead, because: str) -> None:
    pick = choose(other=other)

    assert isinstance(pick, Picked)
    assert (pick.owner, pick.because) == ("ben", because)


def test_a_company_without_a_name_is_called_by_its_domain() -> None:
    pick = choose(other=others(), known=evidence(email_domain="northwind.example"))

    assert pick.because == "Ben has northwind.example's other lead"


def test_it_follows_its_owner_into_another_team_and_takes_no_turn_there() -> None:
    pick = choose(other=others("cleo"))

    assert isinstance(pick, Picked)
    assert pick.owner == "cleo"
    assert not pick.takes_turn
    assert pick.ledger.taken == 0


def test_an_owner_who_is_away_for_long_leaves_it_to_the_pool_with_the_reason() -> None:
    pick = choose(away("ben"), other=others())

    assert isinstance(pick, Picked)
    assert pick.owner == "ana"
    assert pick.because == (
        "Ben has Northwind's other lead but is away until 10:00 on Mon 30 November;"
        " Ana is the only one who can take it"
    )


def test_an_owner_who_is_back_within_some_hours_is_waited_for() -> None:
    pick = choose(away("ben", hours=3), other=others())

    assert isinstance(pick, Picked)
    assert pick.owner == "ben"
    assert pick.because == "Ben has Northwind's other lead and is back at 13:00 today"


def test_the_wait_is_in_working_time() -> None:
    """Back at 21:00: three working hours later it is the evening, and they come tomorrow."""
    evening = away("ben", hours=11)

    short = choose(evening, other=others())
    long = choose(
        evening,
        other=others(),
        book=playbook(sticky=replace(STICKY, wait_at_most=Span(days=1))),
    )

    assert isinstance(short, Picked)
    assert short.owner == "ana"
    assert isinstance(long, Picked)
    assert long.because.endswith("is back at 09:00 tomorrow")


def test_who_is_paused_or_barred_is_not_waited_for() -> None:
    paused = choose(Availability("ben", paused=True), other=others())
    barred = choose(other=others(), ben="Ben let this lead slip")

    assert paused.because.startswith(
        "Ben has Northwind's other lead but takes no new leads for now; "
    )
    assert barred.because.startswith(
        "Ben has Northwind's other lead but let this lead slip; "
    )


def test_a_row_that_names_a_rep_comes_before_other_leads() -> None:
    named = RowMatch("named", RepTarget("ana"))

    pick = choose(match=named, other=others("cleo"))

    assert pick.because == "Row named names Ana Ortiz"


def test_a_row_that_asks_for_seniors_asks_the_owner_as_well() -> None:
    seniors = RowMatch("large", TeamTarget("iberia", only=Only(seniority=("senior",))))
    people = (replace(ANA, seniority="senior"), BEN, CLEO, MARA)

    pick = choose(
        match=seniors, other=others(), book=playbook(people=people, sticky=STICKY)
    )

    assert isinstance(pick, Picked)
    assert pick.owner == "ana"
    assert pick.because.startswith(
        "Ben has Northwind's other lead but is not senior; Ana "
    )


def test_whoever_stands_in_is_asked_before_the_team() -> None:
    named = RowMatch("named", RepTarget("ana"))

    pick = choose(away("ana", stand_in="cleo"), match=named)

    assert isinstance(pick, Picked)
    assert pick.owner == "cleo"
    assert pick.because == (
        "Row named names Ana Ortiz, who is away until 10:00 on Mon 30 November;"
        " Cleo stands in"
    )


def test_a_stand_in_who_cannot_take_it_is_passed_over() -> None:
    named = RowMatch("named", RepTarget("ana"))
    cleo = Availability("cleo", paused=True)

    pick = choose(away("ana", stand_in="cleo"), cleo, match=named)

    assert isinstance(pick, Picked)
    assert pick.owner == "ben"
    assert pick.because == (
        "Row named names Ana Ortiz, who is away until 10:00 on Mon 30 November;"
        " Ben is the only one who can take it"
    )


def test_a_stand_in_takes_no_turn_of_somebody_whose_turn_it_would_have_been() -> None:
    """Whose turn it is is asked of those who are there: nobody gets two shares."""
    pick = choose(away("ana", stand_in="cleo"))

    assert isinstance(pick, Picked)
    assert pick.owner == "ben"


ACCOUNT = RowMatch("iberia", TeamTarget("iberia", Method.ACCOUNT_OWNER))


def looked_after_by(handle: str) -> Evidence:
    return evidence(company="Northwind", account_owner=handle)


def test_whoever_looks_after_the_company_comes_first() -> None:
    pick = choose(match=ACCOUNT, known=looked_after_by("ben"))

    assert isinstance(pick, Picked)
    assert (pick.owner, pick.because) == ("ben", "Ben looks after Northwind")
    assert pick.takes_turn


def test_an_account_owner_who_is_away_is_not_waited_for() -> None:
    pick = choose(away("ben", hours=1), match=ACCOUNT, known=looked_after_by("ben"))

    assert pick.because == (
        "Ben looks after Northwind but is away until 11:00 today;"
        " Ana is the only one who can take it"
    )


def test_an_account_owner_nobody_knows_leaves_it_to_the_team() -> None:
    pick = choose(match=ACCOUNT, known=looked_after_by("zoe"))

    assert isinstance(pick, Picked)
    assert pick.owner == "ana"
    assert pick.because.startswith(
        "zoe looks after Northwind but is not in the playbook;"
    )


def test_a_company_that_nobody_looks_after_goes_in_turn() -> None:
    team = Team("iberia", ("ana", "ben"), "mara", method=Method.ACCOUNT_OWNER)
    book = playbook(teams=(team, Team("north", ("cleo",), "mara")))

    pick = choose(known=evidence(), book=book)

    assert pick.because == ("Ana and Ben had 0 leads each; Ana comes first in the team")


def test_an_account_owner_counts_only_where_the_method_says_so() -> None:
    assert isinstance(pick := choose(known=looked_after_by("ben")), Picked)
    assert pick.owner == "ana"


def test_another_lead_is_asked_before_the_account() -> None:
    pick = choose(
        Availability("cleo", paused=True),
        match=ACCOUNT,
        known=looked_after_by("ben"),
        other=others("cleo"),
    )

    assert pick.because == (
        "Cleo has Northwind's other lead but takes no new leads for now;"
        " Ben looks after Northwind"
    )


def test_with_nobody_left_the_claim_is_told_as_well() -> None:
    pick = choose(
        away("ana"), Availability("ben", paused=True), other=others(), cleo="x"
    )

    assert isinstance(pick, NobodyAvailable)
    assert pick.sentence == (
        "Ben has Northwind's other lead but takes no new leads for now;"
        " None of 2 people can take it now:"
        " Ana is away until 10:00 on Mon 30 November; Ben takes no new leads for now"
    )


OPEN, CLOSED, OLD = others("ana"), others("ben", closed=89), others("cleo", closed=91)
OWN_CLOSED = others("ben", of_person=True, closed=179)
OWN_OLD = others("cleo", of_person=True, closed=181)


@pytest.mark.parametrize(
    ("leads", "counts"),
    [
        ((), None),
        ((OLD, OWN_OLD), None),
        ((CLOSED, OLD), CLOSED),
        ((CLOSED, OPEN), OPEN),
        ((OPEN, OWN_CLOSED), OWN_CLOSED),
        ((OPEN, replace(OPEN, received_at=NOW)), replace(OPEN, received_at=NOW)),
    ],
)
def test_which_lead_counts(leads, counts: OtherLead | None) -> None:
    assert nearest(leads, STICKY, NOW) == counts


def test_without_a_setting_nothing_sticks() -> None:
    assert nearest((OPEN, OWN_CLOSED), Sticky(), NOW) is None
    assert nearest((OPEN, OWN_CLOSED), Sticky(person=180 * DAYS), NOW) == OWN_CLOSED
    assert not Sticky().is_used


def test_companies_that_belong_together_are_one() -> None:
    group = frozenset({"northwind.example", "northwind-group.example"})
    sticky = replace(STICKY, same_company=(group,))

    assert sticky.domains_of("northwind.example") == (
        "northwind-group.example",
        "northwind.example",
    )
    assert sticky.domains_of("contoso.example") == ("contoso.example",)
    assert sticky.domains_of("") == ()
    assert Sticky(person=DAYS).domains_of("northwind.example") == ()
