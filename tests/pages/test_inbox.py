from datetime import timedelta

from tests.pages.conftest import SignIn
from tests.pages.world import World


async def test_what_is_due_first_stands_first(world: World, browse: SignIn) -> None:
    await world.lead(name="Later Lee", due_at=world.now + timedelta(hours=3))
    await world.lead(name="Sooner Sue", due_at=world.now + timedelta(minutes=3))
    ana = await browse("ana")

    inbox = (await ana.get("/inbox")).text

    assert inbox.index("Sooner Sue") < inbox.index("Later Lee")


async def test_a_late_lead_says_how_late_it_is(world: World, browse: SignIn) -> None:
    await world.lead(due_at=world.now - timedelta(minutes=25))
    ana = await browse("ana")

    inbox = (await ana.get("/inbox")).text

    assert "25 min late" in inbox


async def test_an_empty_inbox_says_what_will_come(browse: SignIn) -> None:
    ana = await browse("ana")

    inbox = (await ana.get("/inbox")).text

    assert "Nothing waits for you" in inbox


async def test_the_owner_may_accept_and_decline(world: World, browse: SignIn) -> None:
    lead_id = await world.lead()
    ana = await browse("ana")

    inbox = (await ana.get("/inbox")).text

    assert f'action="/leads/{lead_id}/accept"' in inbox
    assert f'action="/leads/{lead_id}/decline"' in inbox


async def test_another_teams_leads_are_nowhere(world: World, browse: SignIn) -> None:
    lead_id = await world.lead(name="Dana Ruiz")
    cleo = await browse("cleo")

    inbox = (await cleo.get("/inbox?view=all")).text
    page = await cleo.get(f"/leads/{lead_id}")

    assert "Dana Ruiz" not in inbox
    assert page.status_code == 404


async def test_unowned_leads_are_everybodys_to_see(
    world: World, browse: SignIn
) -> None:
    await world.lead(name="Uma Unowned", owner=None, status="nurturing")
    cleo = await browse("cleo")

    inbox = (await cleo.get("/inbox?view=unowned")).text

    assert "Uma Unowned" in inbox


async def test_an_operator_sees_all(world: World, browse: SignIn) -> None:
    await world.lead(name="Iberian Inés", owner="ana")
    await world.lead(name="Northern Nils", owner="cleo")
    otto = await browse("otto")

    inbox = (await otto.get("/inbox?view=all")).text

    assert "Iberian Inés" in inbox
    assert "Northern Nils" in inbox


async def test_closed_leads_stand_apart(world: World, browse: SignIn) -> None:
    await world.lead(
        name="Won Wendy",
        status="closed",
        closed_at=world.now,
        due_at=None,
        clock=None,
        outcome="won",
    )
    ana = await browse("ana")

    mine = (await ana.get("/inbox")).text
    closed = (await ana.get("/inbox?view=closed")).text

    assert "Won Wendy" not in mine
    assert "Won Wendy" in closed


async def test_a_long_list_goes_on_where_it_ended(world: World, browse: SignIn) -> None:
    for number in range(30):
        due_at = world.now + timedelta(minutes=number + 1)
        await world.lead(name=f"Lead {number:02}", due_at=due_at)
    ana = await browse("ana")

    first = (await ana.get("/inbox")).text
    more = first.split('href="/inbox?view=mine&amp;after=')[1].split('"')[0]
    second = (await ana.get(f"/inbox?view=mine&after={more}")).text

    assert "Lead 24" in first
    assert "Lead 25" not in first
    assert "Lead 24" not in second
    assert "Lead 29" in second


async def test_a_place_in_the_list_that_is_none_of_ours_is_not_found(
    browse: SignIn,
) -> None:
    ana = await browse("ana")

    answers = [
        await ana.get("/inbox", params={"after": after})
        for after in ("x", "2026-01-01~x", "2026-01-01T00:00:00~" + "0" * 32)
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


async def test_htmx_gets_the_list_alone(world: World, browse: SignIn) -> None:
    await world.lead()
    ana = await browse("ana")

    part = (await ana.get("/inbox", headers={"HX-Request": "true"})).text

    assert "Dana Ruiz" in part
    assert "<html" not in part


async def test_what_prospects_write_is_printed_never_run(
    world: World, browse: SignIn
) -> None:
    await world.lead(name="<script>alert(1)</script>", message="{{ 7 * 7 }}")
    ana = await browse("ana")

    inbox = (await ana.get("/inbox")).text

    assert "<script>alert" not in inbox
    assert "{{ 7 * 7 }}" in inbox


async def test_strangers_are_sent_to_sign_in_and_back(browse: SignIn) -> None:
    stranger = await browse("")

    answer = await stranger.get("/inbox")

    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=/inbox"
