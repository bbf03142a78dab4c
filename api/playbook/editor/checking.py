"""Check drafts one after the other, beside the event loop, each text once."""

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta

from adapters.playbook.checks import Checked, check_document

SOON = timedelta(seconds=1)  # longer than that nobody waits for a page
_KEPT = 8  # texts; undo, redo and the pages beside the editor ask again


class Checking:
    """What is asked for again while it runs is not begun a second time."""

    def __init__(self) -> None:
        self._one = ThreadPoolExecutor(max_workers=1, thread_name_prefix="check")
        self._asked: dict[str, Future[Checked]] = {}

    async def of(self, text: str, within: timedelta | None = None) -> Checked | None:
        """What the check says; None when that takes longer than `within`."""
        asked = self._asked.pop(text, None)
        if asked is None or asked.cancelled():
            asked = self._one.submit(check_document, text, "The draft")
        self._asked[text] = asked  # the last asked for stands last
        while len(self._asked) > _KEPT:
            self._asked.pop(next(iter(self._asked))).cancel()
        seconds = None if within is None else within.total_seconds()
        waiting = asyncio.wrap_future(asked)
        done, _ = await asyncio.wait([waiting], timeout=seconds)
        return waiting.result() if done and not waiting.cancelled() else None


DRAFTS = Checking()
