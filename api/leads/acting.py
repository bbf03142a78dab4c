"""Do with a lead what a person asks: the API and the pages both come through here.

The words are on disk before the workflow is told; what it refuses is forgotten again. When it
does not answer, the words stay, marked as not applied: it may still come to them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters import clock
from adapters.store.pages.desk import Scope
from adapters.store.standing.actions import (
    AskedAction,
    LeadAtHand,
    drop_action,
    find_lead_at_hand,
    keep_action,
    known_people,
)
from adapters.store.standing.labels import last_label
from adapters.store.standing.reviews import find_review
from adapters.temporal.leads import reopen, send_action
from api.leads.action_schemas import ActionGiven, read_action
from api.leads.decided_words import decided_sentence
from api.leads.visibility import scope_of
from api.parts import Parts
from api.web.faults import REQUIRED, SENTENCE
from domain.auditing.origins import Origin
from domain.errors import (
    ConflictError,
    Fault,
    ForbiddenError,
    HandraiseError,
    InvalidError,
    LeadClosedError,
    NotFoundError,
    RefusedError,
    UnavailableError,
)
from domain.in_words.names import called
from domain.lifecycle import ActionKind
from domain.people import Role
from domain.permission import Asker, Held, not_theirs
from domain.playbook import Playbook
from workflows.messages import Action, LeadStart, LeadView

NO_SUCH_LEAD = "There is no such lead."
MERGED = (
    "This lead was merged into another one of the same person. "
    "Act on that one, or take the merge back."
)
LONGEST_SNOOZE = timedelta(days=180)  # a lead that waits longer is closed
AWAY = "Temporal is away: nothing was changed. Please try again in a moment."


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, from where. A secret key acts for whomever the body's `by` names."""

    handle: str | None = None
    role: Role | None = None
    origin: Origin = Origin.PAGE
    via: str | None = None  # the key's id


async def act(  # noqa: PLR0913
    parts: Parts,
    actor: Actor,
    lead_id: UUID,
    kind: ActionKind,
    body: object,
    *,
    action_id: UUID | None = None,
) -> LeadView:
    """Apply one human input, and tell where the lead stands then.

    The same `action_id` again is the same input, applied once.

    Raises:
        InvalidError: the body cannot be used; a fault per member.
        NotFoundError: there is no such lead, or it is not theirs to see.
        ForbiddenError: they see the lead, but this is for others to do with it.
        ConflictError: the lead's state does not allow it; the sentence says why.
        UnavailableError: nobody answered.

    """
    given = read_action(kind, body)
    _check_until(given)
    asked = _asked(actor, lead_id, kind, given, action_id or uuid4())
    playbook = (await parts.playbook.current()).playbook
    lead = await _write_down(parts, actor, asked, given, playbook)
    try:
        return await _tell_workflow(parts, lead, asked, given)
    except RefusedError as error:
        await _forget(parts, asked)
        words = await _who_decided(parts, asked, playbook)
        raise ConflictError(words or _in_words(error, playbook)) from error
    except LeadClosedError:
        await _forget(parts, asked)
        if words := await _who_decided(parts, asked, playbook):
            raise ConflictError(words) from None
        raise (await _why_closed(parts, lead_id)) from None
    except UnavailableError:
        parts.reachability.look_again()
        raise


def _check_until(given: ActionGiven) -> None:
    if given.until is None:
        return
    now = clock.now()
    if not now < given.until <= now + LONGEST_SNOOZE:
        days = LONGEST_SNOOZE.days
        sentence = f"This must be in the future, at most {days} days from now."
        raise InvalidError(SENTENCE, (Fault("/until", sentence),))


def _asked(
    actor: Actor, lead_id: UUID, kind: ActionKind, given: ActionGiven, action_id: UUID
) -> AskedAction:
    by = acting_as(actor, given.by)
    details, via = given.details(), actor.via
    return AskedAction(
        action_id, lead_id, kind, by, given.reason, details, actor.origin, via
    )


def acting_as(actor: Actor, said: str | None) -> str:
    """Whose deed it is; `said` is the body's `by`."""
    by = actor.handle or said
    if by is None:
        raise InvalidError(SENTENCE, (Fault("/by", REQUIRED),))
    if said not in {None, by}:
        fault = Fault("/by", "This must be you, or not be there.")
        raise InvalidError(SENTENCE, (fault,))
    return by


async def _write_down(
    parts: Parts,
    actor: Actor,
    asked: AskedAction,
    given: ActionGiven,
    playbook: Playbook,
) -> LeadAtHand:
    async with parts.engine.begin() as connection:
        lead = await find_lead_at_hand(connection, asked.lead_id)
        if lead is None or not _sees(actor, lead, playbook):
            raise NotFoundError(NO_SUCH_LEAD)
        _require_theirs(actor, asked.kind, lead, playbook)
        if parts.reachability.seems_away():
            raise UnavailableError(AWAY)
        named = {"/by": asked.by, "/to": given.to, "/owner": given.owner}
        await require_known(connection, named)
        if lead.merged_into is not None:
            raise ConflictError(MERGED)
        await keep_action(connection, asked, clock.now())
    return lead


async def require_known(
    connection: AsyncConnection, named: Mapping[str, str | None]
) -> None:
    """InvalidError where a member names nobody who works here."""
    handles = frozenset(handle for handle in named.values() if handle)
    unknown = handles - await known_people(connection, handles)
    if unknown:
        sentence = "Nobody who works here has this handle."
        places = (place for place, handle in named.items() if handle in unknown)
        raise InvalidError(SENTENCE, tuple(Fault(p, sentence) for p in places))


def _require_theirs(
    actor: Actor, kind: ActionKind, lead: LeadAtHand, playbook: Playbook
) -> None:
    held = Held(lead.status, lead.owner, lead.owner_before)
    refused = not_theirs(kind, Asker(actor.handle, actor.role), held, playbook)
    if refused is not None:
        raise ForbiddenError(refused)


def _sees(actor: Actor, lead: LeadAtHand, playbook: Playbook) -> bool:
    return seen_by(actor, playbook).sees(lead.owner)


def seen_by(actor: Actor, playbook: Playbook) -> Scope:
    """A secret key sees every lead; a person those of their teams and unowned ones."""
    if actor.handle is None or actor.role is None:
        return Scope(None)
    return scope_of(actor.handle, actor.role, playbook)


async def _tell_workflow(
    parts: Parts, lead: LeadAtHand, asked: AskedAction, given: ActionGiven
) -> LeadView:
    action = Action(
        by=asked.by,
        action_id=asked.id,
        to=given.to or given.owner,
        band=given.band,
        reject=given.reject,
        outcome=given.outcome,
        until=given.until,
    )
    if asked.kind is ActionKind.REOPEN and lead.closed:
        start = LeadStart(
            lead.id, lead.received_at, reopened=True, revision=lead.revision
        )
        return await reopen(parts.temporal, start, action)
    return await send_action(parts.temporal, lead.id, asked.kind, action)


async def _forget(parts: Parts, asked: AskedAction) -> None:
    async with parts.engine.begin() as connection:
        await drop_action(connection, asked.id)


async def _who_decided(parts: Parts, asked: AskedAction, playbook: Playbook) -> str:
    """Of two reviewers, the second is told what the first decided; "" of anything else."""
    if asked.kind is not ActionKind.RESOLVE:
        return ""
    async with parts.engine.connect() as connection:
        if await find_review(connection, asked.lead_id) is not None:
            return ""
        label = await last_label(connection, asked.lead_id)
    if label is None:
        return ""
    return decided_sentence(
        label, lambda handle: called(handle, playbook), clock.now(), playbook.zone
    )


async def _why_closed(parts: Parts, lead_id: UUID) -> HandraiseError:
    """No workflow runs: the lead is closed, or it was not handed to Temporal yet."""
    async with parts.engine.connect() as connection:
        lead = await find_lead_at_hand(connection, lead_id)
    if lead is None or lead.closed:
        return LeadClosedError()
    return UnavailableError("This lead is still being taken in. Try again in a moment.")


def _in_words(error: RefusedError, playbook: Playbook) -> str:
    """The refusal with people's names, and times as the clocks of the business show them."""
    return error.refusal.sentence(
        lambda handle: called(handle, playbook), ZoneInfo(playbook.zone)
    )
