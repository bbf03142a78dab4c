"""A reviewer at the keyboard, another one beside her, and one on a phone."""

from datetime import UTC, datetime
from uuid import UUID

import httpx
import pytest
from playwright.async_api import Locator, Page, expect
from sqlalchemy import text

from adapters.store.access.keys import KeyKind, issue_key
from tests.browser.conftest import OpenBrowser
from tests.browser.test_everybody_can_use_it import PHONE, faults
from tests.conftest import PATIENCE
from tests.pages.world import World

pytestmark = pytest.mark.browser


async def raise_hands(site: str, world: World, *names: str) -> list[UUID]:
    """Competitors who ask for an offer: a person must decide each of them."""
    async with world.engine.begin() as connection:
        key = await issue_key(connection, KeyKind.SECRET, "tests", datetime.now(UTC))
    asked = []
    async with httpx.AsyncClient(base_url=site, timeout=PATIENCE) as client:
        for name in names:
            body = {
                "email": f"{name.lower()}@trackwise.example",
                "name": name,
                "company": "Trackwise",
                "country": "ES",
                "employees": 240,
                "message": "Quote for 80 vehicles this month, please",
                "page_views": [
                    {"path": "/pricing", "seconds": 95, "at": "2026-11-20T10:00:00Z"}
                ],
                "fields": {"vehicles": 80},
            }
            answer = await client.post(
                "/v1/leads",
                json=body,
                headers={"Authorization": f"Bearer {key}", "Prefer": "wait=10"},
            )
            assert answer.status_code == 201, answer.text
            asked.append(UUID(answer.json()["lead_id"]))
    return asked


def case_of(page: Page, lead_id: UUID) -> Locator:
    return page.locator(f"#case-{lead_id}")


async def help_and_back(page: Page) -> None:
    """Keys do nothing while the help is open."""
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("x")
    await page.keyboard.press("Escape")


async def spam_by_mistake(page: Page, case: Locator, following: Locator) -> None:
    await page.keyboard.press("x")
    await expect(following).to_be_focused()
    await page.keyboard.press("u")
    await expect(case).to_be_focused()


async def high_for_ben(page: Page) -> None:
    """With a word on why; digits that are typed decide nothing."""
    await page.keyboard.press("o")
    await page.keyboard.type("Ben")
    await page.keyboard.press("Tab")
    await page.keyboard.type("1 of 3")
    await page.keyboard.press("Escape")
    await page.keyboard.press("1")


async def try_another_country(page: Page, case: Locator) -> None:
    """What a correction would change is told before it is made."""
    await page.keyboard.press("e")
    await case.get_by_label("Country").fill("BR")
    await expect(case.locator(".would")).to_contain_text("person to decide")
    await page.keyboard.press("Escape")


async def test_mara_decides_a_queue_by_keys_alone(
    product: str, world: World, open_browser: OpenBrowser
) -> None:
    asked = await raise_hands(product, world, "Dana", "Ed", "Flo", "Gil")
    page = await (await open_browser(product, "mara")).new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    await page.goto("/review")
    dana, ed, flo, gil = (case_of(page, lead_id) for lead_id in asked)

    await help_and_back(page)
    await page.keyboard.press("j")
    await spam_by_mistake(page, dana, ed)
    await high_for_ben(page)
    await expect(ed).to_be_focused()
    await page.keyboard.press("x")
    await expect(flo).to_be_focused()
    await try_another_country(page, flo)
    unfair = await faults(page)
    await page.keyboard.press("j")
    await expect(gil).to_be_focused()
    await page.keyboard.press("3")

    await expect(dana).to_contain_text("high, for Ben")
    await expect(ed).to_contain_text("closed as spam")
    await expect(gil).to_contain_text("low")
    await expect(flo).to_contain_text("Why a person must decide")
    assert await what_was_kept(world) == [
        ("high", None, "1 of 3"),
        (None, "spam", None),
        ("low", None, None),
    ]
    assert (unfair, wrong) == ([], [])


async def what_was_kept(world: World) -> list[tuple[str | None, ...]]:
    """Band, outcome and reason of each label, in the order in which hands went up."""
    query = text(
        """
        SELECT l.band, l.outcome, h.reason
        FROM review_labels l JOIN leads ON leads.id = l.lead_id
        JOIN human_actions h ON h.lead_id = l.lead_id AND h.kind = 'resolve'
        ORDER BY leads.received_at
        """
    )
    async with world.engine.connect() as connection:
        return [tuple(row) for row in await connection.execute(query)]


async def test_the_second_of_two_reviewers_is_told_who_decided_and_loses_nothing(
    product: str, world: World, open_browser: OpenBrowser
) -> None:
    (dana,) = await raise_hands(product, world, "Dana")
    mara = await (await open_browser(product, "mara")).new_page()
    otto = await (
        await open_browser(product, "otto", java_script_enabled=False, viewport=PHONE)
    ).new_page()
    await mara.goto("/review")
    await otto.goto("/review")

    await case_of(mara, dana).get_by_label("Why?").fill("Big fleet")

    # Otto has a phone and no JavaScript, and is first.
    width = await otto.evaluate("document.documentElement.scrollWidth")
    await otto.get_by_role("button", name="Spam").click()
    await expect(otto.locator(".notice.good")).to_contain_text("Decided.")

    # Her page says so at once; she decides all the same, and is told again.
    told = mara.get_by_role("alert")
    await expect(told).to_contain_text("closed as spam")
    await mara.keyboard.press("Escape")
    await mara.keyboard.press("2")
    await expect(case_of(mara, dana)).to_contain_text("was not applied: medium")
    await expect(case_of(mara, dana)).to_contain_text("Big fleet")
    await expect(told).to_contain_text("Otto Berg decided this at")
    await expect(told).to_contain_text("closed as spam")
    assert width <= PHONE["width"]
    assert await world.count("review_labels") == 1


async def test_a_reviewer_who_leaves_has_decided(
    product: str, world: World, open_browser: OpenBrowser
) -> None:
    await raise_hands(product, world, "Dana")
    page = await (await open_browser(product, "mara")).new_page()
    await page.goto("/review")

    await page.keyboard.press("j")
    await page.keyboard.press("Enter")  # the suggestion
    await page.goto("/inbox")

    outcome = await world.wait_for("SELECT outcome FROM review_labels")
    assert outcome == "disqualified"  # what a competitor is, whatever their points


async def test_open_pages_follow_what_others_decide(
    site: str, world: World, open_browser: OpenBrowser
) -> None:
    mara = await open_browser(site, "mara")
    review, page = await mara.new_page(), await mara.new_page()
    dana = await world.review(name="Dana Ruiz")
    await review.goto("/review")
    await case_of(review, dana).get_by_label("Why?").fill("They called us")

    # A case that comes, while Mara writes.
    flo = await world.review(name="Flo Berg")
    await world.change("UPDATE leads SET points = 40 WHERE id = :id", id=flo)
    await expect(case_of(review, flo)).to_contain_text("Why a person must decide")

    # Otto decides what she works on; what she wrote stays.
    await decided_by_otto(world, dana)
    alert = case_of(review, dana).get_by_role("alert")
    await expect(alert).to_contain_text("Otto Berg decided this at")
    why = case_of(review, dana).get_by_label("Why?")
    await expect(why).to_have_value("They called us")

    # And the page of a lead, of which nobody loads anything.
    lead_id = await world.lead()
    await page.goto(f"/leads/{lead_id}")
    await world.entry(lead_id, "Ana Ortiz accepted it.")
    await world.change(
        "UPDATE leads SET status = 'accepted' WHERE id = :id", id=lead_id
    )
    happened = page.get_by_role("region", name="What happened")
    await expect(happened).to_contain_text("Ana Ortiz accepted it.")
    await expect(page.locator("#standing")).to_contain_text("Accepted")


async def decided_by_otto(world: World, lead_id: UUID) -> None:
    review_id = await world.read(
        "SELECT id FROM reviews WHERE lead_id = :id", id=lead_id
    )
    await world.add(
        "review_labels",
        review_id=review_id,
        lead_id=lead_id,
        code="competitor",
        outcome="spam",
        by="otto",
        opened_at=world.now,
        decided_at=world.now,
        changed=[],
    )
    await world.change(
        "UPDATE reviews SET closed_at = :now WHERE id = :id",
        now=world.now,
        id=review_id,
    )
    await world.change(
        "UPDATE leads SET status = 'closed', outcome = 'spam', closed_at = now()"
        " WHERE id = :id",
        id=lead_id,
    )
