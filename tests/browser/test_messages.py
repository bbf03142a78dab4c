"""What prospects will read, seen in a browser: without JavaScript, in the dark, on a phone."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import OpenBrowser
from tests.browser.test_everybody_can_use_it import PHONE, faults, opened_details
from tests.pages.world import World

pytestmark = pytest.mark.browser
STANDS_IN = re.compile(r"English stands in\W+Customer story")


async def test_from_the_playbook_to_a_mail_of_ones_own_without_javascript(
    site: str, world: World, open_browser: OpenBrowser
) -> None:
    browser = await open_browser(site, "otto", java_script_enabled=False)
    page = await browser.new_page()
    await page.goto("/playbook")

    await page.get_by_role("link", name="Messages").click()
    await page.get_by_label("Language").select_option("Spanish")
    await page.get_by_role("button", name="Show").click()
    letter = page.frame_locator("iframe.phone").locator("body")
    await expect(letter).to_contain_text("Hola, Dana:")
    await page.get_by_role("link", name=STANDS_IN).click()
    await expect(
        page.get_by_text("Not there in French: English stands in")
    ).to_be_visible()
    await page.get_by_role("button", name="Send it to me").click()

    await expect(page.get_by_role("status")).to_contain_text("Sent to you.")
    mailed = await world.read("SELECT to_address FROM messages")
    assert mailed == "otto@northwind-fleet.example"


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_it_keeps_nobody_out_and_fits_a_phone(
    site: str, open_browser: OpenBrowser, scheme: str
) -> None:
    browser = await open_browser(site, "ana", color_scheme=scheme, viewport=PHONE)
    page = await browser.new_page()

    await page.goto("/playbook/messages?language=fr&message=low")
    await opened_details(page)

    assert await faults(page) == []
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]
