"""A lead that goes on for two is decided by what both said."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import update

from adapters.store.mail.messages import read_occasion
from adapters.store.mail.unsubscribing import subscribe_again, unsubscribe
from adapters.store.matching.merging import By, find_merge, lock_leads, merge_leads
from adapters.store.matching.unmerging import undo_merge
from domain.lifecycle import ActionKind, Outcome, Status
from models import METADATA
from tests.activities.world import World
from workflows.ports import Cause, Change, ScoreRequest

LEADS = METADATA.tables["leads"]


async def merge(world: World, absorbed: UUID, survivor: UUID) -> None:
    async with world.engine.begin() as connection:
        leads = await lock_leads(connection, [absorbed, survivor])
        by = By("mara", "She wrote from home", world.now)
        await merge_leads(connection, leads[absorbed], leads[survivor], by)


async def take_back(world: World, absorbed: UUID) -> None:
    async with world.engine.begin() as connection:
        made = await find_merge(connection, absorbed)
        assert made is not None
        leads = await lock_leads(connection, [absorbed, made.survivor])
        by = By("mara", None, world.now)
        await undo_merge(connection, made, leads, by)


async def facts(world: World, lead_id: UUID) -> dict[str, Any]:
    decision = await world.decide(lead_id)
    kept = await world.one("decisions", id=decision.decision_id)
    found = {n: f["value"] for n, f in kept["evidence"]["facts"].items()}
    return found | {"submissions": kept["evidence"]["submissions"]}


async def test_it_counts_the_hand_raises_of_both(world: World) -> None:
    home, at_home = await world.raise_hand(email="dana@gmail.com", message="A quote?")
    work, at_work = await world.raise_hand(message="For 80 vans", country="ES")
    await merge(world, home, work)
    request = ScoreRequest(work, uuid4(), partial=False)

    scored = await world.run(world.qualification.score_lead, request)
    again = await world.run(world.qualification.score_lead, request)

    assert set(scored.submissions) == {at_home, at_work}
    assert set(again.submissions) == {at_home, at_work}
    assert (await facts(world, work))["message"] == "A quote? For 80 vans"


async def test_taken_back_each_is_decided_by_its_own(world: World) -> None:
    home, _ = await world.raise_hand(email="dana@gmail.com", message="A quote?")
    work, _ = await world.raise_hand(message="For 80 vans")
    await merge(world, home, work)
    await world.decide(work)

    await take_back(world, home)

    assert (await facts(world, work))["message"] == "For 80 vans"
    assert (await facts(world, home))["message"] == "A quote?"
    assert (await facts(world, home))["submissions"] == 1


async def test_a_throw_away_never_replaces_what_a_known_person_said(
    world: World,
) -> None:
    known, _ = await world.raise_hand(name="Dana Ruiz", country="ES")
    thrown, _ = await world.raise_hand(
        email="x@mailinator.com", name="N. N.", job_title="Boss", country="PT"
    )
    await merge(world, thrown, known)

    found = await facts(world, known)

    assert (found["name"], found["country"]) == ("Dana Ruiz", "ES")
    assert found["job_title"] == "Boss"
    assert found["email_domain"] == "northwind.example"


async def test_the_address_at_work_is_the_one_that_counts(world: World) -> None:
    work, _ = await world.raise_hand(name="Dana")
    home, _ = await world.raise_hand(email="dana@gmail.com", name="Dana Ruiz")
    await merge(world, home, work)

    found = await facts(world, work)

    assert found["email_domain"] == "northwind.example"
    assert found["name"] == "Dana Ruiz"


async def test_what_was_corrected_of_either_stays_corrected(world: World) -> None:
    home, _ = await world.raise_hand(email="dana@gmail.com")
    work, _ = await world.raise_hand(employees=3)
    action_id = await world.act(
        home, ActionKind.CORRECT, "ana", details={"fields": {"employees": 240}}
    )
    async with world.engine.begin() as connection:
        actions = METADATA.tables["human_actions"]
        await connection.execute(
            update(actions)
            .where(actions.c.id == action_id)
            .values(applied_at=world.now)
        )
    await merge(world, home, work)

    found = await facts(world, work)

    assert found["employees"] == 240


async def test_the_timelines_of_both_say_who_merged_them(world: World) -> None:
    home, _ = await world.raise_hand(email="dana@gmail.com")
    work, _ = await world.raise_hand()
    await merge(world, home, work)

    for step in await world.all("human_actions"):
        closes = step["kind"] == "close"
        change = Change(
            lead_id=step["lead_id"],
            revision=1,
            cause=Cause.CLOSED if closes else Cause.CORRECTED,
            at=world.now,
            status=Status.CLOSED if closes else Status.QUALIFYING,
            by="mara",
            action_id=step["id"],
            outcome=Outcome.MERGED if closes else None,
        )
        await world.run(world.records.record_change, change)

    gone, stays = await world.one("leads", id=home), await world.one("leads", id=work)
    assert (gone["status"], gone["outcome"]) == ("closed", "merged")
    assert stays["status"] == "qualifying"
    said = {e["lead_id"]: e["sentence"] for e in await world.all("timeline")}
    assert "merged it into another lead of the same person" in said[home]
    assert "merged another lead of the same person into it" in said[work]
    assert said[work].endswith(": She wrote from home")


async def test_who_unsubscribed_under_one_address_is_left_alone_under_the_other(
    world: World,
) -> None:
    home, _ = await world.raise_hand(email="dana@gmail.com")
    work, _ = await world.raise_hand()
    async with world.engine.begin() as connection:
        await unsubscribe(connection, home, world.now)
    await merge(world, home, work)

    async with world.engine.connect() as connection:
        occasion = await read_occasion(connection, work, None, None)
    assert occasion.lead.unsubscribed

    async with world.engine.begin() as connection:
        await subscribe_again(connection, work, world.now)
    async with world.engine.connect() as connection:
        occasion = await read_occasion(connection, work, None, None)
    assert not occasion.lead.unsubscribed


async def test_a_lead_taken_out_of_another_has_the_same_mailbox(world: World) -> None:
    lead_id, _ = await world.raise_hand()
    async with world.engine.begin() as connection:
        key = f"dana@northwind.example#{uuid4()}"
        await connection.execute(
            update(LEADS).where(LEADS.c.id == lead_id).values(person_key=key)
        )

        await unsubscribe(connection, lead_id, world.now)

    (kept,) = await world.all("unsubscribed")
    assert kept["person_key"] == "dana@northwind.example"
    told = [entry["sentence"] for entry in await world.all("timeline")]
    assert told == ["The prospect unsubscribed: no more follow-up by mail."]
