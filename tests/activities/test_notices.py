"""Telling people about leads, once, and only what is still true."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from icalendar import Calendar
from temporalio.exceptions import ApplicationError

from adapters.letters.links import LASTS, Tap
from adapters.mail import MailError
from domain.lifecycle import Status
from domain.promises.sla import ClockKind
from domain.qualifying.bands import Band
from tests.activities.test_records import change_of
from tests.activities.world import FakeMailer, World
from workflows.ports import Cause, Change, Notice, RouteRequest

HOT = {
    "name": "Dana Ruiz",
    "company": "Northwind",
    "message": "Quote for 80 vehicles this month, please",
    "fields": {"vehicles": 80},
}


def to_owner(request: RouteRequest) -> Notice:
    return Notice(
        request.lead_id,
        key=f"{request.assignment_id}/assigned",
        to="ana",
        assignment_id=request.assignment_id,
    )


async def test_the_owner_learns_who_why_by_when_and_where(world: World) -> None:
    request, _ = await world.assign(**HOT)

    await world.run(world.notices.notify_owner, to_owner(request))

    (mail,) = world.mailer.sent
    message = await world.one("messages")
    assert mail.to_address == "ana@northwind-fleet.example"
    assert mail.subject == "Dana Ruiz of Northwind: a high lead is yours"
    assert f"https://handraise.example/leads/{request.lead_id}" in mail.text
    assert "by 10:15 today" in mail.text
    assert "an answer by 11:15 today" in mail.text
    assert "runs 80 vehicles" in mail.text
    assert "Ana comes first in the team" in mail.text
    assert "<style" not in mail.html
    assert 'style="' in mail.html
    assert (message["kind"], message["sent_at"]) == ("assigned", world.now)


async def test_the_owner_reads_the_name_of_the_country(world: World) -> None:
    request, _ = await world.assign(**HOT, country="PT")

    await world.run(world.notices.notify_owner, to_owner(request))

    (mail,) = world.mailer.sent
    assert "Country: Portugal" in mail.text


async def test_the_owner_may_act_with_one_tap_on_this_very_assignment(
    world: World,
) -> None:
    request, _ = await world.assign(**HOT)

    await world.run(world.notices.notify_owner, to_owner(request))

    (mail,) = world.mailer.sent
    taps = _taps(world, mail.text)
    assert [tap.kind for tap in taps] == ["accept", "contacted", "decline"]
    assert {tap.handle for tap in taps} == {"ana"}
    assert {tap.assignment_id for tap in taps} == {request.assignment_id}
    assert {tap.expires_at - world.now for tap in taps} == {LASTS}


async def test_the_owner_gets_the_task_into_the_calendar(world: World) -> None:
    request, _ = await world.assign(**HOT)

    await world.run(world.notices.notify_owner, to_owner(request))

    (mail,) = world.mailer.sent
    (task,) = Calendar.from_ical(mail.calendar).events
    assert task.summary == "Speak to Dana Ruiz of Northwind"
    # What was promised to the prospect: 75 minutes after ten.
    assert task.end == world.now + timedelta(minutes=75)
    assert "DTEND:20261124T101500Z" in mail.calendar
    assert task["TRANSP"] == "TRANSPARENT"
    assert "Say “mine” by 10:15 today" in task.description
    assert (
        str(HOT["message"]) not in mail.calendar
    )  # no more of the prospect than a title
    assert (await world.one("messages"))["calendar"] == mail.calendar


async def test_a_reminder_moves_the_same_task(world: World) -> None:
    request, _ = await world.assign(**HOT)
    await world.run(world.notices.notify_owner, to_owner(request))
    accepted = change_of(
        request,
        Cause.ACCEPTED,
        status=Status.ACCEPTED,
        assignment_id=request.assignment_id,
        owner="ana",
        start_clock=ClockKind.CONTACT,
    )
    await world.run(world.records.record_change, accepted)

    await world.run(
        world.notices.remind_owner, replace(to_owner(request), key="reminded")
    )

    first, later = (
        Calendar.from_ical(mail.calendar).events[0] for mail in world.mailer.sent
    )
    assert later.uid == first.uid
    assert later.sequence > first.sequence
    assert later.end == (await world.one("leads"))["due_at"]


async def test_a_manager_gets_no_task(world: World) -> None:
    request, _ = await world.assign(**HOT)

    await world.run(world.notices.tell_manager, replace(to_owner(request), key="late"))

    (mail,) = world.mailer.sent
    assert mail.calendar == ""


async def test_a_manager_may_take_over_with_one_tap(world: World) -> None:
    request, _ = await world.assign(**HOT)

    await world.run(world.notices.tell_manager, replace(to_owner(request), key="late"))

    (mail,) = world.mailer.sent
    assert [(tap.kind, tap.handle) for tap in _taps(world, mail.text)] == [
        ("takeover", "mara")
    ]


def _taps(world: World, text: str) -> list[Tap]:
    tokens = re.findall(r"/tap/(\S+)", text)
    return [tap for token in tokens if (tap := world.links.read(token)) is not None]


async def test_whom_the_manager_answers_to_is_told(world: World) -> None:
    request, _ = await world.assign(**HOT)

    await world.run(
        world.notices.tell_higher_manager, replace(to_owner(request), key="higher")
    )

    (mail,) = world.mailer.sent
    assert mail.to_address == "otto@northwind-fleet.example"
    assert "was not answered in time" in mail.text


async def test_telling_twice_is_one_mail(world: World) -> None:
    request, _ = await world.assign(**HOT)

    await world.run(world.notices.notify_owner, to_owner(request))
    await world.run(world.notices.notify_owner, to_owner(request))

    assert len(world.mailer.sent) == 1
    assert len(await world.all("messages")) == 1


async def test_a_mail_that_failed_goes_out_later_as_it_was_written(
    world: World,
) -> None:
    request, _ = await world.assign(**HOT)
    world.mailer.error = MailError("The mail server answered 451.")

    with pytest.raises(ApplicationError) as failed:
        await world.run(world.notices.notify_owner, to_owner(request))
    unsent = await world.one("messages")
    world.mailer.error = None
    world.now += timedelta(minutes=2)
    await world.run(world.notices.notify_owner, to_owner(request))

    assert not failed.value.non_retryable
    assert unsent["sent_at"] is None
    (mail,) = world.mailer.sent
    assert mail.text == unsent["text"]
    assert (await world.one("messages"))["sent_at"] == world.now


async def test_a_refused_mail_is_not_tried_for_ever(world: World) -> None:
    request, _ = await world.assign()
    world.mailer.error = MailError("The mail server answered 550.", permanent=True)

    with pytest.raises(ApplicationError) as failed:
        await world.run(world.notices.notify_owner, to_owner(request))

    assert failed.value.non_retryable
    assert failed.value.message == "The mail server answered 550."


async def test_without_a_mail_server_the_outbox_is_where_it_arrives(
    world: World,
) -> None:
    here = World(world.engine, mailer=FakeMailer(is_outbox=True))
    request, _ = await here.assign()

    await here.run(here.notices.notify_owner, to_owner(request))

    assert here.mailer.sent == []
    assert (await here.one("messages"))["sent_at"] == here.now


async def test_who_has_lost_the_lead_is_not_told_any_more(world: World) -> None:
    request, _ = await world.assign()
    again = replace(
        request,
        assignment_id=uuid4(),
        revision=request.revision + 1,
        barred={"ana": "slipped"},
    )
    await world.run(world.routing.route_lead, again)

    await world.run(world.notices.remind_owner, to_owner(request))
    await world.run(world.notices.remind_owner, to_owner(request))

    assert world.mailer.sent == []
    assert (await world.timeline(request.lead_id))[2:] == [
        "A mail was not sent: somebody else has the lead by now."
    ]


async def test_nobody_is_told_of_a_closed_lead(world: World) -> None:
    request, _ = await world.assign()
    close = change_of(request, Cause.CLOSED, status=Status.CLOSED, outcome="won")
    await world.run(world.records.record_change, close)

    await world.run(world.notices.tell_manager, world.notice(request))

    assert world.mailer.sent == []
    assert (await world.timeline(request.lead_id))[-1] == (
        "A mail was not sent: the lead is closed."
    )


async def test_somebody_who_left_the_playbook_is_not_written_to(world: World) -> None:
    request, _ = await world.assign()

    await world.run(world.notices.remind_owner, world.notice(request, to="zoe"))

    assert world.mailer.sent == []


async def test_a_reminder_says_what_is_to_be_done_by_when(world: World) -> None:
    request, _ = await world.assign(**HOT)

    await world.run(
        world.notices.remind_owner, replace(to_owner(request), key="accept-1-0")
    )

    (mail,) = world.mailer.sent
    assert mail.subject == "Dana Ruiz of Northwind waits for you until 10:15 today"
    assert "say “mine” by 10:15 today" in mail.text


async def test_the_managers_mail_says_who_has_the_lead_now(world: World) -> None:
    request, _ = await world.assign(**HOT)

    await world.run(world.notices.tell_manager, world.notice(request))

    (mail,) = world.mailer.sent
    assert mail.to_address == "mara@northwind-fleet.example"
    assert "Ana Ortiz has it and has not said “mine” yet." in mail.text


async def in_review(world: World) -> tuple[UUID, Change]:
    lead_id, _ = await world.raise_hand(country="BR")
    decision = await world.decide(lead_id)
    change = Change(
        lead_id,
        1,
        Cause.PUT_IN_REVIEW,
        world.now,
        Status.IN_REVIEW,
        band=Band.REVIEW,
        decision_id=decision.decision_id,
        review_id=uuid4(),
        review_code="country_not_served",
        start_clock=ClockKind.REVIEW,
    )
    await world.run(world.records.record_change, change)
    return lead_id, change


async def test_reviewers_learn_why_they_must_decide(world: World) -> None:
    otto = "  otto:\n    name: Otto Berg"
    max_roth = "  max: { name: Max Roth, email: max@example.org, role: manager }"
    await world.publish({otto: f"{max_roth}\n{otto}"})
    lead_id, change = await in_review(world)
    notice = Notice(lead_id, f"{change.review_id}/opened", review_id=change.review_id)

    await world.run(world.notices.notify_reviewers, notice)
    await world.run(world.notices.notify_reviewers, notice)

    addresses = {mail.to_address.split("@")[0] for mail in world.mailer.sent}
    assert addresses == {"mara", "max"}
    assert len(world.mailer.sent) == 2
    assert "we do not serve Brazil yet" in world.mailer.sent[0].text
    assert "Decide by 14:00 today" in world.mailer.sent[0].text


async def test_a_decided_review_asks_nobody(world: World) -> None:
    lead_id, change = await in_review(world)
    nurture = Change(lead_id, 2, Cause.RESOLVED, world.now, Status.NURTURING, by="mara")
    await world.run(world.records.record_change, nurture)
    notice = Notice(lead_id, "x/opened", review_id=change.review_id)

    await world.run(world.notices.notify_reviewers, notice)

    assert world.mailer.sent == []
    assert "A mail was not sent: the review is decided." in (
        await world.timeline(lead_id)
    )


async def test_the_manager_of_nobodys_lead_is_a_reviewer(world: World) -> None:
    lead_id, _ = await in_review(world)

    await world.run(world.notices.tell_manager, Notice(lead_id, "x/manager"))

    (mail,) = world.mailer.sent
    assert mail.to_address == "mara@northwind-fleet.example"
    assert "Nobody has it: it waits for a decision." in mail.text


async def test_a_name_cannot_add_a_header_or_markup(world: World) -> None:
    name = "Dana\r\nBcc: everybody@example.org <script>alert(1)</script>"
    request, _ = await world.assign(name=name, company="{{ 7*7 }}")

    await world.run(world.notices.notify_owner, to_owner(request))

    (mail,) = world.mailer.sent
    assert mail.subject.startswith("Dana Bcc: everybody@example.org")
    assert "\n" not in mail.subject
    assert "<script" not in mail.html
    assert "{{ 7*7 }}" in mail.text


async def test_a_lead_that_is_not_there_is_told_to_nobody(world: World) -> None:
    with pytest.raises(ApplicationError) as failed:
        await world.run(world.notices.notify_owner, Notice(uuid4(), "x", to="ana"))

    assert failed.value.non_retryable
