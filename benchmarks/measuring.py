"""Summarise what was measured: percentiles of durations, CPU time of processes."""

import math
from collections.abc import Iterable, Sequence
from contextlib import suppress

import psutil


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` (0 to 1) of all are not above (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def cpu_seconds(processes: Iterable[psutil.Process]) -> float:
    """User and system time so far, with ended children. Who has gone counts nothing."""
    total = 0.0
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system
            total += times.children_user + times.children_system
    return total


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"
