"""What every test may stand on."""

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import TimeSkippingConfig, WorkflowEnvironment

from workflows.names import SEARCH_ATTRIBUTES

pytest_plugins = ["tests.servers"]

# Which take longest: whoever begins with them does not end with one of them alone.
LONG = (
    "tests/browser/test_playbook_walk.py",
    "tests/embedded/test_up.py",
    "tests/deploy/test_deployment.py",
    "tests/rehearsal/",
    "tests/activities/test_turns_at_once.py",
    "tests/browser/",
    "tests/worker/",
    "tests/slack/",
    "tests/api/test_openapi.py",
    "tests/workflows/",
)


def pytest_configure(config: pytest.Config) -> None:
    """Compile a module once, not anew in every process that the tests start.

    Who wants no bytecode beside the sources, as in most containers, has it in pytest's own
    cache: a third of all processor time goes into compiling otherwise.
    """
    if sys.dont_write_bytecode and config.pluginmanager.has_plugin("cacheprovider"):
        sys.pycache_prefix = str(config.cache.mkdir("bytecode"))
        sys.dont_write_bytecode = False
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, one after the other; all others stay as they were shuffled."""
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    found = (turn for turn, path in enumerate(LONG) if item.nodeid.startswith(path))
    return next(found, len(LONG))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def skipping() -> AsyncIterator[WorkflowEnvironment]:
    """The real server, where each workflow has a clock of its own that skips on demand."""
    async with await WorkflowEnvironment.start_time_skipping_v2(
        ts_config=TimeSkippingConfig(enabled=False),
        dev_server_existing_path=shutil.which("temporal"),
        dev_server_extra_args=[
            *("--dynamic-config-value", "frontend.WorkflowTimeSkippingEnabled=true"),
            *("--dynamic-config-value", "history.transferProcessorMaxPollRPS=1000"),
            *("--dynamic-config-value", 'history.timerProcessorMaxTimeShift="10ms"'),
        ],
        dev_server_log_level="error",
        search_attributes=SEARCH_ATTRIBUTES,
        data_converter=pydantic_data_converter,
    ) as environment:
        yield environment


# Seconds in which even a machine that many share gets to it. It costs nothing where all is
# well; how fast the product has to be is measured where a test says so.
PATIENCE = 60.0


async def eventually(is_true: Callable[[], bool], *, within: float = PATIENCE) -> None:
    """Wait until it is true; fail when it is not `within` seconds."""
    loop = asyncio.get_running_loop()
    give_up = loop.time() + within
    while not is_true():
        if loop.time() > give_up:
            pytest.fail(f"did not happen within {within} s")
        await asyncio.sleep(0.005)
