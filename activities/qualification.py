"""Score a lead, and say which band it is in."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from temporalio import activity

from activities.failures import told_to_temporal
from activities.qualifying.gathering import Gathered, Gatherer
from activities.qualifying.products import product_named
from adapters import clock
from adapters.playbook.published import Playbooks
from adapters.statements import autocommitting
from adapters.store.deciding.decisions import (
    ScoredLead,
    insert_decision,
    read_scored,
    write_band,
)
from adapters.store.deciding.evidence import read_material
from domain.qualifying.banding import (
    Banded,
    OutsideModel,
    band_by_points,
    choose_band,
)
from domain.qualifying.bands import Band
from domain.qualifying.scoring import score
from workflows.ports import (
    BandedLead,
    DecisionRef,
    QualificationActivities,
    Scored,
    ScoreRequest,
)

_RECENT = 200  # scores kept in memory: the band is asked for within milliseconds


class Qualification(QualificationActivities):
    def __init__(
        self,
        engine: AsyncEngine,
        playbooks: Playbooks,
        gatherer: Gatherer,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        # Each statement is a transaction of its own: whoever reads needs no other.
        self._engine = autocommitting(engine)
        self._playbooks = playbooks
        self._gatherer = gatherer
        self._now = now
        self._recent: dict[UUID, ScoredLead] = {}

    @activity.defn
    async def score_lead(self, request: ScoreRequest) -> Scored:
        with told_to_temporal(request.lead_id):
            async with self._engine.connect() as connection:
                gathered = await self._gathered(connection, request)
                version = await self._playbooks.version(
                    connection, gathered.material.playbook_version
                )
                evidence = await self._gatherer.evidence_of(
                    gathered, partial=request.partial
                )
                now = self._now()
                scored = ScoredLead(
                    request.lead_id,
                    request.decision_id,
                    version.version,
                    evidence,
                    score(evidence, version.playbook.model, now),
                )
                hands = [hand.id for hand in gathered.material.hand_raises]
                counted = await insert_decision(connection, scored, hands, now)
            if counted.is_new:
                self._remember(scored)
            return Scored(counted.points, counted.submissions)

    async def _gathered(
        self, connection: AsyncConnection, request: ScoreRequest
    ) -> Gathered:
        """As it was looked up for this decision a moment ago, or else anew."""
        held = self._gatherer.take(request.decision_id)
        if held is not None:
            return held
        material = await read_material(connection, request.lead_id)
        return await self._gatherer.gather(connection, material)

    @activity.defn
    async def band_lead(self, decision: DecisionRef) -> BandedLead:
        with told_to_temporal(decision.lead_id):
            async with self._engine.connect() as connection:
                scored = await self._scored(connection, decision.decision_id)
                version = await self._playbooks.version(
                    connection, scored.playbook_version
                )
                outcome = choose_band(scored.score, scored.evidence, version.playbook)
                if isinstance(outcome, Banded):
                    suggested = outcome
                else:
                    suggested = band_by_points(
                        scored.score, scored.evidence, version.playbook
                    )
                await _write(connection, decision.decision_id, outcome, suggested)
            product = product_named(version.playbook, scored.evidence)
            match outcome:
                case Banded(band):
                    return BandedLead(band, product=product)
                case OutsideModel(code):
                    return BandedLead(Band.REVIEW, code, product)

    def _remember(self, scored: ScoredLead) -> None:
        self._recent[scored.decision_id] = scored
        if len(self._recent) > _RECENT:
            del self._recent[next(iter(self._recent))]

    async def _scored(
        self, connection: AsyncConnection, decision_id: UUID
    ) -> ScoredLead:
        known = self._recent.pop(decision_id, None)
        return known or await read_scored(connection, decision_id)


async def _write(
    connection: AsyncConnection,
    decision_id: UUID,
    outcome: Banded | OutsideModel,
    suggested: Banded,
) -> None:
    await write_band(
        connection,
        decision_id,
        outcome.band.value if isinstance(outcome, Banded) else Band.REVIEW.value,
        because=outcome.because,
        review_code=None if isinstance(outcome, Banded) else outcome.code,
        suggested=suggested.band.value,
    )
