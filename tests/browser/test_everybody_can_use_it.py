"""Phones, keyboards, screen readers, and browsers without JavaScript."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from axe_playwright_python.async_playwright import (  # type: ignore[import-untyped]
    Axe,
)
from playwright.async_api import Page, expect

from tests.browser.conftest import OpenBrowser
from tests.pages.world import World

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
PUBLIC = ("/", "/sign-in", "/demo", "/demo/pricing", "/demo/customers", "/demo/contact")
DESK = ("/inbox", "/inbox?view=closed", "/review", "/team", "/team/ana", "/outbox")
SERIOUS = {"serious", "critical"}
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung"


async def fill(world: World) -> tuple[UUID, UUID]:
    """A lead of everything that can be long, a case to review, a mail."""
    lead_id = await world.lead(name=LONG, company=LONG, message=LONG * 4, breaches=2)
    await world.decision(lead_id)
    await world.submission(lead_id, message=LONG * 2, page_views=[{"path": "/" + LONG}])
    await world.entry(lead_id, f"Given to Ana. {LONG}")
    mail_id = await world.mail(lead_id, subject=LONG, text=LONG * 3)
    await world.decision(await world.review(), band="review")
    await world.leave("ana", timedelta(0), timedelta(days=3), note=LONG)
    return lead_id, mail_id


async def faults(page: Page) -> list[str]:
    """What axe holds against the page, where it would keep somebody out."""
    found = await Axe().run(page)
    return [
        f"{fault['id']}: {node['html'][:200]}"
        for fault in found.response["violations"]
        if fault["impact"] in SERIOUS
        for node in fault["nodes"]
    ]


async def opened_details(page: Page) -> None:
    await page.locator("details").evaluate_all(
        "all => all.forEach(details => { details.open = true })"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nothing_keeps_anybody_out(
    site: str, world: World, open_browser: OpenBrowser, scheme: str
) -> None:
    lead_id, mail_id = await fill(world)
    mara = await open_browser(site, "mara", color_scheme=scheme)
    page = await mara.new_page()
    found = {}

    for path in (*PUBLIC[:1], *PUBLIC[2:], *DESK, f"/leads/{lead_id}"):
        await page.goto(path)
        await opened_details(page)
        found[path] = await faults(page)
    await page.goto(f"/outbox/{mail_id}")
    found["mail"] = await faults(page)

    assert {path: list_ for path, list_ in found.items() if list_} == {}


async def test_a_phone_shows_the_whole_navigation(
    site: str, world: World, open_browser: OpenBrowser
) -> None:
    await world.review()
    await world.lead(owner="mara")
    mara = await open_browser(site, "mara", viewport=PHONE)
    page = await mara.new_page()

    await page.goto("/inbox")

    menu = page.get_by_role("navigation", name="Main")
    edge = await menu.evaluate("all => all.getBoundingClientRect().right")
    outbox = await menu.get_by_role("link", name="Outbox").bounding_box()
    assert edge <= PHONE["width"]
    assert outbox is not None
    assert outbox["x"] + outbox["width"] <= edge


async def test_no_page_is_wider_than_a_phone(
    site: str, world: World, open_browser: OpenBrowser
) -> None:
    lead_id, mail_id = await fill(world)
    mara = await open_browser(site, "mara", viewport=PHONE)
    page = await mara.new_page()
    widths = {}

    for path in (*PUBLIC, *DESK, f"/leads/{lead_id}", f"/outbox/{mail_id}"):
        await page.goto(path)
        await opened_details(page)
        widths[path] = await page.evaluate("document.documentElement.scrollWidth")

    assert {path for path, width in widths.items() if width > PHONE["width"]} == set()


async def test_the_first_stop_of_the_keyboard_skips_to_the_content(
    site: str, open_browser: OpenBrowser
) -> None:
    mara = await open_browser(site, "mara")
    page = await mara.new_page()
    await page.goto("/inbox")

    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")

    await expect(page.locator("main")).to_be_focused()


async def test_refreshing_swaps_the_list_and_breaks_no_policy(
    site: str, world: World, open_browser: OpenBrowser
) -> None:
    ana = await open_browser(site, "ana")
    page = await ana.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    await page.goto("/inbox")
    await world.lead(name="New Nora")

    await page.get_by_role("link", name="Refresh").click()

    await expect(page.get_by_role("heading", name="New Nora")).to_be_visible()
    assert said == []


async def test_the_list_follows_what_happens_and_breaks_no_policy(
    site: str, world: World, open_browser: OpenBrowser
) -> None:
    ana = await open_browser(site, "ana")
    page = await ana.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    await page.goto("/inbox")

    lead_id = await world.lead(name="New Nora")
    await expect(page.get_by_role("heading", name="New Nora")).to_be_visible()
    await world.change("UPDATE leads SET owner = 'cleo' WHERE id = :id", id=lead_id)
    await expect(page.get_by_role("heading", name="New Nora")).to_be_hidden()

    assert said == []


async def test_nothing_moves_under_somebodys_hands(
    site: str, world: World, open_browser: OpenBrowser
) -> None:
    await world.lead(name="Dana Ruiz")
    ana = await open_browser(site, "ana")
    page = await ana.new_page()
    await page.goto("/inbox")
    await page.locator("summary", has_text="Decline").click()
    why = page.get_by_label("Why not?")
    await why.fill("Not our country")

    await world.lead(name="New Nora")
    await expect(page.locator("#leads[data-stale]")).to_be_visible()
    await expect(why).to_have_value("Not our country")
    await page.locator("summary", has_text="Decline").click()

    await expect(page.get_by_role("heading", name="New Nora")).to_be_visible()


async def test_signing_in_needs_no_javascript(
    site: str, world: World, open_browser: OpenBrowser
) -> None:
    browser = await open_browser(site, java_script_enabled=False)
    page = await browser.new_page()
    await page.goto("/review")

    await page.get_by_label("Work address").fill("ana@northwind-fleet.example")
    await page.get_by_role("button", name="Mail me a link").click()
    await expect(page.get_by_role("heading")).to_have_text("Look into your mail")
    mail = await world.wait_for("SELECT text FROM messages")
    link = re.search(rf"{site}\S+", mail)
    assert link is not None
    await page.goto(link[0])
    await page.get_by_role("button", name="Sign me in").click()

    await expect(page).to_have_url(f"{site}/review")
    await expect(page.get_by_text("Ana Ortiz")).to_be_visible()


async def test_a_mail_in_its_frame_runs_no_script(
    site: str, world: World, open_browser: OpenBrowser
) -> None:
    html = "<p id=p>Hello</p><script>p.textContent = 'Run'</script>"
    mail_id = await world.mail(await world.lead(), html=html)
    ana = await open_browser(site, "ana")
    page = await ana.new_page()

    await page.goto(f"/outbox/{mail_id}")

    letter = page.frame_locator("iframe")
    await expect(letter.locator("p")).to_have_text("Hello")


async def test_axe_would_find_a_fault(site: str, open_browser: OpenBrowser) -> None:
    stranger = await open_browser(site)
    page = await stranger.new_page()
    await page.set_content("<html lang=en><title>x</title><input></html>")

    found = await faults(page)

    assert any(fault.startswith("label:") for fault in found)
