"""The page of a lead tells what would change its band and owner, and what now would be."""

from adapters.explaining.stored import BAND_FLIPS, OWNER_FLIPS, explain_lead
from adapters.playbook.published import Playbooks, publish_playbook
from adapters.setup import EXAMPLE
from tests.pages.conftest import SignIn
from tests.pages.world import World

ROUTING = {
    "row": "iberia",
    "band": "high",
    "version": 1,
    "passed_over": [
        {"row": "iberia-large", "because": "vehicles is 80, not 200 or more"}
    ],
    "eligible": ["ana"],
    "excluded": [{"handle": "ben", "because": "Ben is away until 09:00 on Mon"}],
    "picked": "ana",
    "because": "Ana is the only one who can take it",
}


async def test_it_tells_what_would_change_band_and_owner(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead()
    await world.decision(lead_id, routing=ROUTING)
    ana = await browse("ana")

    page = (await ana.get(f"/leads/{lead_id}")).text

    assert "What would change it" in page
    assert "If Ben were not away, it could go to Ben" in page
    assert "Without row iberia it would match row" in page
    assert f'href="/leads/{lead_id}?as_of=now#as-of-now"' in page
    assert "As of now" not in page


async def test_why_somebody_took_it_over_stands_before_what_the_rules_chose(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead(
        status="taken_over", owner="ben", because="Ben Silva took it over"
    )
    await world.decision(lead_id, routing=ROUTING)
    ben = await browse("ben")

    page = (await ben.get(f"/leads/{lead_id}")).text

    why = page[page.index("Why Ben Silva") :]
    before, after = why.split("What the rules had chosen before")
    assert "Ben Silva took it over" in before
    assert "Ana is the only one" not in before
    assert "Ana Ortiz got it: Ana is the only one who can take it" in after


async def test_what_the_rules_chose_is_not_said_to_be_from_before(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead(because=ROUTING["because"])
    await world.decision(lead_id, routing=ROUTING)
    ana = await browse("ana")

    page = (await ana.get(f"/leads/{lead_id}")).text

    assert "Row iberia matched" in page
    assert "had chosen before" not in page


async def test_the_page_and_the_terminal_say_the_same(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead()
    await world.decision(lead_id, routing=ROUTING)
    mara = await browse("mara")

    page = (await mara.get(f"/leads/{lead_id}")).text

    async with world.engine.connect() as connection:
        found = await explain_lead(connection, lead_id, world.now, Playbooks())
    told = dict(found.sections)
    for title in ("Owner", BAND_FLIPS, OWNER_FLIPS):
        for line in told[title]:
            assert line in page.replace("&#39;", "'"), line


async def test_beside_what_was_decided_it_tells_what_would_be_decided_now(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead()
    await world.decision(lead_id, routing=ROUTING)
    document = EXAMPLE.read_text("utf-8").replace("capacity: 40", "capacity: 41")
    async with world.engine.begin() as connection:
        await publish_playbook(connection, document, author="otto", comment="More")
    ana = await browse("ana")

    page = (await ana.get(f"/leads/{lead_id}?as_of=now")).text

    assert "As of now" in page
    assert "version 1" in page
    assert "<strong>version 2</strong>" in page
    assert (
        "Version 2 of the playbook: Cleo takes at most 41 open leads instead of 40"
        in page
    )
    assert "No longer so: Ben is away until 09:00 on Mon" in page
    assert "Nothing is changed by asking." in page


async def test_a_lead_that_was_not_decided_yet_has_nothing_to_explain(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead()
    ana = await browse("ana")

    page = (await ana.get(f"/leads/{lead_id}?as_of=now")).text

    assert "What would change it" not in page
