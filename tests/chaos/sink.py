"""A mail server that is never killed, and remembers everything it took."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from adapters.embedded.ports import some_free

# What a mail server nearby takes to put a mail on its disk: kills fall into this, too.
_TAKES = 0.03


@dataclass
class Sink:
    """`taken` has (Message-ID, seconds since the epoch) in the order of arrival."""

    taken: list[tuple[str, float]] = field(default_factory=list)
    port: int = 0

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        await asyncio.sleep(_TAKES)
        self.taken.append((message_from_bytes(content)["Message-ID"], time.time()))
        return "250 OK"

    def copies(self) -> Counter[str]:
        """How many copies came, by Message-ID."""
        return Counter(message_id for message_id, _ in self.taken)


@contextmanager
def mail_sink() -> Iterator[Sink]:
    """It runs in a thread: what it knows survives whatever happens to the product."""
    sink = Sink(port=some_free(1)[0])
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
