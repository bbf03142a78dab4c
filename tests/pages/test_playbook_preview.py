from tests.pages.conftest import SignIn
from tests.pages.test_playbook_edit import send
from tests.pages.world import World


async def decided(world: World, name: str, **facts: object) -> None:
    """A lead whose last decision knew these facts."""
    lead_id = await world.lead(name=name)
    given = {
        field: {"value": value, "source": "form"} for field, value in facts.items()
    }
    await world.decision(
        lead_id, evidence={"received_at": world.now.isoformat(), "facts": given}
    )


async def test_before_anything_changed_there_is_nothing_to_try(browse: SignIn) -> None:
    otto = await browse("otto")

    assert "changes nothing yet" in (await otto.get("/playbook/preview")).text


async def test_an_unreadable_draft_cannot_be_tried(browse: SignIn) -> None:
    otto = await browse("otto")
    await otto.post("/playbook/edit/text", data={"text": "company: ["})

    assert "cannot be tried yet" in (await otto.get("/playbook/preview")).text


async def test_without_leads_it_says_so(browse: SignIn) -> None:
    otto = await browse("otto")
    await send(otto, **{"number:/bands/high/from_points": "70"})

    assert "No lead was decided yet" in (await otto.get("/playbook/preview")).text


async def test_who_would_move_is_counted_and_listed_with_the_reason(
    world: World, browse: SignIn
) -> None:
    facts = {
        "fields.vehicles": 80,
        "country": "ES",
        "message": "please send a quote asap",
        "employees": 300,
    }
    await decided(world, "Dana Ruiz", **facts)
    otto = await browse("otto")
    await send(otto, **{"number:/bands/high/from_points": "99"})

    page = (await otto.get("/playbook/preview")).text

    assert "1 of 1 lead" in page
    assert "Dana Ruiz" in page
    assert '<s class="faint">High</s>' in page
    assert "high begins at 60)" in page


async def test_a_draft_that_moves_nobody_says_so(world: World, browse: SignIn) -> None:
    await decided(world, "Dana Ruiz", country="ES")
    otto = await browse("otto")
    await send(otto, **{"number:/bands/high/from_points": "61"})

    page = (await otto.get("/playbook/preview")).text

    assert "None of the 1 lead" in page
