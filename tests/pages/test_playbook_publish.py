from datetime import timedelta

import httpx

from adapters.playbook.published import publish_playbook
from tests.pages.conftest import SignIn
from tests.pages.test_playbook_edit import PUBLISHED, draft_of, patient, send
from tests.pages.world import World

__all__ = ["patient"]  # a fixture

HIGH = "number:/bands/high/from_points"


async def publish(browser: httpx.AsyncClient, **inputs: str) -> httpx.Response:
    page = (await browser.get("/playbook/publish")).text
    step = page.partition('name="step" value="')[2].partition('"')[0]
    return await browser.post("/playbook/publish", data={"step": step, **inputs})


async def published_by_mara(world: World, text: str) -> None:
    """Somebody else was faster."""
    async with world.engine.begin() as connection:
        await publish_playbook(
            connection, text, author="mara", comment="we serve Norway", based_on=1
        )


async def test_what_a_draft_changes_is_said_in_words_and_lines(browse: SignIn) -> None:
    otto = await browse("otto")
    await send(otto, **{HIGH: "65"})

    page = (await otto.get("/playbook/publish")).text

    assert "65" in page.partition("In words")[2].partition("As lines")[0]
    assert '<span class="added"><span class="sign">+</span>    from_points: 65' in page
    assert (
        '<span class="removed"><span class="sign">-</span>    from_points: 60' in page
    )


async def test_without_changes_there_is_nothing_to_publish(browse: SignIn) -> None:
    otto = await browse("otto")

    assert "Nothing to publish" in (await otto.get("/playbook/publish")).text


async def test_a_published_draft_counts_and_is_gone(
    world: World, browse: SignIn
) -> None:
    otto = await browse("otto")
    await send(otto, **{HIGH: "65"})

    answer = await publish(otto, comment="fewer calls")

    assert answer.headers["location"] == "/playbook?done=published"
    page = (await otto.get(answer.headers["location"])).text
    assert "Version 2" in page
    assert "fewer calls" in page
    assert "65 points" in page
    assert await world.read("SELECT author FROM playbooks WHERE version = 2") == "otto"
    assert await world.read("SELECT count(*) FROM playbook_drafts") == 0


async def test_a_version_may_take_effect_later(world: World, browse: SignIn) -> None:
    otto = await browse("otto")
    await send(otto, **{HIGH: "65"})
    tomorrow = (world.now + timedelta(days=1)).strftime("%Y-%m-%dT09:00")

    answer = await publish(otto, comment="from tomorrow", effective_at=tomorrow)

    assert answer.headers["location"] == "/playbook?done=planned"
    page = (await otto.get("/playbook")).text
    assert "60 points" in page
    assert "takes effect" in page
    at = await world.read("SELECT effective_at FROM playbooks WHERE version = 2")
    assert at.hour == 8  # nine in Madrid, in winter


async def test_a_time_that_has_passed_is_refused_and_nothing_is_lost(
    world: World, browse: SignIn
) -> None:
    otto = await browse("otto")
    await send(otto, **{HIGH: "65"})

    answer = await publish(otto, comment="my reasons", effective_at="2020-01-01T09:00")

    assert answer.status_code == 422
    assert "This time has passed" in answer.text
    assert "my reasons</textarea>" in answer.text
    assert await world.read("SELECT max(version) FROM playbooks") == 1
    assert "from_points: 65" in await draft_of(world)


async def test_errors_keep_a_draft_from_being_published(
    world: World, browse: SignIn
) -> None:
    otto = await browse("otto")
    await send(otto, **{HIGH: "20"})

    page = (await otto.get("/playbook/publish")).text
    answer = await publish(otto, comment="all the same")

    assert "1 error" in page
    assert answer.status_code == 422
    assert "medium must begin under high" in answer.text
    assert await world.read("SELECT max(version) FROM playbooks") == 1


async def test_warnings_need_a_comment(world: World, browse: SignIn) -> None:
    otto = await browse("otto")
    await send(otto, **{"number:/qualification/fit/rules/1/points": "0"})

    refused = await publish(otto, comment=" ")
    answer = await publish(otto, comment="we try it for a week")

    assert refused.status_code == 422
    assert "say in a comment" in refused.text
    assert answer.status_code == 303


async def test_who_comes_second_sees_what_the_first_changed(
    world: World, browse: SignIn
) -> None:
    otto = await browse("otto")
    await send(otto, **{HIGH: "65"})
    page = (await otto.get("/playbook/publish")).text
    await published_by_mara(
        world, PUBLISHED.replace("from_points: 30", "from_points: 35")
    )

    answer = await otto.post(
        "/playbook/publish",
        data={"step": page.partition('name="step" value="')[2][0], "comment": "mine"},
    )

    assert answer.status_code == 409
    assert "Mara Conti published meanwhile" in answer.text
    assert "we serve Norway" in answer.text
    assert "from_points: 35" in answer.text
    assert "mine</textarea>" in answer.text
    assert await world.read("SELECT max(version) FROM playbooks") == 2
    assert "from_points: 65" in await draft_of(world)


async def test_a_draft_is_put_on_top_of_theirs_and_both_changes_stand(
    world: World, browse: SignIn
) -> None:
    otto = await browse("otto")
    await send(otto, **{HIGH: "65"})
    await published_by_mara(
        world, PUBLISHED.replace("from_points: 30", "from_points: 35")
    )

    await otto.post("/playbook/publish/rebase", data={"onto": "2"})
    answer = await publish(otto, comment="both")

    assert answer.headers["location"] == "/playbook?done=published"
    document = await world.read("SELECT document FROM playbooks WHERE version = 3")
    assert "from_points: 65" in document
    assert "from_points: 35" in document


async def test_putting_it_on_top_can_be_undone(world: World, browse: SignIn) -> None:
    otto = await browse("otto")
    await send(otto, **{HIGH: "65"})
    before = await draft_of(world)
    theirs = PUBLISHED.replace("from_points: 30", "from_points: 35")
    await published_by_mara(world, theirs)
    await otto.post("/playbook/publish/rebase", data={"onto": "2"})

    await otto.post("/playbook/edit/undo")

    assert await draft_of(world) == before


async def test_where_both_changed_a_line_mine_stands_and_theirs_is_shown(
    world: World, browse: SignIn
) -> None:
    otto = await browse("otto")
    await send(otto, **{HIGH: "65"})
    await published_by_mara(
        world, PUBLISHED.replace("from_points: 60", "from_points: 70")
    )

    page = (await otto.get("/playbook/publish")).text
    await otto.post("/playbook/publish/rebase", data={"onto": "2"})

    assert "Both of you changed 1 place" in page
    assert "from_points: 70   (theirs)" in page
    assert "from_points: 65" in await draft_of(world)


async def test_nobody_rebases_onto_what_they_have_not_seen(
    world: World, browse: SignIn
) -> None:
    otto = await browse("otto")
    await send(otto, **{HIGH: "65"})
    await published_by_mara(
        world, PUBLISHED.replace("from_points: 30", "from_points: 35")
    )

    answer = await otto.post("/playbook/publish/rebase", data={"onto": "1"})

    assert answer.status_code == 409


async def test_history_tells_who_changed_what_and_goes_back(
    world: World, browse: SignIn
) -> None:
    otto, ana = await browse("otto"), await browse("ana")
    await send(otto, **{HIGH: "65"})
    await publish(otto, comment="fewer calls")

    history = (await ana.get("/playbook/history")).text
    version = (await ana.get("/playbook/history/2")).text
    answer = await otto.post(
        "/playbook/history/1/restore", data={"comment": "too few", "last": "2"}
    )

    assert "fewer calls" in history
    assert "Otto Berg" in history
    assert "65" in history
    assert "Roll back" not in version
    assert answer.headers["location"] == "/playbook?done=rolled_back"
    first = await world.read("SELECT document FROM playbooks WHERE version = 1")
    assert await world.read("SELECT document FROM playbooks WHERE version = 3") == first


async def test_going_back_needs_a_comment_and_an_up_to_date_page(
    world: World, browse: SignIn
) -> None:
    otto = await browse("otto")
    await send(otto, **{HIGH: "65"})
    await publish(otto, comment="fewer calls")

    silent = await otto.post("/playbook/history/1/restore", data={"last": "2"})
    stale = await otto.post(
        "/playbook/history/1/restore", data={"comment": "back", "last": "1"}
    )

    assert [silent.status_code, stale.status_code] == [422, 409]
    assert await world.read("SELECT max(version) FROM playbooks") == 2


async def test_a_planned_version_is_cancelled(world: World, browse: SignIn) -> None:
    otto = await browse("otto")
    await send(otto, **{HIGH: "65"})
    tomorrow = (world.now + timedelta(days=1)).strftime("%Y-%m-%dT09:00")
    await publish(otto, comment="from tomorrow", effective_at=tomorrow)

    page = (await otto.get("/playbook/history/2")).text
    await otto.post("/playbook/history/2/cancel")

    assert "Cancel it" in page
    assert "Cancelled" in (await otto.get("/playbook/history/2")).text


async def test_a_version_that_never_was_is_not_found(browse: SignIn) -> None:
    otto = await browse("otto")

    assert (await otto.get("/playbook/history/99")).status_code == 404
