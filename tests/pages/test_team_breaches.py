"""The team's page on broken promises: which, whose, why, and what followed."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from adapters.playbook.published import publish_playbook
from tests.pages.conftest import SignIn
from tests.pages.world import EXAMPLE, World

MINUTE = timedelta(minutes=1)
ANA, MARA = "ana@northwind-fleet.example", "mara@northwind-fleet.example"


async def breach(
    world: World, due_at: datetime, *, owner: str | None = "ana", name: str = "Dana"
) -> UUID:
    """Somebody had half an hour, and did nothing."""
    lead_id = await world.lead(name=name, breaches=1, owner=owner)
    await world.add(
        "breaches",
        key=str(uuid4()),
        lead_id=lead_id,
        promise="accept",
        owner=owner,
        row="iberia",
        started_at=due_at - 30 * MINUTE,
        due_at=due_at,
        noticed_at=due_at,
    )
    return lead_id


async def test_what_broke_and_runs_again_is_not_denied(
    world: World, browse: SignIn
) -> None:
    await breach(world, world.now)
    mara = await browse("mara")

    page = (await mara.get("/team")).text

    assert "1 missed deadline" in page
    assert "Nothing is late just now." in page
    assert "no deadline was missed" not in page


async def test_mara_reads_why_a_promise_broke_and_what_followed(
    world: World, browse: SignIn
) -> None:
    due = world.now
    lead_id = await breach(world, due, name="Iris Vega")
    told = {"to_name": "Ana Ortiz", "to_address": ANA}
    for kind, ago in (("assigned", 30), ("reminder", 15)):
        at = due - ago * MINUTE
        await world.mail(lead_id, kind=kind, created_at=at, sent_at=at, **told)
    boss = {"to_name": "Mara Conti", "to_address": MARA}
    await world.mail(lead_id, kind="breach", created_at=due, sent_at=due, **boss)
    gone = {"ended_at": due, "ended_because": "let it slip"}
    await world.assignment(lead_id, "ana", started_at=due - 30 * MINUTE, **gone)
    await world.assignment(lead_id, "ben", started_at=due)
    await world.entry(lead_id, "Ben got it", kind="assigned", at=due)
    await act(world, lead_id, "accept", "ben", due + 12 * MINUTE)
    mara = await browse("mara")

    page = " ".join((await mara.get("/team")).text.split())

    assert "Ana Ortiz was told at " in page
    assert " and did nothing." in page
    assert " Ben Silva got it and Mara Conti was told." in page
    assert "12 min late" in page
    assert "then Ben Silva accepted it" in page
    assert "Ana Ortiz <b>1</b>" in page
    assert "iberia <b>1</b>" in page


async def test_leave_and_too_much_to_do_are_said(world: World, browse: SignIn) -> None:
    due = world.now
    await breach(world, due)
    await world.leave("ana", timedelta(days=-3), timedelta(days=3))
    for _ in range(30):
        await world.assignment(await world.lead(), "ana", started_at=due - MINUTE)
    mara = await browse("mara")

    page = (await mara.get("/team")).text

    assert "Ana Ortiz was on leave from " in page
    assert "Ana Ortiz had 30 open leads then, of at most 30." in page


async def test_what_was_said_in_slack_counts_as_told(
    world: World, browse: SignIn
) -> None:
    due = world.now
    lead_id = await breach(world, due)
    await world.mail(
        lead_id, **said_in_slack(due - 29 * MINUTE, key="a/1/assigned/slack")
    )
    at = due - 10 * MINUTE
    await world.mail(
        lead_id, kind="reminder", key="a/1/r", created_at=at, sent_at=at, to_address=ANA
    )
    late = said_in_slack(due - 5 * MINUTE, kind="reminder", key="a/2/r/slack")
    await world.mail(lead_id, **late | {"sent_at": None})
    await with_slack(world)
    mara = await browse("mara")

    page = " ".join((await mara.get("/team")).text.split())

    assert "Ana Ortiz was told in Slack at " in page
    assert ", reminded at " in page
    assert ", reminded by a Slack message that did not leave in time at " in page
    assert "no notice is on record" not in page


async def test_both_ways_of_one_notice_are_one_and_mail_for_slack_says_why(
    world: World, browse: SignIn
) -> None:
    due = world.now
    lead_id = await breach(world, due)
    at = due - 29 * MINUTE
    await world.mail(lead_id, **said_in_slack(at, key="a/1/assigned/slack"))
    both = {"key": "a/1/assigned", "to_address": ANA}
    await world.mail(lead_id, created_at=at, sent_at=at, **both)
    why = "Told by mail instead of in Slack: Slack is not set up."
    await world.entry(lead_id, why, kind="by_mail", at=due - 9 * MINUTE)
    await with_slack(world)
    mara = await browse("mara")

    page = " ".join((await mara.get("/team")).text.split())

    assert page.count("Ana Ortiz was told by mail and in Slack at ") == 1
    assert "A notice went by mail instead of in Slack: Slack is not set up." in page


async def test_a_pause_is_kept_with_who_when_and_why(
    world: World, browse: SignIn
) -> None:
    ana, mara = await browse("ana"), await browse("mara")
    await ana.post("/team/ana/pause", data={"because": "At the dentist"})
    await mara.post("/team/ana/pause", data={"because": "At the fair."})
    await mara.post("/team/ana/resume")
    lead_id = await breach(world, world.now + 15 * MINUTE)
    await world.change("UPDATE breaches SET due_at = now(), noticed_at = now()")

    page = " ".join((await mara.get("/team")).text.split())

    assert "Ana Ortiz was paused from " in page
    assert ": At the dentist." in page
    assert "Ana Ortiz was paused by Mara Conti from " in page
    assert ": At the fair." in page
    assert await world.read("SELECT paused FROM users WHERE handle = 'ana'") is False
    assert await world.read("SELECT count(*) FROM pauses WHERE ended_at IS NULL") == 0
    assert str(lead_id) in page


async def test_a_snooze_and_other_hours_within_the_promise_are_told(
    world: World, browse: SignIn
) -> None:
    due = world.now
    lead_id = await breach(world, due)
    for kind, ago in (("snoozed", 25), ("resumed", 20), ("replanned", 10)):
        at = due - ago * MINUTE
        await world.entry(lead_id, kind, kind=kind, at=at, actor="ana")
    mara = await browse("mara")

    page = " ".join((await mara.get("/team")).text.split())

    assert "Ana Ortiz let it wait from " in page
    assert "; the clock stood still meanwhile." in page
    assert "The hours changed at " in page


async def test_the_audit_trail_knows_when_it_was_due_before(
    world: World, browse: SignIn
) -> None:
    lead_id = await breach(world, world.now + MINUTE)
    await world.change(
        "WITH said AS (SELECT set_config('handraise.deed',"
        """ '{"actor": "handraise", "origin": "playbook", "kind": "replanned"}', true))"""
        " UPDATE leads SET due_at = due_at + interval '1 hour' FROM said"
    )
    await world.entry(lead_id, "x", kind="replanned", at=datetime.now(UTC))
    mara = await browse("mara")

    page = " ".join((await mara.get("/team?days=week")).text.split())

    assert "and moved the promise; it was due at " in page


async def test_leave_that_was_cut_short_counted_until_then(
    world: World, browse: SignIn
) -> None:
    due = world.now
    await breach(world, due)
    back = due - 20 * MINUTE
    days = (timedelta(days=-3), timedelta(days=3))
    await world.leave("ana", *days, cancelled_at=back)
    await world.leave("ben", *days, cancelled_at=back)
    mara = await browse("mara")

    page = " ".join((await mara.get("/team")).text.split())

    assert "Ana Ortiz was on leave from " in page
    assert ", and came back at " in page


def said_in_slack(at: datetime, **more: object) -> dict[str, object]:
    to = {"to_name": "Ana Ortiz, Ben Silva", "to_address": "U0ANA0001, U0BEN0001"}
    return {"channel": "slack", "created_at": at, "sent_at": at, **to, **more}


async def with_slack(world: World) -> None:
    """Ana has a member id there from now on."""
    document = EXAMPLE.read_text("utf-8")
    email = f"    email: {ANA}\n"
    changed = document.replace(email, f"{email}    slack: U0ANA0001\n")
    async with world.engine.begin() as connection:
        await publish_playbook(connection, changed, author="otto", comment="Slack")


async def test_each_day_has_its_own(world: World, browse: SignIn) -> None:
    noon = world.now.astimezone(ZoneInfo("Europe/Madrid")).replace(hour=12)
    await breach(world, noon - timedelta(days=1), name="Yesterday Yara")
    mara = await browse("mara")

    today = (await mara.get("/team")).text
    yesterday = (await mara.get("/team?days=yesterday")).text

    assert "Every promise due today was kept" in today
    assert "Yara" not in today.partition('id="broken"')[2].partition("</section>")[0]
    assert "Yara" in yesterday.partition('id="broken"')[2].partition("</section>")[0]
    assert "<b>1</b> broken yesterday" in yesterday


async def test_days_that_are_none_are_refused(browse: SignIn) -> None:
    mara = await browse("mara")

    answer = await mara.get("/team?days=never")

    assert answer.status_code == 422


async def test_whose_it_was_is_for_those_who_lead_them(
    world: World, browse: SignIn
) -> None:
    await breach(world, world.now)
    ana = await browse("ana")

    page = (await ana.get("/team")).text

    assert "Broken promises" not in page


async def act(world: World, lead_id: UUID, kind: str, by: str, at: datetime) -> None:
    await world.add(
        "human_actions",
        id=uuid4(),
        lead_id=lead_id,
        kind=kind,
        by=by,
        details={},
        asked_at=at,
        applied_at=at,
    )
