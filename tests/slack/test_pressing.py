"""Acting on a lead by a button in Slack: the whole product, and who else is in the channel."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from tests.slack.conftest import ANA, BEN, CLEO, IN_SLACK, MARA
from tests.slack.fake_slack import deliver
from tests.slack.product import Product

STRANGER = "U0STRANGER"
NAMES = {ANA: "Ana Ortiz", BEN: "Ben Silva"}


@dataclass(frozen=True)
class Told:
    """Somebody was told of a lead in Slack, and a colleague of theirs reads along."""

    product: Product
    lead_id: str
    number: int  # of the message
    owner: str  # member ids
    colleague: str

    async def press(self, control: str, member: str = "") -> None:
        await self.product.press(self.number, control, member or self.owner)

    @property
    def reads(self) -> str:
        return self.product.reads(self.number)

    @property
    def whispers(self) -> list[str]:
        return self.product.slack.whispers

    async def lead(self) -> dict[str, Any]:
        return await self.product.row("leads", self.lead_id)


@pytest_asyncio.fixture(loop_scope="session")
async def told(product: Product) -> Told:
    only_slack = {"language: en\n": "language: en\nnotices: [slack]\n"}
    await product.publish(IN_SLACK | only_slack)
    product.slack.whispers.clear()
    lead_id = await product.lead()
    owner = (await product.row("leads", lead_id))["owner"]
    both = (ANA, BEN) if owner == "ana" else (BEN, ANA)
    return Told(product, lead_id, await product.message(lead_id), *both)


async def test_one_press_accepts_and_the_message_says_so_to_everybody(
    told: Told,
) -> None:
    assert "[Accept] [I have spoken to them] [Decline…] [Take over] [Open]" in (
        told.reads
    )

    await told.press("Accept")

    lead = await told.lead()
    assert lead["status"] == "accepted"
    assert f"Accepted by {NAMES[told.owner]} at <!date^" in told.reads
    assert told.reads.endswith("[I have spoken to them] [Decline…] [Take over] [Open]")
    assert "[Accept]" not in told.reads
    assert told.whispers == []


async def test_the_rest_is_done_in_the_same_message(told: Told) -> None:
    await told.press("Accept")
    await told.press("I have spoken to them")

    assert (await told.lead())["status"] == "contacted"
    assert "has spoken to them, noted at" in told.reads
    assert told.reads.endswith("\n[Open]")


async def test_the_second_who_presses_is_told_who_has_it(told: Told) -> None:
    product = told.product
    late = product.slack.pressing(told.number, "Accept", told.colleague)
    await told.press("Accept")

    answer = await deliver(product.http, late)

    assert answer.status_code == 200
    (whisper,) = told.whispers
    assert whisper.startswith("Already accepted by ")
    assert NAMES[told.owner].split()[0] in whisper


async def test_of_two_presses_in_the_same_moment_one_wins(told: Told) -> None:
    await asyncio.gather(told.press("Accept"), told.press("Accept"))

    assert len(told.whispers) == 1
    assert (await told.lead())["status"] == "accepted"


async def test_slack_may_tell_of_a_press_twice(told: Told) -> None:
    product = told.product
    payload = product.slack.pressing(told.number, "Accept", told.owner)

    first = await deliver(product.http, payload)
    again = await deliver(product.http, payload)

    assert (first.status_code, again.status_code) == (200, 200)
    assert told.whispers == []
    assert len(await product.rows("human_actions", told.lead_id)) == 1
    assert "Accepted by" in told.reads


async def test_declining_asks_why_in_the_message_and_somebody_else_gets_it(
    told: Told,
) -> None:
    await told.press("Decline…")
    asked = told.reads
    await told.press("Back")
    back = told.reads
    await told.press("Decline…")
    await told.press("No time for it today")

    (action,) = await told.product.rows("human_actions", told.lead_id)
    lead = await told.lead()
    assert "[Why not? No time for it today/Not my region or product" in asked
    assert "[Accept]" in back
    assert (action["kind"], action["reason"]) == ("decline", "No time for it today")
    assert action["origin"] == "slack"
    assert f"Declined by {NAMES[told.owner]}" in told.reads
    assert "(No time for it today). Somebody else is being found." in told.reads
    assert told.reads.endswith("\n[Open]")
    assert lead["owner"] == ("ben" if told.owner == ANA else "ana")


async def test_a_colleague_is_told_whose_it_is_and_may_take_it_over(
    told: Told,
) -> None:
    await told.press("Accept", told.colleague)
    await told.press("Decline…", told.colleague)
    before = told.reads
    await told.press("Take over", told.colleague)

    first = NAMES[told.owner].split()[0]
    sentence = f"This lead is with {first}. Take it over to work on it."
    assert told.whispers == [sentence, sentence]
    assert "[Accept]" in before
    assert (await told.lead())["status"] == "taken_over"
    assert f"Taken over by {NAMES[told.colleague]}" in told.reads


async def test_a_manager_may_act_and_another_team_and_a_stranger_may_not(
    told: Told,
) -> None:
    await told.press("Take over", CLEO)
    await told.press("Take over", STRANGER)
    stands = (await told.lead())["status"]
    await told.press("Take over", MARA)

    other_team, stranger = told.whispers
    assert "There is no such lead" in other_team
    assert f"“slack: {STRANGER}”" in stranger
    assert stands == "assigned"
    assert (await told.lead())["owner"] == "mara"


async def test_a_team_is_asked_and_the_first_who_presses_has_it(
    product: Product,
) -> None:
    to_team = {
        "country: [ES, PT, AD] }\n    to: { team: iberia }": (
            "country: [ES, PT, AD] }\n    to: { queue: iberia }"
        )
    }
    only_slack = {"language: en\n": "language: en\nnotices: [slack]\n"}
    await product.publish(IN_SLACK | only_slack | to_team)
    product.slack.whispers.clear()
    lead_id = await product.lead(company="Queued")
    told = Told(product, lead_id, await product.message(lead_id), BEN, ANA)
    asked = told.reads
    late = product.slack.pressing(told.number, "Accept", ANA)

    await told.press("Accept")
    await deliver(product.http, late)
    await told.press("I have spoken to them")

    lead = await told.lead()
    assert f"<@{ANA}> <@{BEN}>" in asked
    assert "Accepted by Ben Silva at" in told.reads
    assert told.whispers[0].startswith("Already accepted by Ben at ")
    assert (lead["owner"], lead["status"]) == ("ben", "contacted")


async def test_a_button_that_there_is_no_more_says_so(told: Told) -> None:
    product = told.product
    payload = product.slack.pressing(told.number, "Accept", told.owner)
    payload["actions"][0]["action_id"] = "snooze"

    await deliver(product.http, payload)

    assert told.whispers == [
        "This button does nothing any more. Open the lead instead."
    ]


async def test_an_old_message_of_a_lead_that_went_on_does_nothing(told: Told) -> None:
    stale = told.product.slack.pressing(told.number, "Accept", told.owner)
    await told.press("Decline…")
    await told.press("Something else")

    await deliver(told.product.http, stale)

    (whisper,) = told.whispers
    assert whisper.startswith("This message is out of date: ")
    assert whisper.endswith(" has the lead now.")


async def test_a_closed_lead_is_closed(told: Told) -> None:
    product = told.product
    change = "UPDATE leads SET closed_at = now(), status = 'closed' WHERE id = :id"
    await product.change(change, id=told.lead_id)

    await told.press("Accept")

    assert told.whispers == ["This lead is closed."]


@pytest.mark.parametrize("how", ["forged", "stale", "unsigned", "altered"])
async def test_what_slack_did_not_sign_changes_nothing(told: Told, how: str) -> None:
    product = told.product
    payload = product.slack.pressing(told.number, "Accept", told.owner)

    match how:
        case "forged":
            answer = await deliver(product.http, payload, secret="another")  # noqa: S106
        case "stale":
            answer = await deliver(product.http, payload, at=time.time() - 301)
        case "unsigned":
            answer = await product.http.post("/slack/actions", data={"payload": "{}"})
        case _:
            answer = await deliver(product.http, payload, tail=b"&x=1")

    assert answer.status_code == 401
    assert (await told.lead())["status"] == "assigned"


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "block_actions"},
        {"type": "block_actions", "actions": []},
        {"type": "block_actions", "user": 1, "actions": "x"},
    ],
)
async def test_what_slack_would_never_send_is_refused_in_a_sentence(
    product: Product, payload: dict[str, Any]
) -> None:
    answer = await deliver(product.http, payload)

    assert answer.status_code == 422


async def test_what_needs_no_answer_gets_none(told: Told) -> None:
    product = told.product
    opened = product.slack.pressing(told.number, "Open", told.owner)
    shortcut = {"type": "shortcut", "callback_id": "x"}

    answers = [await deliver(product.http, one) for one in (opened, shortcut)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert opened["response_url"].rpartition("/")[2] not in product.slack.uses


async def test_an_answer_never_goes_anywhere_but_to_slack(told: Told) -> None:
    product = told.product
    heard: list[bytes] = []

    async def listen(reader: asyncio.StreamReader, writer: Any) -> None:
        heard.append(await reader.readline())
        writer.close()

    elsewhere = await asyncio.start_server(listen, "127.0.0.1", 0)
    port = elsewhere.sockets[0].getsockname()[1]
    origin = product.slack.origin
    for url in (f"http://127.0.0.1:{port}/actions/1", f"{origin}@127.0.0.1:{port}/x"):
        payload = product.slack.pressing(told.number, "Accept", told.owner)
        answer = await deliver(product.http, payload | {"response_url": url})
        assert answer.status_code == 200
    elsewhere.close()

    assert heard == []
    assert (await told.lead())["status"] == "accepted"
