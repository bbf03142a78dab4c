import re
from datetime import timedelta
from uuid import uuid4

import pytest

from adapters.store.mail.undeliverable import mark_undeliverable
from tests.pages.conftest import SignIn
from tests.pages.world import World


async def test_it_tells_why_so_many_points(world: World, browse: SignIn) -> None:
    lead_id = await world.lead()
    await world.decision(lead_id)
    ana = await browse("ana")

    page = (await ana.get(f"/leads/{lead_id}")).text

    assert "83 points; high begins at 60" in page
    assert "runs 80 vehicles" in page
    assert "asks for an offer (“quote”)" in page


async def test_it_tells_why_this_owner_and_nobody_else(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead()
    await world.decision(lead_id)
    ana = await browse("ana")

    page = (await ana.get(f"/leads/{lead_id}")).text

    assert "Ana is the only one who can take it" in page
    assert "Ben is away until 09:00 on Mon" in page
    assert "vehicles is 80, not 200 or more" in page


async def test_of_very_many_rows_it_tells_how_many_more_there_were(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead()
    over = [{"row": "dashcams", "because": "product is tolls, not dashcam"}]
    routing = {"row": "rest", "passed_over": over, "further": 790}
    await world.decision(lead_id, routing=routing)
    ana = await browse("ana")

    page = (await ana.get(f"/leads/{lead_id}")).text

    assert "product is tolls, not dashcam" in page
    assert "790 more rows were further off." in page


async def test_it_shows_what_they_asked_and_looked_at(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead()
    await world.submission(
        lead_id,
        message="Quote, please",
        channel="form",
        page_views=[{"path": "/pricing", "seconds": 95}, {"path": "/contact"}],
        source={"utm_source": "search"},
    )
    ana = await browse("ana")

    page = (await ana.get(f"/leads/{lead_id}")).text

    assert "Quote, please" in page
    assert "/pricing for 95 s, then /contact" in page


async def test_it_shows_what_they_did_beside_looking_at_pages(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead()
    guide = {"name": "download", "properties": {"file": "buyers-guide"}}
    await world.submission(lead_id, events=[{"name": "mail_opened"}, guide])
    ana = await browse("ana")

    page = (await ana.get(f"/leads/{lead_id}")).text

    assert "Did: mail opened, then download (file: buyers-guide)." in page


async def test_where_sources_disagree_both_values_are_shown(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead()
    told = {"employees": {"value": 2400, "source": "companies"}}
    facts = {"employees": {"value": 4, "source": "form"}}
    evidence = {
        "received_at": world.now.isoformat(),
        "facts": facts,
        "told_otherwise": told,
    }
    await world.decision(lead_id, evidence=evidence)
    ana = await browse("ana")

    page = (await ana.get(f"/leads/{lead_id}")).text

    assert '4 <span class="faint">(form)</span>' in page
    assert "but 2400 by our own table of companies" in page


async def test_the_newest_of_what_happened_stands_first(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead()
    await world.entry(lead_id, "Asked.", at=world.now - timedelta(minutes=9))
    await world.entry(lead_id, "Given to Ana.", at=world.now)
    ana = await browse("ana")

    page = (await ana.get(f"/leads/{lead_id}")).text

    assert page.index("Given to Ana.") < page.index("Asked.")


async def test_no_code_or_field_name_is_shown(world: World, browse: SignIn) -> None:
    lead_id = await world.lead()
    await world.decision(lead_id)
    ana = await browse("ana")

    page = (await ana.get(f"/leads/{lead_id}")).text
    words = re.sub(r"<[^>]*>", " ", page)

    for code in ("in_review", "utm_", "fields.", "next_touch", "None", "handraise\n"):
        assert code not in words


async def test_without_temporal_the_page_says_that_the_plan_runs_on(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead()
    ana = await browse("ana")

    page = (await ana.get(f"/leads/{lead_id}")).text

    assert (
        "How far the plan has run cannot be read right now; it runs all the same."
        in page
    )


async def test_an_action_that_nobody_takes_is_said_on_the_page(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead()
    ana = await browse("ana")

    answer = await ana.post(f"/leads/{lead_id}/accept", data={"back": "/inbox"})

    assert answer.status_code == 503
    assert 'role="alert"' in answer.text
    assert "Dana Ruiz" in answer.text


async def test_a_correction_that_changes_nothing_says_so(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead()
    ana = await browse("ana")

    answer = await ana.post(
        f"/leads/{lead_id}/correct", data={"name": "Dana Ruiz", "company": ""}
    )

    assert answer.status_code == 422
    assert "Nothing was changed." in answer.text


async def test_a_worth_that_is_no_number_is_refused_in_words(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead()
    ana = await browse("ana")

    answer = await ana.post(
        f"/leads/{lead_id}/close", data={"outcome": "won", "value": "a lot"}
    )

    assert answer.status_code == 422
    assert "has to be a number" in answer.text


async def test_a_clock_is_told_in_working_time_with_the_holidays_until_then(
    world: World, browse: SignIn
) -> None:
    in_a_year = world.now + timedelta(days=364)
    lead_id = await world.lead(owner="ana", due_at=in_a_year)
    ana = await browse("ana")

    page = (await ana.get(f"/leads/{lead_id}")).text

    # 52 weeks of 5 days, without a dozen holidays on weekdays.
    assert re.search(r"in 2[3-5]\d working days; closed on [^.]*\(.*more days", page)


async def test_an_imported_lead_is_history(world: World, browse: SignIn) -> None:
    lead_id = await world.lead(
        imported=True, status="closed", closed_at=world.now, clock=None, due_at=None
    )
    ana = await browse("ana")

    page = (await ana.get(f"/leads/{lead_id}")).text

    assert f'action="/leads/{lead_id}/' not in page


@pytest.mark.parametrize("kind", ["accept", "note", "close", "resolve"])
async def test_another_team_can_do_nothing_to_it(
    world: World, browse: SignIn, kind: str
) -> None:
    lead_id = await world.lead()
    cleo = await browse("cleo")

    answer = await cleo.post(f"/leads/{lead_id}/{kind}", data={"reason": "x"})

    assert answer.status_code == 404
    assert await world.read("SELECT count(*) FROM human_actions") == 0


async def test_another_sites_page_can_do_nothing(world: World, browse: SignIn) -> None:
    lead_id = await world.lead()
    ana = await browse("ana")

    answers = [
        await ana.post(f"/leads/{lead_id}/accept", headers=headers)
        for headers in (
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
        )
    ]
    del ana.headers["Sec-Fetch-Site"]
    answers.append(
        await ana.post(
            f"/leads/{lead_id}/accept", headers={"Origin": "http://evil.test"}
        )
    )

    assert [answer.status_code for answer in answers] == [403, 403, 403]


async def test_a_rep_cannot_decide_a_review(world: World, browse: SignIn) -> None:
    lead_id = await world.review()
    ana = await browse("ana")

    answer = await ana.post(f"/leads/{lead_id}/resolve", data={"decision": "high"})

    assert answer.status_code == 403


async def test_a_takeover_offers_its_release_to_who_may_and_tells_others_whom_to_ask(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead(status="taken_over", owner="ben", clock=None)
    ana, ben, mara = [await browse(handle) for handle in ("ana", "ben", "mara")]

    path = f"/leads/{lead_id}"
    hers, his, managed = [(await one.get(path)).text for one in (ana, ben, mara)]
    refused = await ana.post(f"{path}/release")

    assert "Give it back to automation" in his
    assert "Give it back to automation" in managed
    assert "Give it back to automation" not in hers
    assert "Only Ben, who took this lead over, or Mara may give it back." in hers
    assert refused.status_code == 403
    assert await world.count("human_actions") == 0


async def test_only_who_may_give_a_lead_away_is_offered_it(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead()
    ana, ben = await browse("ana"), await browse("ben")

    hers, his = [(await one.get(f"/leads/{lead_id}")).text for one in (ana, ben)]

    assert ">Give to…<" in hers
    assert ">Give to…<" not in his


async def test_a_lead_that_is_not_there_is_not_found(browse: SignIn) -> None:
    ana = await browse("ana")

    answers = [await ana.get(f"/leads/{name}") for name in (uuid4(), "nonsense")]

    assert [answer.status_code for answer in answers] == [404, 404]


async def test_who_knows_that_an_address_is_right_says_so(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead(email="dana@northwind.example", name="Dana")
    async with world.engine.begin() as connection:
        await mark_undeliverable(
            connection,
            "dana@northwind.example",
            status="5.1.1",
            said="550 User unknown",
            now=world.now,
        )
    ana, cleo = await browse("ana"), await browse("cleo")

    before = (await ana.get(f"/leads/{lead_id}")).text
    strange = await cleo.post(f"/leads/{lead_id}/deliverable")
    lifted = await ana.post(f"/leads/{lead_id}/deliverable")
    after = (await ana.get(f"/leads/{lead_id}")).text

    assert "Mail to dana@northwind.example comes back" in before
    assert "550 User unknown" in before
    assert strange.status_code == 404
    assert lifted.status_code == 303
    assert "comes back" not in after
    assert "Ana Ortiz says that mail reaches the prospect" in after
