"""What is kept about companies: the business's own table, and providers' answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic_core import from_json
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.enrichment.companies import Company
from adapters.enrichment.outcome import Kept
from adapters.statements import Statement
from domain.evidence import Fact, Value
from models import METADATA

_companies = METADATA.tables["companies"]
_answers = METADATA.tables["enrichment_answers"]

_OF_DOMAIN = Statement(
    """
    SELECT NULL AS provider, facts::text AS facts, updated_at AS at
    FROM companies WHERE domain = :domain
    UNION ALL
    SELECT provider, facts::text, fetched_at
    FROM enrichment_answers WHERE domain = :domain
    """
)


@dataclass(frozen=True, slots=True)
class KeptOfDomain:
    """All that is kept about one domain, read at once.

    It is an `EnrichmentCache` and a look-up of `KnownCompanies`, without a database.
    """

    company: Mapping[str, Value] = field(default_factory=dict)
    answers: dict[str, Kept] = field(default_factory=dict)

    async def look_up(self, domain: str) -> Mapping[str, Value]:
        del domain
        return self.company

    async def get(self, domain: str, provider: str) -> Kept | None:
        del domain
        return self.answers.get(provider)

    async def put(self, domain: str, provider: str, kept: Kept) -> None:
        del domain
        self.answers[provider] = kept


async def read_kept(connection: AsyncConnection, domain: str) -> KeptOfDomain:
    """What the business and the providers told about a registrable domain."""
    company: Mapping[str, Value] = {}
    answers: dict[str, Kept] = {}
    for row in await _OF_DOMAIN.all(connection, domain=domain):
        if row.provider is None:
            company = from_json(row.facts)
        else:
            answers[row.provider] = _kept(from_json(row.facts), row.at)
    return KeptOfDomain(company, answers)


def _kept(facts: Mapping[str, Mapping[str, Any]], at: datetime) -> Kept:
    told = {name: Fact(one["value"], one["source"]) for name, one in facts.items()}
    return Kept(told, at)


class StoredAnswers:
    """The `EnrichmentCache` of the network's answers. One statement each."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def get(self, domain: str, provider: str) -> Kept | None:
        async with self._engine.connect() as connection:
            return (await read_kept(connection, domain)).answers.get(provider)

    async def put(self, domain: str, provider: str, kept: Kept) -> None:
        facts = {
            name: {"value": fact.value, "source": fact.source}
            for name, fact in kept.facts.items()
        }
        new = upsert(_answers).values(
            domain=domain, provider=provider, facts=facts, fetched_at=kept.fetched_at
        )
        changed = {"facts": new.excluded.facts, "fetched_at": new.excluded.fetched_at}
        async with self._engine.begin() as connection:
            await connection.execute(
                new.on_conflict_do_update(
                    index_elements=["domain", "provider"], set_=changed
                )
            )


async def company_of(engine: AsyncEngine, domain: str) -> Mapping[str, Value]:
    """The business's own row of a domain; empty when there is none."""
    async with engine.connect() as connection:
        return (await read_kept(connection, domain)).company


async def write_companies(
    connection: AsyncConnection, companies: Iterable[Company], now: datetime
) -> None:
    """Add companies to the table; a domain that is there already is replaced."""
    rows = [
        {"domain": one.domain, "facts": dict(one.facts), "updated_at": now}
        for one in companies
    ]
    if not rows:
        return
    new = upsert(_companies)
    changed = {"facts": new.excluded.facts, "updated_at": new.excluded.updated_at}
    await connection.execute(
        new.on_conflict_do_update(index_elements=["domain"], set_=changed), rows
    )
