"""Ana's day before her inbox, by keys and by ticks, on a desk and on a phone."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import expect

from adapters.store.access.keys import KeyKind, issue_key
from api.dependencies import SESSION_COOKIE
from tests.browser.conftest import OpenBrowser
from tests.browser.test_everybody_can_use_it import PHONE, faults
from tests.conftest import PATIENCE
from tests.pages.world import World

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1280, "height": 900}
Raise = Callable[[str], Awaitable[str]]


@pytest_asyncio.fixture
async def raise_hand(product: str, world: World) -> Raise:
    """A prospect asks on the website; it is Ana's turn. The lead's id."""
    await world.change("UPDATE users SET paused = true WHERE handle = 'ben'")
    async with world.engine.begin() as connection:
        key = await issue_key(connection, KeyKind.SECRET, "Server", world.now)

    async def raise_hand(name: str) -> str:
        body = {
            "email": f"{name.split(maxsplit=1)[0].lower()}@{uuid4().hex[:8]}.example",
            "name": name,
            "country": "ES",
            "employees": 1200,
            "message": "Quote for 80 vehicles this month, please",
            "fields": {"vehicles": 300},
        }
        headers = {"Authorization": f"Bearer {key}"}
        async with httpx.AsyncClient(base_url=product, timeout=PATIENCE) as website:
            answer = await website.post("/v1/leads", json=body, headers=headers)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["lead_id"])

    return raise_hand


async def status(world: World, lead_id: str) -> str:
    return str(await world.read("SELECT status FROM leads WHERE id = :id", id=lead_id))


@pytest.mark.parametrize("width", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.timeout(400)
async def test_a_reps_day(  # noqa: PLR0915 - a day is long
    product: str,
    world: World,
    open_browser: OpenBrowser,
    raise_hand: Raise,
    width: dict[str, int],
) -> None:
    ana = await open_browser(product, "ana", viewport=width)
    page = await ana.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    await page.goto("/inbox")
    await expect(page.get_by_text("Nothing waits for you")).to_be_visible()

    # A lead comes, and the list says so by itself.
    dana = await raise_hand("Dana Ruiz")
    await expect(page.get_by_role("heading", name="Dana Ruiz")).to_be_visible()
    await expect(page.locator("#announced")).to_contain_text("New: Dana Ruiz")
    await expect(page.locator(".menu .count").first).to_have_text(" 1")

    # She accepts it, and has spoken to them, without a mouse.
    await page.keyboard.press("j")
    await expect(page.locator(f"#open-{dana}")).to_be_focused()
    await page.keyboard.press("a")
    await expect(page.get_by_role("status").first).to_contain_text("Yours.")
    await expect(page.locator(f"#open-{dana}")).to_be_focused()
    await page.keyboard.press("c")
    await expect(page.get_by_role("status").first).to_contain_text("spoken to them")
    assert await status(world, dana) == "contacted"

    # It may wait until tomorrow; she thinks better of it.
    await page.keyboard.press("s")
    await expect(page.locator("#snooze-until")).to_be_focused()
    await (
        page.get_by_role("button", name="Until 0")
        .or_(page.get_by_role("button", name="Until 1"))
        .first.click()
    )
    done = page.locator("#done")
    await expect(done).to_contain_text("1 lead snoozed.")
    await done.get_by_role("button", name="Undo").click()
    await expect(done).to_contain_text("1 lead going on")
    clock = "SELECT clock FROM leads WHERE id = :id"
    assert await world.read(clock, id=dana) == "next_touch"

    # Two more come. She looks for one of them.
    others = [await raise_hand("Nora New"), await raise_hand("Otis Old")]
    await expect(page.get_by_role("heading", name="Otis Old")).to_be_visible()
    await page.keyboard.press("/")
    await page.keyboard.type("nor")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Dana Ruiz")).to_be_hidden()
    await expect(page.get_by_role("heading", name="Nora New")).to_be_visible()
    await page.get_by_role("link", name="Clear").click()

    # Both are no fit, and she closes them together; one was closed too early.
    for name in ("Nora New", "Otis Old"):
        await page.get_by_label(f"Tick {name}").check()
    await expect(page.locator("#ticked")).to_have_text("2 ticked:")
    assert await faults(page) == []
    await page.locator("summary", has_text="Close").click()
    await page.get_by_label("How it ended").select_option("disqualified")
    await page.get_by_role("button", name="Close them").click()
    await expect(done).to_contain_text("2 leads closed.")
    assert [await status(world, one) for one in others] == ["closed", "closed"]
    await expect(page.get_by_role("heading", name="Otis Old")).to_be_hidden()
    await done.get_by_role("button", name="Undo").click()
    await expect(done).to_contain_text("2 leads open again.")

    # The keys are told to whoever asks, and the page is as wide as the screen.
    await page.get_by_role("button", name="Keys").click()
    keys = page.get_by_role("dialog", name="Keys of the inbox")
    await expect(keys).to_be_visible()
    assert await faults(page) == []
    await keys.get_by_role("button", name="Close").click()
    await expect(keys).to_be_hidden()
    assert await page.evaluate("document.documentElement.scrollWidth") <= width["width"]
    assert said == []


async def test_of_two_who_accept_the_same_leads_one_has_each(
    product: str, world: World, raise_hand: Raise
) -> None:
    leads = [await raise_hand("Dana Ruiz"), await raise_hand("Nora New")]
    clients = [
        httpx.AsyncClient(
            base_url=product,
            cookies={SESSION_COOKIE: await world.session("ana")},
            headers={"Accept": "text/html"},
            timeout=PATIENCE,
        )
        for _ in range(2)
    ]

    form = {"do": "accept", "lead": leads}
    answers = await asyncio.gather(*(c.post("/inbox", data=form) for c in clients))
    for client in clients:
        await client.aclose()

    pages = "".join(answer.text for answer in answers)
    assert pages.count("Already accepted by Ana at") == len(leads)
    assert [await status(world, one) for one in leads] == ["accepted", "accepted"]


async def test_who_asks_for_notices_gets_one_for_a_lead_that_is_new(
    product: str, world: World, open_browser: OpenBrowser, raise_hand: Raise
) -> None:
    ana = await open_browser(product, "ana", permissions=["notifications"])
    await ana.add_init_script(
        "window.shown = []; const asked = Notification;"
        "window.Notification = class { constructor(title) { window.shown.push(title); }"
        "  static get permission() { return 'granted'; }"
        "  static async requestPermission() { return 'granted'; } };"
    )
    page = await ana.new_page()
    await page.goto("/inbox")
    notify = page.get_by_role("button", name="Notify me")
    async with page.expect_response("**/inbox/mine"):
        await notify.click()
    await expect(page.get_by_role("button", name="Notices are on")).to_be_visible()

    await raise_hand("Dana Ruiz")

    async with asyncio.timeout(
        PATIENCE
    ):  # the page's policy forbids wait_for_function's eval
        while not (shown := await page.evaluate("window.shown")):
            await asyncio.sleep(0.05)
    assert "New: Dana Ruiz" in shown[0]
