"""Measure how many decisions a second one core makes, and what more rows cost.

uv run python -m benchmarks.decide [--rules 60] [--rows 1,10,100,1000,10000]

A decision is everything that is pure: score with reasons, band, row, pick, and the
explanation as it is stored. CPU time is counted, of one thread.
"""

import argparse
import gc
from collections.abc import Sequence
from time import process_time
from uuid import UUID

from activities.owners.picking import explained
from benchmarks.generated_rules import NOW, leads, playbook_of
from domain.deciding import band_of
from domain.evidence import Evidence
from domain.playbook import Playbook
from domain.qualifying.banding import outcome_of
from domain.qualifying.scoring import score, score_of
from domain.routing.choosing import choose_owner
from domain.routing.fairness import Ledger
from domain.routing.row_match import row_of
from domain.rules.reading import read

ROUNDS = (
    25  # short ones, the best counts: what else the machine does is no cost of ours
)
LEADS = 250
PARTS = ("score", "band", "row", "pick and explanation")
_ASSIGNMENT = UUID(int=1)


def decided(evidence: Evidence, playbook: Playbook) -> list[float]:
    """When each part was done, in seconds of CPU time, with the start in front.

    As `domain.deciding.decide`, but that every lead is routed, whatever its band.
    """
    at = [process_time()]
    facts = read(evidence, playbook.model, NOW)
    score = score_of(facts, playbook.model)
    at.append(process_time())
    facts = facts.at(evidence.received_at)
    band = band_of(outcome_of(score, facts, playbook))
    at.append(process_time())
    match = row_of(facts.also(band=band.value), playbook)
    at.append(process_time())
    pick = choose_owner(
        match, playbook, {}, Ledger(), barred={}, now=NOW, evidence=evidence
    )
    explained(match, pick, band, 1, _ASSIGNMENT)
    at.append(process_time())
    return at


def measure(playbook: Playbook, some: Sequence[Evidence]) -> list[float]:
    """Seconds for each of the parts, a decision, in the best round."""
    best = [float("inf")] * len(PARTS)
    for _ in range(ROUNDS):
        spent = [0.0] * len(PARTS)
        for evidence in some:
            at = decided(evidence, playbook)
            for part in range(len(PARTS)):
                spent[part] += at[part + 1] - at[part]
        if sum(spent) < sum(best) * len(some):
            best = [seconds / len(some) for seconds in spent]
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rules", type=int, default=60)
    parser.add_argument("--rows", default="1,10,100,1000,10000")
    asked = parser.parse_args()
    for rows in map(int, asked.rows.split(",")):
        playbook, some = playbook_of(asked.rules, rows), leads(LEADS, rows)
        gc.freeze()  # as the worker does, see `cli.py`
        parts = measure(playbook, some)
        each = ", ".join(
            f"{name} {seconds * 1e6:.0f}"
            for name, seconds in zip(PARTS, parts, strict=True)
        )
        fired = sum(len(score(one, playbook.model, NOW).reasons) for one in some)
        print(
            f"{asked.rules} rules ({fired / len(some):.0f} fire), {rows} rows:"
            f" {1 / sum(parts):.0f} decisions a second; microseconds: {each}"
        )


if __name__ == "__main__":
    main()
