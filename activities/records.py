"""Write a lead's new standing down, and start the clock that goes with it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from temporalio import activity

from activities.failures import told_to_temporal
from activities.promises.clocks import ToStart, running_on, started
from activities.promises.replanning import replan
from activities.recording.deeds import deed_of_change
from activities.recording.handovers import because_of_change, ended_by
from activities.recording.labels import label_of_change
from activities.recording.sentences import Told, sentence
from activities.recording.standing import because_of_review, columns
from adapters.playbook.published import Playbooks, PublishedVersion
from adapters.store.deciding.decisions import read_scored
from adapters.store.standing.deeds import say
from adapters.store.standing.labels import keep_label
from adapters.store.standing.records import (
    Entry,
    LeadToChange,
    NewAssignment,
    NewBreach,
    NewReview,
    close_review,
    end_assignment,
    lock_lead_to_change,
    open_assignment,
    open_review,
    write_breach,
    write_entry,
    write_lead,
)
from domain.in_words.names import name_of
from domain.lifecycle import Status
from domain.playbook import Playbook
from domain.promises.sla import Clock
from domain.working_time.local_time import in_words
from workflows.ports import (
    Cause,
    Change,
    RecordActivities,
    Recorded,
    Replanned,
    ReplanRequest,
)

NEWER_LEAD = "newer_lead"
_OFFERS = frozenset({Cause.QUEUED, Cause.MOVED_UP})


class Records(RecordActivities):
    def __init__(self, engine: AsyncEngine, playbooks: Playbooks) -> None:
        self._engine = engine
        self._playbooks = playbooks

    @activity.defn
    async def record_change(self, change: Change) -> Recorded:
        with told_to_temporal(change.lead_id):
            try:
                async with self._engine.begin() as connection:
                    return await self._record(connection, change)
            except IntegrityError:
                if change.cause is not Cause.REOPENED:
                    raise
            # The index of open leads has the last word: the person has another one.
            return Recorded(refused=NEWER_LEAD)

    @activity.defn
    async def replan_clock(self, request: ReplanRequest) -> Replanned:
        with told_to_temporal(request.lead_id):
            async with self._engine.connect() as connection:
                return await replan(connection, self._playbooks, request)

    async def _record(self, connection: AsyncConnection, change: Change) -> Recorded:
        lead = await lock_lead_to_change(
            connection, change.lead_id, change.decision_id, change.action_id
        )
        version = await self._playbooks.version(connection, lead.playbook_version)
        if change.start_clock is not None and version.playbook.special:
            version = await _promising(connection, version, change)
        clock = _clock(version, change)
        if lead.revision < change.revision:
            had_owner = lead.open_assignment is not None
            await say(connection, deed_of_change(change, had_owner=had_owner))
            await _move(connection, version.playbook, lead, change)
            row = columns(version.playbook, lead, change, clock or change.keep_clock)
            await write_lead(connection, change.lead_id, row)
            await write_entry(connection, _entry(version.playbook, lead, change))
            if change.cause is Cause.BREACHED and change.keep_clock is not None:
                breach = _breach(lead, change, change.keep_clock)
                await write_breach(connection, breach)
        return Recorded(clock)


async def _promising(
    connection: AsyncConnection, version: PublishedVersion, change: Change
) -> PublishedVersion:
    """With the promises to this lead, by what its decision knew."""
    if change.decision_id is None:
        return version
    scored = await read_scored(connection, change.decision_id)
    return version.as_promised_to(lambda: scored.evidence)


def _clock(version: PublishedVersion, change: Change) -> Clock | None:
    """From what the change says alone: the same for every try."""
    if change.start_clock is None:
        return None
    if change.resume is not None:
        return running_on(version, change.resume, change.at, change.owner)
    return started(
        version,
        ToStart(
            change.start_clock,
            change.promised_from or change.at,
            change.band,
            change.owner,
            change.round_number,
            change.points if change.cause in _OFFERS else None,
        ),
    )


async def _move(
    connection: AsyncConnection, playbook: Playbook, lead: LeadToChange, change: Change
) -> None:
    """Close what is no longer open, then open what is: one of each at most."""
    held, reviewed = _open_after(change)
    if lead.open_assignment is not None and lead.open_assignment != held:
        because = ended_by(change.cause, name_of(playbook, change.by))
        await end_assignment(connection, lead.open_assignment, because, change.at)
    if lead.open_review is not None and lead.open_review != reviewed:
        resolution = (change.outcome or change.status).replace("_", " ")
        await close_review(
            connection,
            lead.open_review,
            by=change.by,
            resolution=resolution,
            at=change.at,
        )
        if (label := label_of_change(change, lead.open_review)) is not None:
            await keep_label(connection, label)
    if held is not None and held != lead.open_assignment:
        await open_assignment(connection, _assignment(playbook, change, held))
    if reviewed is not None and reviewed != lead.open_review:
        code, because = change.review_code or "", because_of_review(lead, change)
        new = NewReview(reviewed, change.lead_id, code, because, change.at)
        await open_review(connection, new)


def _open_after(change: Change) -> tuple[UUID | None, UUID | None]:
    """The assignment and the review that are open when the change is done."""
    if change.status is Status.CLOSED:
        return None, None
    return change.assignment_id, change.review_id


def _assignment(playbook: Playbook, change: Change, held: UUID) -> NewAssignment:
    owner = change.owner or change.by
    because = because_of_change(change.cause, name_of(playbook, owner))
    return NewAssignment(held, change.lead_id, owner, because, change.at)


def _entry(playbook: Playbook, lead: LeadToChange, change: Change) -> Entry:
    told = Told(
        change=change,
        by=name_of(playbook, change.by),
        owner=name_of(playbook, change.owner),
        because=because_of_review(lead, change),
        reason=lead.reason,
        corrected=_put_right(lead.details.get("fields") or {}),
        merge=str(lead.details.get("merge") or ""),
        until=_until(playbook, change),
    )
    return Entry(
        key=f"{change.lead_id}/{change.revision}",
        lead_id=change.lead_id,
        at=change.at,
        actor=change.by,
        kind=change.cause.value,
        sentence=sentence(told),
        action_id=change.action_id,
    )


def _breach(lead: LeadToChange, change: Change, broken: Clock) -> NewBreach:
    return NewBreach(
        key=f"{change.lead_id}/{change.revision}",
        lead_id=change.lead_id,
        promise=broken.kind.value,
        owner=change.owner,
        queue=change.queue,
        row=lead.routing.get("row"),
        started_at=broken.started_at,
        due_at=broken.due_at,
        noticed_at=change.at,
    )


def _until(playbook: Playbook, change: Change) -> str:
    """When the clock that the change leaves running is due, as the business says it."""
    kept = change.keep_clock
    return in_words(kept.due_at, change.at, playbook.zone) if kept else ""


def _put_right(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of what a correction is about; the site's own stand behind."""
    own = fields.get("fields") or {}
    return (*sorted(name for name in fields if name != "fields"), *sorted(own))
