"""Gather what the page of one lead prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.country_names import country_name
from adapters.store.mail.undeliverable import find_undeliverable
from adapters.store.pages.desk import find_lead
from adapters.store.pages.lead_page import read_history
from adapters.store.standing.plans import read_plan
from adapters.temporal.lead_state import read_state
from api.dependencies import AllParts, Connection
from api.desk import Desk, Reader
from api.leads.action_forms import corrections
from api.leads.giving_back import if_given_back
from api.leads.lead_explained import explained_part
from api.leads.lead_rows import lead_line, why_not
from api.leads.lead_sections import (
    hand_raises,
    happened,
    known_facts,
    owner_reasons,
    reason_groups,
)
from api.leads.lead_words import CHANNEL, OUTCOME
from api.leads.plan_timeline import Ran, plan_of
from api.leads.same_person import same_person_part
from api.parts import Parts
from api.web.pages import page
from domain.errors import NotFoundError
from domain.explaining.why_owner import WhyOwner
from domain.lifecycle import ActionKind, Outcome, Status
from workflows.messages import LeadView
from workflows.names import lead_workflow_id

_PERSON_FACTS = (
    ("job_title", "Role"),
    ("company", "Company"),
    ("employees", "Employees"),
    ("industry", "Industry"),
    ("product", "Product"),
)


@dataclass(frozen=True, slots=True)
class LeadPage:
    """One lead that its reader may see, and what its page needs."""

    request: Request
    parts: Parts
    connection: AsyncConnection
    reader: Reader
    row: Row[Any]

    async def show(
        self,
        *,
        done: str = "",
        refused: str = "",
        status: int = 200,
        as_of_now: bool = False,
    ) -> HTMLResponse:
        """The page as the lead stands now. `refused` is why an action was not done."""
        row = await _find(self.connection, self.reader, self.row.id)
        said = {"done": done, "refused": refused}
        context = await _context(self, row) | said
        context |= await explained_part(
            self.connection, self.parts, row, self.reader, as_of_now=as_of_now
        )
        return page(self.request, "lead.html", context, status=status)


async def _lead_page(
    request: Request,
    parts: AllParts,
    connection: Connection,
    reader: Desk,
    lead_id: UUID,
) -> LeadPage:
    row = await _find(connection, reader, lead_id)
    return LeadPage(request, parts, connection, reader, row)


OneLead = Annotated[LeadPage, Depends(_lead_page)]


async def _find(connection: AsyncConnection, reader: Reader, lead_id: UUID) -> Row[Any]:
    row = await find_lead(connection, reader.scope, lead_id)
    if row is None:
        raise NotFoundError("There is no such lead among yours.")
    return row


async def _context(shown: LeadPage, row: Row[Any]) -> dict[str, Any]:
    reader = shown.reader
    history = await read_history(shown.connection, row.id)
    why = owner_reasons(history.routing, reader)
    context = {
        "reader": reader,
        "row": row,
        "lead": lead_line(row, reader),
        "path": f"/leads/{row.id}",
        "person_facts": _person_facts(row),
        "facts": known_facts(history.decision),
        "raises": hand_raises(history.submissions),
        "decision": history.decision,
        "groups": reason_groups(history.decision),
        "why_owner": why,
        "chosen_before": _is_from_before(why, row.because),
        "review": history.review,
        "happened": happened(history.timeline, history.submissions),
        "messages": history.messages,
        "undeliverable": await find_undeliverable(shown.connection, row.id),
        "is_taken_over": row.status == Status.TAKEN_OVER,
        "promised": row.respond_by if row.contacted_at is None else None,
    }
    context |= await same_person_part(shown.connection, row, reader)
    own = [raised for raised in history.submissions if raised.lead_id == row.id]
    context["may_split"] = context["may_merge"] and len(own) > 1
    plan = await _plan(shown.parts, row, history.messages, reader)
    return context | _choices(reader, row) | plan


def _is_from_before(why: WhyOwner | None, because: str | None) -> bool:
    """Whether a person gave the lead to who has it now, after the rules had chosen.

    `because` is why its owner of now has it: of a choice by the rules, it is their reason.
    """
    return bool(why and why.lines and because and because not in why.because)


def _person_facts(row: Row[Any]) -> list[tuple[str, str]]:
    known = [(words, getattr(row, name)) for name, words in _PERSON_FACTS]
    told = [(words, str(value)) for words, value in known if value is not None]
    if row.country is not None:
        told.append(("Country", country_name(row.country)))
    return [*told, ("Came by", CHANNEL.get(row.channel, row.channel))]


def _choices(reader: Reader, row: Row[Any]) -> dict[str, Any]:
    return {
        "colleagues": [c for c in reader.colleagues() if c[0] != row.owner],
        "corrections": corrections(row),
        # A merge has a way of its own, and more follows from it than from an ending.
        "outcomes": [kv for kv in OUTCOME.items() if kv[0] is not Outcome.MERGED],
    }


async def _plan(
    parts: Parts, row: Row[Any], messages: Sequence[Row[Any]], reader: Reader
) -> dict[str, Any]:
    """How far it has run only the workflow knows; the row has the plan as it was made."""
    runs = row.closed_at is None and not row.imported
    view: LeadView | None = None
    if runs and not parts.reachability.seems_away():
        view = await read_state(parts.temporal, row.id)
    ran = _ran(view, row) if runs else None
    ui = parts.options.temporal_ui
    namespace = parts.temporal.namespace
    workflow = f"/namespaces/{namespace}/workflows/{lead_workflow_id(row.id)}"
    return {
        "if_given_back": why_not(ActionKind.RELEASE, row, reader)
        or if_given_back(None if view is None else view.interrupted, reader),
        "plan_known": (view is not None) if runs else None,
        "plan": None if ran is None else plan_of(ran, row, messages, reader),
        "temporal_link": f"{ui}{workflow}" if ui and not row.imported else "",
    }


def _ran(view: LeadView | None, row: Row[Any]) -> Ran | None:
    if view is not None:
        clock = view.clock
        return None if clock is None else Ran(clock, view.steps_done, view.paused)
    written = read_plan(row.plan)
    return None if written is None else Ran(written, None)
