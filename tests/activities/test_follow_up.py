"""Writing to the prospect: honestly, once, and not when a person does."""

import re
from typing import Any
from uuid import UUID, uuid4

import pytest

from adapters.letters.links import Led
from adapters.letters.prospects import first_name
from adapters.mail import digest_of
from adapters.store.mail.unsubscribing import unsubscribe
from domain.lifecycle import Status
from domain.promises.sla import ClockKind
from domain.qualifying.bands import Band
from tests.activities.test_records import change_of
from tests.activities.world import World
from workflows.ports import Cause, Change, Notice


async def nurtured(world: World, **body: Any) -> UUID:
    lead_id, _ = await world.raise_hand(**body)
    decision = await world.decide(lead_id)
    change = Change(
        lead_id,
        1,
        Cause.NURTURED,
        world.now,
        Status.NURTURING,
        band=Band.LOW,
        decision_id=decision.decision_id,
        start_clock=ClockKind.NURTURE,
    )
    await world.run(world.records.record_change, change)
    return lead_id


async def test_the_prospect_learns_who_answers_by_when(world: World) -> None:
    request, _ = await world.assign(name="Dana Ruiz")
    notice = Notice(request.lead_id, f"{request.lead_id}/acknowledged")

    await world.run(world.follow_up.acknowledge_lead, notice)
    await world.run(world.follow_up.acknowledge_lead, notice)

    (mail,) = world.mailer.sent
    assert mail.to_address == "dana@northwind.example"
    assert mail.subject == "Your request to Northwind Fleet"
    assert mail.text.startswith("Hello Dana,\n")
    assert "Ana Ortiz will call you by 11:15 today" in mail.text
    assert "https://meet.northwind-fleet.example/ana" in mail.text
    assert "Handraise" not in mail.text + mail.html
    assert "stop" not in mail.text  # it is no marketing


async def test_the_booking_page_knows_who_comes(world: World) -> None:
    page = "calendar: https://meet.northwind-fleet.example/ana"
    await world.publish({page: "calendar: https://calendly.com/ana/intro"})
    request, _ = await world.assign(name="Dana Ruiz", company="Northwind")

    await world.run(world.follow_up.acknowledge_lead, Notice(request.lead_id, "x"))

    (mail,) = world.mailer.sent
    filled = "name=Dana%20Ruiz&email=dana%40northwind.example&a1=Northwind"
    assert f"https://calendly.com/ana/intro?{filled}" in mail.text


async def test_a_lead_for_nobody_gets_something_to_read(world: World) -> None:
    lead_id = await nurtured(world)

    await world.run(world.follow_up.acknowledge_lead, Notice(lead_id, "x"))

    (mail,) = world.mailer.sent
    assert "https://handraise.example/resources/getting-started" in mail.text
    assert mail.text.startswith("Hello,\n")


async def test_what_there_is_to_read_is_about_what_they_asked(world: World) -> None:
    lead_id = await nurtured(world, message="Do you have a camera?", country="ES")
    words = "This guide answers"
    await world.publish({words: f"{{resources}}\n\n        {words}"})

    await world.run(world.follow_up.acknowledge_lead, Notice(lead_id, "x"))
    await world.run(
        world.follow_up.send_follow_up,
        Notice(lead_id, "guide", template="getting-started"),
    )

    acknowledged, guide = (mail.text for mail in world.mailer.sent)
    dashcams = "https://handraise.example/resources/dashcams"
    start = "https://handraise.example/resources/getting-started"
    assert acknowledged.index(dashcams) < acknowledged.index(start)
    assert "Building sites" not in acknowledged
    assert f"who may look at it\n{dashcams}\n" in guide
    assert "{resources}" not in guide


async def test_a_playbook_may_acknowledge_in_its_own_words_or_not_at_all(
    world: World,
) -> None:
    lead_id = await nurtured(world)
    kind = "kind: resources"
    await world.publish({kind: f"{kind}\n      acknowledge_with: getting-started"})
    await world.run(world.follow_up.acknowledge_lead, Notice(lead_id, "own"))
    await world.publish({kind: f"{kind}\n      acknowledge_with: null"})
    await world.run(world.follow_up.acknowledge_lead, Notice(lead_id, "none"))

    (mail,) = world.mailer.sent
    assert "you asked Northwind Fleet about fleet tracking" in mail.text
    assert "stop" not in mail.text


async def test_the_bridge_says_that_we_are_late_and_who_has_it(world: World) -> None:
    request, _ = await world.assign(name="Dana Ruiz")

    await world.run(
        world.follow_up.send_bridge, world.notice(request, key="x/bridge-accept")
    )

    (mail,) = world.mailer.sent
    assert "hear from us by 11:15 today. We are behind" in mail.text
    assert "Ana Ortiz has your request now" in mail.text


async def test_a_bridge_without_owner_or_promise_is_honest_too(world: World) -> None:
    lead_id = await nurtured(world)

    await world.run(world.follow_up.send_bridge, Notice(lead_id, "x/bridge"))

    (mail,) = world.mailer.sent
    assert "we have not answered yet" in mail.text
    assert "has your request" not in mail.text


async def test_nurturing_sends_the_playbooks_words_with_a_way_out(
    world: World,
) -> None:
    lead_id = await nurtured(world)
    notice = Notice(lead_id, f"{lead_id}/customer-story", template="customer-story")

    await world.run(world.follow_up.send_follow_up, notice)
    await world.run(world.follow_up.send_follow_up, notice)

    (mail,) = world.mailer.sent
    assert mail.subject == "How forty vans came to burn a tenth less"
    assert "a delivery company of forty vans" in mail.text
    link = world.links.unsubscribe(lead_id)
    assert mail.unsubscribe == link
    assert f"No more of these: {link}" in mail.text
    story = "https://northwind-fleet.example/customers/forty-vans"
    assert story in mail.text
    led = world.links.read_go(re.findall(r"/go/([^\"]+)\"", mail.html)[0])
    assert led == Led(digest_of(f"{lead_id}/customer-story"), story)
    assert ">Read on</a>" in mail.html
    assert "in three months. This is how they went about it" in mail.html
    assert "Hello,\n\na delivery company" in mail.html


async def test_who_unsubscribed_gets_no_more_of_them_but_is_still_answered(
    world: World,
) -> None:
    lead_id = await nurtured(world)
    async with world.engine.begin() as connection:
        await unsubscribe(connection, lead_id, world.now)
    notice = Notice(lead_id, f"{lead_id}/customer-story", template="customer-story")

    await world.run(world.follow_up.send_follow_up, notice)
    await world.run(world.follow_up.acknowledge_lead, Notice(lead_id, "x"))

    (mail,) = world.mailer.sent
    assert mail.unsubscribe == ""
    told = [entry["sentence"] for entry in await world.all("timeline")]
    assert "The prospect unsubscribed: no more follow-up by mail." in told
    assert "A mail was not sent: the prospect unsubscribed." in told


async def test_a_lead_that_moved_up_gets_no_more_of_the_band_below(
    world: World,
) -> None:
    lead_id = await nurtured(world)
    await world.execute("UPDATE leads SET band = 'high'")

    await world.run(
        world.follow_up.send_follow_up, Notice(lead_id, "x", template="what-it-costs")
    )

    assert world.mailer.sent == []
    assert (await world.timeline(lead_id))[-1] == (
        "A mail was not sent: it is for medium leads, and this one is high by now."
    )


@pytest.mark.parametrize(
    ("body", "template", "because"),
    [
        (
            {"consent": {"marketing": False}},
            "customer-story",
            "the prospect did not agree to get such messages",
        ),
        ({}, "gone", "the playbook has no message “gone” any more"),
    ],
)
async def test_a_message_that_must_not_go_is_explained(
    world: World, body: dict[str, Any], template: str, because: str
) -> None:
    lead_id = await nurtured(world, **body)

    await world.run(
        world.follow_up.send_follow_up, Notice(lead_id, "x", template=template)
    )

    assert world.mailer.sent == []
    assert (await world.timeline(lead_id))[-1] == f"A mail was not sent: {because}."


@pytest.mark.parametrize(
    ("cause", "status", "because"),
    [
        (Cause.TAKEN_OVER, Status.TAKEN_OVER, "a person has taken the lead over"),
        (Cause.CLOSED, Status.CLOSED, "the lead is closed"),
    ],
)
async def test_automation_is_silent_when_a_person_holds_or_closed_it(
    world: World, cause: Cause, status: Status, because: str
) -> None:
    request, _ = await world.assign()
    change = change_of(
        request, cause, status=status, assignment_id=uuid4(), owner="mara"
    )
    await world.run(world.records.record_change, change)

    for send in (
        world.follow_up.acknowledge_lead,
        world.follow_up.send_bridge,
        world.follow_up.send_follow_up,
    ):
        await world.run(send, world.notice(request, template="customer-story"))

    assert world.mailer.sent == []
    said = (await world.timeline(request.lead_id))[-3:]
    assert said == [f"A mail was not sent: {because}."] * 3


@pytest.mark.parametrize(
    ("name", "greeted"),
    [
        ("Dana Ruiz", "Dana"),
        ("  Jean-Luc  Picard", "Jean-Luc"),
        ("Zoë", "Zoë"),
        ("O\u2019Brien", "O\u2019Brien"),
        ("http://cheap.example buy now", ""),
        ("Buy:cheap", ""),
        ("x" * 31, ""),
        ("   ", ""),
        (None, ""),
    ],
)
def test_only_a_name_is_greeted(name: str | None, greeted: str) -> None:
    assert first_name(name) == greeted
