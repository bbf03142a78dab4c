"""Say what a comparison found, and what was allowed."""

import os
from collections.abc import Sequence
from statistics import fmean, median

from rich.console import Console
from rich.table import Table

from benchmarks.comparing import CROWD, Measured
from benchmarks.histories import Size
from benchmarks.measuring import milliseconds, percentile

MOST_EVENTS, MOST_BYTES = 40, 16 * 1024


def ratio(product: Sequence[float], twin: Sequence[float]) -> float:
    return median(product) / median(twin)


def verdict(
    product: Measured, twin: Measured, size: Size, most_ratio: float
) -> dict[str, tuple[float, float]]:
    """What was found and what is allowed, by what it is about."""
    return {
        "latency ratio": (
            ratio(product.all_latencies, twin.all_latencies),
            most_ratio,
        ),
        "CPU ratio": (sum(product.cpu) / sum(twin.cpu), most_ratio),
        "history events": (size.events, MOST_EVENTS),
        "history bytes": (size.bytes, MOST_BYTES),
    }


def report(
    product: Measured, twin: Measured, sizes: dict[str, Size], console: Console
) -> None:
    table = Table("per lead", "product", "twin", "ratio", "ratio by block")
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
        f"Throughput, {CROWD} at once: product {crowd[0]:.1f}, "
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
    return name, *shown, f"{product / twin:.2f}" if twin else ""


def _spread(ratios: Sequence[float]) -> str:
    return f"{min(ratios):.2f} to {max(ratios):.2f}" if ratios else ""
