"""A website's backend as it should be: every hand-raise has a key, and is sent until taken."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

import httpx

WANTS = ("much", "much", "some", "little", "oddities")
GIVES_UP_AFTER = 120.0  # seconds
_PAUSES = (0.1, 0.25, 0.5, 1.0)


@dataclass
class HandRaise:
    """One submission on its way. `number` names the person and the key."""

    number: int
    person: int
    # Of each try: the status (0: no answer came) and the seconds it took.
    tries: list[tuple[int, float]] = field(default_factory=list)
    answer: dict[str, Any] | None = None

    @property
    def statuses(self) -> list[int]:
        return [status for status, _ in self.tries]

    @property
    def key(self) -> str:
        return f"chaos-{self.number}"

    @property
    def lead_id(self) -> str | None:
        return None if self.answer is None else str(self.answer["lead_id"])

    def body(self) -> dict[str, Any]:
        return {
            "email": f"dana-{self.person}@northwind.example",
            "name": "Dana Ruiz",
            "country": "ES" if self.person % 3 else "FR",
            "message": f"Please call me, number {self.number}",
            "fields": {"wants": WANTS[self.person % len(WANTS)]},
        }


async def send(
    client: httpx.AsyncClient, raised: HandRaise, *, prefer: str = "wait=2"
) -> None:
    """Until a 2xx: the same key, with growing pauses, as CONTRACT of 503 asks."""
    headers = {"Idempotency-Key": raised.key, "Prefer": prefer}
    give_up = time.monotonic() + GIVES_UP_AFTER
    while time.monotonic() < give_up:
        began = time.monotonic()
        try:
            response = await client.post(
                "/v1/leads", json=raised.body(), headers=headers
            )
        except httpx.TransportError:
            raised.tries.append((0, time.monotonic() - began))
        else:
            raised.tries.append((response.status_code, time.monotonic() - began))
            if response.is_success:
                raised.answer = response.json()
                return
            assert response.status_code in {429, 503}, response.text
            assert response.headers["retry-after"]
            assert response.headers["content-type"] == "application/problem+json"
        await asyncio.sleep(_PAUSES[min(len(raised.tries), len(_PAUSES)) - 1])


def hand_raises(count: int) -> list[HandRaise]:
    """Every eighth comes from somebody who was there a moment ago."""
    return [HandRaise(n, n - 3 if n % 8 == 7 else n) for n in range(count)]


async def stream(
    client: httpx.AsyncClient, raised: list[HandRaise], per_second: float
) -> None:
    """At a steady rate, whatever happens to the earlier ones."""
    began = time.monotonic()
    async with asyncio.TaskGroup() as sending:
        for position, one in enumerate(raised):
            due = began + position / per_second
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            prefer = "respond-async" if one.number % 10 == 9 else "wait=2"
            sending.create_task(send(client, one, prefer=prefer))


async def answers_stay(client: httpx.AsyncClient, raised: list[HandRaise]) -> None:
    """The same key once more, long after: the same lead, and by now a decision."""
    for one in raised:
        again = HandRaise(one.number, one.person)
        await send(client, again, prefer="wait=10")
        assert again.answer is not None
        assert again.lead_id == one.lead_id, (one, again)
        assert again.answer["status"] != "qualifying", (one, again)
