"""What servers and people do with leads: read one, act on it."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request

from adapters.store.standing import find_lead_row, last_decision
from api.acting import Actor, act
from api.dependencies import AllParts, Secret, bearer, find_person
from api.lead_json import lead_json
from api.openapi import ACT, READ
from api.parts import Parts
from api.reading import read_object
from api.same_origin import require_same_origin
from domain.errors import ForbiddenError, NotFoundError, UnauthorizedError
from domain.lifecycle import ActionKind
from workflows.messages import LeadView

router = APIRouter(prefix="/v1/leads", tags=["leads"])


async def _actor(request: Request, parts: AllParts) -> Actor:
    """A secret key, or the person who is signed in."""
    sent = bearer(request)
    if sent is not None:
        if not (await parts.keys.find(sent)).is_secret:
            raise ForbiddenError("A site key may submit leads only. Use a secret key.")
        return Actor()
    person = await find_person(request, parts)
    if person is None:
        raise UnauthorizedError("Send a secret key, or sign in.")
    require_same_origin(request)
    return Actor(person.handle, person.role)


@router.get("/{lead_id}", **READ)
async def show_lead(lead_id: UUID, parts: AllParts, _: Secret) -> dict[str, Any]:
    """The lead as it stands, with the decision that explains it."""
    return await _shown(parts, lead_id)


@router.post("/{lead_id}/{action}", **ACT)
async def act_on_lead(
    lead_id: UUID,
    action: ActionKind,
    request: Request,
    parts: AllParts,
    actor: Annotated[Actor, Depends(_actor)],
) -> dict[str, Any]:
    """Apply one human input; the answer is the lead as it stands then."""
    body = read_object(await request.body() or b"{}")
    view = await act(parts, actor, lead_id, action, body)
    return await _shown(parts, lead_id, view)


async def _shown(
    parts: Parts, lead_id: UUID, view: LeadView | None = None
) -> dict[str, Any]:
    playbook = (await parts.playbook.current()).playbook
    async with parts.engine.connect() as connection:
        row = await find_lead_row(connection, lead_id)
        if row is None:
            raise NotFoundError("There is no such lead.")
        decision = await last_decision(connection, lead_id)
    return lead_json(row, decision, playbook, view=view)
