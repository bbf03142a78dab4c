"""The whole product behind a browser: Dana asks twice, and Mara makes one lead of it."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import OpenBrowser
from tests.browser.test_a_lead_from_form_to_answer import ask_for_a_quote
from tests.pages.world import World

pytestmark = pytest.mark.browser

VEHICLES = "Quote for 80 vehicles this month, please"
CAMERAS = "And a demo of the cameras"


async def press(page: Page, button: str) -> None:
    """Without a mouse."""
    found = page.get_by_role("button", name=button)
    await found.focus()
    await page.keyboard.press("Enter")


async def tells(page: Page, region: str, words: str) -> None:
    await expect(page.get_by_role("region", name=region)).to_contain_text(words)


async def lead_of(world: World, email: str) -> str:
    lead_id = await world.wait_for(
        "SELECT l.id FROM leads l JOIN decisions d ON d.lead_id = l.id"  # noqa: S608
        f" WHERE l.email = '{email}' AND l.status <> 'qualifying'"
    )
    return f"/leads/{lead_id}"


async def test_mara_merges_two_leads_and_takes_it_back(
    product: str, world: World, open_browser: OpenBrowser
) -> None:
    dana = await (await open_browser(product)).new_page()
    mara = await (
        await open_browser(product, "mara", java_script_enabled=False)
    ).new_page()
    await ask_for_a_quote(dana)
    first = await lead_of(world, "dana@northwind.example")
    message = {"What do you need, and by when?": CAMERAS}
    await ask_for_a_quote(
        dana, **{"Work address": "d.ruiz@northwind.example"} | message
    )
    second = await lead_of(world, "d.ruiz@northwind.example")

    await mara.goto(second)
    await tells(mara, "Perhaps the same person", "the same name at northwind.example")
    await press(mara, "Merge with Dana Ruiz")

    await expect(mara).to_have_url(f"{product}{first}?done=merge")
    await expect(mara.get_by_role("status")).to_contain_text("goes on for both")
    await tells(mara, "What they asked", CAMERAS)
    await tells(mara, "What they asked", VEHICLES)
    await mara.goto(second)
    await expect(mara).to_have_url(f"{product}{first}?done=merged")

    await press(mara, "Take the merge back: Dana Ruiz")

    await expect(mara).to_have_url(f"{product}{second}?done=unmerge")
    await expect(mara.get_by_text(VEHICLES)).not_to_be_visible()
    await tells(mara, "What happened", "took the merge back")
    await mara.goto(first)
    await expect(mara.get_by_text(CAMERAS)).not_to_be_visible()
    await expect(mara.get_by_text("Perhaps the same person")).not_to_be_visible()
