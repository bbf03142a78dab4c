"""Whether two leads may be of one person, and which of the two goes on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.lifecycle import Status
from domain.matching.same_person import (
    Candidate,
    Identity,
    goes_on,
    likeness,
    names_agree,
)

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
DANA = Identity(
    "dana@northwind.example", "Dana Ruiz", "+34600000000", "northwind.example"
)
DANA_AT_HOME = Identity("dancer@gmail.com", "Dana Ruiz", "+34600000000")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dana Ruiz", "dana ruiz"),
        ("Dana Ruiz", "RUIZ, Dana"),
        ("Dana Ruiz", "Dana"),
        ("Dana Ruiz", "D. Ruiz"),
        ("Dana María Ruíz", "Dana Ruiz"),
        ("Dana Ruiz", None),
        (None, None),
        ("Dana Ruiz", "  "),
    ],
)
def test_these_names_can_be_one_persons(one: str | None, other: str | None) -> None:
    assert names_agree(one, other)
    assert names_agree(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Dana Ruiz", "Ana Ruiz"), ("Dana Ruiz", "E. Ruiz"), ("Dana", "Danae")],
)
def test_these_names_are_two_peoples(one: str, other: str) -> None:
    assert not names_agree(one, other)
    assert not names_agree(other, one)


def test_one_phone_and_names_that_agree_are_worth_a_question() -> None:
    assert likeness(DANA, DANA_AT_HOME) == ("the same phone number, +34600000000",)


def test_colleagues_behind_one_switchboard_are_not_one_person() -> None:
    eve = replace(DANA, email="eve@northwind.example", name="Eve Stone")

    assert likeness(DANA, eve) == ()


def test_one_name_at_one_company_is_worth_a_question() -> None:
    again = replace(DANA, email="d.ruiz@northwind.example", phone=None)

    assert likeness(DANA, again) == ("the same name at northwind.example",)


@pytest.mark.parametrize("name", ["Dana", None])
def test_half_a_name_at_one_company_says_nothing(name: str | None) -> None:
    one = replace(DANA, name=name, phone=None)

    assert likeness(one, replace(one, email="d@northwind.example")) == ()


def test_one_name_at_a_free_provider_says_nothing() -> None:
    one = Identity("dana@gmail.com", "Dana Ruiz")

    assert likeness(one, replace(one, email="dana.r.77@gmail.com")) == ()


def test_one_mailbox_written_another_way_is_the_best_reason() -> None:
    one = Identity("dana.ruiz@gmail.com")

    (why,) = likeness(one, Identity("danaruiz+vans@googlemail.com"))

    assert why == "the same mailbox, written another way"


def test_two_people_without_a_phone_share_none() -> None:
    assert likeness(Identity("a@gmail.com"), Identity("b@gmail.com")) == ()


FRESH = Candidate(DANA, Status.ASSIGNED, NOON)
OLDER = replace(FRESH, received_at=NOON - timedelta(hours=1))
THROWAWAY = replace(OLDER, identity=Identity("x@mailinator.com", throwaway=True))


@pytest.mark.parametrize("status", [Status.ACCEPTED, Status.TAKEN_OVER])
def test_a_known_identity_survives_a_throw_away(status: Status) -> None:
    one, other = FRESH, replace(THROWAWAY, status=status)

    assert goes_on(one, other)[0]
    assert not goes_on(other, one)[0]


@pytest.mark.parametrize(
    "status", [Status.ACCEPTED, Status.CONTACTED, Status.TAKEN_OVER]
)
def test_then_the_lead_that_somebody_works_on(status: Status) -> None:
    held = replace(FRESH, status=status)

    assert goes_on(held, OLDER)[0]
    assert not goes_on(OLDER, held)[0]


def test_then_the_older_one() -> None:
    assert goes_on(OLDER, FRESH) == (True, "it was there first")
    assert not goes_on(FRESH, OLDER)[0]
