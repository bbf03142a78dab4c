"""A database of the rehearsal's own, and what was counted."""

import pytest
import pytest_asyncio

from adapters.embedded.postgres import EmbeddedPostgres
from tests.rehearsal.figures import FIGURES
from tests.servers import TEMPLATE, WORKER


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Four weeks take minutes: they are for those who ask for them, `pytest -m rehearsal`."""
    if "rehearsal" in config.option.markexpr:
        return
    asked = [item for item in items if item.get_closest_marker("rehearsal") is None]
    config.hook.pytest_deselected(items=[one for one in items if one not in asked])
    items[:] = asked


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for figures in FIGURES:
        terminalreporter.section("rehearsed")
        terminalreporter.write_line(figures)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def database_url(database_url: str, embedded_postgres: EmbeddedPostgres) -> str:
    del database_url  # there once the template is migrated
    return await embedded_postgres.create_database(f"rehearsal_{WORKER}", TEMPLATE)
