"""The business's table of companies, and what the network told."""

from sqlalchemy.ext.asyncio import AsyncEngine

from adapters import clock
from adapters.enrichment.companies import Company
from adapters.enrichment.outcome import Kept
from adapters.store.deciding.companies import (
    KeptOfDomain,
    StoredAnswers,
    company_of,
    write_companies,
)
from domain.evidence import Fact

DOMAIN = "northwind.example"


async def test_a_company_is_known_until_it_is_replaced(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await write_companies(connection, [], clock.now())
        first = [Company(DOMAIN, {"employees": 10, "industry": "x"})]
        await write_companies(connection, first, clock.now())
        second = [Company(DOMAIN, {"employees": 300})]
        await write_companies(connection, second, clock.now())

    assert await company_of(engine, DOMAIN) == {"employees": 300}
    assert await company_of(engine, "other.example") == {}


async def test_answers_are_kept_by_domain_and_provider(engine: AsyncEngine) -> None:
    answers, now = StoredAnswers(engine), clock.now()
    told = Kept({"employees": Fact(300, "website")}, now)
    nothing = Kept({}, now)

    await answers.put(DOMAIN, "website", nothing)
    await answers.put(DOMAIN, "website", told)
    await answers.put(DOMAIN, "other", nothing)

    assert await answers.get(DOMAIN, "website") == told
    assert await answers.get(DOMAIN, "other") == nothing
    assert await answers.get("other.example", "website") is None


async def test_what_was_read_at_once_is_a_cache_as_well() -> None:
    kept = KeptOfDomain({"employees": 300})
    told = Kept({}, clock.now())

    await kept.put(DOMAIN, "website", told)

    assert await kept.get(DOMAIN, "website") == told
    assert await kept.look_up(DOMAIN) == {"employees": 300}
