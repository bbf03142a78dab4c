"""What servers and people do with leads: read one, act on it."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from adapters.store.standing.standing import find_lead_row, last_decision
from api.dependencies import AllParts, Secret, bearer, find_person
from api.leads.acting import Actor, act
from api.leads.lead_json import lead_json
from api.leads.same_person import same_person_json
from api.openapi import ACT, READ
from api.parts import Parts
from api.web.reading import read_object
from api.web.same_origin import require_same_origin
from domain.auditing.origins import Origin
from domain.errors import ForbiddenError, NotFoundError, UnauthorizedError
from domain.lifecycle import ActionKind
from workflows.messages import LeadView

router = APIRouter(prefix="/v1/leads", tags=["leads"])


async def _actor(request: Request, parts: AllParts) -> Actor:
    """A secret key, or the person who is signed in."""
    sent = bearer(request)
    if sent is not None:
        key = await parts.keys.find(sent)
        if not key.is_secret:
            raise ForbiddenError("A site key may submit leads only. Use a secret key.")
        return Actor(origin=Origin.API, via=str(key.id))
    person = await find_person(request, parts)
    if person is None:
        raise UnauthorizedError("Send a secret key, or sign in.")
    require_same_origin(request)
    return Actor(person.handle, person.role)


Acting = Annotated[Actor, Depends(_actor)]


@router.get("/{lead_id}", **READ)
async def show_lead(
    lead_id: UUID, parts: AllParts, response: Response, _: Secret
) -> dict[str, Any]:
    """The lead as it stands, with the decision that explains it.

    Of a lead that was merged into another one: that one.
    """
    found = await show(parts, lead_id)
    response.headers["Content-Location"] = f"/v1/leads/{found['lead_id']}"
    return found


@router.post("/{lead_id}/{action}", **ACT)
async def act_on_lead(
    lead_id: UUID, action: ActionKind, request: Request, parts: AllParts, actor: Acting
) -> dict[str, Any]:
    """Apply one human input; the answer is the lead as it stands then."""
    body = read_object(await request.body() or b"{}")
    view = await act(parts, actor, lead_id, action, body)
    return await show(parts, lead_id, view)


async def show(
    parts: Parts, lead_id: UUID, view: LeadView | None = None
) -> dict[str, Any]:
    """The lead, or the one that it was merged into."""
    playbook = (await parts.playbook.current()).playbook
    async with parts.engine.connect() as connection:
        row = await find_lead_row(connection, lead_id)
        if row is not None and row.merged_into is not None:
            row = await find_lead_row(connection, row.merged_into)
        if row is None:
            raise NotFoundError("There is no such lead.")
        decision = await last_decision(connection, row.id)
        same = await same_person_json(connection, row)
    return lead_json(row, decision, playbook, view=view) | same
