"""One running product per module, and a mail server beside it."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from tests.chaos.product import Product, product
from tests.chaos.report import FIGURES
from tests.chaos.sink import Sink, mail_sink


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Minutes of killing are for those who ask for them: `pytest -m chaos`."""
    if "chaos" in config.option.markexpr:
        return
    asked = [item for item in items if item.get_closest_marker("chaos") is None]
    config.hook.pytest_deselected(items=[one for one in items if one not in asked])
    items[:] = asked


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was counted, also when everything held."""
    for figures in FIGURES:
        terminalreporter.section("what was counted")
        terminalreporter.write_line(figures)


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    with mail_sink() as sink:
        yield sink


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def running(
    tmp_path_factory: pytest.TempPathFactory,
    sink: Sink,
    request: pytest.FixtureRequest,
) -> AsyncIterator[Product]:
    """With the playbook that the module names."""
    home = tmp_path_factory.mktemp("chaos") / "home"
    with product(home, sink, getattr(request.module, "PLAYBOOK", None)) as made:
        made.up.start()
        await made.wait_until_ready()
        yield made
