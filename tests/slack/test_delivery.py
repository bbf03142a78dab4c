"""By mail, in Slack or by both; once, and never lost because Slack is away."""

import json
import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from temporalio.exceptions import ApplicationError

from adapters.mail import MailError
from adapters.playbook.checks import check_document
from domain.checks.finding import Severity
from domain.lifecycle import Status
from domain.promises.sla import NoticeChannel
from tests.activities.test_records import change_of
from tests.slack.conftest import ANA, IN_SLACK, InSlack
from tests.slack.fake_slack import Answer
from tests.slack.test_words import to_ana
from workflows.ports import Cause

EXAMPLE = Path(__file__).parents[2] / "playbooks" / "example.yaml"
STEP = {"channel": NoticeChannel.SLACK, "key": "step"}


async def test_a_new_lead_is_told_as_the_business_wants_it(business: InSlack) -> None:
    request, _ = await business.world.assign()

    await business.tell("notify_owner", to_ana(request))
    await business.tell("notify_owner", to_ana(request))

    rows = {row["channel"]: row for row in await business.world.all("messages")}
    assert len(business.slack.messages) == len(business.world.mailer.sent) == 1
    assert set(rows) == {"mail", "slack"}
    assert (rows["slack"]["to_name"], rows["slack"]["to_address"]) == ("Ana Ortiz", ANA)
    assert {row["sent_at"] for row in rows.values()} == {business.world.now}


async def test_a_person_may_want_it_otherwise(business: InSlack) -> None:
    only_slack = {
        "    email: ana@": f"    slack: {ANA}\n    notices: [slack]\n    email: ana@"
    }
    await business.world.publish(IN_SLACK | only_slack)
    request, _ = await business.world.assign()

    await business.tell("notify_owner", to_ana(request))

    assert business.world.mailer.sent == []
    assert len(business.slack.messages) == 1


async def test_a_step_goes_where_the_plan_says(business: InSlack) -> None:
    request, _ = await business.world.assign()

    await business.tell("remind_owner", to_ana(request, key="half"))
    await business.tell("remind_owner", to_ana(request, **STEP))

    assert len(business.world.mailer.sent) == len(business.slack.messages) == 1


async def test_without_slack_a_step_goes_by_mail_and_the_timeline_says_so(
    business: InSlack,
) -> None:
    business.webhook = None
    request, _ = await business.world.assign()

    await business.tell("remind_owner", to_ana(request, **STEP))
    await business.tell("remind_owner", to_ana(request, **STEP))

    assert len(business.world.mailer.sent) == 1
    said = "Told by mail instead of in Slack: Slack is not set up."
    assert (await business.world.timeline(request.lead_id)).count(said) == 1


async def test_who_is_not_in_slack_gets_a_mail(business: InSlack) -> None:
    await business.world.publish()
    request, _ = await business.world.assign()

    await business.tell("remind_owner", to_ana(request, **STEP))

    assert len(business.world.mailer.sent) == 1
    assert (await business.world.timeline(request.lead_id))[-1] == (
        "Told by mail instead of in Slack: the playbook has no Slack member id of Ana."
    )


async def test_slack_is_asked_again_when_it_says(business: InSlack) -> None:
    request, _ = await business.world.assign()
    business.slack.answers.append(Answer(429, "rate_limited", {"Retry-After": "30"}))

    with pytest.raises(ApplicationError) as failed:
        await business.tell("remind_owner", to_ana(request, **STEP))
    unsent = await business.world.one("messages")
    business.world.now += timedelta(seconds=30)
    await business.tell("remind_owner", to_ana(request, **STEP), attempt=2)

    assert not failed.value.non_retryable
    assert failed.value.next_retry_delay == timedelta(seconds=30)
    assert failed.value.message == "Slack answered 429 rate_limited."
    assert unsent["sent_at"] is None
    assert len(business.slack.messages) == 1
    assert (await business.world.one("messages"))["sent_at"] == business.world.now


@pytest.mark.parametrize("retry_after", ["soon", "-1", "", "9" * 30])
async def test_a_strange_wish_to_wait_is_not_followed(
    business: InSlack, retry_after: str
) -> None:
    request, _ = await business.world.assign()
    headers = {"Retry-After": retry_after}
    business.slack.answers.append(Answer(429, "rate_limited", headers))

    with pytest.raises(ApplicationError) as failed:
        await business.tell("remind_owner", to_ana(request, **STEP))

    assert (failed.value.next_retry_delay or timedelta()) <= timedelta(minutes=5)


async def test_a_mail_does_not_wait_for_slack_nor_slack_for_a_mail(
    business: InSlack,
) -> None:
    request, _ = await business.world.assign()
    business.slack.answers.append(Answer(503, ""))
    with pytest.raises(ApplicationError):
        await business.tell("notify_owner", to_ana(request))
    business.world.mailer.error = MailError("The mail server answered 451.")
    with pytest.raises(ApplicationError):
        await business.tell("notify_owner", to_ana(request, key="other"))

    assert len(business.world.mailer.sent) == 1
    assert len(business.slack.messages) == 1


async def test_what_slack_cannot_take_for_minutes_goes_by_mail(
    business: InSlack,
) -> None:
    request, _ = await business.world.assign()
    business.slack.answers += [Answer(500, "rollup_error")] * 8

    for attempt in range(1, 8):
        with pytest.raises(ApplicationError):
            await business.tell(
                "remind_owner", to_ana(request, **STEP), attempt=attempt
            )
    assert business.world.mailer.sent == []
    await business.tell("remind_owner", to_ana(request, **STEP), attempt=8)

    (row,) = await business.world.all("messages")
    assert (row["channel"], row["sent_at"]) == ("mail", business.world.now)
    assert (await business.world.timeline(request.lead_id))[-1] == (
        "Told by mail instead of in Slack: Slack answered 500 rollup_error."
    )


async def test_what_slack_refuses_goes_by_mail_at_once(business: InSlack) -> None:
    assert business.webhook is not None
    gone = f"{business.slack.origin}/services/T0/B0/another"
    business.webhook = replace(business.webhook, url=gone)
    request, _ = await business.world.assign()

    await business.tell("remind_owner", to_ana(request, **STEP))

    assert len(business.world.mailer.sent) == 1
    assert (await business.world.timeline(request.lead_id))[-1] == (
        "Told by mail instead of in Slack: Slack answered 404 no_service."
    )


async def test_who_has_lost_the_lead_is_not_told_in_slack(business: InSlack) -> None:
    request, _ = await business.world.assign()
    close = change_of(request, Cause.CLOSED, status=Status.CLOSED, outcome="won")
    await business.world.run(business.world.records.record_change, close)

    await business.tell("remind_owner", to_ana(request, **STEP))

    assert business.slack.asked == 0
    assert (await business.world.timeline(request.lead_id))[-1] == (
        "A Slack message was not sent: the lead is closed."
    )


async def test_the_webhooks_address_is_in_no_log_row_or_error(
    business: InSlack, caplog: pytest.LogCaptureFixture
) -> None:
    assert business.webhook is not None
    caplog.set_level(logging.INFO)
    request, _ = await business.world.assign()
    nobody = business.slack.webhook.replace(business.slack.origin, "http://127.0.0.1:1")
    business.webhook = replace(business.webhook, url=nobody)

    with pytest.raises(ApplicationError) as failed:
        await business.tell("notify_owner", to_ana(request))

    rows = json.dumps(await business.world.all("messages"), default=str)
    for where in (caplog.text, rows, str(failed.value), repr(business.webhook)):
        assert "/services/" not in where
    assert failed.value.message == "Slack is away (ConnectError)."


def test_a_plan_that_tells_nobody_in_slack_is_noticed() -> None:
    half = "{ at: 50%, do: remind_owner }"
    text = EXAMPLE.read_text("utf-8").replace(
        half, half.replace(" }", ", channel: slack }"), 1
    )

    (alone,) = check_document(text, "example.yaml").of(Severity.WARNING)
    ben = "    email: ben@"
    together = check_document(text.replace(ben, f"    slack: U0BEN00001\n{ben}"), "x")

    assert alone.pointer == "/bands/high/if_not_accepted"
    assert "nobody has a member id" in alone.sentence
    assert together.of(Severity.WARNING) == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "    email: ana@",
            "    slack: ana\n    email: ana@",
            'slack: found “ana”, expected a member id such as "U012ABCDEF".',
        ),
        (
            "    email: ana@",
            "    slack: U0BEN00001\n    email: ana@",
            "ana has this id",
        ),
        (
            "    email: ana@",
            "    notices: [fax]\n    email: ana@",
            "expected one of mail, slack",
        ),
        (
            "    email: cleo@",
            "    notices: [slack]\n    email: cleo@",
            "Cleo Laurent wants notices in Slack and has no `slack` member id",
        ),
    ],
)
def test_the_check_of_a_playbook_finds_who_cannot_be_told(
    old: str, new: str, said: str
) -> None:
    ben = "    email: ben@"
    text = EXAMPLE.read_text("utf-8").replace(ben, f"    slack: U0BEN00001\n{ben}")

    checked = check_document(text.replace(old, new), "example.yaml")

    assert said in " ".join(remark.sentence for remark in checked.remarks)
