"""The whole product behind a browser: Dana asks, Ana answers, Mara decides."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import OpenBrowser
from tests.pages.world import World

pytestmark = pytest.mark.browser


async def ask_for_a_quote(page: Page, **given: str) -> None:
    """What a visitor does on the demo site."""
    for path in ("/demo", "/demo/customers", "/demo/pricing"):
        await page.goto(path)
    await page.get_by_role("link", name="Get a quote").click()
    fields = {
        "Your name": "Dana Ruiz",
        "Work address": "dana@northwind.example",
        "Company": "Northwind",
        "Vehicles": "80",
        "What do you need, and by when?": "Quote for 80 vehicles this month, please",
    }
    for label, text in (fields | given).items():
        await page.get_by_label(label).fill(text)
    await page.get_by_label("Country").select_option("ES")
    await page.get_by_role("button", name="Ask for a quote").click()


async def link_of_mail_to(world: World, site: str, name: str) -> str:
    text = await world.wait_for(
        f"SELECT text FROM messages WHERE to_name = '{name}' AND lead_id IS NOT NULL"  # noqa: S608
    )
    found = re.search(rf"{site}/leads/\S+", text)
    assert found is not None
    return found[0]


async def test_dana_asks_without_javascript_and_ana_accepts_in_one_tap(
    product: str, world: World, open_browser: OpenBrowser
) -> None:
    await world.never_close()
    async with world.engine.begin() as connection:
        await connection.exec_driver_sql(
            "UPDATE users SET paused = true WHERE handle = 'ben'"
        )
    visitor = await open_browser(product, java_script_enabled=False)
    dana = await visitor.new_page()
    ana = await (await open_browser(product, "ana")).new_page()

    await ask_for_a_quote(dana)
    await expect(dana.get_by_text("Ana Ortiz will call you by")).to_be_visible()
    await ana.goto(await link_of_mail_to(world, product, "Ana Ortiz"))
    await ana.get_by_role("button", name="Accept: Dana Ruiz").click()

    await expect(ana.get_by_role("status")).to_contain_text("Yours.")
    timeline = ana.get_by_role("region", name="What happened")
    await expect(timeline).to_contain_text(re.compile("accepted", re.IGNORECASE))
    clock = ana.get_by_role("region", name="The clock")
    await expect(clock).to_contain_text("Remind the owner")


async def test_a_second_tap_is_answered_in_a_sentence(
    product: str, world: World, open_browser: OpenBrowser
) -> None:
    await ask_for_a_quote(await (await open_browser(product)).new_page())
    owner = await world.wait_for("SELECT owner FROM leads")
    # With it, the second page would know within a second.
    browser = await open_browser(product, owner, java_script_enabled=False)
    first, second = await browser.new_page(), await browser.new_page()
    for page in (first, second):
        await page.goto("/inbox")

    for page in (first, second):
        await page.get_by_role("button", name="Accept: Dana Ruiz").click()

    await expect(first.get_by_role("status").first).to_contain_text("Yours.")
    await expect(second.get_by_role("alert")).to_contain_text("Already accepted by")


async def test_mara_decides_what_the_rules_do_not_cover(
    product: str, world: World, open_browser: OpenBrowser
) -> None:
    dana = await (await open_browser(product)).new_page()
    mara = await (
        await open_browser(product, "mara", java_script_enabled=False)
    ).new_page()
    await ask_for_a_quote(dana, **{"Work address": "dana@trackwise.example"})
    await world.wait_for("SELECT id FROM reviews")

    await mara.goto("/review")
    await mara.get_by_label("For whom").select_option("ben")
    await mara.get_by_role("button", name="High", exact=True).click()

    await expect(mara.locator(".notice.good")).to_contain_text("Decided.")
    await expect(mara.get_by_text("Nothing to decide")).to_be_visible()
    assert await world.read("SELECT owner FROM leads") == "ben"


# What is opened, what is filled in and chosen, what is pressed, and what the page says.
STEPS = [
    ("Take over", {"Why?": "She knows them"}, {}, "Take over now", "You took it over"),
    ("", {}, {}, "Give it back to automation", "Given back"),
    ("Note", {"What should": "Mornings only"}, {}, "Keep the note", "Note kept"),
    ("Correct", {"Company": "Northwind SL"}, {}, "Correct it", "Corrected"),
    ("Give to", {}, {"To whom?": "cleo"}, "Give it to them", "Given to a colleague"),
    (
        "Close",
        {"Worth": "12000"},
        {"How did it end?": "won"},
        "Close this lead",
        "Closed",
    ),
    ("Open again", {"Why?": "They called"}, {}, "Open it again", "Open again"),
]


async def test_everything_people_do_with_a_lead_goes_without_javascript(
    product: str, world: World, open_browser: OpenBrowser
) -> None:
    await ask_for_a_quote(await (await open_browser(product)).new_page())
    lead_id = await world.wait_for("SELECT id FROM leads WHERE owner IS NOT NULL")
    browser = await open_browser(product, "mara", java_script_enabled=False)
    page = await browser.new_page()
    await page.goto(f"/leads/{lead_id}")

    for opened, filled, chosen, pressed, said in STEPS:
        if opened:
            await page.locator("summary", has_text=opened).click()
        form = page.locator("details[open] form") if opened else page.locator("main")
        for label, text in filled.items():
            await form.get_by_label(label).fill(text)
        for label, code in chosen.items():
            await form.get_by_label(label).select_option(code)
        await form.get_by_role("button", name=pressed).click()
        await expect(page.get_by_role("status")).to_contain_text(said)

    assert await world.read("SELECT company FROM leads") == "Northwind SL"
    kept = "SELECT count(*) FROM human_actions WHERE applied_at IS NOT NULL"
    assert await world.read(kept) == len(STEPS)
