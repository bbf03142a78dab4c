"""What every page has in common."""

import pytest

from api.web.own_path import own_path, with_done
from api.web.static_files import static_files, static_url
from tests.pages.conftest import SignIn
from tests.pages.world import World

PAGES = ["/", "/demo", "/demo/contact", "/sign-in", "/inbox", "/review", "/team"]


@pytest.mark.parametrize("path", [*PAGES, "/outbox"])
async def test_no_page_runs_or_loads_anything_from_elsewhere(
    browse: SignIn, path: str
) -> None:
    browser = await browse("" if path == "/sign-in" else "mara")

    answer = await browser.get(path)

    policy = answer.headers["content-security-policy"]
    assert answer.status_code == 200
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert " style=" not in answer.text
    assert "<style" not in answer.text
    assert " onclick" not in answer.text
    assert "<script>" not in answer.text


async def test_the_first_page_tells_what_is_away(world: World, browse: SignIn) -> None:
    await world.lead()
    stranger = await browse("")

    page = (await stranger.get("/")).text

    assert "The database is up" in page
    assert 'Temporal <b class="late-text">is away</b>' in page
    assert "<b>1 lead</b> so far" in page
    assert "curl http://handraise.test/v1/leads" in page
    assert 'href="/playbook"' in page


@pytest.mark.parametrize("name", ["handraise.css", "htmx.min.js", "favicon.svg"])
async def test_files_may_be_kept_for_good(browse: SignIn, name: str) -> None:
    stranger = await browse("")

    answer = await stranger.get(static_url(name))

    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]


async def test_only_named_files_are_sent(browse: SignIn) -> None:
    stranger = await browse("")

    answers = [
        await stranger.get(f"/static/{name}")
        for name in ("nothing.css", "..%2fapp.py", "%2e%2e/app.py")
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert "htmx.min.js" in static_files()


def test_going_back_keeps_the_view_and_says_what_was_done() -> None:
    back = own_path("/inbox?view=all&done=note")

    assert with_done(back, "accept") == "/inbox?view=all&done=accept"
