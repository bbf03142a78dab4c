"""A plan that reminds by mail and then in Slack, on the real servers, with Slack away or not."""

from typing import Any

from tests.slack.conftest import ANA, BEN, IN_SLACK
from tests.slack.fake_slack import Answer
from tests.slack.product import Product

HIGH = "    accept_within: 15m # working time, on the owner's own clock\n"
# Half-way by mail and then in Slack, as `50%` and `80%` are of a longer promise.
BOTH = {
    "    if_not_accepted:\n      - { at: 50%, do: remind_owner }\n": (
        "    if_not_accepted:\n"
        "      - { at: 1s, do: remind_owner }\n"
        "      - { at: 2s, do: remind_owner, channel: slack }\n"
    )
}
SHORT = BOTH | {HIGH: "    accept_within: 6s\n"}


async def _owner(product: Product, lead_id: str) -> str:
    owner = (await product.row("leads", lead_id))["owner"]
    return {"ana": ANA, "ben": BEN}[owner]


async def test_reminded_by_mail_then_in_slack_and_accepted_there(
    product: Product,
) -> None:
    await product.publish(IN_SLACK | BOTH)
    lead_id = await product.lead()

    number = await product.message(lead_id)
    await product.press(number, "Accept", await _owner(product, lead_id))

    rows = await product.wait_for(
        "messages", lead_id, lambda rows: all(row["sent_at"] for row in rows)
    )
    reminders = [row for row in rows if row["kind"] == "reminder"]
    in_order = sorted(reminders, key=lambda row: row["created_at"])
    (action,) = await product.rows("human_actions", lead_id)
    said = [entry["sentence"] for entry in await product.rows("timeline", lead_id)]
    assert [row["channel"] for row in in_order] == ["mail", "slack"]
    assert "still waits for you" in product.reads(number)
    assert (action["kind"], action["applied_at"] is None) == ("accept", False)
    assert any("accepted it" in sentence for sentence in said)
    assert (await product.row("leads", lead_id))["status"] == "accepted"


async def test_slack_comes_back_and_the_notice_arrives(product: Product) -> None:
    await product.publish(IN_SLACK | BOTH)
    product.slack.answers += [Answer(503, ""), Answer(429, "", {"Retry-After": "1"})]
    lead_id = await product.lead()

    number = await product.message(lead_id)

    (row,) = [
        row
        for row in await product.wait_for(
            "messages",
            lead_id,
            lambda rows: any(
                row["channel"] == "slack" and row["sent_at"] for row in rows
            ),
        )
        if row["channel"] == "slack"
    ]
    assert row["kind"] == "reminder"
    assert product.slack.answers == []
    assert "still waits for you" in product.reads(number)


async def test_while_slack_is_away_the_clock_goes_on(product: Product) -> None:
    await product.publish(IN_SLACK | SHORT)
    product.slack.answers += [Answer(503, "")] * 100
    lead_id = await product.lead()

    assignments = await product.wait_for(
        "assignments", lead_id, lambda rows: len(rows) > 1
    )
    # What Slack could not take is not said any more once it is wrong.
    timeline = await product.wait_for("timeline", lead_id, _was_left)
    product.slack.answers.clear()

    first, *_ = sorted(assignments, key=lambda row: row["started_at"])
    said = " ".join(entry["sentence"] for entry in timeline)
    assert first["ended_because"] == "let it slip"
    assert "not sent again: somebody else has the lead by now." in said


def _was_left(timeline: list[dict[str, Any]]) -> bool:
    return any(entry["kind"] == "not_sent" for entry in timeline)
