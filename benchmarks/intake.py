"""Compare the intake of a lead with a bare twin: latency, CPU, throughput, history.

    uv run python benchmarks/intake.py            # a few minutes, for figures to write down
    uv run python benchmarks/intake.py --short    # one, to see that it still holds
    uv run python benchmarks/intake.py --lean-twin    # against a twin tuned as we are

Both run on one PostgreSQL and one Temporal server, in blocks that alternate. Exit status 1
when a ratio or the size of the history is above its target.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from statistics import fmean, median
from time import perf_counter

import httpx
from rich.console import Console
from rich.progress import track
from rich.table import Table
from temporalio.client import Client

from benchmarks.histories import Size, size_of_newest
from benchmarks.measuring import cpu_seconds, milliseconds, percentile
from benchmarks.sides import Side, Stage, first_answers, lead, stage

MOST_EVENTS, MOST_BYTES = 40, 16 * 1024
_CROWD = 16  # posts under way when throughput is measured
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
        await self.crowd(side, posts, at_once=_CROWD)
        self.of[side.name].leads_a_second.append(posts / (perf_counter() - began))
        await asyncio.sleep(_QUIET_AFTER)


async def measure(stage: Stage, effort: Effort) -> Measuring:
    limits = httpx.Limits(max_connections=_CROWD, keepalive_expiry=60)
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


def ratio(product: Sequence[float], twin: Sequence[float]) -> float:
    return median(product) / median(twin)


def verdict(
    measuring: Measuring, size: Size, most_ratio: float
) -> dict[str, tuple[float, float]]:
    """What was found and what is allowed, by what it is about."""
    product, twin = measuring.of["product"], measuring.of["twin"]
    return {
        "latency ratio": (
            ratio(product.all_latencies, twin.all_latencies),
            most_ratio,
        ),
        "CPU ratio": (sum(product.cpu) / sum(twin.cpu), most_ratio),
        "history events": (size.events, MOST_EVENTS),
        "history bytes": (size.bytes, MOST_BYTES),
    }


def report(measuring: Measuring, sizes: dict[str, Size], console: Console) -> None:
    table = Table("per lead", "product", "twin", "ratio", "ratio by block")
    product, twin = measuring.of["product"], measuring.of["twin"]
    p, t = product.all_latencies, twin.all_latencies
    by_block = [
        ratio(a, b) for a, b in zip(product.latencies, twin.latencies, strict=True)
    ]
    table.add_row(*_row("latency, median", median(p), median(t)), _spread(by_block))
    table.add_row(*_row("latency, p95", percentile(p, 0.95), percentile(t, 0.95)), "")
    for name, of_product, of_twin in (
        ("CPU, all processes", product.cpu, twin.cpu),
        ("CPU, API and worker", product.own_cpu, twin.own_cpu),
        ("CPU, PostgreSQL", product.postgres_cpu, twin.postgres_cpu),
        ("CPU, Temporal", product.temporal_cpu, twin.temporal_cpu),
    ):
        # The kernel counts in hundredths: a block's share may be none at all.
        blocks = [a / b for a, b in zip(of_product, of_twin, strict=True) if b]
        means = (fmean(of_product), fmean(of_twin))
        table.add_row(*_row(name, *means), _spread(blocks))
    console.print(table)
    if product.undecided:
        console.print(f"{product.undecided} posts were answered 202", style="red")
    crowd = [median(m.leads_a_second) for m in (product, twin)]
    console.print(
        f"Throughput, {_CROWD} at once: product {crowd[0]:.1f}, "
        f"twin {crowd[1]:.1f} leads a second"
    )
    for name, size in sizes.items():
        console.print(
            f"History until the clock runs, {name}: {size.events} events, "
            f"{size.bytes:,} bytes; local: {', '.join(size.local)}; "
            f"regular: {', '.join(size.regular)}"
        )
    console.print(
        f"{len(p)} posts a side for latency; load average {os.getloadavg()[0]:.1f} "
        f"on {os.cpu_count()} cores"
    )


def _row(name: str, product: float, twin: float) -> tuple[str, str, str, str]:
    shown = milliseconds(product), milliseconds(twin)
    return name, *shown, f"{product / twin:.2f}"


def _spread(ratios: Sequence[float]) -> str:
    return f"{min(ratios):.2f} to {max(ratios):.2f}"


async def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--short", action="store_true", help="fewer posts")
    parser.add_argument("--lean-twin", action="store_true", help="see bare_twin.py")
    options = parser.parse_args(arguments)
    console = Console()
    effort = SHORT if options.short else FULL
    async with stage(lean_twin=options.lean_twin) as running:
        await first_answers(running)
        measuring = await measure(running, effort)
        client = await Client.connect(running.temporal_address)
        sizes = {
            "product": await size_of_newest(client, "LeadWorkflow"),
            "twin": await size_of_newest(client, "TwinWorkflow"),
        }
    report(measuring, sizes, console)
    same = sizes["product"].kinds == sizes["twin"].kinds
    if not same:
        console.print("The twin has other activities than the product.", style="red")
    found = verdict(measuring, sizes["product"], effort.most_ratio)
    for name, (value, most) in found.items():
        console.print(f"{name}: {value:.6g}, at most {most}")
    return 0 if same and all(value <= most for value, most in found.values()) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
