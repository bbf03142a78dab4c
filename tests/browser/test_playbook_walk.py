"""Otto changes the playbook: with the mouse, with the keyboard, and after somebody else."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from playwright.async_api import Locator, Page, expect

from adapters.playbook.published import publish_playbook
from adapters.store.access.keys import KeyKind, issue_key
from tests.browser.conftest import OpenBrowser
from tests.browser.test_everybody_can_use_it import faults, opened_details
from tests.conftest import PATIENCE
from tests.pages.world import EXAMPLE, World

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

PHONE = {"width": 390, "height": 844}
PAGES = (
    "/playbook",
    "/playbook/edit",
    "/playbook/preview",
    "/playbook/publish",
    "/playbook/history",
    "/playbook/history/1",
)
Act = Callable[[Locator], Awaitable[None]]


async def band_of_next_lead(world: World, site: str, name: str) -> str:
    """Somebody worth 70 points or so asks; the band that the website is told."""
    async with world.engine.begin() as connection:
        key = await issue_key(connection, KeyKind.SITE, "the website", world.now)
    asked: dict[str, Any] = {
        "email": f"{name.lower()}@northwind.example",
        "name": name,
        "country": "ES",
        "employees": 300,
        "message": "A quote this month, please",
        "fields": {"vehicles": 80},
    }
    headers = {"Authorization": f"Bearer {key}"}
    async with httpx.AsyncClient(base_url=site, headers=headers) as website:
        answer = await website.post("/v1/leads", json=asked, timeout=PATIENCE)
    return str(answer.json()["band"])


async def click(what: Locator) -> None:
    await what.click()


async def press(what: Locator) -> None:
    """Go there with Tab alone, as somebody does who has no mouse, and press Enter."""
    await reach(what)
    await what.page.keyboard.press("Enter")


_WAY = """one => {
  const here = document.activeElement;
  if (one === here) return "";
  return here.compareDocumentPosition(one) & 2 ? "Shift+Tab" : "Tab";
}"""


async def reach(what: Locator) -> None:
    await expect(what).to_be_visible()
    for _ in range(150):
        key = await what.evaluate(_WAY)
        if not key:
            return
        await what.page.keyboard.press(key)
    pytest.fail("the keyboard does not get there")


async def enter(page: Page, label: str, text: str) -> None:
    """By keys alone: go there, take what stands there away, type."""
    await reach(page.get_by_label(label))
    await page.keyboard.press("Control+A")
    await page.keyboard.type(text)
    await page.keyboard.press("Tab")


@pytest.mark.parametrize("act", [click, press])
async def test_a_threshold_is_changed_tried_published_used_and_taken_back(
    product: str, world: World, open_browser: OpenBrowser, act: Act
) -> None:
    before = await band_of_next_lead(world, product, "Dana")
    page = await (await open_browser(product, "otto")).new_page()

    await page.goto("/playbook")
    await act(page.get_by_role("link", name="Edit", exact=True))
    await enter(page, "From, High", "95")
    await expect(page.locator("#done")).to_contain_text("Changed")
    await expect(page.locator("#text")).to_have_value(re.compile("from_points: 95"))
    await act(page.get_by_role("link", name="Who would move"))
    moves = page.get_by_role("region", name="Leads that would move")
    await expect(moves).to_contain_text("Dana")
    await act(page.get_by_role("link", name="See changes and publish"))
    await expect(page.get_by_role("region", name="In words")).to_contain_text("95")
    await enter(page, "Comment", "Too many calls")
    await act(page.get_by_role("button", name="Publish version 2"))
    await expect(page.get_by_role("status")).to_contain_text("Published")
    published = await band_of_next_lead(world, product, "Dora")

    await act(page.get_by_role("link", name="History"))
    await act(page.get_by_role("link", name="Version 1", exact=True))
    await enter(page, "Comment", "Too few calls")
    await act(page.get_by_role("button", name="Roll back to version 1"))
    await expect(page.get_by_role("status")).to_contain_text("Rolled back")
    back = await band_of_next_lead(world, product, "Dina")

    assert [before, published, back] == ["high", "medium", "high"]


async def editor(site: str, open_browser: OpenBrowser, **how: Any) -> Page:
    page = await (await open_browser(site, "otto", **how)).new_page()
    await page.goto("/playbook/edit")
    return page


def rows(page: Page) -> Locator:
    return page.get_by_role("list", name="Routing rows").get_by_label("Name, row")


async def names(page: Page) -> list[str]:
    return [await one.input_value() for one in await rows(page).all()]


async def test_a_row_is_dragged_to_its_place(
    site: str, open_browser: OpenBrowser
) -> None:
    page = await editor(site, open_browser, viewport={"width": 1300, "height": 1400})
    before = await names(page)
    grip = page.locator("#routing-3 [data-grip]")
    target = await page.locator("#routing-0").bounding_box()
    assert target is not None

    await grip.hover()
    await page.mouse.down()
    await page.mouse.move(target["x"] + 40, target["y"] + 60, steps=5)
    await page.mouse.move(target["x"] + 40, target["y"] + 5, steps=5)
    await page.mouse.up()

    await expect(page.locator("#done")).to_contain_text("to place 1 of")
    assert await names(page) == [before[3], *before[:3], *before[4:]]


async def test_alt_and_arrows_move_the_row_and_the_focus_goes_along(
    site: str, open_browser: OpenBrowser
) -> None:
    page = await editor(site, open_browser)
    before = await names(page)
    await rows(page).nth(1).focus()

    await page.keyboard.press("Alt+ArrowUp")

    await expect(page.locator("#done")).to_contain_text("to place 1 of")
    await expect(page.locator("#routing-0-id")).to_be_focused()
    assert await names(page) == [before[1], before[0], *before[2:]]


async def test_a_deleted_row_comes_back(site: str, open_browser: OpenBrowser) -> None:
    page = await editor(site, open_browser)
    before = await names(page)

    await page.get_by_role("button", name=f"Delete row {before[0]}").click()
    await expect(rows(page)).to_have_count(len(before) - 1)
    await page.get_by_role("button", name="Undo").click()

    await expect(rows(page)).to_have_count(len(before))
    assert await names(page) == before


async def test_the_check_speaks_while_somebody_types(
    site: str, open_browser: OpenBrowser
) -> None:
    page = await editor(site, open_browser)
    text = page.locator("#text")
    await text.focus()
    await page.keyboard.press("Control+Home")

    await page.keyboard.type("compny: x\n")

    remark = page.locator(".remark").first
    await expect(remark).to_contain_text("nothing here has this name")
    await expect(remark.get_by_role("link", name="line 1")).to_be_visible()
    await expect(text).to_be_focused()
    await expect(page.locator("#text")).to_have_value(re.compile("^compny: x\n# The"))


async def test_a_line_that_cannot_be_read_is_told_beside_it(
    site: str, open_browser: OpenBrowser
) -> None:
    page = await editor(site, open_browser)
    condition = page.locator("#routing-1-when")

    await condition.fill("country = ES")
    await page.keyboard.press("Tab")

    await expect(page.locator("#fault-routing-1-when")).to_contain_text("Expected is")
    await expect(condition).to_have_value("country = ES")
    await condition.fill("country is ES")
    await page.keyboard.press("Tab")
    await expect(page.locator("#fault-routing-1-when")).to_be_empty()


async def test_a_remark_leads_to_its_line(site: str, open_browser: OpenBrowser) -> None:
    page = await editor(site, open_browser)
    await page.get_by_role("button", name="Add a row").click()
    link = page.locator("#remarks[open] .remark a[data-line]").first
    await expect(link).to_be_visible()
    line = int((await link.inner_text()).removeprefix("line "))

    await link.click()

    text = page.locator("#text")
    await expect(text).to_be_focused()
    begin = await text.evaluate("one => one.selectionStart")
    before = (await text.input_value())[:begin]
    assert before.count("\n") == line - 1


async def test_the_filter_hides_what_has_other_words(
    site: str, open_browser: OpenBrowser
) -> None:
    page = await editor(site, open_browser)

    await page.keyboard.press("/")
    await page.keyboard.type("dashcam")

    await expect(page.locator(".item:visible")).to_have_count(1)
    await expect(page.locator("#filtered")).to_contain_text("hidden")


async def test_the_keys_are_listed_on_a_key(
    site: str, open_browser: OpenBrowser
) -> None:
    page = await editor(site, open_browser)

    await page.keyboard.press("?")
    await expect(page.get_by_role("heading", name="Keys")).to_be_visible()
    await page.keyboard.press("Escape")

    await expect(page.get_by_role("heading", name="Keys")).to_be_hidden()


async def test_who_is_second_puts_the_draft_on_top_and_loses_nothing(
    site: str, world: World, open_browser: OpenBrowser
) -> None:
    page = await editor(site, open_browser)
    await page.get_by_label("From, High").fill("65")
    await page.keyboard.press("Tab")
    await expect(page.locator("#done")).to_contain_text("Changed")
    await page.goto("/playbook/publish")
    await page.get_by_label("Comment").fill("mine")
    theirs = EXAMPLE.read_text("utf-8").replace("from_points: 30", "from_points: 35")
    async with world.engine.begin() as connection:
        await publish_playbook(
            connection, theirs, author="mara", comment="theirs", based_on=1
        )

    await page.get_by_role("button", name="Publish version 2").click()
    await expect(page.get_by_text("Mara Conti published meanwhile")).to_be_visible()
    await page.get_by_role("button", name="Put my draft on top").click()
    await page.get_by_label("Comment").fill("mine")
    await page.get_by_role("button", name="Publish version 3").click()

    await expect(page.get_by_role("status")).to_contain_text("Published")
    document = await world.read("SELECT document FROM playbooks WHERE version = 3")
    assert "from_points: 65" in document
    assert "from_points: 35" in document


async def test_it_works_without_javascript(
    site: str, world: World, open_browser: OpenBrowser
) -> None:
    page = await editor(site, open_browser, java_script_enabled=False)

    await page.get_by_label("From, High").fill("65")
    await page.locator("#bands-high").get_by_role("button", name="Save").click()
    await page.get_by_role("button", name="Move row dashcams up").click()
    await page.get_by_role("link", name="See changes and publish").click()
    await page.get_by_label("Comment").fill("no script")
    await page.get_by_role("button", name="Publish version 2").click()

    await expect(page.get_by_role("status")).to_contain_text("Published")
    document = await world.read("SELECT document FROM playbooks WHERE version = 2")
    assert "from_points: 65" in document
    assert document.index("id: dashcams") < document.index("id: spanish-or")


async def test_nothing_breaks_the_policy_and_nothing_is_said(
    site: str, open_browser: OpenBrowser
) -> None:
    page = await (await open_browser(site, "otto")).new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    await page.goto("/playbook/edit")

    await page.get_by_label("From, High").fill("65")
    await page.keyboard.press("Tab")
    await expect(page.locator("#done")).to_contain_text("Changed")
    await page.get_by_role("button", name="Undo").click()
    await expect(page.locator("#done")).to_contain_text("Undone")

    assert said == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nothing_keeps_anybody_out(
    site: str, world: World, open_browser: OpenBrowser, scheme: str
) -> None:
    lead_id = await world.lead()
    known = {"country": {"value": "ES", "source": "form"}}
    evidence = {"received_at": world.now.isoformat(), "facts": known}
    await world.decision(lead_id, evidence=evidence)
    page = await editor(site, open_browser, color_scheme=scheme)
    await page.get_by_role("button", name="Add a row").click()
    await expect(page.locator("#done")).to_contain_text("Added")
    found = {}

    for path in PAGES:
        await page.goto(path)
        await opened_details(page)
        found[path] = await faults(page)

    assert {path: list_ for path, list_ in found.items() if list_} == {}


async def test_no_page_is_wider_than_a_phone(
    site: str, open_browser: OpenBrowser
) -> None:
    page = await editor(site, open_browser, viewport=PHONE)
    await page.get_by_role("button", name="Add a row").click()
    await expect(page.locator("#done")).to_contain_text("Added")
    widths = {}

    for path in PAGES:
        await page.goto(path)
        await opened_details(page)
        widths[path] = await page.evaluate("document.documentElement.scrollWidth")

    assert {path for path, width in widths.items() if width > PHONE["width"]} == set()
