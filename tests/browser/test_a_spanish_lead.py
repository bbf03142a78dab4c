"""A Spanish lead is answered in Spanish, from the form to the mail."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import OpenBrowser
from tests.browser.test_a_lead_from_form_to_answer import ask_for_a_quote
from tests.pages.world import World

pytestmark = pytest.mark.browser


async def test_dana_asks_with_a_spanish_browser(
    product: str, world: World, open_browser: OpenBrowser
) -> None:
    await world.never_close()
    visitor = await open_browser(product, locale="es-ES", java_script_enabled=False)
    dana = await visitor.new_page()

    await ask_for_a_quote(dana)

    await expect(dana.get_by_text("le llamará como muy tarde")).to_be_visible()
    await expect(dana.get_by_role("heading")).to_have_text("Gracias.")
    text = await world.wait_for("SELECT text FROM messages WHERE to_name = 'Dana Ruiz'")
    assert text.startswith("Hola, Dana:\n\nHemos recibido su solicitud.")
    to_ana = await world.wait_for(
        "SELECT subject FROM messages WHERE kind = 'assigned' LIMIT 1"
    )
    assert "a high lead is yours" in to_ana
