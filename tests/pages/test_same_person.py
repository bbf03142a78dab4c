"""The page of a lead shows who may be the same person, and who is."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import update

from models import METADATA
from tests.pages.conftest import SignIn
from tests.pages.world import World


async def leads_of_one_phone(world: World, **other: Any) -> tuple[UUID, UUID]:
    one = await world.lead(phone="+34 600 000 000")
    two = await world.lead(
        **{"email": "dana@gmail.com", "phone": "600000000", "name": "D. Ruiz"} | other
    )
    return one, two


async def absorb(world: World, absorbed: UUID, survivor: UUID) -> None:
    await world.add(
        "merges",
        id=uuid4(),
        absorbed=absorbed,
        survivor=survivor,
        by="mara",
        merged_at=world.now,
        changed_at=world.now,
        settled_at=world.now,
        filled={},
        steps=[],
    )
    leads = METADATA.tables["leads"]
    async with world.engine.begin() as connection:
        await connection.execute(
            update(leads)
            .where(leads.c.id == absorbed)
            .values(
                merged_into=survivor,
                status="closed",
                outcome="merged",
                closed_at=world.now,
                clock=None,
                due_at=None,
            )
        )


async def test_it_suggests_another_lead_with_the_reason(
    world: World, browse: SignIn
) -> None:
    one, other = await leads_of_one_phone(world)
    ana = await browse("ana")

    page = (await ana.get(f"/leads/{one}")).text

    assert "Perhaps the same person" in page
    assert f'href="/leads/{other}"' in page
    assert "Because: the same phone number, +34600000000." in page
    assert f'action="/leads/{one}/merge"' in page


async def test_it_suggests_nobody_who_only_shares_the_company(
    world: World, browse: SignIn
) -> None:
    one = await world.lead()
    await world.lead(name="Eve Stone", email="eve@northwind.example")
    ana = await browse("ana")

    assert "Perhaps the same person" not in (await ana.get(f"/leads/{one}")).text


async def test_it_suggests_no_lead_of_another_team(
    world: World, browse: SignIn
) -> None:
    one, other = await leads_of_one_phone(world, owner="cleo")
    ana = await browse("ana")

    page = (await ana.get(f"/leads/{one}")).text

    assert str(other) not in page
    assert "Perhaps the same person" not in page


async def test_without_temporal_nothing_is_merged_and_the_page_says_so(
    world: World, browse: SignIn
) -> None:
    one, other = await leads_of_one_phone(world)
    ana = await browse("ana")

    link = f"https://handraise.example/leads/{other}"
    answer = await ana.post(f"/leads/{one}/merge", data={"with": link})

    assert answer.status_code == 503
    assert 'role="alert"' in answer.text
    assert await world.read("SELECT count(*) FROM merges") == 0


async def test_what_is_no_link_of_a_lead_is_refused_in_words(
    world: World, browse: SignIn
) -> None:
    one = await world.lead()
    ana = await browse("ana")

    answer = await ana.post(f"/leads/{one}/merge", data={"with": "Dana"})

    assert answer.status_code == 422
    assert "Paste the link of the other lead" in answer.text


async def test_the_page_of_a_merged_lead_leads_to_the_one_that_goes_on(
    world: World, browse: SignIn
) -> None:
    one, other = await leads_of_one_phone(world)
    await absorb(world, other, one)
    ana = await browse("ana")

    answer = await ana.get(f"/leads/{other}")
    page = (await ana.get(answer.headers["location"])).text

    assert answer.status_code == 303
    assert answer.headers["location"] == f"/leads/{one}?done=merged"
    assert "The lead that you asked for was merged into this one." in page
    assert "Merged into this lead" in page
    assert f'action="/leads/{other}/unmerge"' in page


async def test_what_happened_to_both_is_told_on_one_page(
    world: World, browse: SignIn
) -> None:
    one, other = await leads_of_one_phone(world)
    await world.submission(other, message="Quote from home", channel="form")
    await world.entry(other, "Ben got it: he waited longest.")
    await world.mail(other, subject="Thank you, Dana")
    await absorb(world, other, one)
    ana = await browse("ana")

    page = (await ana.get(f"/leads/{one}")).text

    assert "Quote from home" in page
    assert "Ben got it: he waited longest." in page
    assert "Thank you, Dana" in page
    assert "Merged lead" in page


async def test_one_hand_raise_of_several_can_be_taken_out(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead()
    await world.submission(lead_id, message="First", channel="form")
    ana = await browse("ana")
    alone = (await ana.get(f"/leads/{lead_id}")).text

    submission = await world.submission(lead_id, message="Second", channel="form")
    page = (await ana.get(f"/leads/{lead_id}")).text

    assert "Make it a lead of its own" not in alone
    assert f'name="submission" value="{submission}"' in page


async def test_merged_is_no_way_to_close_a_lead(world: World, browse: SignIn) -> None:
    lead_id = await world.lead()
    ana = await browse("ana")

    page = (await ana.get(f"/leads/{lead_id}")).text

    assert '<option value="merged">' not in page
