"""Leave and pauses on a person's page: entered, refused in a sentence, taken back."""

import asyncio
from datetime import date, timedelta

import pytest

from tests.pages.conftest import SignIn
from tests.pages.world import World


def _ahead(days: int) -> str:
    return (date.today() + timedelta(days=days)).isoformat()  # noqa: DTZ011 - any day ahead will do


def _leave(first: int = 10, last: int = 14, **more: str) -> dict[str, str]:
    return {"first_day": _ahead(first), "last_day": _ahead(last), **more}


async def test_leave_lasts_to_the_end_of_the_last_day_where_the_person_is(
    world: World, browse: SignIn
) -> None:
    mara = await browse("mara")

    answer = await mara.post("/team/ben/leave", data=_leave(stand_in="ana"))

    whole_days = await world.read(
        "SELECT (starts_at AT TIME ZONE 'Europe/Lisbon')::date = first_day"
        " AND ends_at AT TIME ZONE 'Europe/Lisbon' = last_day + interval '1 day'"
        " FROM leaves"
    )
    assert answer.status_code == 303
    assert whole_days
    assert await world.read("SELECT stand_in || created_by FROM leaves") == "anamara"


async def test_it_is_listed_and_can_be_taken_back(world: World, browse: SignIn) -> None:
    mara = await browse("mara")
    await mara.post("/team/ben/leave", data=_leave(note="Wedding"))
    leave = await world.read("SELECT id FROM leaves")

    before = (await mara.get("/team/ben")).text
    answer = await mara.post(f"/team/ben/leave/{leave}/cancel")
    after = (await mara.get("/team/ben")).text

    assert "nobody stands in" in before
    assert "Wedding" in before
    assert answer.headers["location"].endswith("done=cancelled")
    assert "No leave is entered" in after


async def test_taking_it_back_twice_says_that_it_is_gone(
    world: World, browse: SignIn
) -> None:
    mara = await browse("mara")
    await mara.post("/team/ben/leave", data=_leave())
    leave = await world.read("SELECT id FROM leaves")
    await mara.post(f"/team/ben/leave/{leave}/cancel")

    again = await mara.post(f"/team/ben/leave/{leave}/cancel")

    assert again.status_code == 404
    assert "no such leave any more" in again.text


@pytest.mark.parametrize(
    ("form", "why"),
    [
        (_leave(14, 10), "The last day is before the first."),
        (_leave(-9, -7), "These days are over."),
        (_leave(0, 800), "more than two years"),
        (_leave(stand_in="ben"), "Nobody stands in for themselves."),
        (_leave(stand_in="nobody"), "nobody of this name"),
        ({"first_day": "soon", "last_day": _ahead(3)}, "is not a date"),
        (_leave(note="x" * 201), "200 characters"),
        (_leave(leads="stand_in"), "Choose a stand-in to whom"),
    ],
)
async def test_what_cannot_be_is_refused_and_what_was_typed_stays(
    world: World, browse: SignIn, form: dict[str, str], why: str
) -> None:
    mara = await browse("mara")

    answer = await mara.post("/team/ben/leave", data=form)

    assert answer.status_code == 422
    assert why in answer.text
    assert form["last_day"] in answer.text
    assert await world.read("SELECT count(*) FROM leaves") == 0


async def test_the_same_days_are_not_entered_twice(
    world: World, browse: SignIn
) -> None:
    mara = await browse("mara")
    await mara.post("/team/ben/leave", data=_leave(10, 14))

    answer = await mara.post("/team/ben/leave", data=_leave(14, 20))

    assert answer.status_code == 409
    assert "Ben Silva is on leave from" in answer.text
    assert "Cancel that one first" in answer.text
    assert await world.read("SELECT count(*) FROM leaves") == 1


async def test_of_two_who_enter_the_same_days_at_once_one_is_told(
    world: World, browse: SignIn
) -> None:
    mara, ben = await browse("mara"), await browse("ben")

    answers = await asyncio.gather(
        *(browser.post("/team/ben/leave", data=_leave()) for browser in (mara, ben) * 3)
    )

    codes = sorted(answer.status_code for answer in answers)
    assert codes == [303, *[409] * 5]
    assert await world.read("SELECT count(*) FROM leaves") == 1


async def test_two_people_do_not_stand_in_for_each_other(
    world: World, browse: SignIn
) -> None:
    mara, otto = await browse("mara"), await browse("otto")

    answers = await asyncio.gather(
        mara.post("/team/ana/leave", data=_leave(stand_in="ben")),
        otto.post("/team/ben/leave", data=_leave(stand_in="ana")),
    )

    assert sorted(answer.status_code for answer in answers) == [303, 409]


async def test_who_is_away_then_cannot_stand_in(browse: SignIn) -> None:
    mara = await browse("mara")
    await mara.post("/team/ana/leave", data=_leave(12, 13))

    answer = await mara.post("/team/ben/leave", data=_leave(stand_in="ana"))

    assert answer.status_code == 409
    assert "Ana Ortiz is on leave from" in answer.text
    assert "cannot stand in then" in answer.text


async def test_a_stand_in_who_goes_away_too_is_pointed_out(browse: SignIn) -> None:
    mara = await browse("mara")
    await mara.post("/team/ana/leave", data=_leave(stand_in="ben"))

    entered = await mara.post("/team/ben/leave", data=_leave(14, 16))
    page = (await mara.get("/team/ben")).text

    assert entered.status_code == 303
    assert "Choose another stand-in for Ana Ortiz" in page


async def test_a_pause_has_a_reason_and_an_end(world: World, browse: SignIn) -> None:
    mara = await browse("mara")
    until = f"{_ahead(1)}T15:00"

    await mara.post("/team/ben/pause", data={"because": "Training", "until": until})

    page = (await mara.get("/team")).text
    local = "SELECT (paused_until AT TIME ZONE 'Europe/Lisbon')::text FROM users"
    assert await world.read(f"{local} WHERE paused") == f"{_ahead(1)} 15:00:00"
    assert "Paused until" in page
    assert "Training" in page


async def test_resuming_ends_it(world: World, browse: SignIn) -> None:
    ben = await browse("ben")
    await ben.post("/team/ben/pause", data={})
    paused = await world.read("SELECT count(*) FROM users WHERE paused")

    await ben.post("/team/ben/resume")

    assert paused == 1
    assert await world.read("SELECT count(*) FROM users WHERE paused") == 0


async def test_a_pause_that_has_ended_is_over_by_itself(
    world: World, browse: SignIn
) -> None:
    await world.change(
        "UPDATE users SET paused = true, paused_until = :at WHERE handle = 'ben'",
        at=world.now - timedelta(minutes=1),
    )
    mara = await browse("mara")

    page = (await mara.get("/team/ben")).text

    assert "Pause new leads" in page
    assert "Resume" not in page


@pytest.mark.parametrize("until", ["2020-01-01T10:00", "later"])
async def test_a_pause_ends_later_than_now(
    world: World, browse: SignIn, until: str
) -> None:
    ben = await browse("ben")

    answer = await ben.post("/team/ben/pause", data={"until": until})

    assert answer.status_code == 422
    assert await world.read("SELECT count(*) FROM users WHERE paused") == 0


async def test_a_rep_speaks_for_nobody_else(world: World, browse: SignIn) -> None:
    ana = await browse("ana")

    codes = [
        (await ana.post(f"/team/{handle}/leave", data=_leave())).status_code
        for handle in ("ben", "cleo", "ana")
    ]

    assert codes == [403, 404, 303]
    assert await world.read("SELECT string_agg(handle, '') FROM leaves") == "ana"


async def test_a_rep_of_another_team_sees_nothing(browse: SignIn) -> None:
    cleo = await browse("cleo")

    page = await cleo.get("/team/ana")

    assert page.status_code == 404
    assert "Ana Ortiz" not in page.text


async def test_a_colleague_sees_the_days_and_no_note(browse: SignIn) -> None:
    mara, ana = await browse("mara"), await browse("ana")
    await mara.post("/team/ben/leave", data=_leave(note="Surgery"))

    page = (await ana.get("/team/ben")).text

    assert "nobody stands in" in page
    assert "Surgery" not in page
    assert '<form method="post" action="/team' not in page


async def test_another_site_cannot_enter_leave(world: World, browse: SignIn) -> None:
    mara = await browse("mara")

    answer = await mara.post(
        "/team/ben/leave", data=_leave(), headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert answer.status_code == 403
    assert await world.read("SELECT count(*) FROM leaves") == 0


async def test_leads_stay_and_the_page_says_so_when_nobody_can_hand_them_over(
    world: World, browse: SignIn
) -> None:
    """Temporal is away in these tests: the leave is entered all the same."""
    await world.lead(name="Dana Ruiz")
    mara = await browse("mara")

    answer = await mara.post(
        "/team/ana/leave", data=_leave(stand_in="ben", leads="stand_in")
    )

    assert answer.status_code == 409
    assert "The leave is entered. No lead was handed over." in answer.text
    assert "Some stayed. Dana Ruiz: " in answer.text
    assert "Please try again in a moment." in answer.text
    assert await world.read("SELECT count(*) FROM leaves") == 1


async def test_the_pool_gets_back_nothing_that_it_let_slip(
    world: World, browse: SignIn
) -> None:
    """Ben is all that Ana's team has beside her."""
    lead_id = await world.lead(name="Dana Ruiz")
    slipped = {"ended_at": world.now, "ended_because": "let it slip"}
    await world.assignment(lead_id, "ben", **slipped)
    mara = await browse("mara")

    answer = await mara.post("/team/ana/leave", data=_leave(leads="pool"))

    assert answer.status_code == 409
    assert "Nobody else of the team can take them" in answer.text
    assert "Dana Ruiz: " not in answer.text
