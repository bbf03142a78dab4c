"""Measure how well the education playbook's rules tell real buyers from the others.

uv run python -m benchmarks.education [../shared/data/education_leads.csv]

Every past lead is read by the map that `handraise leads import` reads it by, scored and
banded as a new one would be, and compared with what became of it.
"""

import argparse
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from math import sqrt
from pathlib import Path
from statistics import variance
from uuid import UUID

from activities.qualifying.gathering import facts_of
from adapters.importing.lead_import import ImportedLead, read_map, read_rows
from adapters.playbook.file import read_playbook
from adapters.store.deciding.evidence import HandRaise, Material
from domain.evidence import Evidence
from domain.playbook import Playbook
from domain.qualifying.banding import Banded, choose_band
from domain.qualifying.bands import Band
from domain.qualifying.scoring import score

PLAYBOOKS = Path(__file__).parents[1] / "playbooks"
LEADS = Path(__file__).parents[2] / "shared" / "data" / "education_leads.csv"
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
Z = 1.959964  # of the normal distribution, for 95 %
# What the vendor filled in afterwards: never read by the map, here to compare with.
VENDOR = ("Asymmetrique Activity Score", "Asymmetrique Profile Score")


@dataclass(frozen=True)
class Past:
    points: int
    band: Band
    won: bool


@dataclass(frozen=True)
class Share:
    """A share with its interval of 95 %."""

    value: float
    low: float
    high: float


def decided(real: ImportedLead, playbook: Playbook) -> Past:
    raised = HandRaise(UUID(int=0), real.payload, None, NOW)
    known = facts_of(Material((raised,), (), 1))
    evidence = Evidence(NOW, known)
    scored = score(evidence, playbook.model, NOW)
    outcome = choose_band(scored, evidence, playbook)
    band = outcome.band if isinstance(outcome, Banded) else Band.REVIEW
    return Past(scored.points, band, real.outcome == "won")


def wilson(won: int, of: int) -> Share:
    """E. B. Wilson's interval, 1927: right for few leads and for rates near 0 and 1."""
    rate, spread = won / of, Z * Z / of
    middle = (rate + spread / 2) / (1 + spread)
    half = Z / (1 + spread) * sqrt(rate * (1 - rate) / of + spread / (4 * of))
    return Share(rate, middle - half, middle + half)


def area(points: Sequence[tuple[float, bool]]) -> Share:
    """The chance that a lead who bought has more points than one who did not.

    With DeLong's interval (Biometrics 44, 1988): the spread of each lead's own share of
    the other side that it beats.
    """
    losers = sum(not won for _, won in points)
    winners = len(points) - losers
    under = {False: 0, True: 0}
    beaten: list[float] = []
    beating: list[float] = []
    for _, same in groupby(sorted(points), key=lambda one: one[0]):
        outcomes = [won for _, won in same]
        won, lost = sum(outcomes), len(outcomes) - sum(outcomes)
        beaten += [(under[False] + lost / 2) / losers] * won
        beating += [1 - (under[True] + won / 2) / winners] * lost
        under[True] += won
        under[False] += lost
    value = sum(beaten) / winners
    half = Z * sqrt(variance(beaten) / winners + variance(beating) / losers)
    return Share(value, value - half, value + half)


def vendor(path: Path) -> Iterator[tuple[float, bool]]:
    """The vendor's summed score of each lead that has one."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            scores = [row.get(name, "") for name in VENDOR]
            if all(scores):
                yield sum(map(float, scores)), row["Converted"] == "1"


def report(past: Sequence[Past], playbook: Playbook, path: Path) -> Iterator[str]:
    own, theirs = area([(one.points, one.won) for one in past]), [*vendor(path)]
    yield f"{len(playbook.model.rules)} rules, {len(past):,} leads"
    yield f"AUC {_said(own)}"
    if theirs:
        yield f"AUC of the vendor's scores {_said(area(theirs))}, {len(theirs):,} leads"
    yield ""
    yield "| band | leads | of all | bought | rate | 95 % interval |"
    yield "|---|---|---|---|---|---|"
    for band in Band:
        won = [one.won for one in past if one.band is band]
        if won:
            rate = wilson(sum(won), len(won))
            interval = f"{rate.low:.1%} to {rate.high:.1%}"
            of_all = f"{len(won) / len(past):.1%}"
            numbers = f"{len(won):,} | {of_all} | {sum(won):,} | {rate.value:.1%}"
            yield f"| {band} | {numbers} | {interval} |"


def _said(one: Share) -> str:
    return f"{one.value:.3f} (95 % interval {one.low:.3f} to {one.high:.3f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("leads", type=Path, nargs="?", default=LEADS)
    path = parser.parse_args().leads
    text = (PLAYBOOKS / "education.yaml").read_text("utf-8")
    playbook = read_playbook(text, "education.yaml")
    columns = read_map((PLAYBOOKS / "education.map.yaml").read_text("utf-8"), "map")
    past = [decided(real, playbook) for real in read_rows(path, columns)]
    print("\n".join(report(past, playbook, path)))


if __name__ == "__main__":
    main()
