"""Scoring and banding leads from what is on disk."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from temporalio.exceptions import ApplicationError

from adapters.enrichment.outcome import Kept
from adapters.store.deciding.companies import StoredAnswers
from domain.evidence import Fact
from domain.lifecycle import ActionKind
from domain.qualifying.bands import Band
from tests.activities.world import TEN, FakeProvider, World
from workflows.ports import DecisionRef, ScoreRequest

HOT: dict[str, Any] = {
    "name": "Dana Ruiz",
    "job_title": "VP Operations",
    "country": "ES",
    "employees": 240,
    "message": "Quote for 80 vehicles this month, please",
    "page_views": [{"path": "/pricing", "seconds": 95.0, "at": "2026-11-23T10:00:00Z"}],
    "source": {"utm_source": "search"},
    "fields": {"vehicles": 80},
}


async def test_a_hot_lead_is_scored_with_reasons_and_its_band(world: World) -> None:
    lead_id, submission_id = await world.raise_hand(**HOT)
    request = ScoreRequest(lead_id, uuid4(), partial=False)

    scored = await world.run(world.qualification.score_lead, request)
    banded = await world.run(
        world.qualification.band_lead, DecisionRef(lead_id, request.decision_id)
    )

    decision = await world.one("decisions", id=request.decision_id)
    rules = {reason["rule"] for reason in decision["reasons"]}
    assert scored.submissions == (submission_id,)
    assert banded.band is Band.HIGH
    assert decision["points"] == scored.points
    assert {"fleet-large", "pricing", "asks-for-quote"} <= rules
    assert decision["band"] == "high"
    assert "high begins at 60" in decision["band_because"]
    assert decision["evidence"]["facts"]["fields.vehicles"] == {
        "value": 80,
        "source": "form",
    }


async def test_scoring_twice_gives_one_decision_and_the_same_answer(
    world: World,
) -> None:
    lead_id, submission_id = await world.raise_hand(**HOT)
    request = ScoreRequest(lead_id, uuid4(), partial=False)

    first = await world.run(world.qualification.score_lead, request)
    await world.raise_hand(lead_id, message="still there? ASAP please")
    world.now += timedelta(days=9)  # the pages seen fade
    second = await world.run(world.qualification.score_lead, request)

    assert second == first
    assert second.submissions == (submission_id,)
    assert len(await world.all("decisions")) == 1


async def test_the_band_of_a_decision_is_the_same_in_every_process(
    world: World,
) -> None:
    lead_id, _ = await world.raise_hand(**HOT)
    decision = await world.decide(lead_id)
    elsewhere = World(world.engine)

    again = await elsewhere.run(elsewhere.qualification.band_lead, decision)

    assert again == await world.run(world.qualification.band_lead, decision)
    assert (await world.one("decisions"))["band"] == "high"


async def test_asking_again_adds_to_what_is_known(world: World) -> None:
    lead_id, _ = await world.raise_hand(**HOT)
    first = await world.decide(lead_id)
    world.now += timedelta(hours=1)
    _, later = await world.raise_hand(
        lead_id,
        message="We need a demo",
        channel="chat",
        company="Northwind SA",
        page_views=[
            *HOT["page_views"],
            {"path": "/demo", "at": "2026-11-24T09:30:00Z"},
        ],
        source={"utm_source": "newsletter"},
        consent={"marketing": False},
    )

    second = await world.decide(lead_id)

    evidence = (await world.one("decisions", id=second.decision_id))["evidence"]
    facts = {name: fact["value"] for name, fact in evidence["facts"].items()}
    hand = await world.one("submissions", id=later)
    assert hand["decision_id"] == second.decision_id
    assert first.decision_id != second.decision_id
    assert evidence["submissions"] == 2
    assert [view["path"] for view in evidence["page_views"]] == ["/pricing", "/demo"]
    assert "80 vehicles" in facts["message"]
    assert "demo" in facts["message"]
    assert facts["utm_source"] == "search"  # how she came to us at first
    assert facts["channel"] == "form"
    assert facts["company"] == "Northwind SA"
    assert facts["marketing_consent"] is False


async def test_what_a_person_put_right_outweighs_the_form(world: World) -> None:
    lead_id, _ = await world.raise_hand(**HOT, industry="logistics")
    fields = {"employees": 12, "industry": None, "fields": {"vehicles": 2, "x": None}}
    correct = ActionKind.CORRECT
    await world.act(lead_id, correct, "ana", details={"fields": fields}, applied_at=TEN)
    await world.act(lead_id, correct, "ben", details={"fields": {"employees": 9}})

    decision = await world.decide(lead_id)

    facts = (await world.one("decisions", id=decision.decision_id))["evidence"]["facts"]
    assert facts["employees"] == {"value": 12, "source": "ana"}  # Ben's is not applied
    assert facts["fields.vehicles"] == {"value": 2, "source": "ana"}
    assert "industry" not in facts
    assert facts["country"]["source"] == "form"


async def test_known_companies_and_kept_answers_count(world: World) -> None:
    await world.execute(
        "INSERT INTO companies VALUES ('northwind.example', :facts, now())",
        facts='{"employees": 300}',
    )
    website = Kept({"industry": Fact("logistics", "northwind.example")}, world.now)
    await StoredAnswers(world.engine).put("northwind.example", "website", website)
    asking = World(world.engine, providers=(FakeProvider(),))
    lead_id, _ = await asking.raise_hand()

    decision = await asking.decide(lead_id)

    facts = (await world.one("decisions", id=decision.decision_id))["evidence"]["facts"]
    assert asking.providers[0].asked == []
    assert facts["employees"] == {"value": 300, "source": "companies"}
    assert facts["industry"] == {"value": "logistics", "source": "northwind.example"}


async def test_a_lead_outside_the_model_goes_to_a_person_with_a_code(
    world: World,
) -> None:
    lead_id, _ = await world.raise_hand(country="BR")

    decision = await world.decide(lead_id)

    banded = await world.run(world.qualification.band_lead, decision)
    row = await world.one("decisions")
    assert (banded.band, banded.review_code) == (Band.REVIEW, "country_not_served")
    assert row["review_code"] == "country_not_served"
    assert row["band_because"] == "we do not serve Brazil yet"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("Dashcam", "dashcam"),
        ("call Dana on 600 000 000", None),
        ("", None),
        (None, None),
    ],
)
async def test_only_products_that_the_playbook_names_are_told_to_temporal(
    world: World, asked: str | None, told: str | None
) -> None:
    lead_id, _ = await world.raise_hand(product=asked)
    decision = await world.decide(lead_id)

    banded = await world.run(world.qualification.band_lead, decision)

    assert banded.product == told


@pytest.mark.parametrize(
    ("condition", "asked", "told"),
    [
        ("product: { contains_any: [Tacho, dash*] }", "tacho", "Tacho"),
        ("product: { contains_any: [Tacho, dash*] }", "dash*", None),
        ("product: { not: [Tacho] }", "Tacho", "Tacho"),
        ("any: [{ product: [Tacho] }, { country: [FR] }]", "tacho", "Tacho"),
        ("product: { known: true }", "Tacho", None),
        ("country: [Tacho]", "Tacho", None),
    ],
)
async def test_a_product_is_named_wherever_the_playbook_names_it(
    world: World, condition: str, asked: str, told: str | None
) -> None:
    row = "when: { product: [dashcam, video], country: [FR, BE, LU, IT] }"
    await world.publish({row: f"when: {{ {condition} }}"})
    lead_id, _ = await world.raise_hand(product=asked)
    decision = await world.decide(lead_id)

    banded = await world.run(world.qualification.band_lead, decision)

    assert banded.product == told


async def test_scores_that_nobody_bands_do_not_fill_the_memory(world: World) -> None:
    lead_id, _ = await world.raise_hand()
    request = ScoreRequest(lead_id, uuid4(), partial=False)
    await world.run(world.qualification.score_lead, request)
    (scored,) = world.qualification._recent.values()

    for _ in range(300):
        world.qualification._remember(replace(scored, decision_id=uuid4()))
    banded = await world.run(
        world.qualification.band_lead, DecisionRef(lead_id, request.decision_id)
    )

    assert len(world.qualification._recent) == 200
    assert banded.band is Band.LOW


async def test_a_lead_that_is_not_there_is_not_tried_for_ever(world: World) -> None:
    decision = DecisionRef(uuid4(), uuid4())

    with pytest.raises(ApplicationError) as scoring:
        await world.run(
            world.qualification.score_lead,
            ScoreRequest(uuid4(), uuid4(), partial=False),
        )
    with pytest.raises(ApplicationError) as banding:
        await world.run(world.qualification.band_lead, decision)

    assert scoring.value.non_retryable
    assert banding.value.non_retryable
