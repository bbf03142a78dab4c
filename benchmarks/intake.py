"""Compare the intake of a lead with a bare twin: latency, CPU, throughput, history.

    uv run python benchmarks/intake.py            # a few minutes, for figures to write down
    uv run python benchmarks/intake.py --short    # one, to see that it still holds
    uv run python benchmarks/intake.py --lean-twin    # against a twin tuned as we are

Both run on one PostgreSQL and one Temporal server, in blocks that alternate. Exit status 1
when a ratio or the size of the history is above its target.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence

from rich.console import Console
from temporalio.client import Client

from benchmarks.comparing import FULL, SHORT, measure
from benchmarks.histories import size_of_newest
from benchmarks.reporting import report, verdict
from benchmarks.sides import first_answers, stage


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
    product, twin = (measuring.of[side.name] for side in running.sides)
    report(product, twin, sizes, console)
    same = sizes["product"].kinds == sizes["twin"].kinds
    if not same:
        console.print("The twin has other activities than the product.", style="red")
    found = verdict(product, twin, sizes["product"], effort.most_ratio)
    for name, (value, most) in found.items():
        console.print(f"{name}: {value:.6g}, at most {most}")
    return 0 if same and all(value <= most for value, most in found.values()) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
