"""Who did what to leads: the page of one lead, and the trail as JSON."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import AwareDatetime

from adapters.auditing import COLUMNS, entry_csv, entry_json
from adapters.spreadsheet import csv_line
from adapters.store.pages.audit import By, Wanted, read_entries, stream_entries
from adapters.store.pages.desk import names_by_handle
from api.dependencies import Connection, Manager, Secret
from api.leads.audit_openapi import ENTRIES
from api.leads.audit_rows import audit_rows
from api.leads.lead_page import OneLead
from api.web.pages import page

router = APIRouter(tags=["audit"])

SCREEN = 50  # entries
_LARGEST_ID = 2**63 - 1
_WHOSE = (
    (By.ALL, "Everything"),
    (By.PEOPLE, "By people"),
    (By.MACHINE, "By Handraise"),
)


@router.get("/v1/audit", **ENTRIES)
async def show_audit(  # noqa: PLR0913, PLR0917 - each is asked for
    connection: Connection,
    _: Secret,
    since: AwareDatetime | None = None,
    until: AwareDatetime | None = None,
    lead: UUID | None = None,
    after: Annotated[int | None, Query(ge=1, le=_LARGEST_ID)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> dict[str, Any]:
    """The oldest entry first; `next` is the `after` of the next page, null at the end."""
    names = await names_by_handle(connection)
    wanted = Wanted(lead, since, until)
    found = await read_entries(connection, wanted, after=after, limit=limit + 1)
    entries = found[:limit]
    return {
        "entries": [
            entry_json(e, lambda handle: names.get(handle, handle)) for e in entries
        ],
        "next": entries[-1].id if len(found) > limit else None,
    }


@router.get("/leads/{lead_id}/audit", include_in_schema=False)  # noqa: FAST003  `OneLead` takes it
async def show_lead_audit(
    request: Request,
    lead: OneLead,
    _: Manager,
    after: Annotated[int | None, Query(ge=1, le=_LARGEST_ID)] = None,
    by: By = By.ALL,
) -> HTMLResponse:
    """Every action on one lead, the newest first."""
    found = await read_entries(
        lead.connection,
        Wanted(lead.row.id, by=by),
        after=after,
        limit=SCREEN + 1,
        newest_first=True,
    )
    entries = found[:SCREEN]
    context = {
        "reader": lead.reader,
        "row": lead.row,
        "entries": audit_rows(entries, lead.reader),
        "more": entries[-1].id if len(found) > SCREEN else None,
        "by": by,
        "whose": _WHOSE,
    }
    return page(request, "audit.html", context)


@router.get("/leads/{lead_id}/audit.csv", include_in_schema=False)  # noqa: FAST003
async def export_lead_audit(lead: OneLead, _: Manager) -> Response:
    """All of it as a spreadsheet reads it, the oldest entry first."""
    entries = stream_entries(lead.connection, Wanted(lead.row.id))
    lines = [entry_csv(one, lead.reader.name_of) async for one in entries]
    return Response(
        "".join(f"{line}\n" for line in [csv_line(COLUMNS), *lines]),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="audit-{lead.row.id}.csv"'
        },
    )
