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
    assert "2 open" in page
    assert "1 late" in page


async def test_a_missed_deadline_stays_in_sight(world: World, browse: SignIn) -> None:
    await world.lead(name="Missed Mia", breaches=1)
    mara = await browse("mara")

    page = (await mara.get("/team")).text

    assert "Missed Mia" in page


async def test_a_manager_pauses_and_resumes_somebody(
    world: World, browse: SignIn
) -> None:
    mara = await browse("mara")
    paused = "SELECT paused FROM users WHERE handle = 'ana'"

    await mara.post("/team/ana/paused", data={"paused": "true"})
    while_paused = await world.read(paused)
    await mara.post("/team/ana/paused", data={"paused": "false"})

    assert while_paused is True
    assert await world.read(paused) is False


async def test_away_lasts_to_the_end_of_the_last_day_where_the_person_is(
    world: World, browse: SignIn
) -> None:
    mara = await browse("mara")

    answer = await mara.post("/team/ben/away", data={"last_day": "2030-06-10"})

    until = await world.read("SELECT ends_at FROM leaves WHERE handle = 'ben'")
    assert answer.status_code == 303
    assert until.isoformat() == "2030-06-10T23:00:00+00:00"  # midnight in Lisbon


async def test_coming_back_ends_it(world: World, browse: SignIn) -> None:
    mara = await browse("mara")
    await mara.post("/team/ben/away", data={"last_day": "2030-06-10"})

    await mara.post("/team/ben/away")

    assert await world.read("SELECT cancelled_at FROM leaves WHERE handle='ben'")


async def test_nobody_is_away_until_yesterday(browse: SignIn) -> None:
    mara = await browse("mara")

    answer = await mara.post("/team/ben/away", data={"last_day": "2020-01-01"})

    assert answer.status_code == 422


async def test_a_rep_speaks_for_nobody_else(world: World, browse: SignIn) -> None:
    ana = await browse("ana")

    other = await ana.post("/team/ben/paused", data={"paused": "true"})
    stranger = await ana.post("/team/cleo/paused", data={"paused": "true"})
    own = await ana.post("/team/ana/paused", data={"paused": "true"})

    assert [other.status_code, stranger.status_code, own.status_code] == [403, 404, 303]
    assert await world.read("SELECT count(*) FROM users WHERE paused") == 1


async def test_a_rep_sees_the_own_team_only(browse: SignIn) -> None:
    ana = await browse("ana")

    page = (await ana.get("/team")).text

    assert "Ben Silva" in page
    assert "Cleo Laurent" not in page
