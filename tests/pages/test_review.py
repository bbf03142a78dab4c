"""The queue of what a person must decide, as its page shows it and its forms act."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy import event, update
from sqlalchemy.ext.asyncio import AsyncEngine

from models import METADATA
from tests.pages.conftest import SignIn
from tests.pages.world import World, reason

HX = {"HX-Request": "true"}


@contextmanager
def counting(engine: AsyncEngine) -> Iterator[list[Any]]:
    """What SQLAlchemy and the driver itself are asked meanwhile."""
    asked: list[Any] = []

    def note(*about: Any) -> None:
        asked.append(str(about[2]))

    def follow(connection: Any, *_: Any) -> None:
        connection.driver_connection.add_query_logger(asked.append)

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    event.listen(engine.sync_engine, "checkout", follow)
    yield asked
    event.remove(engine.sync_engine, "before_cursor_execute", note)
    event.remove(engine.sync_engine, "checkout", follow)


async def near_threshold(
    world: World, *, contradicted: bool = True, **given: Any
) -> UUID:
    """59 points, one under high; the form says 5 employees, the website 2400."""
    lead_id = await world.review(points=59, **given)
    await world.change("UPDATE reviews SET code = 'near_threshold'")
    otherwise = {"employees": {"value": 2400, "source": "trackwise.example"}}
    evidence = {
        "received_at": (world.now - timedelta(minutes=5)).isoformat(),
        "facts": {
            "country": {"value": "ES", "source": "form"},
            "employees": {"value": 5, "source": "form"},
            "industry": {"value": "logistics", "source": "trackwise.example"},
            "language": {"value": "es", "source": "locale"},
            "job_title": {"value": "VP Operations", "source": "mara"},
        },
        "told_otherwise": otherwise if contradicted else {},
        "page_views": [
            {"path": "/pricing", "seconds": 95, "at": world.now.isoformat()}
        ],
        "submissions": 2,
    }
    await world.decision(
        lead_id,
        band="review",
        band_because="59 points, 1 from high at 60",
        evidence=evidence,
        points=59,
        routing=None,
        reasons=[
            reason("fleet-large", "fit", 35, "runs 80 vehicles"),
            reason("asks-for-quote", "urgency", 24, "asks for an offer"),
        ],
    )
    return lead_id


async def test_a_case_says_why_a_person_must_decide(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.review()
    await world.decision(lead_id, band="review")
    mara = await browse("mara")

    page = (await mara.get("/review")).text

    assert "trackwise.example is a competitor" in page
    assert "runs 80 vehicles" in page
    assert f'action="/review/{lead_id}"' in page


async def test_what_they_said_stands_beside_what_we_found_and_what_they_did(
    world: World, browse: SignIn
) -> None:
    await near_threshold(world)
    mara = await browse("mara")

    page = (await mara.get("/review")).text

    table = page[page.index("<table") : page.index("</table>")]
    assert table.index("Employees") < table.index("Country")
    assert table.count("Contradiction") == 1
    assert "2400" in table
    assert "by trackwise.example" in table
    assert "their browser" in table
    assert "VP Operations (corrected by Mara" in table
    assert "Looked at /pricing for 95 s" in page
    assert "Asked 2 times" in page


async def test_a_suggestion_says_the_band_by_points_alone_and_who_would_get_it(
    world: World, browse: SignIn
) -> None:
    await near_threshold(world, contradicted=False)
    mara = await browse("mara")

    page = (await mara.get("/review")).text

    assert "Suggested: medium, for " in page
    assert "By its points alone: 59 points; medium begins at" in page
    assert " It would be high with +" in page
    assert 'value="medium" data-confirm' in " ".join(page.split())


async def test_what_is_in_doubt_is_to_be_corrected_first(
    world: World, browse: SignIn
) -> None:
    lead_id = await near_threshold(world)
    mara = await browse("mara")

    page = " ".join((await mara.get("/review")).text.split())

    assert "Suggested: correct the employees first" in page
    assert f'href="#fix-employees-{lead_id}" data-confirm' in page
    assert "Employees is in doubt:" in page
    assert "Confirm medium" not in page


async def test_a_competitor_with_many_points_is_suggested_to_be_rejected(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.review()
    await world.decision(lead_id, band="review")
    mara = await browse("mara")

    page = " ".join((await mara.get("/review")).text.split())

    assert "Suggested: not a fit</b>" in page
    assert "The playbook suggests it for “competitor”, whatever the points say" in page
    assert 'value="reject" data-confirm>Confirm not a fit' in page


async def test_where_the_playbook_says_nothing_earlier_decisions_do(
    world: World, browse: SignIn
) -> None:
    for number in range(9):
        done = await world.review(status="closed", closed_at=world.now)
        await world.change("UPDATE reviews SET closed_at = now()")
        review_id = await world.read(
            "SELECT id FROM reviews WHERE lead_id = :lead", lead=done
        )
        outcome = {"outcome": "disqualified"} if number < 7 else {"band": "high"}
        await world.add(
            "review_labels",
            review_id=review_id,
            lead_id=done,
            code="existing_customer",
            by="mara",
            opened_at=world.now,
            decided_at=world.now,
            changed=[],
            **outcome,
        )
    lead_id = await world.review()
    await world.change(
        "UPDATE reviews SET code = 'existing_customer' WHERE closed_at IS NULL"
    )
    await world.decision(lead_id, band="review")
    mara = await browse("mara")

    page = " ".join((await mara.get("/review")).text.split())

    assert "Suggested: not a fit</b>" in page
    assert "7 of 9 such leads were rejected." in page


async def test_an_existing_customer_goes_to_who_looks_after_the_company(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.review()
    await world.change("UPDATE reviews SET code = 'existing_customer'")
    facts = {"account_owner": {"value": "cleo", "source": "the CRM"}}
    evidence = {"received_at": world.now.isoformat(), "facts": facts}
    await world.decision(lead_id, band="review", evidence=evidence)
    mara = await browse("mara")

    page = " ".join((await mara.get("/review")).text.split())
    answer = await mara.post(f"/review/{lead_id}", data={"decision": "high:nobody"})

    assert "Suggested: high, for Cleo Laurent" in page
    assert "Cleo Laurent looks after this company." in page
    assert 'value="high:cleo" data-confirm' in page
    assert answer.status_code in {422, 503}  # it is read as an owner, whoever that is


async def test_where_everybody_let_it_slip_who_has_room_now_is_named(
    world: World, browse: SignIn
) -> None:
    await world.never_close()
    lead_id = await world.review()
    await world.change("UPDATE reviews SET code = 'nobody_answered'")
    await world.decision(lead_id, band="high", playbook_version=2)
    for handle, because in (("ana", "let it slip"), ("ben", "a person must decide")):
        gone = {"ended_at": world.now, "ended_because": because}
        await world.assignment(lead_id, handle, **gone)
    mara = await browse("mara")

    page = " ".join((await mara.get("/review")).text.split())

    assert "Suggested: high, for Cleo Laurent" in page
    assert "Cleo Laurent has most room now: 0 of 40 open." in page
    assert 'value="high:cleo" data-confirm' in page


async def test_ten_cases_ask_the_database_no_more_than_two(
    world: World, browse: SignIn, app: FastAPI
) -> None:
    mara = await browse("mara")
    asked: list[int] = []
    for cases in (2, 10):
        while await world.count("reviews") < cases:
            await near_threshold(world, contradicted=False)
        await mara.get("/review")
        with counting(app.state.parts.engine) as count:
            await mara.get("/review")
        asked.append(len(count))

    assert asked[0] == asked[1]


async def test_where_nobody_can_take_it_the_suggestion_asks_for_a_name(
    world: World, browse: SignIn
) -> None:
    lead_id = await near_threshold(world, contradicted=False)
    await world.change("UPDATE users SET departed_at = now()  WHERE handle <> 'mara'")
    mara = await browse("mara")

    page = (await mara.get("/review")).text

    assert "Name the person who gets it." in page
    assert "data-confirm" not in page
    assert f'action="/review/{lead_id}"' in page


async def test_the_first_due_comes_first(world: World, browse: SignIn) -> None:
    later = world.now + timedelta(hours=3)
    await world.review(name="Later Lea", due_at=later)
    await world.review(name="Sooner Sam", due_at=world.now + timedelta(hours=1))
    mara = await browse("mara")

    page = (await mara.get("/review")).text

    assert page.index("Sooner Sam") < page.index("Later Lea")


async def test_a_long_queue_shows_those_due_first_and_says_so(
    world: World, browse: SignIn
) -> None:
    for number in range(11):
        due = world.now + timedelta(minutes=10 + number)
        await world.review(name=f"Number {number}", due_at=due)
    mara = await browse("mara")

    page = (await mara.get("/review")).text

    assert page.count("<article") == 10
    assert "These are the 10 due first" in page


async def test_a_rep_sees_the_case_but_cannot_decide_it(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.review()
    ana = await browse("ana")

    page = (await ana.get("/review")).text
    answer = await ana.post(f"/review/{lead_id}", data={"decision": "high"})

    assert "A manager decides this one." in page
    assert f'action="/review/{lead_id}"' not in page
    assert answer.status_code == 403


async def test_a_decided_case_is_gone(world: World, browse: SignIn) -> None:
    await world.review(name="Decided Dora")
    reviews = METADATA.tables["reviews"]
    async with world.engine.begin() as connection:
        await connection.execute(update(reviews).values(closed_at=world.now))
    mara = await browse("mara")

    page = (await mara.get("/review")).text

    assert "Nothing to decide" in page


async def test_what_a_correction_would_change_is_told_before_it_is_made(
    world: World, browse: SignIn
) -> None:
    lead_id = await near_threshold(world)
    mara = await browse("mara")

    told = await mara.post(
        f"/review/{lead_id}/would", data={"country": "BR"}, headers=HX
    )

    assert told.status_code == 200
    assert "It would still be for a person to decide" in told.text
    assert "we do not serve Brazil yet" in told.text
    assert "<html" not in told.text
    assert await world.count("human_actions") == 0


async def test_without_javascript_it_is_told_on_the_page_with_the_form_as_it_was(
    world: World, browse: SignIn
) -> None:
    lead_id = await near_threshold(world)
    mara = await browse("mara")

    page = await mara.post(f"/review/{lead_id}/would", data={"employees": "300"})

    assert 'value="300"' in page.text
    assert "The rules would put it in" in page.text or "person to decide" in page.text
    assert "<html" in page.text


async def test_a_field_that_cannot_be_is_said_where_it_was_typed(
    world: World, browse: SignIn
) -> None:
    lead_id = await near_threshold(world)
    mara = await browse("mara")

    page = await mara.post(f"/review/{lead_id}/correct", data={"employees": "many"})

    assert page.status_code == 422
    assert "Employees has to be a number." in page.text
    assert 'value="many"' in page.text


async def test_nothing_is_lost_while_temporal_is_away(
    world: World, browse: SignIn
) -> None:
    lead_id = await near_threshold(world)
    mara = await browse("mara")

    page = await mara.post(
        f"/review/{lead_id}",
        data={"decision": "high", "owner": "ben", "reason": "They called us"},
    )

    assert page.status_code == 503
    assert "Please try again" in page.text or "try again" in page.text
    assert 'value="They called us"' in page.text
    assert '<option value="ben" selected' in page.text


async def test_a_script_gets_one_case_alone(world: World, browse: SignIn) -> None:
    lead_id = await near_threshold(world)
    mara = await browse("mara")

    alone = await mara.get(f"/review/{lead_id}", headers=HX)
    whole = await mara.get(f"/review/{lead_id}")

    assert alone.text.lstrip().startswith("<article")
    assert whole.headers["location"] == f"/review#case-{lead_id}"


async def test_a_case_decided_meanwhile_says_by_whom_and_what(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.review(status="closed", outcome="spam", closed_at=world.now)
    review_id = await world.read("SELECT id FROM reviews")
    await world.change("UPDATE reviews SET closed_at = :now", now=world.now)
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
    mara = await browse("mara")

    case = (await mara.get(f"/review/{lead_id}", headers=HX)).text

    assert "decided this at" in case
    assert "closed as spam" in case
    assert "Open it again" in case
