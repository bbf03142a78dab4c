"""The editor has an input for each language, and keeps what the others say."""

import re
from datetime import timedelta

import pytest

from api.playbook.editor import remarks
from tests.pages.conftest import SignIn
from tests.pages.test_playbook_edit import draft_of, send
from tests.pages.world import World

LOW = "/bands/low/next_step/message"
ENGLISH = "Thank you. Our guide answers what most people ask first."
SPANISH = "Gracias. Nuestra guía responde a lo que casi todos preguntan primero."


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remarks, "SOON", timedelta(seconds=30))


async def plainly(world: World, browse: SignIn) -> None:
    """The draft says it in English alone."""
    otto = await browse("otto")
    text = await world.read("SELECT document FROM playbooks")
    both = f'message:\n        en: "{ENGLISH}"\n        es: "{SPANISH}"\n'
    assert both in text
    plain = text.replace(both, f'message: "{ENGLISH}"\n')
    await otto.post("/playbook/edit/text", data={"text": plain})


async def test_each_language_has_its_input(browse: SignIn) -> None:
    otto = await browse("otto")

    page = (await otto.get("/playbook/edit")).text

    assert f'name="told:{LOW}/en"' in page
    assert re.search(rf'name="told:{LOW}/es"[^>]*>{SPANISH[:20]}', page)
    assert re.search(rf'name="told:{LOW}/de"[^>]*></textarea>', page)  # Cleo speaks it
    assert 'href="/playbook/messages?of=draft"' in page


async def test_one_language_changes_and_no_other(world: World, browse: SignIn) -> None:
    otto = await browse("otto")

    await send(
        otto,
        **{
            f"told:{LOW}/en": "Thank you.",
            f"told:{LOW}/es": SPANISH,
            f"told:{LOW}/de": "",
        },
    )

    draft = await draft_of(world)
    assert f'message:\n        en: "Thank you."\n        es: "{SPANISH}"\n' in draft
    assert "        de:" not in draft


async def test_a_second_language_makes_room_for_itself(
    world: World, browse: SignIn
) -> None:
    await plainly(world, browse)
    otto = await browse("otto")

    await send(otto, **{f"told:{LOW}/en": ENGLISH, f"told:{LOW}/es": "Gracias."})
    # of the page that still shows one text alone
    await send(otto, **{f"told:{LOW}/en": "Thank you!", f"told:{LOW}/es": "Gracias."})

    draft = await draft_of(world)
    found = draft[draft.index("kind: resources") :][:160]
    assert "en: Thank you!" in found
    assert "es: Gracias." in found


async def test_a_plain_text_stays_plain(world: World, browse: SignIn) -> None:
    await plainly(world, browse)
    otto = await browse("otto")

    await send(otto, **{f"told:{LOW}/en": "Thanks", f"told:{LOW}/es": ""})

    assert 'message: "Thanks"\n      url:' in await draft_of(world)


async def test_a_language_that_is_emptied_is_gone(world: World, browse: SignIn) -> None:
    otto = await browse("otto")

    await send(otto, **{f"told:{LOW}/es": ""})

    assert SPANISH not in await draft_of(world)


async def test_a_remark_leads_to_the_input_of_its_language(browse: SignIn) -> None:
    otto = await browse("otto")
    await send(otto, **{f"told:{LOW}/es": "Hola {nombre}"})

    page = (await otto.get("/playbook/edit")).text

    assert "es: found “Hola {nombre}”, nothing fills {nombre} here." in page
    assert 'href="#bands-low-next_step-message-es"' in page
