"""Ask the sources one after the other until everything wanted is known."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from adapters import clock
from adapters.enrichment.outcome import (
    COMPANY_FIELDS,
    UNFINISHED,
    Asked,
    AskedStatus,
    Enrichment,
    EnrichmentCache,
    Kept,
    merged,
    missing,
)
from adapters.enrichment.provider import Provider
from domain.errors import VendorError
from domain.evidence import Fact

logger = logging.getLogger(__name__)

_NO_TIME = timedelta(0)


class Enricher:
    """`providers` in the order of asking, cheapest first.

    Calls for the same thing at the same time share one flight. A flight outlives callers that
    stop waiting, so that their next try finds the answer kept.
    """

    def __init__(
        self,
        providers: Sequence[Provider],
        cache: EnrichmentCache,
        *,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._providers = tuple(providers)
        self._cache = cache
        self._now = now
        self._flights: dict[tuple[object, ...], asyncio.Task[Enrichment]] = {}

    async def enrich(
        self,
        domain: str,
        email: str | None,
        wanted: frozenset[str] = COMPANY_FIELDS,
    ) -> Enrichment:
        """Facts about the company of `domain`; never raises for a provider's failure."""
        personal = any(provider.personal for provider in self._providers)
        key = (domain, wanted, email if personal else None)
        flight = self._flights.get(key)
        if flight is None:
            flight = asyncio.create_task(self._fall(domain, email, wanted))
            self._flights[key] = flight
            flight.add_done_callback(lambda done: self._land(key, done))
        return await asyncio.shield(flight)

    async def wants_network(
        self, facts: Mapping[str, Fact], wanted: frozenset[str] = COMPANY_FIELDS
    ) -> bool:
        """Whether `enrich` would ask anybody for what `facts` lacks."""
        domain = facts.get("email_domain")
        lacking = missing(facts, wanted)
        if domain is None or not lacking:
            return False
        for provider in self._providers:
            if provider.keep is None or not _can_know(provider, lacking):
                continue
            kept = await self._fresh(str(domain.value), provider)
            if kept is None:
                return True
            lacking -= frozenset(kept)
        return False

    async def at_hand(
        self, domain: str, wanted: frozenset[str] = COMPANY_FIELDS
    ) -> Mapping[str, Fact]:
        """What is known of the company without the network: tables and kept answers."""
        facts: dict[str, Fact] = {}
        for provider in self._providers:
            if _can_know(provider, wanted - facts.keys()):
                if provider.keep is None:
                    found = await provider.ask(domain, None)
                else:
                    found = await self._fresh(domain, provider) or {}
                facts = merged(facts, found)
        return facts

    async def aclose(self) -> None:
        """Ends the flights that nobody waits for any more."""
        flights = list(self._flights.values())
        for flight in flights:
            flight.cancel()
        await asyncio.gather(*flights, return_exceptions=True)

    def _land(self, key: tuple[object, ...], flight: asyncio.Task[Enrichment]) -> None:
        del self._flights[key]
        if not flight.cancelled() and flight.exception():
            # Its callers may be gone; they are the ones who would have reported it.
            logger.error("enrichment failed: %s", type(flight.exception()).__name__)

    async def _fall(
        self, domain: str, email: str | None, wanted: frozenset[str]
    ) -> Enrichment:
        facts: dict[str, Fact] = {}
        asked: list[Asked] = []
        for provider in self._providers:
            lacking = wanted - facts.keys()
            if not lacking:
                break
            if _can_know(provider, lacking):
                found, outcome = await self._one(provider, domain, email)
                facts = merged(facts, found)
                asked.append(outcome)
        unfinished = any(one.status in UNFINISHED for one in asked)
        return Enrichment(
            facts, tuple(asked), partial=unfinished and not wanted <= facts.keys()
        )

    async def _one(
        self, provider: Provider, domain: str, email: str | None
    ) -> tuple[Mapping[str, Fact], Asked]:
        kept = await self._kept(domain, provider)
        if kept is not None and _is_fresh(provider, kept, self._now()):
            return kept.facts, Asked(provider.name, AskedStatus.KEPT, _NO_TIME)
        started = time.monotonic()
        found, status, because = await _answer(provider, domain, email)
        latency = timedelta(seconds=time.monotonic() - started)
        if status in {AskedStatus.ANSWERED, AskedStatus.NOTHING}:
            if _is_kept(provider):
                await self._cache.put(domain, provider.name, Kept(found, self._now()))
        elif kept is not None and kept.facts:
            found, status = kept.facts, AskedStatus.STALE
        return found, Asked(provider.name, status, latency, because)

    async def _kept(self, domain: str, provider: Provider) -> Kept | None:
        return (
            await self._cache.get(domain, provider.name) if _is_kept(provider) else None
        )

    async def _fresh(
        self, domain: str, provider: Provider
    ) -> Mapping[str, Fact] | None:
        kept = await self._kept(domain, provider)
        if kept is None or not _is_fresh(provider, kept, self._now()):
            return None
        return kept.facts


def _is_kept(provider: Provider) -> bool:
    return provider.keep is not None and not provider.personal


def _is_fresh(provider: Provider, kept: Kept, now: datetime) -> bool:
    if provider.keep is None:
        return False
    longest = provider.keep.known if kept.facts else provider.keep.nothing
    return now - kept.fetched_at < longest


def _can_know(provider: Provider, lacking: frozenset[str]) -> bool:
    if not lacking:
        return False
    return provider.fields is None or not provider.fields.isdisjoint(lacking)


async def _answer(
    provider: Provider, domain: str, email: str | None
) -> tuple[Mapping[str, Fact], AskedStatus, str]:
    try:
        found = await provider.ask(domain, email)
    except VendorError as error:
        status = AskedStatus.REFUSED if error.permanent else AskedStatus.AWAY
        return {}, status, str(error)
    except Exception as error:
        if provider.keep is None:
            raise  # our own database is away: the caller's retry is the remedy
        # A fault in one source must not cost the others' answers.
        logger.exception("enrichment provider %s is broken", provider.name)
        return (
            {},
            AskedStatus.REFUSED,
            f"{provider.name} broke: {type(error).__name__}.",
        )
    return found, AskedStatus.ANSWERED if found else AskedStatus.NOTHING, ""
