"""Measure how long stored leads take through a draft playbook, PostgreSQL included.

uv run python -m benchmarks.replay [--leads 10000] [--preview 500]

It starts a PostgreSQL of its own in a temporary directory, stores generated leads with
the evidence they were decided by, and runs them by the example playbook and by a draft in
which a rule, a threshold and a row are different: nothing of one is of use to the other.
"""

import argparse
import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.database import connect, migrate
from adapters.embedded.ports import some_free
from adapters.embedded.postgres import EmbeddedPostgres
from adapters.playbook.file import read_playbook
from adapters.playbook.published import publish_playbook
from adapters.replay import Preview, preview
from adapters.store.deciding.decisions import ScoredLead
from adapters.store.raised_hands.history import PastLead, keep_past_leads
from benchmarks.generated_rules import EXAMPLE, NOW, leads
from domain.evidence import Evidence
from domain.playbook import Playbook
from domain.qualifying.banding import choose_band
from domain.qualifying.bands import Thresholds
from domain.qualifying.scoring import score

ROUNDS = 3  # the best one counts
_AT_ONCE = 500


def draft_of(published: Playbook) -> Playbook:
    """High begins lower, the first rule gives more, the first row is gone."""
    first, *others = published.model.rules
    rules = (replace(first, points=first.points + 5), *others)
    high = published.thresholds.high - 5
    return replace(
        published,
        model=replace(published.model, rules=rules),
        thresholds=Thresholds(high, published.thresholds.medium),
        rows=published.rows[1:],
    )


async def keep(engine: AsyncEngine, playbook: Playbook, count: int) -> None:
    past = [
        _past(number, evidence, playbook)
        for number, evidence in enumerate(leads(count, 1000), 1)
    ]
    async with engine.begin() as connection:
        document = EXAMPLE.read_text("utf-8")
        await publish_playbook(
            connection, document, author="operator", comment="For a measurement"
        )
        for start in range(0, count, _AT_ONCE):
            await keep_past_leads(connection, past[start : start + _AT_ONCE], NOW)


def _past(number: int, evidence: Evidence, playbook: Playbook) -> PastLead:
    known = replace(evidence, told_otherwise={})
    scored = score(known, playbook.model, NOW)
    address = f"{number}@leads.example"
    return PastLead(
        submission_id=UUID(int=number),
        person_key=address,
        payload={"email": address, "name": f"Lead {number}"},
        scored=ScoredLead(UUID(int=number), UUID(int=number), 1, known, scored),
        banded=choose_band(scored, known, playbook),
        outcome=None,
    )


async def measure(
    connection: AsyncConnection, playbooks: Sequence[Playbook], limit: int
) -> tuple[float, float, Preview]:
    """Seconds of the best round, and those of them on a processor."""
    rounds: list[tuple[float, float, Preview]] = []
    for _ in range(ROUNDS):
        begun, used = perf_counter(), process_time()
        found = await preview(connection, *playbooks, limit=limit)
        rounds.append((perf_counter() - begun, process_time() - used, found))
    return min(rounds, key=lambda one: one[0])


def _postgres(directory: Path) -> EmbeddedPostgres:
    (port,) = some_free(1)
    return EmbeddedPostgres(
        directory=directory / "postgres",
        port=port,
        log=directory / "postgres.log",
        pid_file=directory / "postgres.pid",
    )


async def run(count: int, of_preview: int) -> None:
    published = read_playbook(EXAMPLE.read_text("utf-8"), EXAMPLE.name)
    playbooks = published, draft_of(published)
    with TemporaryDirectory() as directory:
        async with _postgres(Path(directory)) as server:
            url = await server.create_database("replay")
            await migrate(url)
            engine = connect(url)
            await keep(engine, published, count)
            async with engine.connect() as connection:
                for limit in (of_preview, count):
                    seconds, used, found = await measure(connection, playbooks, limit)
                    print(
                        f"{found.leads} stored leads, {len(published.model.rules)} rules,"
                        f" {len(published.rows)} rows: {seconds:.2f} s"
                        f" ({used:.2f} s of our processor time),"
                        f" {len(found.moved)} would move"
                    )
            await engine.dispose()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leads", type=int, default=10_000)
    parser.add_argument("--preview", type=int, default=500)
    asked = parser.parse_args()
    asyncio.run(run(asked.leads, asked.preview))


if __name__ == "__main__":
    main()
