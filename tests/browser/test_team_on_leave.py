"""Ana goes on leave: the browser, the workflows of her leads, and who has them then."""

from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
from playwright.async_api import Page, expect

import api.team.handing_over
from adapters.playbook.published import publish_playbook
from adapters.store.access.keys import KeyKind, issue_key
from tests.browser.conftest import OpenBrowser
from tests.conftest import PATIENCE
from tests.pages.world import EXAMPLE, World

pytestmark = pytest.mark.browser

_OWNERS = (
    "SELECT string_agg(owner, ' ' ORDER BY owner) FROM leads WHERE closed_at IS NULL"
)


async def leads_of_ana(world: World, site: str, count: int, **more: object) -> None:
    """So many leads that the routing table gave to Ana."""
    async with world.engine.begin() as connection:
        key = await issue_key(connection, KeyKind.SECRET, "Server", world.now)
    headers = {"Authorization": f"Bearer {key}"}
    async with httpx.AsyncClient(
        base_url=site, headers=headers, timeout=PATIENCE
    ) as website:
        for n in range(count):
            body: dict[str, object] = more | {
                "email": f"dana@{uuid4().hex}.example",
                "name": f"Dana {n}",
                "country": "ES",
                "employees": 1200,
                "fields": {"vehicles": 300},
            }
            answer = await website.post("/v1/leads", json=body)
            assert answer.status_code == 201, answer.text


async def enter_leave(page: Page, world: World, leads: str, **chosen: str) -> None:
    await page.goto("/team/ana")
    await page.locator("summary", has_text="Enter leave").click()
    next_month = (world.now + timedelta(days=30)).date().isoformat()
    await page.get_by_label("Last day away").fill(next_month)
    for label, value in chosen.items():
        await page.get_by_label(label, exact=True).select_option(value)
    await page.get_by_label(leads).check()
    await page.get_by_role("button", name="Enter the leave").click()


async def test_her_leads_go_to_the_stand_in_with_the_same_form(
    product: str, world: World, open_browser: OpenBrowser
) -> None:
    await leads_of_ana(world, product, 3)
    browser = await open_browser(product, "mara", java_script_enabled=False)
    mara = await browser.new_page()

    stand_in = {"Stand-in": "ben"}
    await enter_leave(mara, world, "Hand them to the stand-in now", **stand_in)

    said = mara.get_by_role("status")
    await expect(said).to_contain_text("3 leads handed over")
    await expect(said).to_contain_text("Ana Ortiz has no open lead any more")
    assert await world.read(_OWNERS) == "ben ben ben"
    assert await world.read("SELECT stand_in FROM leaves") == "ben"
    new = "SELECT count(*) FROM assignments WHERE owner = 'ben' AND ended_at IS NULL"
    assert await world.read(new) == 3


async def test_many_leads_go_in_steps_and_the_page_shows_how_far_it_is(
    product: str,
    world: World,
    open_browser: OpenBrowser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(api.team.handing_over, "AT_ONCE", 2)
    await with_eva(world)
    await leads_of_ana(world, product, 5)
    mara = await (await open_browser(product, "mara")).new_page()

    await enter_leave(mara, world, "Hand them to the team now, evenly")

    said = mara.locator("#handover").get_by_role("status").last
    await expect(said).to_contain_text("5 leads handed over")
    assert await world.read(_OWNERS) in {"ben ben ben eva eva", "ben ben eva eva eva"}


async def test_without_javascript_one_presses_to_go_on(
    product: str,
    world: World,
    open_browser: OpenBrowser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(api.team.handing_over, "AT_ONCE", 2)
    await leads_of_ana(world, product, 3)
    browser = await open_browser(product, "mara", java_script_enabled=False)
    mara = await browser.new_page()
    await enter_leave(mara, world, "They stay, until a deadline is missed")
    await expect(mara.get_by_text("3 open leads wait while")).to_be_visible()

    await mara.get_by_label("Hand them all to").select_option("ben")
    await mara.get_by_role("button", name="Hand them over now").click()
    await expect(mara.get_by_role("status")).to_contain_text("1 still to go")
    await mara.get_by_role("button", name="Go on with the other 1").click()

    await expect(mara.get_by_role("status")).to_contain_text("3 leads handed over")
    assert await world.read(_OWNERS) == "ben ben ben"


async def test_who_has_no_room_gets_no_more_and_the_page_stops_there(
    product: str,
    world: World,
    open_browser: OpenBrowser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(api.team.handing_over, "AT_ONCE", 2)
    await with_eva(world, capacity=3)
    await leads_of_ana(world, product, 5)
    await world.change("UPDATE users SET paused = true WHERE handle = 'ben'")
    mara = await (await open_browser(product, "mara")).new_page()

    await enter_leave(mara, world, "Hand them to the team now, evenly")

    said = mara.locator("#handover").get_by_role("alert")
    await expect(said).to_contain_text("Nobody else of the team has room for more")
    assert await world.read(_OWNERS) == "ana ana eva eva eva"


async def test_a_link_hands_nothing_over(
    product: str, world: World, open_browser: OpenBrowser
) -> None:
    await leads_of_ana(world, product, 1)
    mara = await (await open_browser(product, "mara")).new_page()

    await mara.goto("/team/ana?handed=1&go_on_to=ben&to=ben")
    await mara.wait_for_load_state("networkidle")

    assert await world.read(_OWNERS) == "ana"


async def test_new_leads_pass_her_by_from_then_on(
    product: str, world: World, open_browser: OpenBrowser
) -> None:
    browser = await open_browser(product, "ana", java_script_enabled=False)
    ana = await browser.new_page()
    await ana.goto("/team/ana")
    await ana.locator("summary", has_text="Enter leave").click()
    next_month = (world.now + timedelta(days=30)).date().isoformat()
    await ana.get_by_label("Last day away").fill(next_month)
    await ana.get_by_role("button", name="Enter the leave").click()
    await expect(ana.get_by_role("status")).to_contain_text("The leave is entered")

    await leads_of_ana(world, product, 1)

    assert await world.read(_OWNERS) == "ben"


async def with_eva(world: World, capacity: int = 30) -> None:
    text = EXAMPLE.read_text("utf-8")
    eva = (
        "  eva:\n    name: Eva Kern\n    email: eva@northwind-fleet.example\n"
        f"    role: rep\n    capacity: {capacity}\n  cleo:\n"
    )
    text = text.replace("  cleo:\n", eva, 1)
    text = text.replace("members: [ana, ben]", "members: [ana, ben, eva]")
    async with world.engine.begin() as connection:
        await publish_playbook(
            connection, text, author="otto", comment="Eva joins Iberia"
        )


async def tab_to(page: Page, name: str) -> None:
    """Press Tab until the element of that id has the focus."""
    for _ in range(60):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.id") == name:
            return
    pytest.fail(f"The keyboard does not reach {name}.")


async def test_leave_is_entered_and_taken_back_without_a_mouse(
    site: str, world: World, open_browser: OpenBrowser
) -> None:
    ana = await (await open_browser(site, "ana", locale="en-US")).new_page()
    tomorrow = world.now + timedelta(days=1)
    await ana.goto("/team/ana")

    await tab_to(ana, "enter-leave")
    await ana.keyboard.press("Enter")
    for day in ("first-day", "last-day"):
        await tab_to(ana, day)
        await ana.keyboard.type(f"{tomorrow:%m%d%Y}")
    await ana.keyboard.press("Enter")
    await expect(ana.get_by_role("status")).to_contain_text("The leave is entered")
    entered = await world.read("SELECT first_day FROM leaves")
    await ana.get_by_role("button", name="Cancel the leave").focus()
    await ana.keyboard.press("Enter")

    await expect(ana.get_by_text("No leave is entered")).to_be_visible()
    assert entered == tomorrow.date()
