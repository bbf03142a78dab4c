"""The checker finds what it is there to find: each record is spoilt in one way, and named.

Ana is reminded and lets the lead slip, Ben gets it and accepts; while he is to call, Mara takes
it over, and later gives it back.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.rehearsal.books import Books, Clock, Row, Standing, Step
from tests.rehearsal.verdict import judge

LEAD = "c0ffee"
TEN = datetime(2027, 3, 23, 10, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return TEN + timedelta(minutes=minutes)


def accept(since: float) -> Clock:
    steps = (
        Step(at(since + 15), "remind_owner"),
        Step(at(since + 30), "reassign"),
        Step(at(since + 30), "tell_manager"),
        Step(at(since + 30), "send_bridge"),
    )
    return Clock("accept", at(since), at(since + 30), steps)


def contact(since: float) -> Clock:
    steps = (
        Step(at(since + 60), "remind_owner"),
        Step(at(since + 120), "tell_manager"),
    )
    return Clock("contact", at(since), at(since + 120), steps)


def standing(since: float, cause: str, status: str, **more: Any) -> Standing:
    plain = Standing(at(since), cause, status, None, None, None, None)
    return replace(plain, **more)


def message(since: float, key: str, to: str, **more: Any) -> Row:
    host = "northwind-1.example" if to == "dana" else "northwind-fleet.example"
    row = {"lead_id": LEAD, "key": key, "kind": "mail", "created_at": at(since)}
    return row | {"to_address": f"{to}@{host}"} | more


def entry(since: float, kind: str, sentence: str = "It was so.") -> Row:
    row = {"lead_id": LEAD, "at": at(since), "kind": kind, "actor": "handraise"}
    return row | {"sentence": sentence, "key": f"{LEAD}/{kind}"}


def held(name: str, owner: str, since: float, **more: Any) -> Row:
    row = {"id": name, "lead_id": LEAD, "owner": owner, "started_at": at(since)}
    ended = {"ended_at": None, "ended_because": None, "because": "It was their turn"}
    return row | ended | more


@pytest.fixture
def books() -> Books:
    """Everything as it should be."""
    ana, ben, mara = (
        {"owner": owner, "assignment_id": name}
        for owner, name in (("ana", "a1"), ("ben", "a2"), ("mara", "a3"))
    )
    by = "by_person"
    life = [
        standing(0, "assigned", "assigned", **ana, clock=accept(0)),
        standing(30, "slipped", "assigned", **ben, clock=accept(30)),
        standing(40, "accepted", "accepted", **ben, clock=contact(40), by_person=by),
        standing(110, "taken_over", "taken_over", **mara, by_person=by),
        standing(300, "closed", "closed", **mara, by_person=by),
    ]
    messages = [
        message(0, "a1/assigned", "ana"),
        message(15, "a1/1/accept-1-0", "ana"),
        message(30, f"{LEAD}/2/manager-accept-1-2", "mara"),
        message(30, f"{LEAD}/bridge-accept", "dana"),
        message(30, "a2/assigned", "ben"),
        message(100, "a2/4/contact-1-0", "ben"),
    ]
    timeline = [
        entry(0, "assigned"),
        entry(30, "breached"),
        entry(30, "assigned", "Ana let it slip. Ben got it: It was their turn."),
    ]
    assignments = [
        held("a1", "ana", 0, ended_at=at(30), ended_because="let it slip"),
        held("a2", "ben", 30, ended_at=at(110), ended_because="Mara took it over"),
        held("a3", "mara", 110, because="Mara Conti took it over"),
    ]
    tables = {"messages": messages, "timeline": timeline, "assignments": assignments}
    tables |= {"human_actions": [], "breaches": [{"lead_id": LEAD}]}
    return Books(
        tables | {"leads": [{"id": LEAD, "breaches": 1}]}, {LEAD: life}, at(600)
    )


def test_what_is_as_it_should_be_has_no_fault(books: Books) -> None:
    verdict = judge(books)

    assert verdict.faults == []
    assert sum(verdict.matched.values()) == 6


Spoil = Callable[[Books], None]


def without(table: str, words: str) -> Spoil:
    def spoil(books: Books) -> None:
        rows = books.tables[table]
        (row,) = (row for row in rows if words in str(row))
        rows.remove(row)

    return spoil


def twice(table: str, words: str, **changes: Any) -> Spoil:
    """The same once more, as another row."""

    def spoil(books: Books) -> None:
        rows = books.tables[table]
        (row,) = (row for row in rows if words in str(row))
        rows.append(row | changes)

    return spoil


def added(table: str, row: Row) -> Spoil:
    return lambda books: books.tables[table].append(row)


def changed(table: str, words: str, **changes: Any) -> Spoil:
    def spoil(books: Books) -> None:
        (row,) = (row for row in books.tables[table] if words in str(row))
        row.update(changes)

    return spoil


def lived(number: int, **changes: Any) -> Spoil:
    def spoil(books: Books) -> None:
        life = books.standings[LEAD]
        life[number] = replace(life[number], **changes)

    return spoil


def both(*spoils: Spoil) -> Spoil:
    def spoil(books: Books) -> None:
        for one in spoils:
            one(books)

    return spoil


NOT_PLANNED = "which no plan asked for"
SPOILT: dict[str, tuple[Spoil, str]] = {
    "a reminder is missing": (
        without("messages", "a1/1/accept"),
        "“owner told” was due",
    ),
    "a manager was not told": (
        without("messages", "manager-"),
        "“manager told” was due",
    ),
    "a bridge is missing": (without("messages", "bridge-"), "“bridge accept” was due"),
    "a breach was not counted": (without("timeline", "breached"), "“breached” was due"),
    "a step changed nothing": (without("timeline", "slip"), "“moved on” was due"),
    "a manager was told twice": (
        twice("messages", "manager-", key=f"{LEAD}/3/manager-accept-1-2"),
        NOT_PLANNED,
    ),
    "one occasion has two mails": (twice("messages", "manager-"), "“manager told”"),
    "a breach was counted twice": (twice("timeline", "breached"), NOT_PLANNED),
    "a breach is not kept for the manager": (without("breaches", LEAD), "0 kept"),
    "a lead counts too many breaches": (
        changed("leads", LEAD, breaches=2),
        "2 counted",
    ),
    "a reminder came too early": (
        changed("messages", "a1/1/accept", created_at=at(10)),
        NOT_PLANNED,
    ),
    "a reminder went to somebody else": (
        changed("messages", "a1/1/accept", to_address="eva@northwind-fleet.example"),
        "planned for ['ana']",
    ),
    "what a person had ended went on": (
        added("messages", message(45, "a2/3/accept-1-0", "ben")),
        NOT_PLANNED,
    ),
    "a message was left out for no reason": (
        both(
            without("messages", "a1/1/accept"),
            added(
                "timeline",
                entry(15, "not_sent", "A mail was not sent: the lead is closed.")
                | {"key": "a1/1/accept-1-0/not-sent"},
            ),
        ),
        "it is not so that the lead is closed",
    ),
    "who let it slip got it back": (
        both(lived(1, owner="ana"), changed("assignments", "'a2'", owner="ana")),
        "ana got it back",
    ),
    "who let it slip was asked again": (
        lived(2, status="queued", open_to=("ana", "ben")),
        "were asked again",
    ),
    "an owner has no row": (without("assignments", "'a2'"), "has no row"),
    "a row has no owner": (
        added("assignments", held("a9", "eva", 50)),
        "is not of the workflow",
    ),
    "the prospect was written to after a takeover": (
        added("messages", message(120, f"{LEAD}/story", "dana")),
        "taken over",
    ),
    "colleagues were written to after a takeover": (
        added("messages", message(120, f"{LEAD}/5/manager-contact-1-1", "mara")),
        "taken over",
    ),
    "automation took it back": (
        lived(4, cause="assigned", status="assigned", by_person=None),
        "by itself",
    ),
}


@pytest.mark.parametrize("name", SPOILT)
def test_what_is_spoilt_is_named(books: Books, name: str) -> None:
    spoil, words = SPOILT[name]
    spoilt = deepcopy(books)

    spoil(spoilt)

    assert any(words in fault for fault in judge(spoilt).faults)


def test_a_person_may_give_it_back(books: Books) -> None:
    gift = {"owner": "ana", "because": "Mara Conti gave it to Ana Ortiz"}
    both(lived(1, owner="ana"), changed("assignments", "'a2'", **gift))(books)

    verdict = judge(books)

    assert not any("got it back" in fault for fault in verdict.faults)
    assert verdict.given_back_by_hand == 1


@pytest.fixture
def given_back(books: Books) -> Books:
    """Mara gives it back after three hours: Ben has it again, with 50 minutes left."""
    life = books.standings[LEAD]
    steps = (Step(at(350), "tell_manager"),)
    life[4] = standing(
        *(300, "released", "accepted"),
        owner="ben",
        assignment_id="a4",
        clock=Clock("contact", at(40), at(350), steps),
        by_person="by_person",
        goes_on=True,
    )
    life.append(standing(310, "closed", "closed", owner="ben", assignment_id="a4"))
    books.tables["assignments"][-1] |= {"ended_at": at(300), "ended_because": "x"}
    books.tables["assignments"].append(held("a4", "ben", 300))
    return books


def test_what_went_on_as_it_stood_has_no_fault(given_back: Books) -> None:
    verdict = judge(given_back)

    assert verdict.faults == []
    assert verdict.went_on == 1


GIVEN_BACK_WRONGLY: dict[str, tuple[Spoil, str]] = {
    "to somebody else": (lived(4, owner="eva"), "came back as accepted of eva"),
    "to be accepted again": (lived(4, status="assigned"), "came back as assigned"),
    "with another promise": (
        lived(4, clock=accept(300)),
        "a clock to contact goes on as one to accept",
    ),
    "without what was left of the plan": (
        lived(4, clock=Clock("contact", at(40), at(350), ())),
        "were left of contact",
    ),
    "due before it was due": (
        lived(4, clock=Clock("contact", at(40), at(150), ())),
        "sooner than",
    ),
    "by nobody": (lived(4, by_person=None), "given back by nobody"),
}


@pytest.mark.parametrize("how", GIVEN_BACK_WRONGLY)
def test_what_is_given_back_wrongly_is_named(given_back: Books, how: str) -> None:
    spoil, words = GIVEN_BACK_WRONGLY[how]

    spoil(given_back)

    assert any(words in fault for fault in judge(given_back).faults)


def test_who_took_their_own_lead_over_may_have_it_back(books: Books) -> None:
    back = {"because": "Mara Conti had it before it was taken over"}
    rows = books.tables["assignments"]
    rows[-1] |= {"ended_at": at(300), "ended_because": "gave it back"}
    rows.append(held("a4", "mara", 300, **back))

    assert not any("got it back" in fault for fault in judge(books).faults)
