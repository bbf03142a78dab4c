"""Why a lead stands where it does, for machines."""

from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter

from adapters.explaining.explained_json import explained_json
from adapters.explaining.now import explain_as_of_now
from adapters.explaining.stored import explain_lead
from api.dependencies import AllParts, Connection, Now, Secret
from api.openapi import SECRET, problems

router = APIRouter(prefix="/v1/leads", tags=["leads"])
EXPLAIN: dict[str, Any] = {
    "summary": "Explain a lead",
    "responses": problems(401, 403, 404, 422, 503),
    "openapi_extra": {"security": SECRET},
}


@router.get("/{lead_id}/explanation", **EXPLAIN)
async def show_explanation(
    lead_id: UUID,
    parts: AllParts,
    connection: Connection,
    now: Now,
    _: Secret,
    as_of: Literal["decision", "now"] = "decision",
) -> dict[str, Any]:
    """As it was decided; with `as_of=now` also what would be decided at this moment."""
    playbooks = parts.playbook.versions
    explained = await explain_lead(connection, lead_id, now, playbooks)
    if as_of == "decision":
        return explained_json(lead_id, explained)
    would = await explain_as_of_now(connection, lead_id, now, playbooks)
    return explained_json(lead_id, explained, would)
