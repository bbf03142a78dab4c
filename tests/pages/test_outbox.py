from datetime import timedelta

from tests.pages.conftest import SignIn
from tests.pages.world import World


async def test_the_newest_mail_stands_first(world: World, browse: SignIn) -> None:
    lead_id = await world.lead()
    earlier = world.now - timedelta(hours=1)
    await world.mail(lead_id, subject="Earlier", created_at=earlier)
    await world.mail(lead_id, subject="Latest")
    ana = await browse("ana")

    page = (await ana.get("/outbox")).text

    assert page.index("Latest") < page.index("Earlier")


async def test_a_long_outbox_goes_on_where_it_ended(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead()
    for number in range(32):
        at = world.now - timedelta(minutes=number)
        await world.mail(lead_id, subject=f"Mail {number:02}", created_at=at)
    ana = await browse("ana")

    first = (await ana.get("/outbox")).text
    after = first.split('href="/outbox?after=')[1].split('"')[0]
    second = (await ana.get(f"/outbox?after={after}")).text

    assert "Mail 29" in first
    assert "Mail 30" not in first
    assert "Mail 31" in second


async def test_a_mail_is_shown_as_text_and_in_a_sandbox(
    world: World, browse: SignIn
) -> None:
    mail_id = await world.mail(
        await world.lead(),
        text="Open http://handraise.test/leads/1 <script>",
        html="<script>alert(1)</script><p style='color:red'>Hi</p>",
    )
    ana = await browse("ana")

    page = (await ana.get(f"/outbox/{mail_id}")).text
    letter = await ana.get(f"/outbox/{mail_id}/letter")

    assert 'href="http://handraise.test/leads/1"' in page
    assert "&lt;script&gt;" in page
    assert "<iframe" in page
    assert letter.headers["content-security-policy"].startswith("sandbox;")


async def test_a_mails_task_can_be_downloaded(world: World, browse: SignIn) -> None:
    lead_id = await world.lead()
    mail_id = await world.mail(lead_id, calendar="BEGIN:VCALENDAR")
    bare = await world.mail(lead_id)
    ana = await browse("ana")

    page = (await ana.get(f"/outbox/{mail_id}")).text
    task = await ana.get(f"/outbox/{mail_id}/task.ics")

    assert f'href="/outbox/{mail_id}/task.ics"' in page
    assert task.text == "BEGIN:VCALENDAR"
    assert task.headers["content-type"].startswith("text/calendar")
    assert (await ana.get(f"/outbox/{bare}/task.ics")).status_code == 404


async def test_another_teams_mails_are_nobodys_business(
    world: World, browse: SignIn
) -> None:
    mail_id = await world.mail(await world.lead(), subject="For Ana only")
    cleo = await browse("cleo")

    page = (await cleo.get("/outbox")).text
    answers = [
        await cleo.get(f"/outbox/{mail_id}"),
        await cleo.get(f"/outbox/{mail_id}/letter"),
    ]

    assert "For Ana only" not in page
    assert [answer.status_code for answer in answers] == [404, 404]


async def test_sign_in_links_are_for_the_operators_eyes(
    world: World, browse: SignIn
) -> None:
    mail_id = await world.mail(None, subject="Your link", kind="sign_in")
    mara, otto = await browse("mara"), await browse("otto")

    answers = [await who.get(f"/outbox/{mail_id}") for who in (mara, otto)]

    assert [answer.status_code for answer in answers] == [404, 200]


async def test_what_went_to_slack_is_told_from_mail(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead()
    sent = await world.mail(
        lead_id,
        subject="Dana Ruiz of Northwind still waits for you.",
        channel="slack",
        to_address="U0ANA00001",
        html="",
        blocks=[],
    )
    ana = await browse("ana")

    listed = (await ana.get("/outbox")).text
    shown = (await ana.get(f"/outbox/{sent}")).text
    lead = (await ana.get(f"/leads/{lead_id}")).text

    assert '<span class="chip">Slack</span>' in listed
    assert "In Slack, to Ana Ortiz" in shown
    assert "<iframe" not in shown
    assert "to Ana Ortiz in Slack, sent" in lead
