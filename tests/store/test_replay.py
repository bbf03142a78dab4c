"""Stored leads through a draft playbook."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from adapters import clock
from adapters.playbook.file import read_playbook
from adapters.playbook.published import publish_playbook
from adapters.replay import preview
from adapters.store.deciding.decisions import ScoredLead
from adapters.store.raised_hands.history import PastLead, keep_past_leads
from domain.comparing.replay import Count
from domain.evidence import Evidence, Fact
from domain.playbook import Playbook
from domain.qualifying.banding import choose_band
from domain.qualifying.bands import Thresholds
from domain.qualifying.qualification import Part, QualificationModel, Rule
from domain.qualifying.scoring import score
from tests.domain.cast import when

SMALL = (Path(__file__).parents[1] / "playbook" / "small.yaml").read_text("utf-8")
SPAIN = Rule("spain", Part.FIT, 70, "is in {country}", when(country="ES"))
PUBLISHED = replace(
    read_playbook(SMALL, "small"),
    model=QualificationModel((SPAIN,)),
    required=("email",),
)
STRICTER = replace(PUBLISHED, thresholds=Thresholds(high=80, medium=30))


async def keep(engine: AsyncEngine, playbook: Playbook, *countries: str) -> None:
    """A closed lead from each of the countries, a minute after the one before."""
    start = clock.now()
    async with engine.begin() as connection:
        await publish_playbook(connection, SMALL, author="otto", comment="First")
        for number, country in enumerate(countries, 1):
            at = start + timedelta(minutes=number)
            facts = {"country": Fact(country, "form")}
            known = Evidence(at, facts, told_otherwise={})
            scored = score(known, playbook.model, at)
            past = PastLead(
                submission_id=UUID(int=number),
                person_key=f"{number}@northwind.example",
                payload={
                    "email": f"{number}@northwind.example",
                    "name": f"Dana {number}",
                },
                scored=ScoredLead(UUID(int=number), UUID(int=number), 1, known, scored),
                banded=choose_band(scored, known, playbook),
                outcome=None,
            )
            await keep_past_leads(connection, [past], at)


async def test_a_draft_is_tried_on_what_was_known_of_each_lead(
    engine: AsyncEngine,
) -> None:
    await keep(engine, PUBLISHED, "ES", "FR", "ES")

    async with engine.connect() as connection:
        found = await preview(connection, PUBLISHED, STRICTER)

    assert found.leads == 3
    assert found.by_band == (
        Count("high", 2, 0),
        Count("medium", 0, 2),
        Count("low", 1, 1),
    )
    assert [(one.lead_id, one.label) for one in found.moved] == [
        (UUID(int=1), "Dana 1"),
        (UUID(int=3), "Dana 3"),
    ]


async def test_only_the_newest_leads_are_tried_and_each_is_told_once(
    engine: AsyncEngine,
) -> None:
    await keep(engine, PUBLISHED, "ES", "FR", "PT", "ES")
    told: list[int] = []

    async with engine.connect() as connection:
        found = await preview(
            connection, PUBLISHED, STRICTER, limit=2, told=told.append
        )

    assert found.leads == sum(told) == 2
    assert [one.label for one in found.moved] == ["Dana 4"]


async def test_without_any_lead_nothing_would_change(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        found = await preview(connection, PUBLISHED, STRICTER)

    assert (found.leads, found.by_row, found.moved) == (0, (), ())
