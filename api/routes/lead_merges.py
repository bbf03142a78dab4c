"""What servers and people do with two leads of one person: merge, take it back, split."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request

from api.dependencies import AllParts
from api.leads.merge_openapi import MERGE, SPLIT, UNMERGE
from api.leads.merging import Merging, merge, merging_of, split, unmerge
from api.routes.leads import Acting, show
from api.web.reading import read_object

router = APIRouter(prefix="/v1/leads/{lead_id}", tags=["leads"])

Deed = Callable[[Merging, UUID, object], Awaitable[UUID]]


@router.post("/merge", **MERGE)
async def merge_leads(
    lead_id: UUID, request: Request, parts: AllParts, actor: Acting
) -> dict[str, Any]:
    """Merge two leads of one person; the answer is the lead that goes on for both."""
    return await _do(merge, await merging_of(parts, actor), lead_id, request)


@router.post("/unmerge", **UNMERGE)
async def unmerge_lead(
    lead_id: UUID, request: Request, parts: AllParts, actor: Acting
) -> dict[str, Any]:
    """Take a merge back; the answer is this lead, open again by itself."""
    return await _do(unmerge, await merging_of(parts, actor), lead_id, request)


@router.post("/split", **SPLIT)
async def split_lead(
    lead_id: UUID, request: Request, parts: AllParts, actor: Acting
) -> dict[str, Any]:
    """Give one hand-raise a lead of its own; the answer is that lead."""
    return await _do(split, await merging_of(parts, actor), lead_id, request)


async def _do(
    deed: Deed, merging: Merging, lead_id: UUID, request: Request
) -> dict[str, Any]:
    body = read_object(await request.body() or b"{}")
    return await show(merging.parts, await deed(merging, lead_id, body))
