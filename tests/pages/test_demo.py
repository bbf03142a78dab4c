import json
import re
from dataclasses import replace
from html import unescape
from uuid import uuid4

from fastapi import FastAPI
from sqlalchemy import update

from api.demo.demo_visit import Visit
from models import METADATA
from tests.pages.conftest import SignIn
from tests.pages.world import World


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return unescape(found[1])


async def test_the_form_carries_the_visit_without_javascript(browse: SignIn) -> None:
    visitor = await browse("")

    for path in ("/demo", "/demo/customers", "/demo/pricing", "/demo/pricing"):
        await visitor.get(path)
    form = (await visitor.get("/demo/contact")).text

    views = json.loads(hidden(form, "page_views"))
    assert [view["path"] for view in views] == [
        "/",
        "/customers",
        "/pricing",
        "/contact",
    ]
    assert hidden(form, "landing_page") == "/"


async def test_a_forged_visit_is_read_as_far_as_it_makes_sense() -> None:
    known = ("/", "/pricing")

    visit = Visit.read("1-1760000000.9-1.x.2-2.1-.<script>", known)

    assert [path for path, _ in visit.pages] == ["/pricing"]


async def test_what_the_form_posts_is_on_disk_with_its_visit(
    world: World, browse: SignIn
) -> None:
    visitor = await browse("")
    await visitor.get("/demo/pricing")
    form = (await visitor.get("/demo/contact")).text
    fields = ("key", "page_views", "landing_page", "channel", "thanks")
    posted = {name: hidden(form, name) for name in fields} | {
        "email": "dana@northwind.example",
        "name": "Dana Ruiz",
        "fields.vehicles": "80",
        "message": "Quote, please",
    }

    answer = await visitor.post("/v1/leads", data=posted)
    thanks = await visitor.get(answer.headers["location"])

    payload = await world.read("SELECT payload FROM submissions")
    assert answer.status_code == 303
    assert payload["fields"] == {"vehicles": 80}
    assert [view["path"] for view in payload["page_views"]] == ["/pricing", "/contact"]
    assert "finding the right person" in thanks.text


async def test_the_thank_you_page_says_what_was_decided_later(
    world: World, browse: SignIn
) -> None:
    submission_id = await world.submission(await world.lead())
    visitor = await browse("")

    thanks = (await visitor.get(f"/demo/thanks/{submission_id}")).text

    assert "Ana Ortiz will call you by" in thanks
    assert "https://meet.northwind-fleet.example/ana" in thanks


async def test_the_thank_you_page_repeats_the_answer_that_was_given(
    world: World, browse: SignIn
) -> None:
    submission_id = await world.submission(await world.lead())
    step = {"kind": "resources", "message": "Read this.", "url": "/resources/x"}
    submissions = METADATA.tables["submissions"]
    async with world.engine.begin() as connection:
        await connection.execute(update(submissions).values(answer={"next_step": step}))
    visitor = await browse("")

    thanks = (await visitor.get(f"/demo/thanks/{submission_id}")).text

    assert "Read this." in thanks
    assert 'href="/demo/resources/x"' in thanks


async def test_the_thank_you_page_speaks_the_visitors_language(
    world: World, browse: SignIn
) -> None:
    spanish = await world.submission(await world.lead(language="es"))
    undecided = await world.submission(await world.lead(language="de", band=None))
    visitor = await browse("")

    decided = (await visitor.get(f"/demo/thanks/{spanish}")).text
    waits = (await visitor.get(f"/demo/thanks/{undecided}")).text

    assert '<section class="hero" lang="es">' in decided
    assert "<h1>Gracias.</h1>" in decided
    assert "Ana Ortiz le llamará como muy tarde" in decided
    assert "Elegir otra hora</a>" in decided
    assert "Einen Moment, bitte." in waits
    assert "Noch einmal nachsehen</a>" in waits


async def test_without_the_demo_there_is_no_demo(app: FastAPI, browse: SignIn) -> None:
    parts = app.state.parts
    app.state.parts = replace(parts, options=replace(parts.options, demo=False))
    visitor = await browse("")

    answers = [await visitor.get(path) for path in ("/demo", "/demo/contact", "/")]

    assert [answer.status_code for answer in answers] == [404, 404, 200]
    assert "Demo site" not in answers[2].text


async def test_a_hand_that_was_never_raised_is_not_thanked(browse: SignIn) -> None:
    visitor = await browse("")

    answer = await visitor.get(f"/demo/thanks/{uuid4()}")

    assert answer.status_code == 404
