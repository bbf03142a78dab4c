"""The team's page on broken promises: which, whose, why, and what followed."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from tests.pages.conftest import SignIn
from tests.pages.world import World

MINUTE = timedelta(minutes=1)
ANA, MARA = "ana@northwind-fleet.example", "mara@northwind-fleet.example"


async def breach(
    world: World, due_at: datetime, *, owner: str | None = "ana", name: str = "Dana"
) -> UUID:
    """Somebody had half an hour, and did nothing."""
    lead_id = await world.lead(name=name, breaches=1, owner=owner)
    await world.add(
        "breaches",
        key=str(uuid4()),
        lead_id=lead_id,
        promise="accept",
        owner=owner,
        row="iberia",
        started_at=due_at - 30 * MINUTE,
        due_at=due_at,
        noticed_at=due_at,
    )
    return lead_id


async def test_mara_reads_why_a_promise_broke_and_what_followed(
    world: World, browse: SignIn
) -> None:
    due = world.now
    lead_id = await breach(world, due, name="Iris Vega")
    told = {"to_name": "Ana Ortiz", "to_address": ANA}
    for kind, ago in (("assigned", 30), ("reminder", 15)):
        at = due - ago * MINUTE
        await world.mail(lead_id, kind=kind, created_at=at, sent_at=at, **told)
    boss = {"to_name": "Mara Conti", "to_address": MARA}
    await world.mail(lead_id, kind="breach", created_at=due, sent_at=due, **boss)
    gone = {"ended_at": due, "ended_because": "let it slip"}
    await world.assignment(lead_id, "ana", started_at=due - 30 * MINUTE, **gone)
    await world.assignment(lead_id, "ben", started_at=due)
    await world.entry(lead_id, "Ben got it", kind="assigned", at=due)
    await act(world, lead_id, "accept", "ben", due + 12 * MINUTE)
    mara = await browse("mara")

    page = " ".join((await mara.get("/team")).text.split())

    assert "Ana Ortiz was told at " in page
    assert " and did nothing." in page
    assert " Ben Silva got it and Mara Conti was told." in page
    assert "12 min late" in page
    assert "then Ben Silva accepted it" in page
    assert "Ana Ortiz <b>1</b>" in page
    assert "iberia <b>1</b>" in page


async def test_leave_and_too_much_to_do_are_said(world: World, browse: SignIn) -> None:
    due = world.now
    await breach(world, due)
    await world.leave("ana", timedelta(days=-3), timedelta(days=3))
    for _ in range(30):
        await world.assignment(await world.lead(), "ana", started_at=due - MINUTE)
    mara = await browse("mara")

    page = (await mara.get("/team")).text

    assert "Ana Ortiz was on leave from " in page
    assert "Ana Ortiz had 30 open leads then, of at most 30." in page


async def test_each_day_has_its_own(world: World, browse: SignIn) -> None:
    noon = world.now.astimezone(ZoneInfo("Europe/Madrid")).replace(hour=12)
    await breach(world, noon - timedelta(days=1), name="Yesterday Yara")
    mara = await browse("mara")

    today = (await mara.get("/team")).text
    yesterday = (await mara.get("/team?days=yesterday")).text

    assert "Every promise due today was kept" in today
    assert "Yara" not in today.partition('id="broken"')[2].partition("</section>")[0]
    assert "Yara" in yesterday.partition('id="broken"')[2].partition("</section>")[0]
    assert "<b>1</b> broken yesterday" in yesterday


async def test_days_that_are_none_are_refused(browse: SignIn) -> None:
    mara = await browse("mara")

    answer = await mara.get("/team?days=never")

    assert answer.status_code == 422


async def test_whose_it_was_is_for_those_who_lead_them(
    world: World, browse: SignIn
) -> None:
    await breach(world, world.now)
    ana = await browse("ana")

    page = (await ana.get("/team")).text

    assert "Broken promises" not in page


async def act(world: World, lead_id: UUID, kind: str, by: str, at: datetime) -> None:
    await world.add(
        "human_actions",
        id=uuid4(),
        lead_id=lead_id,
        kind=kind,
        by=by,
        details={},
        asked_at=at,
        applied_at=at,
    )
