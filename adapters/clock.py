"""What time is it: the only place that asks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

Source = Callable[[], datetime]


def _of_the_machine() -> datetime:
    return datetime.now(UTC)


_source: Source = _of_the_machine


def now() -> datetime:
    """Return the current instant, aware, in UTC."""
    return _source()


@contextmanager
def told_by(source: Source) -> Iterator[None]:
    """Meanwhile the whole process goes by another clock, as a rehearsal's does."""
    global _source  # noqa: PLW0603  one process, one time
    before, _source = _source, source
    try:
        yield
    finally:
        _source = before
