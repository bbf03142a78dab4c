"""Looking up what is known, and asking the network for the rest."""

from typing import Any
from uuid import uuid4

import pytest
from temporalio.exceptions import ApplicationError

from domain.errors import VendorError
from domain.evidence import Fact
from tests.activities.world import FakeProvider, World
from workflows.ports import DecisionRef

TOLD = {"employees": Fact(300, "northwind.example")}


async def test_the_network_is_worth_asking_about_an_unknown_company(
    world: World,
) -> None:
    asking = World(world.engine, providers=(FakeProvider(),))
    lead_id, _ = await asking.raise_hand()
    decision = DecisionRef(lead_id, uuid4())

    first = await asking.run(asking.enrichment.enrich_from_known, decision)
    second = await asking.run(asking.enrichment.enrich_from_known, decision)

    assert first == second
    assert first.ask_network
    assert asking.providers[0].asked == []


@pytest.mark.parametrize(
    "body",
    [
        {"email": "dana@gmail.com"},
        {
            "company": "Northwind",
            "employees": 240,
            "industry": "logistics",
            "country": "ES",
        },
    ],
)
async def test_nobody_is_asked_without_a_company_or_a_question(
    world: World, body: dict[str, Any]
) -> None:
    asking = World(world.engine, providers=(FakeProvider(),))
    lead_id, _ = await asking.raise_hand(**body)

    enriched = await asking.run(
        asking.enrichment.enrich_from_known, DecisionRef(lead_id, uuid4())
    )

    assert not enriched.ask_network


async def test_without_sources_on_the_network_nobody_is_asked(world: World) -> None:
    lead_id, _ = await world.raise_hand()

    enriched = await world.run(
        world.enrichment.enrich_from_known, DecisionRef(lead_id, uuid4())
    )

    assert not enriched.ask_network


async def test_an_answer_is_kept_and_counts_in_the_next_decision(
    world: World,
) -> None:
    asking = World(world.engine, providers=(FakeProvider(TOLD),))
    lead_id, _ = await asking.raise_hand()
    decision = DecisionRef(lead_id, uuid4())

    await asking.run(asking.enrichment.enrich_lead, decision)
    await asking.run(asking.enrichment.enrich_lead, decision)
    await asking.decide(lead_id)

    known = await asking.run(asking.enrichment.enrich_from_known, decision)
    facts = (await asking.one("decisions"))["evidence"]["facts"]
    assert asking.providers[0].asked == ["northwind.example"]
    assert not known.ask_network
    assert facts["employees"] == {"value": 300, "source": "northwind.example"}


async def test_a_source_that_is_away_is_asked_again_later(world: World) -> None:
    away = FakeProvider(error=VendorError("The website did not answer."))
    asking = World(world.engine, providers=(away,))
    lead_id, _ = await asking.raise_hand()

    with pytest.raises(ApplicationError) as failed:
        await asking.run(asking.enrichment.enrich_lead, DecisionRef(lead_id, uuid4()))

    assert not failed.value.non_retryable
    assert "northwind" not in str(failed.value)


async def test_a_free_address_asks_nobody(world: World) -> None:
    asking = World(world.engine, providers=(FakeProvider(TOLD),))
    lead_id, _ = await asking.raise_hand(email="dana@gmail.com")

    await asking.run(asking.enrichment.enrich_lead, DecisionRef(lead_id, uuid4()))

    assert asking.providers[0].asked == []


async def test_what_contradicts_the_form_is_kept_beside_it(world: World) -> None:
    asking = World(world.engine, providers=(FakeProvider(TOLD),))
    lead_id, _ = await asking.raise_hand(employees=4)

    await asking.run(asking.enrichment.enrich_lead, DecisionRef(lead_id, uuid4()))
    await asking.decide(lead_id)

    evidence = (await asking.one("decisions"))["evidence"]
    assert evidence["facts"]["employees"] == {"value": 4, "source": "form"}
    assert evidence["told_otherwise"] == {
        "employees": {"value": 300, "source": "northwind.example"}
    }


async def test_what_somebody_did_counts_once_however_often_it_is_sent(
    world: World,
) -> None:
    guide = {
        "name": "download",
        "at": "2026-11-20T10:00:00Z",
        "properties": {"file": "guide", "size": None},
    }
    reply = {"name": "reply", "at": "2026-11-19T10:00:00Z"}
    lead_id, _ = await world.raise_hand(events=[guide])
    await world.raise_hand(lead_id, events=[guide, reply])

    await world.decide(lead_id)

    told = (await world.one("decisions"))["evidence"]["events"]
    assert [(one["name"], one["properties"]) for one in told] == [
        ("reply", {}),
        ("download", {"file": "guide"}),
    ]
