"""Look up what is known about a lead's company, and ask those who may know more."""

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio import activity

from activities.failures import told_to_temporal
from activities.qualifying.gathering import Gatherer, facts_of
from activities.qualifying.hand_raises import given
from adapters.enrichment.waterfall import Enricher
from adapters.statements import autocommitting
from adapters.store.deciding.evidence import read_material
from domain.errors import VendorError
from workflows.ports import DecisionRef, Enriched, EnrichmentActivities


class Enrichment(EnrichmentActivities):
    """`enricher` asks the network; `gatherer` knows what need not be asked."""

    def __init__(
        self, engine: AsyncEngine, gatherer: Gatherer, enricher: Enricher
    ) -> None:
        self._engine = autocommitting(engine)
        self._gatherer = gatherer
        self._enricher = enricher

    @activity.defn
    async def enrich_from_known(self, decision: DecisionRef) -> Enriched:
        with told_to_temporal(decision.lead_id):
            async with self._engine.connect() as connection:
                material = await read_material(connection, decision.lead_id)
                gathered = await self._gatherer.gather(connection, material)
            wanted = await self._gatherer.wants_network(gathered)
            if not wanted:  # else the answers kept may be other ones by then
                self._gatherer.hold(decision.decision_id, gathered)
            return Enriched(ask_network=wanted)

    @activity.defn
    async def enrich_lead(self, decision: DecisionRef) -> None:
        with told_to_temporal(decision.lead_id):
            async with self._engine.connect() as connection:
                material = await read_material(connection, decision.lead_id)
            domain = facts_of(material).get("email_domain")
            if domain is None:
                return
            # Nothing is held meanwhile: websites take seconds.
            email = str(given(material.hand_raises).get("email", ""))
            answer = await self._enricher.enrich(str(domain.value), email)
            if answer.partial:
                raise VendorError("Not everybody who may know has answered yet.")
