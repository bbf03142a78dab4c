"""The plan of a running clock, as its lead's page shows it."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from adapters.playbook.file import read_playbook
from adapters.store.standing.plans import written_plan
from api.leads.plan_timeline import Plan, Ran, plan_of
from domain.promises.sla import Clock, ClockKind, Paused, Step, StepAction, snoozed
from tests.pages.conftest import SignIn
from tests.pages.world import EXAMPLE, World

# A Tuesday, ten in the morning in Madrid.
TEN = datetime(2026, 11, 24, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
EXAMPLE_PLAYBOOK = read_playbook(EXAMPLE.read_text("utf-8"), EXAMPLE.name)
ACCEPT = Clock(
    ClockKind.ACCEPT,
    TEN,
    TEN + 30 * MINUTE,
    (
        Step(TEN + 15 * MINUTE, StepAction.REMIND_OWNER),
        Step(TEN + 30 * MINUTE, StepAction.REASSIGN),
        Step(TEN + 30 * MINUTE, StepAction.TELL_MANAGER),
    ),
)
REMINDER = {
    "key": "0a/accept-1-0",
    "to_name": "Ana Ortiz",
    "to_address": "ana@example.org",
    "created_at": TEN + 15 * MINUTE,
    "sent_at": TEN + 15 * MINUTE,
}


def shown(ran: Ran, *, now: datetime, messages: Any = (), **row: Any) -> Plan:
    lead: Any = SimpleNamespace(**({"owner": "ana", "queue": None} | row))
    sent: Any = [SimpleNamespace(**message) for message in messages]
    reader: Any = SimpleNamespace(playbook=EXAMPLE_PLAYBOOK, now=now)
    return plan_of(ran, lead, sent, reader)


def test_what_was_done_stands_before_now_and_what_comes_after_it() -> None:
    now = TEN + 20 * MINUTE

    plan = shown(Ran(ACCEPT, 1), now=now, messages=[REMINDER])

    assert [
        (line.state, line.words, line.left or line.result) for line in plan.lines
    ] == [
        ("done", "The promise to accept it started", ""),
        ("done", "Remind the owner", "mail to Ana Ortiz"),
        ("now", "Now", ""),
        ("next", "Accepted by then, or the promise is broken", "in 10 min"),
        ("later", "Give it to somebody else", "in 10 min"),
        ("later", "Tell the manager", "in 10 min"),
    ]
    assert "cancel the rest" in plan.cancels
    assert plan.then


def test_what_comes_after_a_night_is_counted_in_working_time_too() -> None:
    evening = datetime(2026, 11, 24, 16, 50, tzinfo=UTC)  # ten minutes before closing
    morning = datetime(2026, 11, 25, 8, 20, tzinfo=UTC)
    clock = Clock(
        ClockKind.CONTACT, evening, morning, (Step(morning, StepAction.TELL_MANAGER),)
    )

    plan = shown(Ran(clock, 0), now=evening)

    assert plan.lines[-1].at == morning
    assert plan.lines[-1].left == "in 30 working minutes"


def test_a_mail_that_waits_is_not_said_to_be_sent() -> None:
    unsent = REMINDER | {"sent_at": None}

    plan = shown(Ran(ACCEPT, 1), now=TEN + 20 * MINUTE, messages=[unsent])

    assert plan.lines[1].result == "mail to Ana Ortiz, waits to be sent"


def test_a_mail_of_an_owner_before_is_no_result_of_this_plan() -> None:
    earlier = REMINDER | {"created_at": TEN - MINUTE}

    plan = shown(Ran(ACCEPT, 1), now=TEN + 20 * MINUTE, messages=[earlier])

    assert plan.lines[1].result == ""


def test_a_broken_promise_is_marked_and_its_round_counted() -> None:
    again = Clock(
        ClockKind.REVIEW,
        TEN,
        TEN + 30 * MINUTE,
        (Step(TEN + 40 * MINUTE, StepAction.TELL_HIGHER_MANAGER),),
        round_number=2,
    )

    plan = shown(Ran(again, 0), now=TEN + 35 * MINUTE, owner=None)

    assert [line.words for line in plan.lines] == [
        "Put in review: the promise to decide started (round 2)",
        "The promise was broken",
        "Now",
        "Tell the manager's manager",
    ]


def test_who_is_off_is_told_as_work_begins_and_was_told_afterwards() -> None:
    saturday = datetime(2026, 11, 28, 18, 36, tzinfo=UTC)
    monday = datetime(2026, 11, 30, 8, tzinfo=UTC)
    told = Step(monday, StepAction.TELL_OWNER)
    clock = Clock(ClockKind.ACCEPT, saturday, monday + 15 * MINUTE, (told,))

    before = shown(Ran(clock, 0), now=saturday).lines[2]
    after = shown(Ran(clock, 1), now=monday + MINUTE).lines[1]

    assert before.words == "Tell the owner, who is off until then"
    assert (before.at, before.left) == (monday, "")
    assert after.words == "Tell the owner"


def test_a_queue_is_told_of_as_a_team() -> None:
    plan = shown(Ran(ACCEPT, 0), now=TEN, owner=None, queue="iberia")

    assert "Remind the team" in [line.words for line in plan.lines]


def test_a_lead_that_waits_shows_what_runs_on_afterwards() -> None:
    contact = Clock(
        ClockKind.CONTACT,
        TEN,
        TEN + 60 * MINUTE,
        (Step(TEN + 60 * MINUTE, StepAction.TELL_MANAGER),),
    )
    paused = Paused(contact, 0, TEN + 20 * MINUTE)
    until = TEN + timedelta(days=1)
    waits = snoozed(until, now=TEN + 20 * MINUTE, utc_offset=timedelta(hours=1))

    plan = shown(Ran(waits, 0, paused), now=TEN + 30 * MINUTE)

    assert [(line.words, line.at) for line in plan.lines[-3:]] == [
        ("Let the clock run on", until),
        ("Spoken to by then, or the promise is broken", until + 40 * MINUTE),
        ("Tell the manager", until + 40 * MINUTE),
    ]


async def test_without_the_workflow_the_plan_is_shown_as_it_was_made(
    world: World, browse: SignIn
) -> None:
    start = world.now - 20 * MINUTE
    steps = tuple(Step(start + (step.at - TEN), step.action) for step in ACCEPT.steps)
    plan = Clock(ClockKind.ACCEPT, start, start + 30 * MINUTE, steps)
    lead_id = await world.lead(plan=written_plan(plan), due_at=plan.due_at)
    ana = await browse("ana")

    page = " ".join((await ana.get(f"/leads/{lead_id}")).text.split())

    assert "How far the plan has run cannot be read right now" in page
    assert "This is the plan as it was made." in page
    assert '<li class="past"> Remind the owner' in page
    assert '<li class="now" aria-current="time"> Now' in page
