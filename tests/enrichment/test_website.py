"""A company's own site is asked once, politely, and believed about itself only."""

import asyncio
from datetime import timedelta

import pytest

from adapters.enrichment.page_fetch import Bounds
from adapters.enrichment.website import CompanyWebsite, user_agent
from domain.errors import VendorError
from domain.evidence import Fact
from tests.enrichment.internet import PUBLIC, always, response

DOMAIN = "northwind.example"
ELSEWHERE = "151.101.1.69"
HOME = b"""<title>Northwind</title><script type="application/ld+json">
{"@type": "Organization", "name": "Northwind GmbH", "numberOfEmployees": 240}</script>"""


async def test_the_page_is_read_over_https_and_named_as_the_source(internet):
    await internet.serve(always(response(HOME)), port=443, tls=True)

    facts = await CompanyWebsite(internet.fetch()).ask(DOMAIN, "dana@northwind.example")

    assert facts == {
        "company": Fact("Northwind GmbH", DOMAIN),
        "employees": Fact(240, DOMAIN),
    }
    assert internet.wires.dialled == [(PUBLIC, 443)]


async def test_plain_http_is_tried_last(internet):
    await internet.serve(always(response(HOME)))

    facts = await CompanyWebsite(internet.fetch()).ask(DOMAIN, None)

    assert facts["employees"] == Fact(240, DOMAIN)
    assert internet.names.asked == [DOMAIN, f"www.{DOMAIN}", DOMAIN]


async def test_a_site_that_lives_at_www_only_is_found(internet):
    internet.names.lead(DOMAIN, []).lead(f"www.{DOMAIN}", [PUBLIC])
    await internet.serve(always(response(HOME)), port=443, tls=True)

    facts = await CompanyWebsite(internet.fetch()).ask(DOMAIN, None)

    assert facts["company"] == Fact("Northwind GmbH", f"www.{DOMAIN}")


async def test_a_domain_without_a_website_is_an_answer(internet):
    internet.names.lead(DOMAIN, [])

    assert await CompanyWebsite(internet.fetch()).ask(DOMAIN, None) == {}


async def test_the_same_company_under_another_ending_is_still_the_company(internet):
    internet.names.lead("www.northwind.org", [ELSEWHERE])
    moved = response(status=301, Location="http://www.northwind.org/de/")
    await internet.serve(always(moved))
    await internet.serve(always(response(HOME)), at=ELSEWHERE)

    facts = await CompanyWebsite(internet.fetch()).ask(DOMAIN, None)

    assert facts["company"] == Fact("Northwind GmbH", "www.northwind.org")


async def test_a_redirect_to_somebody_else_tells_nothing(internet):
    internet.names.lead("parking.example", [ELSEWHERE])
    parked = response(status=302, Location="http://parking.example/?d=northwind")
    await internet.serve(always(parked))
    await internet.serve(always(response(HOME)), at=ELSEWHERE)

    assert await CompanyWebsite(internet.fetch()).ask(DOMAIN, None) == {}


@pytest.mark.parametrize("status", [403, 404, 410])
async def test_no_home_page_is_an_answer(internet, status):
    await internet.serve(always(response(HOME, status=status)))

    assert await CompanyWebsite(internet.fetch()).ask(DOMAIN, None) == {}


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_site_in_trouble_is_asked_again_later(internet, status):
    await internet.serve(always(response(status=status)))

    with pytest.raises(VendorError, match=str(status)) as failed:
        await CompanyWebsite(internet.fetch()).ask(DOMAIN, None)

    assert not failed.value.permanent


async def test_a_site_that_is_away_is_asked_again_later(internet):
    with pytest.raises(VendorError, match="did not answer") as failed:
        await CompanyWebsite(internet.fetch()).ask(DOMAIN, None)

    assert not failed.value.permanent


async def test_a_name_that_leads_inwards_is_refused_for_good(internet):
    internet.names.lead(DOMAIN, ["169.254.169.254"])

    with pytest.raises(VendorError, match="link-local") as failed:
        await CompanyWebsite(internet.fetch()).ask(DOMAIN, None)

    assert failed.value.permanent
    assert internet.wires.dialled == []


async def test_all_spellings_together_take_no_longer_than_one_budget(internet):
    async def silent(head, writer):
        await asyncio.Event().wait()

    await internet.serve(silent)
    slow = Bounds(step=timedelta(seconds=30), total=timedelta(seconds=30))
    website = CompanyWebsite(internet.fetch(slow), total=timedelta(milliseconds=200))

    with pytest.raises(VendorError, match="took too long"):
        await website.ask(DOMAIN, None)


def test_the_site_s_owner_can_find_out_who_asked():
    agent = user_agent("https://handraise.example/bot")

    assert agent == "Handraise/0.1 (+https://handraise.example/bot)"
