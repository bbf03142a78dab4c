"""How long each kind of activity may take, and how often it is tried."""

from collections.abc import Mapping
from datetime import timedelta

from temporalio.common import Priority, RetryPolicy
from temporalio.workflow import ActivityConfig, LocalActivityConfig

from domain.qualifying.bands import Band

# What a website's visitor waits at most for other people's services.
FIRST_ANSWER_BUDGET = timedelta(seconds=1.5)

# A decision is a few milliseconds over our own database. It is tried in the workflow task, where
# it is fastest; what fails there is scheduled again as a write, where a manager sees it waiting.
_COMPUTE = LocalActivityConfig(
    start_to_close_timeout=timedelta(seconds=5),
    retry_policy=RetryPolicy(
        initial_interval=timedelta(milliseconds=100), maximum_attempts=2
    ),
)

# Our own database comes back; giving up would strand the lead. Five seconds at most between tries,
# so that everything moves within ten seconds of its return.
_WRITE = ActivityConfig(
    start_to_close_timeout=timedelta(seconds=10),
    retry_policy=RetryPolicy(
        initial_interval=timedelta(milliseconds=500),
        maximum_interval=timedelta(seconds=5),
    ),
)

# Vendors fail for minutes; after that the lead stays marked partial.
_ENRICH = ActivityConfig(
    start_to_close_timeout=timedelta(seconds=15),
    schedule_to_close_timeout=timedelta(minutes=10),
    retry_policy=RetryPolicy(
        initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1)
    ),
)

# Mail servers are away for hours. A day-old notice is of no use to anybody.
_SEND = ActivityConfig(
    start_to_close_timeout=timedelta(seconds=30),
    schedule_to_close_timeout=timedelta(days=1),
    retry_policy=RetryPolicy(
        initial_interval=timedelta(seconds=2), maximum_interval=timedelta(minutes=1)
    ),
)

# Of activities that wait for a worker, those of the best leads go first. Workflow tasks have the
# urgency that the lead began with, but where many clocks come due together (adapters.temporal.crowds).
_URGENCY: Mapping[Band | None, int] = {Band.HIGH: 1, Band.LOW: 4}
_DEFAULT_URGENCY = 3

# Far below the server's 51,200 events: a replay stays under a tenth of a second.
LONG_HISTORY = 2_000

# A step that can never succeed as things stand is tried again after somebody may have mended it.
STUCK_FOR = timedelta(minutes=1)

# A reopening that never brings its input must not leave a workflow behind.
REOPEN_WITHIN = timedelta(minutes=1)


def compute(summary: str) -> LocalActivityConfig:
    return {**_COMPUTE, "summary": summary}


def urgency(band: Band | None) -> Priority:
    """Which of many waiting activities goes first, 1 before 5; 3 is Temporal's default."""
    return Priority(priority_key=_URGENCY.get(band, _DEFAULT_URGENCY))


def write(summary: str, band: Band | None = None) -> ActivityConfig:
    return {**_WRITE, "summary": summary, "priority": urgency(band)}


def enrich(summary: str) -> ActivityConfig:
    return {**_ENRICH, "summary": summary}


def send(summary: str, band: Band | None = None) -> ActivityConfig:
    return {**_SEND, "summary": summary, "priority": urgency(band)}
