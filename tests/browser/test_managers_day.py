"""Mara's day: a clock about to break, two leads moved, yesterday's breach, somebody's leave."""

import os
import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import OpenBrowser
from tests.browser.test_everybody_can_use_it import PHONE, faults
from tests.browser.test_team_on_leave import leads_of_ana
from tests.pages.world import World

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

MADRID = ZoneInfo("Europe/Madrid")
URGENT = {  # what makes a high lead: to be accepted within 15 working minutes
    "job_title": "VP Operations",
    "message": "Quote for 300 vehicles this month, please",
    "industry": "logistics",
}
OWNER = "SELECT owner FROM leads WHERE name = :name"


def row_of(page: Page, name: str) -> Locator:
    return page.locator("[data-lead]").filter(has_text=name)


async def yesterdays_breach(world: World, name: str) -> None:
    """Ana had a quarter of an hour from noon on, was told and reminded, and did nothing."""
    lead_id = await world.read("SELECT id FROM leads WHERE name = :name", name=name)
    noon = world.now.astimezone(MADRID).replace(hour=12, minute=0) - timedelta(days=1)
    due = noon + timedelta(minutes=15)
    ana = {"to_name": "Ana Ortiz", "to_address": "ana@northwind-fleet.example"}
    for kind, at in (("assigned", noon), ("reminder", noon + timedelta(minutes=8))):
        await world.mail(lead_id, kind=kind, created_at=at, sent_at=at, **ana)
    await world.mail(lead_id, kind="breach", created_at=due, to_name="Mara Conti")
    await world.add(
        "breaches",
        key=str(uuid4()),
        lead_id=lead_id,
        promise="accept",
        owner="ana",
        row="iberia-large",
        started_at=noon,
        due_at=due,
        noticed_at=due,
    )


async def move_by_key(page: Page, name: str) -> None:
    await row_of(page, name).get_by_role("link", name=name).first.focus()
    await page.keyboard.press("m")
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text(f"Give {name} to")
    await expect(dialog.get_by_role("button", name="Ana Ortiz")).to_be_disabled()
    assert await faults(page) == []
    for _ in range(10):
        if "Ben" in await page.evaluate("document.activeElement.textContent"):
            break
        await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")


async def move_by_drag(page: Page, name: str) -> None:
    await row_of(page, name).locator(".due").hover()
    await page.mouse.down()
    await page.mouse.move(500, 500, steps=4)
    ben = page.locator("#move").get_by_role("button", name="Ben Silva")
    await expect(ben).to_be_visible()
    await ben.hover()
    await page.mouse.up()


async def enter_leave(page: Page, world: World) -> None:
    today = world.now.astimezone(MADRID).date()
    monday = today + timedelta(days=7 - today.weekday())
    await page.goto("/team/ana")
    await page.locator("summary", has_text="Enter leave").click()
    await page.get_by_label("First day away").fill(monday.isoformat())
    friday = monday + timedelta(days=4)
    await page.get_by_label("Last day away").fill(friday.isoformat())
    await page.get_by_label("Stand-in", exact=True).select_option("ben")
    await page.get_by_role("button", name="Enter the leave").click()


async def keep_picture(page: Page, name: str) -> None:
    """For docs/screenshots, when it is asked for."""
    folder = os.environ.get("HANDRAISE_SCREENSHOTS")
    if folder:
        await page.screenshot(path=Path(folder) / name)


async def test_mara_sees_to_it_that_no_promise_breaks(
    product: str, world: World, open_browser: OpenBrowser
) -> None:
    await leads_of_ana(world, product, 3, **URGENT)
    await yesterdays_breach(world, "Dana 2")
    mara = await (await open_browser(product, "mara")).new_page()
    ben = await (await open_browser(product, "ben")).new_page()

    await mara.goto("/team")
    await sees_what_is_about_to_break(mara)
    await moves_two(mara, world)
    await ben.goto("/inbox?view=mine")
    await ben.get_by_role("button", name=re.compile("Accept: Dana 0")).click()
    await expect(mara.locator("#board")).to_contain_text("Accepted, not yet contacted")
    await reads_why_yesterday(mara)
    await enter_leave(mara, world)

    await mara.goto("/team")
    leave = mara.get_by_role("region", name="On leave this week and next")
    await expect(leave).to_contain_text("Ana Ortiz is away from Mon")
    await expect(leave).to_contain_text("Ben Silva stands in")


async def sees_what_is_about_to_break(mara: Page) -> None:
    soon = mara.get_by_role("region", name="About to break")
    await expect(soon).to_contain_text("Dana 0")
    await expect(soon).to_contain_text("Mara Conti is told")
    assert await faults(mara) == []
    await keep_picture(mara, "team.png")


async def moves_two(mara: Page, world: World) -> None:
    """One by key; one by drag, and back."""
    said = mara.locator("#move-notice")
    await move_by_key(mara, "Dana 0")
    await expect(said).to_contain_text("Dana 0 is with Ben Silva now")
    assert await world.read(OWNER, name="Dana 0") == "ben"
    await move_by_drag(mara, "Dana 1")
    await expect(said).to_contain_text("Dana 1 is with Ben Silva now")
    await said.get_by_role("button", name="Undo").click()
    await expect(said).to_contain_text("Dana 1 is with Ana Ortiz now")
    assert await world.read(OWNER, name="Dana 1") == "ana"


async def reads_why_yesterday(mara: Page) -> None:
    await mara.get_by_role("link", name="Yesterday").click()
    broken = mara.get_by_role("region", name="Broken promises")
    why = "Ana Ortiz was told at 12:00, reminded at 12:08 and did nothing."
    await expect(broken).to_contain_text(why)
    await expect(broken).to_contain_text("iberia-large 1")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_on_her_phone_she_moves_one_to_somebody_on_leave_after_a_second_word(
    product: str, world: World, open_browser: OpenBrowser, scheme: str
) -> None:
    await leads_of_ana(world, product, 1, **URGENT)
    await yesterdays_breach(world, "Dana 0")
    await world.leave("ben", timedelta(days=-1), timedelta(days=1))
    phone = await open_browser(product, "mara", viewport=PHONE, color_scheme=scheme)
    mara = await phone.new_page()
    said = mara.locator("#move-notice")

    await mara.goto("/team?days=yesterday")
    await keep_picture(mara, f"team-phone-{scheme}.png")
    row = row_of(mara, "Dana 0")
    await row.get_by_role("link", name="Give Dana 0 to somebody else").click()
    await mara.get_by_role("dialog").get_by_role("button", name="Ben Silva").click()
    await expect(said).to_contain_text("Ben Silva: On leave until")
    assert await world.read(OWNER, name="Dana 0") == "ana"
    assert await faults(mara) == []
    await said.get_by_role("button", name="Give it all the same").click()

    await expect(said).to_contain_text("Dana 0 is with Ben Silva now")
    assert await world.read(OWNER, name="Dana 0") == "ben"
    width = await mara.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]
