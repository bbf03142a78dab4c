"""Post leads at a pace, check every answer, and read every lead back."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import httpx
from rich.console import Console
from rich.progress import track

from adapters.importing.lead_import import ImportedLead
from benchmarks.answer_checks import faults_of_answer, faults_of_lead

_LOOKS = 60  # at a lead that was answered 202, half a second apart
_LOOKS_EVERY = 0.5  # seconds


@dataclass(slots=True)
class Seen:
    """Everything that came back. `seconds` of each post; `leads` by id, as read last."""

    posted: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    leads: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def lost(self) -> int:
        """Posts without a lead that is decided and in somebody's hands or on a date."""
        good = {i for i, lead in self.leads.items() if not faults_of_lead(lead)}
        return self.posted - sum(lead_id in good for lead_id in self.ids)


async def stream(
    client: httpx.AsyncClient, leads: Sequence[ImportedLead], *, rate: float, most: int
) -> Seen:
    """Post all at `rate` a second (0: as fast as `most` at once go), then read all back."""
    seen, free = Seen(), asyncio.Semaphore(most)
    began = asyncio.get_running_loop().time()
    async with asyncio.TaskGroup() as posts:
        for number, lead in enumerate(
            track(leads, "Posting", console=Console(stderr=True))
        ):
            if rate:
                due = began + number / rate
                await asyncio.sleep(due - asyncio.get_running_loop().time())
            await free.acquire()
            post = posts.create_task(_post(client, lead, seen))
            post.add_done_callback(lambda _: free.release())
    ids = list(dict.fromkeys(seen.ids))
    for some in track(
        _batches(ids, most), "Reading back", console=Console(stderr=True)
    ):
        await asyncio.gather(*(_read_back(client, lead_id, seen) for lead_id in some))
    return seen


def _batches(ids: Sequence[str], size: int) -> list[Sequence[str]]:
    return [ids[i : i + size] for i in range(0, len(ids), size)]


async def _post(client: httpx.AsyncClient, lead: ImportedLead, seen: Seen) -> None:
    seen.posted += 1
    began = perf_counter()
    try:
        answer = await client.post("/v1/leads", json=dict(lead.payload))
        body = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        seen.statuses[type(error).__name__] += 1
        seen.faults.append(f"{lead.external_id}: {error!r}")
        return
    seen.seconds.append(perf_counter() - began)
    seen.statuses[str(answer.status_code)] += 1
    faults = faults_of_answer(answer.status_code, body)
    seen.faults += [f"{lead.external_id}: {fault}" for fault in faults]
    if isinstance(body, dict) and "lead_id" in body:
        seen.ids.append(body["lead_id"])


async def _read_back(client: httpx.AsyncClient, lead_id: str, seen: Seen) -> None:
    """Give a lead that was answered 202 its time."""
    faults = ["was never looked at"]
    for _ in range(_LOOKS):
        answer = await client.get(f"/v1/leads/{lead_id}")
        if answer.is_success:
            seen.leads[lead_id] = lead = answer.json()
            faults = faults_of_lead(lead)
        else:
            faults = [f"reading it back answered {answer.status_code}"]
        if not faults:
            return
        await asyncio.sleep(_LOOKS_EVERY)
    seen.faults += [f"{lead_id} {fault}" for fault in faults]
