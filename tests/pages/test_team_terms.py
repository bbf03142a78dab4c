"""Hours, limits and skills from a person's page: a new version of the playbook."""

import asyncio
import re
from datetime import timedelta

import pytest

from adapters.playbook.published import publish_playbook
from tests.pages.conftest import SignIn
from tests.pages.world import EXAMPLE, World

NEWEST = "SELECT {} FROM playbooks ORDER BY version DESC LIMIT 1"


def _form(page: str, **changed: str) -> dict[str, str]:
    """What a browser would send of the form as the page shows it."""
    shown = page.split('/terms">')[1].split("</form>", maxsplit=1)[0]
    form = {
        found["name"]: found["value"]
        for tag in re.findall(r"<input[^>]*>", shown)
        if 'type="radio"' not in tag or "checked" in tag
        for found in [dict(re.findall(r'(name|value)="([^"]*)"', tag))]
    }
    return form | changed


async def test_other_hours_are_published_with_a_comment_of_their_own(
    world: World, browse: SignIn
) -> None:
    mara = await browse("mara")
    form = _form((await mara.get("/team/ana")).text, whose_hours="own")
    days = {f"hours_{day}": "8-16" for day in range(5)}

    answer = await mara.post("/team/ana/terms", data=form | days)
    page = (await mara.get("/team/ana")).text

    assert answer.status_code == 303
    assert await world.read(NEWEST.format("comment")) == (
        "Ana's hours: Mon-Fri 08:00-16:00"
    )
    assert await world.read(NEWEST.format("author")) == "mara"
    assert await world.read(NEWEST.format("version")) == 2
    assert "Mon-Fri 08:00-16:00" in page


async def test_limits_languages_and_skills_go_into_the_same_document(
    world: World, browse: SignIn
) -> None:
    mara = await browse("mara")
    given = {"capacity": "12", "daily_cap": "3", "languages": "ES, pt", "skills": ""}
    form = _form((await mara.get("/team/ben")).text, **given)

    await mara.post("/team/ben/terms", data=form)
    page = (await mara.get("/team")).text

    assert "0</span> of 12 open" in page
    assert "0</span> of 3 new today" in page
    assert "es, pt" in page


async def test_several_windows_a_day_and_the_usual_hours_again(
    world: World, browse: SignIn
) -> None:
    mara = await browse("mara")
    own = {"whose_hours": "own", "hours_0": "09:00-13:00, 14.30 – 18"}  # noqa: RUF001
    form = _form((await mara.get("/team/ben")).text, **own)

    await mara.post("/team/ben/terms", data=form)
    split = (await mara.get("/team/ben")).text
    await mara.post("/team/ben/terms", data=_form(split, whose_hours="usual"))
    comment = await world.read(NEWEST.format("comment"))

    assert 'value="09:00-13:00, 14:30-18:00"' in split
    assert comment == "Ben's hours: the usual ones"
    assert "hours: {" not in await world.read(NEWEST.format("document"))


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, "Nothing was changed."),
        ({"whose_hours": "own", "hours_2": "nine to five"}, "Wednesday: write hours"),
        ({"whose_hours": "own", "hours_2": "09:00-24:30"}, "Wednesday: write hours"),
        ({"whose_hours": "own", "hours_0": "9-12, 11-13"}, "must not overlap"),
        ({"zone": "Europe/Atlantis"}, "no time zone of this name"),
        ({"capacity": "many"}, "Give a number from 1 on"),
        ({"daily_cap": "0"}, "Give a number from 1 on"),
        ({"languages": "Spanish!"}, "Write languages as codes"),
        ({"skills": "?"}, "Write skills as short words"),
    ],
)
async def test_what_cannot_be_is_refused_and_what_was_typed_stays(
    world: World, browse: SignIn, given: dict[str, str], why: str
) -> None:
    mara = await browse("mara")
    form = _form((await mara.get("/team/ben")).text, **given)

    answer = await mara.post("/team/ben/terms", data=form)

    assert answer.status_code == 422
    assert why in answer.text
    assert all(f'value="{value}"' in answer.text for value in given.values())
    assert await world.read(NEWEST.format("version")) == 1


async def test_nobody_works_no_hours_at_all(browse: SignIn) -> None:
    mara = await browse("mara")
    form = _form((await mara.get("/team/ben")).text, whose_hours="own")

    answer = await mara.post(
        "/team/ben/terms", data=form | {f"hours_{day}": "" for day in range(7)}
    )

    assert answer.status_code == 422
    assert "at least one window in the week" in answer.text


async def test_who_was_changed_meanwhile_is_looked_at_again(
    world: World, browse: SignIn
) -> None:
    mara, otto = await browse("mara"), await browse("otto")
    stale = _form((await mara.get("/team/ben")).text, capacity="5")
    fresh = _form((await otto.get("/team/ben")).text, capacity="9")
    await otto.post("/team/ben/terms", data=fresh)

    answer = await mara.post("/team/ben/terms", data=stale)

    assert answer.status_code == 409
    assert "changed Ben&#39;s hours or limits meanwhile" in answer.text
    assert await world.read(NEWEST.format("version")) == 2


async def test_changes_of_two_people_do_not_stand_in_each_other_s_way(
    world: World, browse: SignIn
) -> None:
    mara, otto = await browse("mara"), await browse("otto")
    of_ben = _form((await mara.get("/team/ben")).text, capacity="5")
    of_ana = _form((await otto.get("/team/ana")).text, capacity="9")
    await otto.post("/team/ana/terms", data=of_ana)

    answer = await mara.post("/team/ben/terms", data=of_ben)

    document = await world.read(NEWEST.format("document"))
    assert answer.status_code == 303
    assert "capacity: 5" in document
    assert "capacity: 9" in document


async def test_two_who_save_at_once_are_both_heard(
    world: World, browse: SignIn
) -> None:
    mara, otto = await browse("mara"), await browse("otto")
    of_ben = _form((await mara.get("/team/ben")).text, capacity="5")
    of_ana = _form((await otto.get("/team/ana")).text, capacity="9")

    answers = await asyncio.gather(
        mara.post("/team/ben/terms", data=of_ben),
        otto.post("/team/ana/terms", data=of_ana),
    )

    document = await world.read(NEWEST.format("document"))
    assert [answer.status_code for answer in answers] == [303, 303]
    assert "capacity: 5" in document
    assert "capacity: 9" in document


async def test_a_version_that_waits_to_take_effect_is_not_undone(
    world: World, browse: SignIn
) -> None:
    mara = await browse("mara")
    form = _form((await mara.get("/team/ben")).text, capacity="5")
    async with world.engine.begin() as connection:
        await publish_playbook(
            connection,
            EXAMPLE.read_text("utf-8").replace("capacity: 40", "capacity: 41"),
            author="otto",
            comment="From next week on",
            effective_at=world.now + timedelta(days=7),
        )

    answer = await mara.post("/team/ben/terms", data=form)

    assert answer.status_code == 409
    assert "waits to take effect, and would undo this" in answer.text
    assert await world.read("SELECT count(*) FROM playbooks") == 2


async def test_a_rep_reads_the_own_hours_and_changes_none(
    world: World, browse: SignIn
) -> None:
    ana, mara = await browse("ana"), await browse("mara")
    form = _form((await mara.get("/team/ana")).text, capacity="1")

    page = (await ana.get("/team/ana")).text
    answer = await ana.post("/team/ana/terms", data=form)

    assert "Mon-Fri 09:00-18:00" in page
    assert "Save and publish" not in page
    assert answer.status_code == 403
    assert await world.read(NEWEST.format("version")) == 1
