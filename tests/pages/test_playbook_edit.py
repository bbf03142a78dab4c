import re
from datetime import timedelta
from typing import Any

import httpx
import pytest

from api.playbook.editor import remarks
from tests.pages.conftest import SignIn
from tests.pages.world import EXAMPLE, World

PUBLISHED = EXAMPLE.read_text("utf-8")
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is, pages wait for the check."""
    monkeypatch.setattr(remarks, "SOON", timedelta(seconds=30))


async def draft_of(world: World, author: str = "otto") -> str:
    found = await world.read(
        "SELECT text FROM playbook_draft_steps JOIN playbook_drafts USING (author, step)"
        " WHERE author = :author",
        author=author,
    )
    return str(found)


async def send(
    browser: httpx.AsyncClient, path: str = "/playbook/edit", **inputs: Any
) -> httpx.Response:
    """What a browser sends that sees the draft as it stands now."""
    page = (await browser.get("/playbook/edit")).text
    step = re.search(r'id="now" name="now" value="(\d+)"', page)
    assert step is not None
    return await browser.post(path, data={"step": step[1], **inputs})


async def test_the_rules_that_count_are_read_by_everybody(browse: SignIn) -> None:
    ana = await browse("ana")

    page = (await ana.get("/playbook")).text

    assert "Version 1" in page
    assert "first" in page
    assert "60 points" in page
    assert "/playbook/edit" not in page


async def test_only_an_operator_edits(browse: SignIn) -> None:
    mara = await browse("mara")

    answers = [
        await mara.get("/playbook/edit"),
        await mara.post("/playbook/edit", data={"step": "0"}),
        await mara.post("/playbook/edit/text", data={"text": "x"}),
        await mara.post("/playbook/edit/undo"),
        await mara.post("/playbook/edit/discard"),
        await mara.get("/playbook/preview"),
        await mara.get("/playbook/publish"),
        await mara.post("/playbook/publish"),
        await mara.post("/playbook/publish/rebase"),
        await mara.post("/playbook/history/1/restore"),
        await mara.post("/playbook/history/1/cancel"),
    ]

    assert {answer.status_code for answer in answers} == {403}


async def test_looking_at_the_editor_begins_no_draft(
    world: World, browse: SignIn
) -> None:
    otto = await browse("otto")

    page = (await otto.get("/playbook/edit")).text

    assert "No changes" in page
    assert 'value="number:/bands' not in page
    assert await world.read("SELECT count(*) FROM playbook_drafts") == 0


async def test_a_threshold_changes_in_the_draft_and_nowhere_else(
    world: World, browse: SignIn
) -> None:
    otto = await browse("otto")

    answer = await send(otto, **{"number:/bands/high/from_points": "65"})

    assert answer.status_code == 303
    assert await draft_of(world) == PUBLISHED.replace("points: 60", "points: 65")
    assert await world.read("SELECT max(version) FROM playbooks") == 1
    page = (await otto.get("/playbook/edit")).text
    assert "on top of version 1" in page


async def test_a_condition_is_typed_as_a_short_line(
    world: World, browse: SignIn
) -> None:
    otto = await browse("otto")
    line = "country is ES, PT and employees >= 50"

    await send(otto, **{"when:/routing/1/when": line})

    draft = await draft_of(world)
    assert "when: { country: [ES, PT], employees: { at_least: 50 } }" in draft
    assert line in (await otto.get("/playbook/edit")).text.replace("&gt;", ">")


async def test_a_line_that_cannot_be_read_is_told_and_stays_in_its_input(
    world: World, browse: SignIn
) -> None:
    otto = await browse("otto")

    answer = await send(otto, **{"when:/routing/1/when": "country = ES"})

    assert answer.status_code == 422
    assert "Expected is, is not" in answer.text
    assert "country = ES</textarea>" in answer.text
    assert await draft_of(world) == PUBLISHED


async def test_a_row_goes_to_somebody_else(world: World, browse: SignIn) -> None:
    otto = await browse("otto")

    await send(otto, **{"target:/routing/0/to": "rep:ben"})

    assert "to: { rep: ben } # her team, if she cannot" in await draft_of(world)


async def test_a_row_says_how_it_is_shared(world: World, browse: SignIn) -> None:
    otto = await browse("otto")

    await send(
        otto,
        **{
            "maybe:/routing/1/to/method": "weighted",
            "words:/routing/1/to/only/skills": "video, tenders",
            "maybe:/routing/1/else": "next",
        },
    )

    draft = await draft_of(world)
    assert "method: weighted, only: { skills: [video, tenders] } }" in draft
    assert "else: next" in draft
    page = (await otto.get("/playbook/edit")).text
    assert "Shared in turn, by weight, only with skills video, tenders" in page


async def test_a_row_may_go_to_a_queue(world: World, browse: SignIn) -> None:
    otto = await browse("otto")

    await send(otto, **{"target:/routing/1/to": "queue:north"})

    assert "to: { queue: north }" in await draft_of(world)


async def test_rows_are_added_copied_moved_and_deleted(
    world: World, browse: SignIn
) -> None:
    otto = await browse("otto")

    await send(otto, list="/routing", do="add")
    await send(otto, list="/routing", index=0, do="duplicate")
    await send(otto, list="/routing", index=1, do="up")
    await send(otto, list="/routing", index=3, do="delete")

    rows = re.findall(r"^  - id: (.*)$", await draft_of(world), re.MULTILINE)
    assert rows == [
        "iberia-large-2",
        "iberia-large",
        "iberia",
        "dashcams",
        "new-row",
        "everyone-else",
    ]


async def test_what_was_typed_counts_before_the_row_moves(
    world: World, browse: SignIn
) -> None:
    otto = await browse("otto")

    await send(
        otto, list="/routing", index=1, do="up", **{"text:/routing/1/id": "spain"}
    )

    rows = re.findall(r"^  - id: (.*)$", await draft_of(world), re.MULTILINE)
    assert rows[:2] == ["spain", "iberia-large"]


async def test_every_step_is_undone_and_done_again(
    world: World, browse: SignIn
) -> None:
    otto = await browse("otto")
    await send(otto, list="/routing", index=3, do="delete")
    await send(otto, **{"number:/bands/high/from_points": "70"})
    last = await draft_of(world)

    await otto.post("/playbook/edit/undo")
    await otto.post("/playbook/edit/undo")
    undone = await draft_of(world)
    await otto.post("/playbook/edit/undo")
    for _ in range(3):
        await otto.post("/playbook/edit/redo")

    assert undone == PUBLISHED
    assert await draft_of(world) == last


async def test_a_new_edit_forgets_what_was_undone(world: World, browse: SignIn) -> None:
    otto = await browse("otto")
    await send(otto, **{"number:/bands/high/from_points": "70"})
    await otto.post("/playbook/edit/undo")

    await send(otto, **{"number:/bands/high/from_points": "80"})
    await otto.post("/playbook/edit/redo")

    assert "from_points: 80" in await draft_of(world)


async def test_text_is_kept_also_while_it_cannot_be_read(
    world: World, browse: SignIn
) -> None:
    otto = await browse("otto")

    answer = await otto.post(
        "/playbook/edit/text", data={"text": "company: [\r\nx"}, headers=HTMX
    )

    assert await draft_of(world) == "company: [\nx"
    assert "The text cannot be read at the moment" in answer.text
    assert "line 2" in answer.text
    assert '<textarea id="text"' not in answer.text  # somebody types in it
    assert (await otto.get("/playbook/edit")).status_code == 200


async def test_typing_that_goes_on_is_one_step(world: World, browse: SignIn) -> None:
    otto = await browse("otto")

    for text in ("a", "ab", "abc"):
        await otto.post("/playbook/edit/text", data={"text": text}, headers=HTMX)
    await otto.post("/playbook/edit/undo")

    assert await draft_of(world) == PUBLISHED


async def test_remarks_lead_to_their_line_and_row(browse: SignIn) -> None:
    otto = await browse("otto")

    await send(otto, list="/routing", do="add")
    page = (await otto.get("/playbook/edit")).text

    assert "only the last row may have no `when`" in page
    line = PUBLISHED.splitlines().index("  - id: everyone-else") + 1
    assert f'href="#line-{line}"' in page
    assert 'href="#routing-4">row new-row</a>' in page
    assert 'id="routing-4"' in page


async def test_a_changed_input_gets_remarks_and_the_text_back(browse: SignIn) -> None:
    otto = await browse("otto")

    answer = await otto.post(
        "/playbook/edit",
        data={"step": "0", "number:/bands/high/from_points": "ten"},
        headers=HTMX,
    )

    assert "expected a whole number" in answer.text
    assert 'id="text-pane"' in answer.text
    assert 'hx-swap-oob="true"' in answer.text
    assert 'id="board"' not in answer.text
    assert 'value="1"' in answer.text  # the step that the next click must name


async def test_a_click_on_a_page_that_is_behind_does_nothing(
    world: World, browse: SignIn
) -> None:
    otto = await browse("otto")
    await send(otto, list="/routing", index=0, do="delete")
    before = await draft_of(world)

    answer = await otto.post(
        "/playbook/edit",
        data={"step": "0", "list": "/routing", "index": "0", "do": "delete"},
    )

    assert answer.status_code == 409
    assert await draft_of(world) == before


async def test_two_operators_have_drafts_of_their_own(
    world: World, browse: SignIn
) -> None:
    await world.add(
        "users",
        handle="olga",
        name="Olga",
        email="olga@x.example",
        role="operator",
        paused=False,
    )
    otto, olga = await browse("otto"), await browse("olga")

    await send(otto, **{"number:/bands/high/from_points": "70"})
    await send(olga, **{"number:/bands/high/from_points": "80"})

    assert "from_points: 70" in await draft_of(world, "otto")
    assert "from_points: 80" in await draft_of(world, "olga")


async def test_a_discarded_draft_is_gone(world: World, browse: SignIn) -> None:
    otto = await browse("otto")
    await send(otto, **{"number:/bands/high/from_points": "70"})

    answer = await otto.post("/playbook/edit/discard")

    assert answer.headers["location"] == "/playbook?done=discarded"
    assert await world.read("SELECT count(*) FROM playbook_drafts") == 0
    assert "No changes" in (await otto.get("/playbook/edit")).text


async def test_the_filter_works_without_javascript(browse: SignIn) -> None:
    otto = await browse("otto")

    page = (await otto.get("/playbook/edit?wanted=dashcam")).text

    assert re.search(r'id="routing-0"[^>]*\shidden\s*>', page)
    assert re.search(r'id="routing-3"[^>]*>', page)
    assert not re.search(r'id="routing-3"[^>]*\shidden\s*>', page)


async def test_another_sites_page_edits_nothing(world: World, browse: SignIn) -> None:
    otto = await browse("otto")

    answer = await otto.post(
        "/playbook/edit",
        data={"step": "0", "number:/bands/high/from_points": "1"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert answer.status_code == 403
    assert await world.read("SELECT count(*) FROM playbook_drafts") == 0


async def test_nonsense_is_refused(browse: SignIn) -> None:
    otto = await browse("otto")

    answers = [
        await send(otto, list="/people", do="delete"),
        await send(otto, list="/routing", index=99, do="delete"),
        await send(otto, list="/routing", index=-1, do="delete"),
        await send(otto, list="/routing", index=0, do="burn"),
        await send(otto, **{"text:/company/no/such": "x"}),
    ]

    assert [answer.status_code for answer in answers] == [422] * 5


async def test_an_operator_chooses_what_a_review_rule_suggests(
    world: World, browse: SignIn
) -> None:
    otto = await browse("otto")
    rule = "/bands/review/rules"

    page = (await otto.get("/playbook/edit")).text
    inputs = {f"advice:{rule}/0/suggest": "reject", f"advice:{rule}/2/suggest": "high"}
    await send(otto, **inputs)
    await send(otto, **{f"advice:{rule}/1/suggest": "correct:company"})
    draft = await draft_of(world)

    assert '<option value="correct:disagrees" selected>' in page
    assert "suggest: reject # to whoever decides" in draft
    assert "suggest: { correct: company }" in draft or "correct: company" in draft
    assert 'because: "is a customer already: {company}"\n        suggest: high' in draft
