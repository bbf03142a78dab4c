"""Moving a lead on the team's page: who should think twice, and what is said."""

from datetime import timedelta
from uuid import uuid4

from adapters.store.standing.plans import written_plan
from domain.promises.sla import Clock, ClockKind, Step, StepAction
from tests.pages.conftest import SignIn
from tests.pages.world import World


async def test_who_is_on_leave_needs_a_second_word(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead()
    await world.leave("ben", timedelta(days=-1), timedelta(days=3))
    mara = await browse("mara")

    answer = await mara.post("/team/moves", data={"lead": str(lead_id), "to": "ben"})
    page = (await mara.get(answer.headers["location"])).text

    assert answer.status_code == 303
    assert "Ben Silva: On leave until" in page
    assert "Give Dana Ruiz to Ben Silva all the same?" in page
    assert 'name="sure"' in page


async def test_without_javascript_a_select_and_a_button_move_it(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead()
    ana, mara = await browse("ana"), await browse("mara")

    link = f"/team?give={lead_id}"
    shown, asked = (await mara.get("/team/ana")).text, (await mara.get(link)).text
    hers = (await ana.get(link)).text

    assert f'href="/team/ana?give={lead_id}"' in shown
    assert "Give Dana Ruiz to</label>" in asked
    assert '<option value="ben">Ben Silva, 0 of 30 open</option>' in asked
    assert '<option value="ana">' not in asked
    assert "Give it to them" not in hers


async def test_who_let_it_slip_needs_one_too(world: World, browse: SignIn) -> None:
    lead_id = await world.lead()
    gone = {"ended_at": world.now, "ended_because": "let it slip"}
    await world.assignment(lead_id, "ben", **gone)
    mara = await browse("mara")
    move = {"lead": str(lead_id), "to": "ben", "back": "/team/ana"}

    answer = await mara.post("/team/moves", data=move)
    page = (await mara.get(answer.headers["location"])).text

    assert answer.headers["location"].startswith("/team/ana?ask=")
    assert "Ben Silva: Let this lead slip before, or declined it." in page


async def test_without_temporal_nothing_moves_and_the_page_says_so(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead()
    mara = await browse("mara")

    answer = await mara.post("/team/moves", data={"lead": str(lead_id), "to": "ben"})

    assert answer.status_code == 503
    assert 'role="alert"' in answer.text
    assert await world.read("SELECT owner FROM leads") == "ana"


async def test_after_a_move_there_is_a_way_back(world: World, browse: SignIn) -> None:
    lead_id = await world.lead(owner="ben")
    mara = await browse("mara")

    page = (await mara.get(f"/team?moved={lead_id}&was=ana")).text

    assert "Dana Ruiz is with Ben Silva now, who has been told." in page
    assert ">Undo</button>" in page
    assert '<input type="hidden" name="to" value="ana">' in page


async def test_nobody_is_asked_about_what_they_may_not_see(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead()
    cleo, mara = await browse("cleo"), await browse("mara")

    page = (await cleo.get(f"/team?moved={lead_id}&was=ben")).text
    refused = await cleo.post("/team/moves", data={"lead": str(lead_id), "to": "cleo"})
    nonsense = (await mara.get("/team?ask=me&to=nobody")).text

    assert "Dana" not in page
    assert refused.status_code == 403
    assert 'id="move-notice"' not in nonsense


async def test_a_lead_or_a_person_that_is_none_is_refused_in_a_sentence(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead()
    mara = await browse("mara")

    nobody = await mara.post("/team/moves", data={"lead": str(lead_id), "to": "zoe"})
    nothing = await mara.post("/team/moves", data={"lead": "x", "to": "ben"})
    gone = await mara.post("/team/moves", data={"lead": str(uuid4()), "to": "ben"})

    assert (nobody.status_code, nothing.status_code) == (422, 404)
    assert gone.status_code == 404
    assert "Choose to whom the lead should go." in nobody.text


async def test_what_the_plan_does_next_is_told_with_names(
    world: World, browse: SignIn
) -> None:
    begin, due = world.now - timedelta(minutes=20), world.now + timedelta(minutes=10)
    at_due = (StepAction.REASSIGN, StepAction.TELL_MANAGER, StepAction.SEND_BRIDGE)
    steps = tuple(Step(due, action) for action in at_due)
    plan = written_plan(Clock(ClockKind.ACCEPT, begin, due, steps))
    lead_id = await world.lead(due_at=due, plan=plan)
    routing = {"row": "iberia", "eligible": ["ana", "ben"], "because": "x"}
    await world.decision(lead_id, routing=routing)
    mara = await browse("mara")

    page = " ".join((await mara.get("/team")).text.split())

    assert (
        "Then Ben Silva is asked, Mara Conti is told and the prospect is told honestly."
        in page
    )


async def test_what_is_mostly_used_up_is_about_to_break_too(
    world: World, browse: SignIn
) -> None:
    later = world.now + timedelta(days=10)
    used = world.now - timedelta(minutes=1)
    await world.lead(name="Used Uma", due_at=later, at_risk_at=used)
    await world.lead(name="Calm Carl", due_at=later, at_risk_at=later)
    await world.lead(name="Wait Will", due_at=later, at_risk_at=None, clock="snooze")
    mara = await browse("mara")

    page = (await mara.get("/team")).text

    assert "Used Uma" in page
    assert "Calm Carl" not in page
    assert "Will" not in page


async def test_next_week_s_leave_tells_what_is_due_meanwhile(
    world: World, browse: SignIn
) -> None:
    await world.leave("ana", timedelta(0), timedelta(days=13), stand_in="ben")
    await world.lead(due_at=world.now + timedelta(days=5))
    mara = await browse("mara")

    page = " ".join((await mara.get("/team")).text.split())

    assert "Ben Silva stands in. <b>1 open lead</b> has a promise due" in page
