"""Open pages are told of changes: who hears what, and what happens when a part is away."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio

import adapters.listener
import api.routes.live
from adapters.embedded.ports import some_free
from api.app import create_app
from api.dependencies import SESSION_COOKIE
from settings import Settings
from tests.conftest import PATIENCE
from tests.pages.world import World
from tests.serving import served

# Others listen too, in databases of their own.
_LISTENERS = (
    "FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'"
)


class Stream:
    """The events of one open page, as its browser reads them."""

    def __init__(self, answer: httpx.Response) -> None:
        self._lines = answer.aiter_lines()

    async def next(self) -> tuple[str, Any, str]:
        """The next event's name, content and id; what keeps the line open is passed by."""
        fields: dict[str, str] = {}
        async with asyncio.timeout(PATIENCE):
            async for line in self._lines:
                if not line and "event" in fields:
                    content = json.loads(fields["data"])
                    return fields["event"], content, fields.get("id", "")
                name, _, value = line.partition(": ")
                fields[name] = value
        pytest.fail("The stream has ended.")

    async def ended(self) -> None:
        async with asyncio.timeout(PATIENCE):
            async for _ in self._lines:
                pass


@pytest_asyncio.fixture
async def address(
    database_url: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[str]:
    port, nobody = some_free(2)
    monkeypatch.setenv("TEMPORAL_ADDRESS", f"127.0.0.1:{nobody}")
    async with served(create_app(Settings(database_url=database_url)), port) as address:
        # What is told before the web listens is told as missed.
        await world.wait_for(f"SELECT 1 {_LISTENERS}")
        yield address


Browser = Callable[[str], Awaitable[httpx.AsyncClient]]
Listen = Callable[..., Awaitable[Stream]]


@pytest_asyncio.fixture
async def browser(address: str, world: World) -> AsyncIterator[Browser]:
    async with AsyncExitStack() as opened:

        async def browser(handle: str) -> httpx.AsyncClient:
            cookies = {SESSION_COOKIE: await world.session(handle)} if handle else {}
            client = httpx.AsyncClient(
                base_url=address, cookies=cookies, timeout=PATIENCE
            )
            return await opened.enter_async_context(client)

        yield browser


@pytest_asyncio.fixture
async def listen(browser: Browser) -> AsyncIterator[Listen]:
    """Open somebody's page's stream. It is told of all from then on."""
    async with AsyncExitStack() as opened:

        async def listen(who: str | httpx.AsyncClient, **headers: str) -> Stream:
            client = await browser(who) if isinstance(who, str) else who
            asked = client.stream("GET", "/events", headers=headers)
            answer = await opened.enter_async_context(asked)
            assert answer.status_code == 200, await answer.aread()
            return Stream(answer)

        yield listen


async def test_a_new_lead_is_told_to_who_may_see_it(
    world: World, listen: Listen
) -> None:
    ana, cleo = await listen("ana"), await listen("cleo")

    of_ana = await world.lead(owner="ana")
    of_cleo = await world.lead(owner="cleo")

    assert (await ana.next())[:2] == (
        "leads",
        [{"lead": str(of_ana), "owners": ["ana"]}],
    )
    assert (await cleo.next())[1] == [{"lead": str(of_cleo), "owners": ["cleo"]}]


async def test_who_loses_a_lead_is_told_and_not_who_has_it_now(
    world: World, listen: Listen
) -> None:
    lead_id = await world.lead(owner="ana")
    ana = await listen("ana")

    await world.change("UPDATE leads SET owner = 'cleo' WHERE id = :id", id=lead_id)

    assert (await ana.next())[1] == [{"lead": str(lead_id), "owners": ["ana"]}]


async def test_what_no_page_shows_and_what_is_imported_is_not_told(
    world: World, listen: Listen
) -> None:
    lead_id = await world.lead()
    ana = await listen("ana")

    await world.change("UPDATE leads SET language = 'es' WHERE id = :id", id=lead_id)
    await world.change("UPDATE leads SET name = name WHERE id = :id", id=lead_id)
    await world.lead(imported=True)
    last = await world.lead()

    assert [one["lead"] for one in (await ana.next())[1]] == [str(last)]


async def test_nobody_hears_anything_without_signing_in(browser: Browser) -> None:
    stranger = await browser("")

    answer = await stranger.get("/events")

    assert answer.status_code == 401


async def test_signing_out_ends_the_stream(
    world: World, browser: Browser, listen: Listen
) -> None:
    client = await browser("ana")
    stream = await listen(client)

    left = await client.post("/sign-out")
    await world.lead()

    assert left.status_code == 303
    assert (await stream.next())[0] == "signed-out"
    await stream.ended()


async def test_who_may_no_longer_sign_in_is_found_out(
    world: World, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api.routes.live, "BEAT_EVERY", timedelta(milliseconds=50))
    ana = await listen("ana")

    await world.change("UPDATE users SET departed_at = now() WHERE handle = 'ana'")

    assert (await ana.next())[0] == "signed-out"


async def test_who_comes_back_is_told_only_if_something_was_missed(
    world: World, browser: Browser, listen: Listen
) -> None:
    client = await browser("ana")
    before = await listen(client)
    await world.lead()
    _, _, mark = await before.next()

    same = await listen(client, **{"Last-Event-ID": mark})
    seen = await world.lead()
    _, told, _ = await same.next()
    late = await listen(client, **{"Last-Event-ID": mark})

    assert [one["lead"] for one in told] == [str(seen)]
    assert (await late.next())[0] == "missed"


async def test_a_page_names_the_moment_since_when_it_wants_to_be_told(
    world: World, browser: Browser, listen: Listen
) -> None:
    client = await browser("ana")
    inbox = (await client.get("/inbox")).text
    mark = inbox.split('data-live-since="')[1].split('"')[0]
    heard = await listen(client)
    await world.lead()
    await heard.next()

    late = await listen(client, **{"Last-Event-ID": mark})

    assert (await late.next())[0] == "missed"


async def test_after_a_lost_connection_all_is_read_anew(
    world: World, listen: Listen
) -> None:
    ana = await listen("ana")

    await world.change(f"SELECT pg_terminate_backend(pid) {_LISTENERS}")

    assert (await ana.next())[0] == "missed"
    lead_id = await world.lead()
    assert [one["lead"] for one in (await ana.next())[1]] == [str(lead_id)]


async def test_who_is_far_behind_reads_all_anew(
    world: World, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapters.listener, "MOST_UNTOLD", 3)
    await world.lead()
    ana = await listen("ana")

    await world.change("UPDATE leads SET breaches = 1")
    await world.change(
        "INSERT INTO leads SELECT (jsonb_populate_record(l, jsonb_build_object("
        "'id', gen_random_uuid(), 'person_key', gen_random_uuid()))).* "
        "FROM leads l, generate_series(1, 9)"
    )

    names = {(await ana.next())[0], (await ana.next())[0]}
    assert names == {"leads", "missed"}
