"""Sources are asked in order, for what is missing, and never twice for the same."""

import asyncio
import logging
from datetime import timedelta

import pytest

from adapters.enrichment.known import facts_from_form
from adapters.enrichment.known_companies import KnownCompanies
from adapters.enrichment.outcome import AskedStatus, Enrichment, Kept, merged, missing
from adapters.enrichment.provider import Keep, Provider
from adapters.enrichment.waterfall import Enricher
from adapters.enrichment.website import CompanyWebsite
from domain.errors import VendorError
from domain.evidence import Fact
from tests.enrichment.fakes import NOON, Clock, Memory, Source
from tests.enrichment.internet import always, response

DOMAIN = "northwind.example"
WANTED = frozenset({"company", "employees"})
AWAY = VendorError("It is away.")
NO_KEY = VendorError("The key is wrong.", permanent=True)


def statuses(enrichment: Enrichment) -> list[tuple[str, str]]:
    return [(asked.provider, asked.status) for asked in enrichment.asked]


async def test_sources_are_asked_until_everything_wanted_is_known():
    first = Source("first", company="Northwind", industry="logistics")
    second = Source("second", company="Wrong", employees=240)
    third = Source("third", employees=1)

    found = await Enricher([first, second, third], Memory()).enrich(
        DOMAIN, "dana@northwind.example", WANTED
    )

    assert found.facts == {
        "company": Fact("Northwind", "first"),
        "industry": Fact("logistics", "first"),
        "employees": Fact(240, "second"),
    }
    assert statuses(found) == [("first", "answered"), ("second", "answered")]
    assert all(asked.latency >= timedelta(0) for asked in found.asked)
    assert not found.partial
    assert first.asked == [(DOMAIN, "dana@northwind.example")]
    assert third.asked == []


async def test_a_source_that_cannot_know_what_is_missing_is_not_asked():
    name = Source("name", company="Northwind")
    names_only = Source("names-only", company="Northwind")

    found = await Enricher([name, names_only], Memory()).enrich(DOMAIN, None, WANTED)

    assert names_only.asked == []
    assert not found.partial  # nobody was away: asking again would not help


@pytest.mark.parametrize(
    ("failure", "status", "partial"),
    [
        (AWAY, AskedStatus.AWAY, True),
        (NO_KEY, AskedStatus.REFUSED, False),
        (ZeroDivisionError("dana@northwind.example"), AskedStatus.REFUSED, False),
    ],
    ids=["away", "no-key", "broken"],
)
async def test_a_source_that_fails_does_not_stop_the_others(failure, status, partial):
    broken = Source("broken", failure=failure)
    table = Source("table", employees=240)

    found = await Enricher([broken, table], Memory()).enrich(DOMAIN, None, WANTED)

    assert found.facts == {"employees": Fact(240, "table")}
    assert statuses(found) == [("broken", status), ("table", "answered")]
    assert found.partial is partial
    assert "dana" not in found.asked[0].because


async def test_a_failure_does_not_matter_once_everything_is_known():
    enricher = Enricher(
        [Source("broken", failure=AWAY), Source("all", company="N", employees=2)],
        Memory(),
    )

    assert not (await enricher.enrich(DOMAIN, None, WANTED)).partial


async def test_an_answer_is_kept_for_its_time_and_then_asked_anew():
    clock = Clock()
    source = Source("source", keep=Keep(timedelta(days=30)), company="N", employees=2)
    enricher = Enricher([source], Memory(), now=clock)

    await enricher.enrich(DOMAIN, None, WANTED)
    clock.instant = NOON + timedelta(days=29)
    kept = await enricher.enrich(DOMAIN, None, WANTED)
    times_asked = len(source.asked)
    clock.instant = NOON + timedelta(days=30)
    anew = await enricher.enrich(DOMAIN, None, WANTED)

    assert times_asked == 1
    assert statuses(kept) == [("source", "kept")]
    assert kept.facts["employees"] == Fact(2, "source")
    assert statuses(anew) == [("source", "answered")]
    assert len(source.asked) == 2


async def test_that_nothing_is_known_is_kept_for_a_shorter_time():
    clock = Clock()
    source = Source("source", keep=Keep(timedelta(days=30), timedelta(days=1)))
    enricher = Enricher([source], Memory(), now=clock)

    first = await enricher.enrich(DOMAIN, None, WANTED)
    clock.instant = NOON + timedelta(hours=23)
    second = await enricher.enrich(DOMAIN, None, WANTED)
    clock.instant = NOON + timedelta(hours=24)
    third = await enricher.enrich(DOMAIN, None, WANTED)

    answers = [statuses(found)[0][1] for found in (first, second, third)]
    assert answers == ["nothing", "kept", "nothing"]


async def test_failures_are_not_kept():
    source = Source("source", failure=AWAY)
    memory = Memory()

    await Enricher([source], memory).enrich(DOMAIN, None, WANTED)

    assert memory.kept == {}


async def test_an_old_answer_stands_in_for_a_source_that_is_away():
    memory, clock = Memory(), Clock()
    old = {"employees": Fact(200, "source")}
    await memory.put(DOMAIN, "source", Kept(old, NOON - timedelta(days=90)))
    source = Source("source", failure=AWAY)

    found = await Enricher([source], memory, now=clock).enrich(DOMAIN, None, WANTED)

    assert found.facts == old
    assert statuses(found) == [("source", "stale")]
    assert found.partial


async def test_an_answer_about_a_person_is_not_kept_for_colleagues():
    memory = Memory()
    source = Source("people", personal=True, job_title="VP", employees=2)
    enricher = Enricher([source], memory)

    await enricher.enrich(DOMAIN, "dana@northwind.example", WANTED)
    await enricher.enrich(DOMAIN, "dora@northwind.example", WANTED)

    assert memory.kept == {}
    assert [email for _, email in source.asked] == [
        "dana@northwind.example",
        "dora@northwind.example",
    ]


async def test_calls_for_one_domain_at_one_time_share_one_flight():
    source = Source("source", company="N", employees=2)
    source.gate.clear()
    source.on_ask = lambda: asyncio.get_running_loop().call_soon(source.gate.set)
    enricher = Enricher([source], Memory())

    found = await asyncio.gather(
        *(enricher.enrich(DOMAIN, f"{n}@northwind.example", WANTED) for n in range(50)),
        enricher.enrich("other.example", None, WANTED),
    )

    assert [domain for domain, _ in source.asked] == [DOMAIN, "other.example"]
    assert all(one.facts["employees"].value == 2 for one in found)


async def test_people_at_one_company_do_not_share_a_flight_about_a_person():
    source = Source("people", personal=True, company="N", employees=2)
    enricher = Enricher([source], Memory())

    await asyncio.gather(
        *(enricher.enrich(DOMAIN, f"{n}@northwind.example", WANTED) for n in range(3))
    )

    assert len(source.asked) == 3


async def test_a_caller_out_of_time_leaves_and_the_answer_is_kept_for_its_next_try():
    source = Source("source", company="N", employees=2)
    source.gate.clear()
    enricher = Enricher([source], Memory())

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await enricher.enrich(DOMAIN, None, WANTED)
    source.gate.set()
    found = await enricher.enrich(DOMAIN, None, WANTED)
    again = await enricher.enrich(DOMAIN, None, WANTED)

    assert found.facts["employees"] == Fact(2, "source")
    assert statuses(again) == [("source", "kept")]
    assert len(source.asked) == 1


async def test_closing_ends_flights_that_nobody_waits_for():
    source = Source("source")
    source.gate.clear()
    enricher = Enricher([source], Memory())
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await enricher.enrich(DOMAIN, None, WANTED)

    await enricher.aclose()

    source.gate.set()
    found = await enricher.enrich(DOMAIN, None, WANTED)
    assert statuses(found) == [("source", "nothing")]
    assert len(source.asked) == 2


async def test_our_own_database_being_away_is_the_caller_s_to_retry(caplog):
    async def away(domain):
        raise ConnectionError("no database")

    enricher = Enricher([KnownCompanies(away)], Memory())

    with caplog.at_level(logging.ERROR), pytest.raises(ConnectionError):
        await enricher.enrich(DOMAIN, None, WANTED)

    assert "ConnectionError" in caplog.text


FORM = facts_from_form({"email": "dana@northwind.example"})


async def test_the_network_is_wanted_only_for_what_nobody_knows_yet():
    clock, memory = Clock(), Memory()
    web = Source("web", company="N")
    paid = Source("paid", employees=2)
    enricher = Enricher([KnownCompanies(no_row), web, paid], memory, now=clock)
    all_known = FORM | {"company": Fact("N", "form"), "employees": Fact(2, "form")}
    guessed = FORM | {"company": Fact("N", "form"), "employees": Fact(2, "locale")}

    assert await enricher.wants_network(FORM, WANTED)
    assert not await enricher.wants_network(all_known, WANTED)
    assert await enricher.wants_network(guessed, WANTED)
    assert not await enricher.wants_network(
        facts_from_form({"email": "d@gmail.com"}), WANTED
    )

    await memory.put(DOMAIN, "web", Kept({"company": Fact("N", "web")}, NOON))
    assert await enricher.wants_network(FORM, WANTED)  # the paid one was not asked yet
    await memory.put(DOMAIN, "paid", Kept({}, NOON))
    assert not await enricher.wants_network(FORM, WANTED)
    clock.instant = NOON + timedelta(days=2)
    assert await enricher.wants_network(FORM, WANTED)  # "nothing" has grown old
    assert web.asked == paid.asked == []


async def no_row(domain):
    return {}


async def test_without_sources_over_the_network_none_is_wanted():
    enricher = Enricher([KnownCompanies(no_row), Source("x", industry="y")], Memory())

    assert not await enricher.wants_network(FORM, WANTED)


async def test_what_is_at_hand_needs_no_network():
    async def row(domain):
        return {"employees": 240}

    memory, clock = Memory(), Clock()
    web = Source("web", company="N", employees=1)
    paid = Source("paid", industry="logistics", company="N")
    enricher = Enricher([KnownCompanies(row), web, paid], memory, now=clock)
    await memory.put(DOMAIN, "web", Kept({"company": Fact("Northwind", "web")}, NOON))

    found = await enricher.at_hand(DOMAIN, WANTED | {"industry"})

    assert found == {
        "employees": Fact(240, "companies"),
        "company": Fact("Northwind", "web"),
    }
    assert web.asked == paid.asked == []


def test_what_the_form_says_is_never_overwritten_and_a_guess_is():
    known = {
        "company": Fact("Northwind", "form"),
        "country": Fact("US", "locale"),
        "phone_country": Fact("ES", "phone"),
    }
    found = {
        "company": Fact("NW", "web"),
        "country": Fact("DE", "web"),
        "employees": Fact(2, "web"),
    }

    together = merged(known, found)

    assert together == {
        "company": Fact("Northwind", "form"),
        "country": Fact("DE", "web"),
        "phone_country": Fact("ES", "phone"),
        "employees": Fact(2, "web"),
    }
    assert missing(known, frozenset({"company", "country", "employees"})) == {
        "country",
        "employees",
    }
    assert missing(together, frozenset({"company", "country", "employees"})) == set()


async def test_form_table_and_page_together_know_the_company(internet):
    async def row(domain):
        return {"fields.tier": "gold"}

    home = b"""<script type="application/ld+json">{"@type": "Corporation",
      "name": "Northwind GmbH", "numberOfEmployees": "51-200", "naics": "488510",
      "address": {"addressCountry": "Germany"}}</script>"""
    await internet.serve(always(response(home)), port=443, tls=True)
    sources: list[Provider] = [KnownCompanies(row), CompanyWebsite(internet.fetch())]
    enricher = Enricher(sources, Memory())
    facts = facts_from_form({"email": "dana@northwind.example"}, "en-US")

    found = await enricher.enrich(str(facts["email_domain"].value), None)
    facts = merged(facts, found.facts)

    assert {name: (fact.value, fact.source) for name, fact in facts.items()} == {
        "address_kind": ("work", "email"),
        "email_domain": (DOMAIN, "email"),
        "language": ("en", "locale"),
        "country": ("DE", DOMAIN),
        "company": ("Northwind GmbH", DOMAIN),
        "company_address": ("Germany", DOMAIN),
        "employees": (125, DOMAIN),
        "industry": ("logistics", DOMAIN),
        "fields.tier": ("gold", "companies"),
    }
    assert not await enricher.wants_network(facts)
