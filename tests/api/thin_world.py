"""Activities that decide nothing and write down only what the web looks at."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, update
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio import activity

from domain.promises.sla import ClockKind
from domain.qualifying.bands import Band
from models import METADATA
from tests.fakes import FakeEnrichment, FakeMail, plan
from workflows.ports import (
    BandedLead,
    Change,
    DecisionRef,
    QualificationActivities,
    RecordActivities,
    Recorded,
    Replanned,
    ReplanRequest,
    Routed,
    RouteRequest,
    RoutingActivities,
    Scored,
    ScoreRequest,
)

LEADS = METADATA.tables["leads"]
SUBMISSIONS = METADATA.tables["submissions"]
DECISIONS = METADATA.tables["decisions"]
ACTIONS = METADATA.tables["human_actions"]
REASONS = [{"rule": "fleet-large", "part": "fit", "points": 20, "because": "80 vans"}]


@dataclass
class ThinWorld(QualificationActivities, RoutingActivities, RecordActivities):
    engine: AsyncEngine
    band: Band = Band.HIGH
    free: asyncio.Event = field(default_factory=asyncio.Event)
    turns: list[UUID] = field(default_factory=list)
    replanned: list[UUID] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.free.set()

    def begin_anew(self) -> None:
        self.band = Band.HIGH
        self.release()
        self.turns.clear()
        self.replanned.clear()

    def hold(self) -> None:
        """From now on, decisions wait until they are released."""
        self.free.clear()

    def release(self) -> None:
        self.free.set()

    @activity.defn
    async def score_lead(self, request: ScoreRequest) -> Scored:
        await self.free.wait()
        async with self.engine.begin() as connection:
            counted = await connection.scalars(
                update(SUBMISSIONS)
                .where(
                    SUBMISSIONS.c.lead_id == request.lead_id,
                    SUBMISSIONS.c.decision_id.is_(None),
                )
                .values(decision_id=request.decision_id)
                .returning(SUBMISSIONS.c.id)
            )
            await connection.execute(
                insert(DECISIONS).values(
                    id=request.decision_id,
                    lead_id=request.lead_id,
                    playbook_version=1,
                    evidence={"received_at": datetime.now(UTC).isoformat()},
                    points=20,
                    fit=20,
                    intent=0,
                    urgency=0,
                    reasons=REASONS,
                    band=self.band.value,
                    partial=request.partial,
                    decided_at=datetime.now(UTC),
                )
            )
            return Scored(points=20, submissions=tuple(counted))

    @activity.defn
    async def band_lead(self, decision: DecisionRef) -> BandedLead:
        code = "test" if self.band is Band.REVIEW else None
        return BandedLead(self.band, code)

    @activity.defn
    async def route_lead(self, request: RouteRequest) -> Routed:
        self.turns.append(request.lead_id)
        owner = request.to or "ana"
        clock = plan(ClockKind.ACCEPT, request.received_at)
        await self._write(
            request.lead_id,
            request.revision,
            request.action_id,
            status="assigned",
            band=request.band.value,
            owner=owner,
        )
        return Routed(
            owner=owner,
            row="iberia",
            clock=clock,
            respond_by=clock.due_at,
            max_reassignments=2,
        )

    @activity.defn
    async def record_change(self, change: Change) -> Recorded:
        closed = change.status == "closed"
        await self._write(
            change.lead_id,
            change.revision,
            change.action_id,
            status=change.status.value,
            band=change.band and change.band.value,
            owner=change.owner,
            outcome=change.outcome,
            closed_at=change.at if closed else None,
        )
        if change.start_clock is None:
            return Recorded(change.keep_clock)
        return Recorded(plan(change.start_clock, change.at, change.round_number))

    @activity.defn
    async def replan_clock(self, request: ReplanRequest) -> Replanned:
        self.replanned.append(request.lead_id)
        return Replanned(request.clock)

    async def _write(
        self, lead_id: UUID, revision: int, action_id: UUID | None, **values: Any
    ) -> None:
        async with self.engine.begin() as connection:
            await connection.execute(
                update(LEADS)
                .where(LEADS.c.id == lead_id)
                .values(revision=revision, **values)
            )
            if action_id is not None:
                await connection.execute(
                    update(ACTIONS)
                    .where(ACTIONS.c.id == action_id)
                    .values(applied_at=func.now())
                )

    @property
    def activities(self) -> list[Callable[..., Any]]:
        enrichment, mail = FakeEnrichment(), FakeMail()
        return [
            self.score_lead,
            self.band_lead,
            self.route_lead,
            self.record_change,
            self.replan_clock,
            enrichment.enrich_from_known,
            enrichment.enrich_lead,
            mail.notify_owner,
            mail.remind_owner,
            mail.tell_manager,
            mail.tell_higher_manager,
            mail.notify_queue,
            mail.notify_reviewers,
            mail.acknowledge_lead,
            mail.send_bridge,
            mail.send_follow_up,
        ]
