"""What people do with the product: requests of the interface that websites and pages use."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import httpx
from sqlalchemy import text

from tests.rehearsal.people import (
    HOLDER,
    MANAGER,
    OWNER,
    REPS,
    RESOLUTIONS,
    Office,
    Reaction,
)
from tests.rehearsal.prospects import HandRaise
from tests.rehearsal.stage import PLAYBOOK, Stage

_OUTCOMES = ("qualified", "won", "lost", "disqualified")
_NEW_HOURS = {"09:00-14:00, 15": "09:30-14:00, 15", "09:00-17:00": "08:00-16:00"}
_PAGE = {"Sec-Fetch-Site": "same-origin"}


@dataclass
class Calls:
    """`answers` counts every request by what it was and its status."""

    stage: Stage
    office: Office
    http: httpx.AsyncClient
    answers: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    async def raise_hand(self, raised: HandRaise) -> None:
        await self._send("raise hand", "/v1/leads", raised.body, refusals=())

    async def react(self, reaction: Reaction) -> bool:
        """Whether they hold the lead afterwards, out of automation."""
        lead = await self._lead(reaction.lead_id)
        await self._react(reaction, lead)
        lead = await self._lead(reaction.lead_id)
        return _holds(lead, reaction.handle)

    async def _react(self, reaction: Reaction, lead: dict[str, Any]) -> None:
        chance = self.office.chance
        match reaction.kind:
            case "as reviewer" if lead["status"] == "in_review":
                await self._resolve(reaction, chance.choice(REPS))
            case "as manager" if lead["status"] != "closed":
                await self._manage(reaction, chance.choice(REPS))
            case "as owner" if lead["status"] in OWNER:
                action = self.office.pick(OWNER[lead["status"]])
                if reaction.at_due and action == "takeover":
                    action = "note"  # see dropped_at: it calls back what has just begun
                await self._act(reaction, action, **self._words(action))
            case "as holder" if _holds(lead, reaction.handle):
                action = self.office.pick(HOLDER)
                await self._act(reaction, action, **self._words(action))

    async def _resolve(self, reaction: Reaction, rep: str) -> None:
        how = self.office.pick(RESOLUTIONS)
        body: dict[str, Any] = {"band": how}
        if how == "owner":
            body = {"band": "medium", "owner": rep}
        elif how == "reject":
            body = {"reject": True}
        await self._act(reaction, "resolve", **body)

    async def _manage(self, reaction: Reaction, rep: str) -> None:
        action = self.office.pick(MANAGER)
        body = {"to": rep} if action == "reassign" else self._words(action)
        await self._act(reaction, action, **body)

    def _words(self, action: str) -> dict[str, Any]:
        chance = self.office.chance
        match action:
            case "snooze":
                span = timedelta(hours=chance.choice([1, 5, 30, 100]))
                return {"until": (self.stage.time.now() + span).isoformat()}
            case "close":
                return {"outcome": chance.choice(_OUTCOMES)}
            case "correct":
                return {"fields": {"employees": chance.randrange(1, 900)}}
            case "note":
                return {"reason": "They are in a fair until Friday"}
        return {}

    async def _act(self, reaction: Reaction, action: str, **body: Any) -> None:
        path = f"/v1/leads/{reaction.lead_id}/{action}"
        await self._send(action, path, {"by": reaction.handle, **body})

    async def _send(
        self,
        name: str,
        path: str,
        body: dict[str, Any],
        refusals: tuple[int, ...] = (409,),
    ) -> None:
        await self.stage.time.look()
        answer = await self.http.post(path, json=body)
        if not answer.is_success and answer.status_code not in refusals:
            self.faults.append(f"{path}: {answer.status_code} {answer.text}")
        self.answers[f"{name} {answer.status_code}"] += 1

    async def change_hours(self) -> None:
        """From now on the business opens later, and the overseas team earlier."""
        document = PLAYBOOK.read_text("utf-8")
        for before, after in _NEW_HOURS.items():
            assert before in document
            document = document.replace(before, after)
        body = {"document": document, "comment": "New hours", "by": "otto"}
        await self._send("change hours", "/v1/playbook/publish", body, refusals=())

    async def _lead(self, lead_id: str) -> dict[str, Any]:
        answer = await self.http.get(f"/v1/leads/{lead_id}")
        lead: dict[str, Any] = answer.json()
        return lead

    async def due_at(self, lead_id: str) -> Any:
        async with self.stage.engine.connect() as connection:
            found = text("SELECT due_at FROM leads WHERE id = :id")
            return await connection.scalar(found, {"id": lead_id})

    async def go_on_leave(
        self, browser: httpx.AsyncClient, handle: str, days: tuple[date, date], to: str
    ) -> None:
        """`to` is where the open leads go: "pool", or "" for nowhere."""
        await self.stage.time.look()
        form = {
            "first_day": days[0].isoformat(),
            "last_day": days[1].isoformat(),
            "leads": to,
        }
        path = f"/team/{handle}/leave"
        answer = await browser.post(path, data=form, headers=_PAGE)
        self.answers[f"leave {answer.status_code}"] += 1
        if answer.status_code not in {200, 303, 409}:
            self.faults.append(f"{path}: {answer.status_code} {answer.text[:300]}")

    async def cancel_leave(self, browser: httpx.AsyncClient, handle: str) -> None:
        now = await self.stage.time.look()
        async with self.stage.engine.connect() as connection:
            found = text(
                "SELECT id FROM leaves WHERE handle = :handle AND cancelled_at IS NULL "
                "AND ends_at > :now ORDER BY starts_at LIMIT 1"
            )
            leave = await connection.scalar(found, {"handle": handle, "now": now})
        if leave is not None:
            path = f"/team/{handle}/leave/{leave}/cancel"
            answer = await browser.post(path, headers=_PAGE)
            self.answers[f"cancel leave {answer.status_code}"] += 1


def _holds(lead: dict[str, Any], handle: str) -> bool:
    owner = lead["owner"] or {}
    return lead["status"] == "taken_over" and owner.get("handle") == handle
