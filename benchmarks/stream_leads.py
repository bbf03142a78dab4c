"""Post rows of a CSV file as live leads, and check every answer and every lead after it.

    uv run handraise playbook publish playbooks/education.yaml --comment "Real leads"
    uv run python benchmarks/stream_leads.py ../shared/data/education_leads.csv --rows 500

Exit status 1 when any check fails. `--rate 5` is a pace to watch the pages by.
"""

import argparse
import asyncio
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import httpx
from rich.console import Console
from rich.table import Table

from adapters.importing.lead_import import read_map, read_rows
from benchmarks import installation
from benchmarks.measuring import milliseconds, percentile
from benchmarks.streaming import Seen, stream

MAP = Path(__file__).resolve().parent.parent / "playbooks" / "education.map.yaml"
# Whose it is when no rep has it.
ELSE = {"in_review": "(a person decides)", "nurturing": "(dated messages)"}
BANDS = ("high", "medium", "low", "review")
_SHOWN_FAULTS = 20
_MARKS = ((0.5, "median"), (0.95, "p95"), (0.99, "p99"), (1.0, "slowest"))


def report(seen: Seen, console: Console) -> None:
    owners = Counter(
        (
            str(lead["band"]),
            (lead["owner"] or {}).get("name") or ELSE.get(lead["status"], "nobody"),
        )
        for lead in seen.leads.values()
    )
    console.print(_table(owners))
    answers = ", ".join(f"{count} x {s}" for s, count in sorted(seen.statuses.items()))
    console.print(f"Answers: {answers}")
    if seen.seconds:
        shown = (
            f"{name} {milliseconds(percentile(seen.seconds, share))}"
            for share, name in _MARKS
        )
        console.print(f"Latency: {', '.join(shown)}")
    for fault in seen.faults[:_SHOWN_FAULTS]:
        console.print(f"FAULT {fault}", style="red", markup=False)
    console.print(
        f"{seen.posted} posted, {len(seen.leads)} leads, "
        f"{len(seen.faults)} faults, lost = {seen.lost}"
    )


def _table(owners: Counter[tuple[str, str]]) -> Table:
    table = Table("Owner", *BANDS, "all", title="Bands and owners")
    for owner in sorted({owner for _, owner in owners}):
        counts = [owners[band, owner] for band in BANDS]
        table.add_row(owner, *map(str, counts), str(sum(counts)))
    sums = [sum(n for (b, _), n in owners.items() if b == band) for band in BANDS]
    table.add_row("all", *map(str, sums), str(sum(sums)), style="bold")
    return table


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path, help="CSV of leads")
    parser.add_argument("--map", type=Path, default=MAP, help="which column is what")
    parser.add_argument("--rows", type=int, default=500)
    parser.add_argument("--skip", type=int, default=0, help="rows to leave out first")
    parser.add_argument(
        "--rate", type=float, default=0.0, help="a second; 0: as it goes"
    )
    parser.add_argument("--at-once", type=int, default=16, help="posts under way")
    installation.add_options(parser)
    return parser.parse_args(arguments)


async def main(arguments: Sequence[str]) -> int:
    options = parse(arguments)
    where = installation.find(options)
    columns = read_map(options.map.read_text("utf-8"), options.map.name)
    rows = read_rows(options.file, columns)
    leads = list(islice(rows, options.skip, options.skip + options.rows))
    headers = {"Authorization": f"Bearer {where.secret_key}", "Prefer": "wait=10"}
    async with httpx.AsyncClient(
        base_url=where.url, headers=headers, timeout=15
    ) as client:
        seen = await stream(client, leads, rate=options.rate, most=options.at_once)
    report(seen, Console())
    return 1 if seen.faults or seen.lost or seen.posted < len(leads) else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
