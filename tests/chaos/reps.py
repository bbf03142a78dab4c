"""Ana, Ben, Cleo and Mara at work while everything breaks."""

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import httpx

TRIES_FOR = 30.0  # seconds that a person keeps clicking
# What the owner of the n-th lead does, one after the other, seconds in between.
HABITS: tuple[tuple[str, ...], ...] = (
    (),
    ("accept",),
    ("accept", "contacted", "close"),
    ("decline",),
    ("takeover",),
    (),
    ("accept", "contacted"),
    ("decline", "accept"),
    ("takeover", "release"),
    ("contacted", "close"),
)


@dataclass
class Desk:
    """What was asked, and what became of it."""

    client: httpx.AsyncClient
    chance: random.Random
    answered: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    gave_up: int = 0

    async def work_on(self, lead_id: str, number: int) -> None:
        for kind in HABITS[number % len(HABITS)]:
            await asyncio.sleep(self.chance.uniform(1, 5))
            await self.click(lead_id, kind)

    async def click(self, lead_id: str, kind: str) -> None:
        give_up = time.monotonic() + TRIES_FOR
        while time.monotonic() < give_up:
            try:
                response = await self._once(lead_id, kind)
            except httpx.TransportError:
                response = None
            if response is not None and response.status_code == 200:
                self.answered[kind] += 1
                return
            if response is not None and response.status_code == 409:
                self.refused[kind] += 1
                return
            if response is not None:
                assert response.status_code == 503, response.text
            await asyncio.sleep(1)
        self.gave_up += 1

    async def _once(self, lead_id: str, kind: str) -> httpx.Response | None:
        """None: there is nothing to click on yet."""
        shown = await self.client.get(f"/v1/leads/{lead_id}")
        if shown.status_code != 200:
            return shown
        owner = shown.json()["owner"]
        by = "mara" if kind in {"takeover", "release"} else owner and owner["handle"]
        if by is None:
            return None
        body: dict[str, Any] = {"by": by}
        if kind == "close":
            body |= {"outcome": "won"}
        return await self.client.post(f"/v1/leads/{lead_id}/{kind}", json=body)
