"""Mail that comes in: an answer counts, a failure silences, a machine is only noted."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from activities.telling.answers import Answers
from activities.telling.outbox import Outbox
from adapters.incoming.receiving import Kind, Received, receive
from adapters.mail import MailError
from adapters.store.mail.undeliverable import find_undeliverable, lift_undeliverable
from api.schemas import LeadGiven
from api.web.faults import checked
from domain.lifecycle import Status
from domain.promises.sla import ClockKind
from domain.qualifying.bands import Band
from tests.activities.test_follow_up import nurtured
from tests.activities.test_records import change_of
from tests.activities.world import World
from tests.mail.letters import mail, report
from workflows.ports import Cause, Change, Notice


async def come_in(world: World, raw: bytes) -> Received:
    def check(body: Any) -> Any:
        return checked(LeadGiven, body, now=world.now).payload()

    return await receive(world.engine, raw, world.now, check)


def answers(world: World) -> Answers:
    outbox = Outbox(
        world.engine, world.playbooks, world.mailer, world.links, lambda: world.now
    )
    return Answers(world.engine, outbox)


async def acknowledged(world: World, lead_id: UUID) -> str:
    """The key of a mail to the prospect."""
    key = f"{lead_id}/acknowledged"
    await world.run(world.follow_up.acknowledge_lead, Notice(lead_id, key))
    world.mailer.sent.clear()
    return key


async def latest_decision(world: World) -> Any:
    return max(await world.all("decisions"), key=lambda one: one["decided_at"])


async def follow_up(world: World, lead_id: UUID, key: str = "later") -> None:
    notice = Notice(lead_id, key, template="customer-story")
    await world.run(world.follow_up.send_follow_up, notice)


async def test_an_answer_is_a_raised_hand_that_its_owner_hears_of(
    world: World,
) -> None:
    request, _ = await world.assign(name="Dana Ruiz")
    key = await acknowledged(world, request.lead_id)
    world.now += timedelta(hours=1)

    came = await come_in(world, mail("Yes, 80 vans.\n\n> Hello", answers=key))
    again = await come_in(world, mail("Yes, 80 vans.\n\n> Hello", answers=key))
    while await answers(world).tell_one():
        pass

    assert came == Received(Kind.REPLY, request.lead_id)
    assert again.kind is Kind.REPEATED
    submissions = await world.all("submissions")
    raised = max(submissions, key=lambda one: one["received_at"])
    assert raised["payload"]["message"] == "Yes, 80 vans."
    assert raised["payload"]["channel"] == "email"
    assert [event["name"] for event in raised["payload"]["events"]] == ["reply"]
    assert len(submissions) == 2
    (told,) = world.mailer.sent
    assert told.to_address == "ana@northwind-fleet.example"
    assert told.subject == "Dana Ruiz answered"
    assert "Yes, 80 vans." in told.text
    assert "The prospect answered by mail." in await world.timeline(request.lead_id)


async def test_who_answered_gets_no_more_dated_messages(world: World) -> None:
    lead_id = await nurtured(world)
    key = await acknowledged(world, lead_id)
    await come_in(world, mail("Interesting", answers=key))

    await follow_up(world, lead_id)

    assert world.mailer.sent == []
    said = await world.timeline(lead_id)
    assert said[-1] == "A mail was not sent: the prospect has answered."


async def test_a_playbook_may_go_on_after_an_answer(world: World) -> None:
    await world.publish(
        {"close_after: 30d\n": "close_after: 30d\n      stop_on: [booking]\n"}
    )
    lead_id = await nurtured(world)
    key = await acknowledged(world, lead_id)
    await come_in(world, mail("Interesting", answers=key))

    await follow_up(world, lead_id)

    assert len(world.mailer.sent) == 1


async def test_a_booking_stops_them_too(world: World) -> None:
    lead_id = await nurtured(world)
    at = world.now.isoformat()
    await world.raise_hand(lead_id, events=[{"name": "booking", "at": at}])

    await follow_up(world, lead_id)

    assert world.mailer.sent == []
    said = await world.timeline(lead_id)
    assert said[-1] == "A mail was not sent: the prospect has booked a time."


async def test_after_a_person_decided_the_messages_begin_anew(world: World) -> None:
    lead_id = await nurtured(world)
    key = await acknowledged(world, lead_id)
    await come_in(world, mail("Not now", answers=key))
    world.now += timedelta(hours=1)
    decided = Change(
        lead_id,
        5,
        Cause.RESOLVED,
        world.now,
        Status.NURTURING,
        by="mara",
        band=Band.LOW,
        start_clock=ClockKind.NURTURE,
    )
    await world.run(world.records.record_change, decided)

    await follow_up(world, lead_id)

    assert len(world.mailer.sent) == 1


async def test_who_writes_back_is_read_by_a_person_even_with_few_points(
    world: World,
) -> None:
    lead_id = await nurtured(world)
    key = await acknowledged(world, lead_id)
    world.now += timedelta(days=2)
    await come_in(world, mail("Thank you", answers=key))

    await world.decide(lead_id)

    latest = await latest_decision(world)
    assert (latest["band"], latest["review_code"]) == ("review", "replied")
    assert latest["band_because"] == "wrote back to our mail"


async def test_an_answer_may_lift_the_lead_instead(world: World) -> None:
    lead_id = await nurtured(
        world, country="ES", fields={"vehicles": 80}, employees=300
    )
    key = await acknowledged(world, lead_id)
    world.now += timedelta(hours=1)
    words = "We want a quote for 80 vehicles this month, and a demo. Call me."
    await come_in(world, mail(words, answers=key))

    await world.decide(lead_id)

    assert (await latest_decision(world))["band"] == "high"


async def test_an_answer_from_another_address_counts_for_the_same_lead(
    world: World,
) -> None:
    request, _ = await world.assign()
    key = await acknowledged(world, request.lead_id)

    came = await come_in(world, mail("Me", sender="dana@home.example", references=key))

    assert came == Received(Kind.REPLY, request.lead_id)
    lead = await world.one("leads")
    assert lead["email"] == "dana@northwind.example"
    said = await world.timeline(request.lead_id)
    assert "An answer came by mail, from another address: dana@home.example." in said


async def test_who_has_an_open_lead_and_writes_anew_adds_to_it(world: World) -> None:
    request, _ = await world.assign(person_key="dana@northwind.example")

    came = await come_in(world, mail("One more thing", sender="DANA@northwind.example"))

    assert came == Received(Kind.REPLY, request.lead_id)


async def test_a_stranger_becomes_a_lead(world: World) -> None:
    raw = mail("Quote, please", sender="Eva Lind <eva@acme.example>", subject="Fleet")

    came = await come_in(world, raw)

    assert came.kind is Kind.NEW_LEAD
    lead = await world.one("leads", id=came.lead_id)
    assert (lead["email"], lead["name"], lead["channel"], lead["message"]) == (
        "eva@acme.example",
        "Eva Lind",
        "email",
        "Quote, please",
    )
    assert not await answers(world).tell_one()  # its owner hears of it as of any lead


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (mail("Away", Auto_Submitted="auto-replied"), Kind.IGNORED),
        (mail("News", Precedence="list"), Kind.IGNORED),
        (mail("Mine", sender="Ana <ana@northwind-fleet.example>"), Kind.COLLEAGUE),
        (mail("x", sender="undisclosed"), Kind.IGNORED),
        (mail("x", sender="a..b@-.example"), Kind.IGNORED),
        (report("nothing of ours"), Kind.IGNORED),
        (b"", Kind.IGNORED),
    ],
    ids=["away", "list", "colleague", "nobody", "no address", "report", "empty"],
)
async def test_what_is_no_request_becomes_no_lead(
    world: World, raw: bytes, kind: Kind
) -> None:
    came = await come_in(world, raw)

    assert came == Received(kind)
    assert await world.all("leads") == []


async def test_an_absence_note_is_noted_and_stops_nothing(world: World) -> None:
    lead_id = await nurtured(world)
    key = await acknowledged(world, lead_id)
    away = mail("Back on Monday", answers=key, Auto_Submitted="auto-replied")

    await come_in(world, away)
    await follow_up(world, lead_id)

    assert len(world.mailer.sent) == 1
    assert any("An automatic answer" in one for one in await world.timeline(lead_id))


async def test_mail_that_comes_back_is_the_last_and_the_owner_calls(
    world: World,
) -> None:
    request, _ = await world.assign(name="Dana Ruiz", phone="+34600000000")
    key = await acknowledged(world, request.lead_id)

    came = await come_in(world, report(key))
    await come_in(world, report(key, status="5.7.1"))
    while await answers(world).tell_one():
        pass
    await world.run(world.follow_up.send_bridge, Notice(request.lead_id, "bridge"))

    assert came == Received(Kind.BOUNCE, request.lead_id)
    told = world.mailer.sent
    assert [one.subject for one in told] == ["Mail does not reach Dana Ruiz"]
    assert "+34600000000" in told[0].text
    said = await world.timeline(request.lead_id)
    assert said[-1] == "A mail was not sent: mail to the prospect comes back."
    assert any("550 5.1.1 User unknown" in one for one in said)


async def test_a_mail_that_is_late_is_only_noted(world: World) -> None:
    lead_id = await nurtured(world)
    key = await acknowledged(world, lead_id)

    came = await come_in(world, report(key, action="delayed", status="4.4.1"))
    await follow_up(world, lead_id)

    assert came.kind is Kind.DELAY
    assert len(world.mailer.sent) == 1


async def test_a_person_or_a_later_hand_raise_says_that_mail_arrives(
    world: World,
) -> None:
    lead_id = await nurtured(world)
    key = await acknowledged(world, lead_id)
    await come_in(world, report(key))
    world.now += timedelta(minutes=1)

    async def silenced() -> bool:
        async with world.engine.begin() as connection:
            return await find_undeliverable(connection, lead_id) is not None

    before = await silenced()
    async with world.engine.begin() as connection:
        await lift_undeliverable(
            connection, lead_id, by="ana", name="Ana Ortiz", now=world.now
        )
    lifted = await silenced()
    await come_in(world, report(key, status="5.2.1"))
    again = await silenced()
    world.now += timedelta(minutes=1)
    await world.raise_hand(lead_id)

    assert (before, lifted, again, await silenced()) == (True, False, True, False)


async def test_an_owner_is_told_when_the_mail_server_is_back(world: World) -> None:
    request, _ = await world.assign()
    key = await acknowledged(world, request.lead_id)
    await come_in(world, mail("Yes", answers=key))
    world.mailer.error = MailError("The mail server answered 451.")
    with pytest.raises(MailError):
        await answers(world).tell_one()
    world.mailer.error = None

    told = [await answers(world).tell_one() for _ in range(2)]

    assert told == [True, False]
    assert len(world.mailer.sent) == 1


async def test_a_taken_over_lead_is_told_of_and_a_closed_one_not(world: World) -> None:
    request, _ = await world.assign()
    key = await acknowledged(world, request.lead_id)
    taken = change_of(
        request,
        Cause.TAKEN_OVER,
        status=Status.TAKEN_OVER,
        assignment_id=uuid4(),
        owner="mara",
    )
    await world.run(world.records.record_change, taken)
    await come_in(world, mail("Yes", answers=key))
    await answers(world).tell_one()

    (told,) = world.mailer.sent
    assert told.to_address == "mara@northwind-fleet.example"


async def test_the_same_mail_at_the_same_time_counts_once(world: World) -> None:
    raw = mail("Hello", sender="eva@acme.example")

    came = await asyncio.gather(*(come_in(world, raw) for _ in range(4)))

    kinds = sorted(one.kind for one in came)
    assert kinds == [Kind.NEW_LEAD, *[Kind.REPEATED] * 3]
    assert len(await world.all("submissions")) == 1
