"""What is known of a lead, put together from everything that told something."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from activities.qualifying.hand_raises import (
    asked,
    events,
    flat,
    given,
    locale_of,
    page_views,
)
from adapters.enrichment.known import facts_from_form
from adapters.enrichment.known_companies import KnownCompanies
from adapters.enrichment.outcome import merged
from adapters.enrichment.provider import Provider
from adapters.enrichment.waterfall import Enricher
from adapters.store.deciding.companies import KeptOfDomain, read_kept
from adapters.store.deciding.evidence import Correction, Material
from domain.evidence import Evidence, Fact
from domain.rules.disagreement import told_otherwise

_HELD = 200  # leads between being looked up and being scored, in one process
# Where the company sits; of no use beside another country than the one that counts.
_OF_THE_PLACE = frozenset({"region", "postal_code", "company_address"})


def facts_of(material: Material) -> dict[str, Fact]:
    """What the person said, and what people who know better put right."""
    form = given(material.hand_raises)
    corrected: dict[str, str] = {}
    for correction in material.corrections:
        put_right = dict(flat(correction.fields))
        form |= put_right
        corrected |= dict.fromkeys(put_right, correction.by)
        for wrong in _taken_back(correction):
            form.pop(wrong, None)
    facts = facts_from_form(form, locale_of(material.hand_raises))
    return {
        name: Fact(fact.value, corrected[name]) if name in corrected else fact
        for name, fact in facts.items()
    }


def _taken_back(correction: Correction) -> Iterator[str]:
    """What a person emptied, because it is not so."""
    own = correction.fields.get("fields") or {}
    yield from (name for name, value in correction.fields.items() if value is None)
    yield from (f"fields.{name}" for name, value in own.items() if value is None)


def put_together(
    said: Mapping[str, Fact], found: Mapping[str, Fact]
) -> Mapping[str, Fact]:
    """What counts. A postal code found in another country says nothing of this one."""
    facts = merged(said, found)
    if "country" in found and found["country"].value != facts["country"].value:
        return {
            name: fact
            for name, fact in facts.items()
            if name in said or name not in _OF_THE_PLACE
        }
    return facts


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is on disk about a lead: said, put right, and kept of its company's domain."""

    material: Material
    facts: Mapping[str, Fact]
    kept: KeptOfDomain | None  # None: the address tells no company


class Gatherer:
    """Evidence from hand-raises, corrections, known companies and kept answers.

    `providers` are the sources on the network, cheapest first; none is asked here.
    """

    def __init__(self, providers: Sequence[Provider]) -> None:
        self._providers = tuple(providers)
        self._held: dict[UUID, Gathered] = {}

    async def gather(self, connection: AsyncConnection, material: Material) -> Gathered:
        facts = facts_of(material)
        domain = facts.get("email_domain")
        if domain is None:
            return Gathered(material, facts, None)
        kept = await read_kept(connection, str(domain.value))
        return Gathered(material, facts, kept)

    def hold(self, decision_id: UUID, gathered: Gathered) -> None:
        """For the next step of the same decision, which follows within milliseconds."""
        self._held[decision_id] = gathered
        if len(self._held) > _HELD:
            del self._held[next(iter(self._held))]

    def take(self, decision_id: UUID) -> Gathered | None:
        """What was held, once; whoever tries a second time reads anew."""
        return self._held.pop(decision_id, None)

    async def evidence(
        self, connection: AsyncConnection, material: Material, *, partial: bool
    ) -> Evidence:
        gathered = await self.gather(connection, material)
        return await self.evidence_of(gathered, partial=partial)

    async def evidence_of(self, gathered: Gathered, *, partial: bool) -> Evidence:
        material, said = gathered.material, gathered.facts
        found: Mapping[str, Fact] = {}
        if gathered.kept is not None:
            domain = str(said["email_domain"].value)
            found = await self.offline(gathered.kept).at_hand(domain)
        return Evidence(
            received_at=material.hand_raises[-1].received_at,
            facts=put_together(said, found),
            page_views=page_views(material.hand_raises),
            submissions=asked(material.hand_raises),
            partial=partial,
            events=events(material.hand_raises),
            told_otherwise=told_otherwise(said, found),
        )

    async def wants_network(self, gathered: Gathered) -> bool:
        """Whether somebody on the network may know what is missing."""
        if gathered.kept is None or not self._providers:
            return False
        return await self.offline(gathered.kept).wants_network(gathered.facts)

    def offline(self, kept: KeptOfDomain) -> Enricher:
        """The waterfall over what was read before: it asks nobody."""
        return Enricher((KnownCompanies(kept.look_up), *self._providers), kept)
