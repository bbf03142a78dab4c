from uuid import uuid4

from sqlalchemy import update

from adapters.store.standing.deeds import Deed, say
from domain.auditing.origins import Origin
from models import METADATA
from tests.pages.conftest import SignIn
from tests.pages.world import World


async def test_who_gave_this_lead_to_ben(world: World, browse: SignIn) -> None:
    lead_id = await world.lead()
    async with world.engine.begin() as connection:
        await say(connection, Deed("mara", Origin.PAGE, kind="assigned"))
        leads = METADATA.tables["leads"]
        given = update(leads).values(owner="ben", name="<b>")
        await connection.execute(given.where(leads.c.id == lead_id))
    mara = await browse("mara")

    lead = (await mara.get(f"/leads/{lead_id}")).text
    page = (await mara.get(f"/leads/{lead_id}/audit")).text

    assert f'href="/leads/{lead_id}/audit"' in lead
    assert "Mara Conti gave it to Ben Silva" in page
    assert "On a page of Handraise" in page
    assert "Ana Ortiz" in page.split("<dt>Owner</dt>")[1].split("</dd>")[0]
    assert "Dana Ruiz" in page.split("<dt>Name</dt>")[1].split("</dd>")[0]
    assert "&lt;b&gt;" in page


async def test_a_long_trail_goes_on_where_it_ended(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead()
    for points in range(55):
        await world.change("UPDATE leads SET points = :new", new=1000 + points)
    mara = await browse("mara")

    first = (await mara.get(f"/leads/{lead_id}/audit")).text
    after = first.split(f'href="/leads/{lead_id}/audit?after=')[1].split('"')[0]
    second = (await mara.get(f"/leads/{lead_id}/audit?after={after}")).text

    assert "1054" in first
    assert "1003" not in first
    assert "1003" in second
    assert "Received" in second  # where it began


async def test_reps_and_other_teams_do_not_read_it(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead()
    ana, stranger = await browse("ana"), await browse("")

    assert (await ana.get(f"/leads/{lead_id}/audit")).status_code == 403
    assert "/audit" not in (await ana.get(f"/leads/{lead_id}")).text
    assert (await stranger.get(f"/leads/{lead_id}/audit")).status_code == 303


async def test_a_lead_from_before_the_trail_says_so(
    world: World, browse: SignIn
) -> None:
    await world.change("ALTER TABLE leads DISABLE TRIGGER audit_lead")
    lead_id = await world.lead()
    await world.change("ALTER TABLE leads ENABLE TRIGGER audit_lead")
    mara = await browse("mara")

    page = (await mara.get(f"/leads/{lead_id}/audit")).text

    assert "Nothing yet" in page


async def test_what_people_did_is_told_apart_from_what_handraise_did(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead()
    async with world.engine.begin() as connection:
        await say(connection, Deed("mara", Origin.PAGE, kind="accepted"))
        leads = METADATA.tables["leads"]
        await connection.execute(update(leads).values(status="accepted"))
    await world.mail(lead_id, kind="reminder", key=f"{uuid4()}/1/accept-1-0")
    mara = await browse("mara")

    path = f"/leads/{lead_id}/audit"
    every, people, ours = [
        (await mara.get(f"{path}{by}")).text
        for by in ("", "?by=people", "?by=handraise")
    ]

    assert "Handraise mailed a reminder to Ana Ortiz" in every
    assert "accept-1-0" not in every
    assert "<summary>Changed: status</summary>" in every
    assert "Mara Conti accepted it" in people
    assert "Handraise mailed" not in people
    assert "Mara Conti accepted it" not in ours
    assert "Handraise mailed" in ours


async def test_a_manager_takes_a_leads_trail_away_as_a_spreadsheet(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead()
    ana, mara = await browse("ana"), await browse("mara")

    link = f"/leads/{lead_id}/audit.csv"
    page = (await mara.get(f"/leads/{lead_id}/audit")).text
    sheet, refused = await mara.get(link), await ana.get(link)

    head, first, *_ = sheet.text.splitlines()
    assert f'href="{link}"' in page
    assert head.startswith("id,at,lead_id,actor,")
    assert str(lead_id) in first
    assert f'filename="audit-{lead_id}.csv"' in sheet.headers["content-disposition"]
    assert refused.status_code == 403
