"""Post leads to both sides in turn, and take what it costs each."""

import asyncio
from dataclasses import dataclass, field
from itertools import count
from time import perf_counter

import httpx
from rich.console import Console
from rich.progress import track

from benchmarks.measuring import cpu_seconds
from benchmarks.sides import Side, Stage, lead

CROWD = 16  # posts under way when throughput is measured
_CPU_CROWD = 4  # enough to keep the processes busy, so that idling hardly counts
_QUIET_AFTER = 1.0  # seconds, for mails and timers of a block's last leads
_BETWEEN_POSTS = 0.06  # seconds: what goes on after one answer must not slow the next
_NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured. Posts are per block and side."""

    blocks: int
    posts: int
    crowd_posts: int
    most_ratio: float  # above it the command fails


FULL = Effort(blocks=12, posts=25, crowd_posts=100, most_ratio=1.4)
# Few posts on a busy machine say little: this one catches what has gone badly wrong.
SHORT = Effort(blocks=4, posts=12, crowd_posts=48, most_ratio=1.8)


@dataclass(slots=True)
class Measured:
    """Of one side: seconds of each post at concurrency 1, CPU seconds a lead, by block."""

    latencies: list[list[float]] = field(default_factory=list)
    own_cpu: list[float] = field(default_factory=list)
    postgres_cpu: list[float] = field(default_factory=list)
    temporal_cpu: list[float] = field(default_factory=list)
    leads_a_second: list[float] = field(default_factory=list)
    undecided: int = 0  # answered before the decision was there

    @property
    def all_latencies(self) -> list[float]:
        return [seconds for block in self.latencies for seconds in block]

    @property
    def cpu(self) -> list[float]:
        parts = zip(self.own_cpu, self.postgres_cpu, self.temporal_cpu, strict=True)
        return list(map(sum, parts))


class Measuring:
    def __init__(self, stage: Stage, client: httpx.AsyncClient) -> None:
        self._stage = stage
        self._client = client
        self.of = {side.name: Measured() for side in stage.sides}

    async def post(self, side: Side) -> float:
        """Seconds until a lead was decided."""
        body, headers = lead(next(_NUMBERS)), dict(side.headers)
        began = perf_counter()
        answer = await self._client.post(side.url, json=body, headers=headers)
        seconds = perf_counter() - began
        answer.raise_for_status()
        if (
            answer.status_code != httpx.codes.CREATED
        ):  # a busy machine; it counts as slow
            self.of[side.name].undecided += 1
        return seconds

    async def crowd(self, side: Side, posts: int, *, at_once: int) -> None:
        free = asyncio.Semaphore(at_once)

        async def one() -> None:
            async with free:
                await self.post(side)

        await asyncio.gather(*(one() for _ in range(posts)))

    async def latency_block(self, posts: int) -> None:
        """Post by post, one side after the other."""
        taken: dict[str, list[float]] = {side.name: [] for side in self._stage.sides}
        for number in range(posts):
            sides = self._stage.sides
            for side in sides if number % 2 else reversed(sides):
                taken[side.name].append(await self.post(side))
                await asyncio.sleep(_BETWEEN_POSTS)
        for name, seconds in taken.items():
            self.of[name].latencies.append(seconds)

    async def cpu_block(self, side: Side, posts: int) -> None:
        before = self._cpu(side)
        await self.crowd(side, posts, at_once=_CPU_CROWD)
        await asyncio.sleep(_QUIET_AFTER)
        spent = zip(self._cpu(side), before, strict=True)
        own, postgres, temporal = ((now - then) / posts for now, then in spent)
        found = self.of[side.name]
        found.own_cpu.append(own)
        found.postgres_cpu.append(postgres)
        found.temporal_cpu.append(temporal)

    def _cpu(self, side: Side) -> tuple[float, float, float]:
        """Seconds so far: of the side's own processes, of PostgreSQL, of Temporal."""
        return (
            cpu_seconds(side.processes),
            cpu_seconds(self._stage.backends()),
            cpu_seconds([self._stage.temporal]),
        )

    async def throughput_block(self, side: Side, posts: int) -> None:
        began = perf_counter()
        await self.crowd(side, posts, at_once=CROWD)
        self.of[side.name].leads_a_second.append(posts / (perf_counter() - began))
        await asyncio.sleep(_QUIET_AFTER)


async def measure(stage: Stage, effort: Effort) -> Measuring:
    limits = httpx.Limits(max_connections=CROWD, keepalive_expiry=60)
    async with httpx.AsyncClient(timeout=30, limits=limits) as client:
        measuring = Measuring(stage, client)
        for side in stage.sides:
            await measuring.crowd(side, 2 * effort.posts, at_once=_CPU_CROWD)
        await asyncio.sleep(_QUIET_AFTER)
        console = Console(stderr=True)
        for number in track(range(effort.blocks), "Measuring", console=console):
            await measuring.latency_block(effort.posts)
            sides = stage.sides if number % 2 else tuple(reversed(stage.sides))
            for side in sides:
                await measuring.cpu_block(side, effort.posts)
            if number % 3 == 0:
                for side in sides:
                    await measuring.throughput_block(side, effort.crowd_posts)
        return measuring
