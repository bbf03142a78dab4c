from sqlalchemy import update

from models import METADATA
from tests.pages.conftest import SignIn
from tests.pages.world import World


async def test_a_case_says_why_a_person_must_decide(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.review()
    await world.decision(lead_id, band="review")
    mara = await browse("mara")

    page = (await mara.get("/review")).text

    assert "trackwise.example is a competitor" in page
    assert "runs 80 vehicles" in page
    assert f'action="/leads/{lead_id}/resolve"' in page


async def test_a_rep_sees_the_case_but_cannot_decide_it(
    world: World, browse: SignIn
) -> None:
    await world.review()
    ana = await browse("ana")

    page = (await ana.get("/review")).text

    assert "A manager decides this one." in page
    assert "/resolve" not in page


async def test_a_decided_case_is_gone(world: World, browse: SignIn) -> None:
    await world.review(name="Decided Dora")
    reviews = METADATA.tables["reviews"]
    async with world.engine.begin() as connection:
        await connection.execute(update(reviews).values(closed_at=world.now))
    mara = await browse("mara")

    page = (await mara.get("/review")).text

    assert "Nothing to decide" in page
