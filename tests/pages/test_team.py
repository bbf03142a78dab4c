"""The team's page: who is there, how much each has, and what is stuck."""

from datetime import timedelta

from tests.pages.conftest import SignIn
from tests.pages.world import World


async def test_a_manager_sees_load_and_what_is_late(
    world: World, browse: SignIn
) -> None:
    await world.lead(name="Late Lara", due_at=world.now - timedelta(hours=1))
    await world.lead()
    mara = await browse("mara")

    page = (await mara.get("/team")).text

    assert "Late Lara" in page
    assert ">2</span> of 30 open" in page
    assert "1 late" in page


async def test_what_was_imported_is_nobody_s_load(world: World, browse: SignIn) -> None:
    await world.lead(imported=True, due_at=None)
    mara = await browse("mara")

    page = (await mara.get("/team")).text

    assert ">0</span> of 30 open" in page


async def test_a_missed_deadline_stays_in_sight(world: World, browse: SignIn) -> None:
    await world.lead(name="Missed Mia", breaches=1)
    mara = await browse("mara")

    page = (await mara.get("/team")).text

    assert "Missed Mia" in page


async def test_a_clock_about_to_break_is_seen_before_it_does(
    world: World, browse: SignIn
) -> None:
    await world.lead(name="Soon Sara", due_at=world.now + timedelta(minutes=20))
    await world.lead(name="Calm Carl", due_at=world.now + timedelta(days=10))
    mara = await browse("mara")

    page = (await mara.get("/team")).text

    assert "<b>1</b> about to break" in page
    assert "Soon Sara" in page
    assert "Calm Carl" not in page


async def test_new_leads_of_the_day_are_counted_from_the_person_s_midnight(
    world: World, browse: SignIn
) -> None:
    for age in (timedelta(0), timedelta(hours=25)):
        lead_id = await world.lead()
        await world.assignment(lead_id, "ana", started_at=world.now - age)
    mara = await browse("mara")

    page = (await mara.get("/team")).text

    assert ">1</span> new today" in page


async def test_hours_are_said_in_words_with_their_zone(browse: SignIn) -> None:
    mara = await browse("mara")

    page = (await mara.get("/team")).text

    assert "Mon-Fri 09:00-18:00" in page
    assert "Lisbon time" in page
    assert "pt, en, es" in page


async def test_who_is_on_leave_is_told_with_the_stand_in(
    world: World, browse: SignIn
) -> None:
    await world.leave("ana", timedelta(days=-1), timedelta(days=1), stand_in="ben")
    mara = await browse("mara")

    page = (await mara.get("/team")).text

    assert "On leave until" in page
    assert "Ben Silva stands in" in page
    assert "1 of 2 can take new leads just now" in page
    assert '<span class="visually-hidden">away</span>' in page


async def test_without_leave_the_page_says_how_it_is_entered(browse: SignIn) -> None:
    mara = await browse("mara")

    page = (await mara.get("/team")).text

    assert "Nobody is on leave" in page
    assert "entered on a person" in page


async def test_a_cancelled_leave_is_gone(world: World, browse: SignIn) -> None:
    await world.leave(
        "ana", timedelta(days=-1), timedelta(days=1), cancelled_at=world.now
    )
    mara = await browse("mara")

    page = (await mara.get("/team")).text

    assert "On leave until" not in page


async def test_a_rep_sees_the_own_team_only(world: World, browse: SignIn) -> None:
    await world.leave("ana", timedelta(0), timedelta(days=2))
    ana, cleo = await browse("ana"), await browse("cleo")

    anas, cleos = (await ana.get("/team")).text, (await cleo.get("/team")).text

    assert "Ben Silva" in anas
    assert "Cleo Laurent" not in anas
    assert "Ana Ortiz" not in cleos
    assert "Iberia" not in cleos


async def test_an_operator_sees_everybody(browse: SignIn) -> None:
    otto = await browse("otto")

    page = (await otto.get("/team")).text

    for name in ("Ana Ortiz", "Ben Silva", "Cleo Laurent", "Mara Conti"):
        assert name in page
    assert "In no team" in page


async def test_a_refresh_brings_the_board_alone(browse: SignIn) -> None:
    mara = await browse("mara")

    part = (await mara.get("/team", headers={"HX-Request": "true"})).text

    assert 'id="board"' in part
    assert "<html" not in part


async def test_who_is_away_with_open_leads_is_pointed_out(
    world: World, browse: SignIn
) -> None:
    await world.lead()
    await world.leave("ana", timedelta(0), timedelta(days=2))
    mara, ben = await browse("mara"), await browse("ben")

    maras, bens = (await mara.get("/team")).text, (await ben.get("/team")).text

    assert "Hand over 1 open lead<" in maras
    assert "Hand over" not in bens


async def test_a_late_lead_can_be_given_away_from_here_to_whom_one_sees_there(
    world: World, browse: SignIn
) -> None:
    late = world.now - timedelta(hours=1)
    lead_id = await world.lead(name="Late Lara", due_at=late)
    await world.leave("ben", timedelta(0), timedelta(days=2))
    mara = await browse("mara")

    page = (await mara.get(f"/team?done=reassign&give={lead_id}")).text

    assert 'aria-label="Give Late Lara to somebody else"' in page
    assert ">Ben Silva, on leave until " in page
    assert ">Cleo Laurent, 0 of 40 open</option>" in page
    assert ">Ana Ortiz, " not in page  # she has it
    assert "Given to a colleague, who has been told." in page
