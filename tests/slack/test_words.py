"""What people read in Slack. Time there is each reader's own; tests read Madrid's."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from inline_snapshot import snapshot

from domain.lifecycle import Status
from domain.promises.sla import ClockKind, NoticeChannel
from domain.qualifying.bands import Band
from tests.activities.test_records import change_of
from tests.slack.conftest import InSlack
from tests.slack.fake_slack import shown
from workflows.ports import Cause, Change, Notice, RouteRequest

HOT: dict[str, Any] = {
    "name": "Dana Ruiz",
    "company": "Northwind",
    "phone": "+34 600 000 000",
    "message": "Quote for 80 vehicles this month, please",
    "fields": {"vehicles": 80},
}


def to_ana(request: RouteRequest, **more) -> Notice:
    notice = Notice(
        request.lead_id,
        key=f"{request.assignment_id}/assigned",
        to="ana",
        assignment_id=request.assignment_id,
    )
    return replace(notice, **more)


def read(business: InSlack, number: int = -1) -> str:
    """The last message, with Slack's way of writing instants put in order."""
    return re.sub(
        r"<!date\^(\d+)\^[^|]*\|([^>]*)>",
        lambda found: (
            f"({datetime.fromtimestamp(int(found[1]), UTC):%H:%M}Z, {found[2]})"
        ),
        shown(business.slack.messages[number]),
    )


async def test_a_new_lead(business: InSlack) -> None:
    request, _ = await business.world.assign(**HOT)

    await business.tell("notify_owner", to_ana(request))

    assert read(business) == snapshot("""\
<@U0ANA00001> *Dana Ruiz of Northwind* is yours.
Accept it by (09:15Z, 10:15 today). After that somebody else gets it.
  Why you: Ana and Ben had 0 leads each; Ana comes first in the team
The prospect was promised an answer by (10:15Z, 11:15 today).
[Accept] [I have spoken to them] [Decline…] [Take over] [Open]\
""")
    assert (await business.world.one("messages", channel="slack"))["text"].replace(
        str(request.lead_id), "…"
    ) == snapshot("""\
Dana Ruiz of Northwind is yours.
Accept it by 10:15 today. After that somebody else gets it.
Why you: Ana and Ben had 0 leads each; Ana comes first in the team
The prospect was promised an answer by 11:15 today.
https://handraise.example/leads/…\
""")


async def test_a_reminder(business: InSlack) -> None:
    request, _ = await business.world.assign(**HOT)

    await business.tell(
        "remind_owner", to_ana(request, key="x", channel=NoticeChannel.SLACK)
    )

    assert read(business) == snapshot("""\
<@U0ANA00001> *Dana Ruiz of Northwind* still waits for you.
Accept it by (09:15Z, 10:15 today).
  Why you: Ana and Ben had 0 leads each; Ana comes first in the team
The prospect was promised an answer by (10:15Z, 11:15 today).
[Accept] [I have spoken to them] [Decline…] [Take over] [Open]\
""")


async def test_a_broken_promise(business: InSlack) -> None:
    request, _ = await business.world.assign(**HOT)
    late = Notice(request.lead_id, "late", channel=NoticeChannel.SLACK)

    await business.tell("tell_manager", late)

    assert read(business) == snapshot("""\
<@U0MARA0001> *Dana Ruiz of Northwind* was not answered in time. Ana Ortiz has it and has not said “mine” yet.
  The prospect was promised an answer by (10:15Z, 11:15 today).
[Take over] [Open]\
""")


async def test_a_whole_team_is_asked_in_one_message(business: InSlack) -> None:
    request, _ = await business.world.assign(**HOT)
    queued = change_of(
        request,
        Cause.QUEUED,
        status=Status.QUEUED,
        owner=None,
        assignment_id=None,
        start_clock=ClockKind.ACCEPT,
        queue="iberia",
        promised_from=request.received_at,
    )
    await business.world.run(business.world.records.record_change, queued)

    await business.tell(
        "notify_queue", Notice(request.lead_id, "q", open_to=("ana", "ben"))
    )

    assert read(business) == snapshot("""\
<@U0ANA00001> <@U0BEN00001> *Dana Ruiz of Northwind* is open to your whole team: the first who accepts has it.
Somebody should accept it by (09:15Z, 10:15 today). After that a manager decides.
  The prospect was promised an answer by (10:15Z, 11:15 today).
[Accept] [Open]\
""")
    assert len(business.slack.messages) == 1
    assert len(business.world.mailer.sent) == 2


async def _in_review(business: InSlack) -> tuple[UUID, UUID]:
    world, review_id = business.world, uuid4()
    lead_id, _ = await world.raise_hand(country="BR", **{**HOT, "name": None})
    decision = await world.decide(lead_id)
    change = Change(
        lead_id,
        1,
        Cause.PUT_IN_REVIEW,
        world.now,
        Status.IN_REVIEW,
        band=Band.REVIEW,
        decision_id=decision.decision_id,
        review_id=review_id,
        review_code="country_not_served",
        start_clock=ClockKind.REVIEW,
    )
    await world.run(world.records.record_change, change)
    return lead_id, review_id


async def test_an_unclear_lead(business: InSlack) -> None:
    lead_id, review_id = await _in_review(business)

    await business.tell("notify_reviewers", Notice(lead_id, "r", review_id=review_id))

    assert read(business) == snapshot("""\
<@U0MARA0001> The rules do not cover *Northwind*: we do not serve Brazil yet.
Decide by (13:00Z, 14:00 today).
  The prospect was promised an answer by (13:00Z, 14:00 today).
[Take over] [Open]\
""")


async def test_without_a_signing_secret_there_are_no_dead_buttons(
    business: InSlack,
) -> None:
    assert business.webhook is not None
    business.webhook = replace(business.webhook, has_buttons=False)
    request, _ = await business.world.assign(**HOT)

    await business.tell("notify_owner", to_ana(request))

    assert read(business).replace(str(request.lead_id), "…") == snapshot("""\
<@U0ANA00001> *Dana Ruiz of Northwind* is yours.
Accept it by (09:15Z, 10:15 today). After that somebody else gets it.
  Why you: Ana and Ben had 0 leads each; Ana comes first in the team
The prospect was promised an answer by (10:15Z, 11:15 today).
<https://handraise.example/leads/…|Open the lead>\
""")


async def test_a_name_can_neither_shout_nor_link_nor_break_the_layout(
    business: InSlack,
) -> None:
    name = "<!channel> *Dana* & <https://evil.example|click>\n\x07" + "x" * 5_000
    request, _ = await business.world.assign(name=name, company="{who} _Co_ `a`")

    await business.tell("notify_owner", to_ana(request))

    (message,) = business.slack.messages
    text = message["blocks"][0]["text"]
    assert "<!channel" not in str(message)
    assert "&lt;!channel&gt;" in text["text"]
    assert "<https" not in text["text"]
    assert text["verbatim"] is True
    assert len(text["text"]) < 1_000
    assert "*Dana*" not in text["text"]


async def test_slack_learns_the_name_and_the_company_and_nothing_else_of_them(
    business: InSlack,
) -> None:
    request, _ = await business.world.assign(**{**HOT, "name": None, "company": None})

    await business.tell("notify_owner", to_ana(request))

    (message,) = business.slack.messages
    for secret in ("dana", "northwind.example", "Quote", "600 000", "80 vehicles"):
        assert secret not in str(message)
    assert "A lead without a name" in message["text"]
