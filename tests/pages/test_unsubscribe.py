"""A prospect who has had enough, by one click and without signing in."""

from sqlalchemy import select

from adapters.letters.links import Links
from models import METADATA
from tests.pages.conftest import KEY, URL, SignIn
from tests.pages.world import World

LINKS = Links(URL, KEY.get_secret_value().encode())


async def _told(world: World) -> list[str]:
    timeline = METADATA.tables["timeline"]
    async with world.engine.connect() as connection:
        return list(await connection.scalars(select(timeline.c.sentence)))


async def test_opening_the_link_changes_nothing(world: World, browse: SignIn) -> None:
    prospect = await browse("")

    page = await prospect.get(LINKS.unsubscribe(await world.lead()))

    assert "No more mails?" in page.text
    assert await world.count("unsubscribed") == 0


async def test_the_mail_programs_own_button_is_enough(
    world: World, browse: SignIn
) -> None:
    link = LINKS.unsubscribe(await world.lead())
    program = await browse("")

    answer = await program.post(
        link,
        data={"List-Unsubscribe": "One-Click"},
        headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://mail.example"},
    )

    assert answer.status_code == 200
    assert await world.count("unsubscribed") == 1
    assert await _told(world) == [
        "The prospect unsubscribed: no more follow-up by mail."
    ]


async def test_twice_is_once_and_a_mistake_can_be_taken_back(
    world: World, browse: SignIn
) -> None:
    link = LINKS.unsubscribe(await world.lead())
    prospect = await browse("")
    await prospect.post(link)
    await prospect.post(link)

    page = await prospect.post(link, data={"again": "true"})

    assert "We write to you again" in page.text
    assert await world.count("unsubscribed") == 0
    assert len(await _told(world)) == 2


async def test_a_damaged_link_is_told(world: World, browse: SignIn) -> None:
    link = LINKS.unsubscribe(await world.lead())
    prospect = await browse("")

    answer = await prospect.post(f"{link[:-3]}")

    assert answer.status_code == 404
    assert "This link is damaged" in answer.text
    assert await world.count("unsubscribed") == 0
