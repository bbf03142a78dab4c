"""Sources and memories that remember what they were asked."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from adapters.enrichment.outcome import Kept
from adapters.enrichment.provider import Keep
from domain.evidence import Fact, Value

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Clock:
    """Stands still until told; its sleep lets the time pass at once."""

    def __init__(self) -> None:
        self.instant = NOON
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        return self.instant

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.instant += timedelta(seconds=seconds)


class Memory:
    """An `EnrichmentCache` in a dict."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], Kept] = {}

    async def get(self, domain: str, provider: str) -> Kept | None:
        return self.kept.get((domain, provider))

    async def put(self, domain: str, provider: str, kept: Kept) -> None:
        self.kept[domain, provider] = kept


class Source:
    """A `Provider` with one answer, or one failure, for everybody."""

    def __init__(
        self,
        name: str,
        *,
        failure: Exception | None = None,
        fields: frozenset[str] | None = None,
        keep: Keep | None = Keep(),  # noqa: B008
        personal: bool = False,
        **answer: Value,
    ) -> None:
        self.name = name
        self.keep = keep
        self.personal = personal
        self.fields = fields or frozenset(answer) or None
        self.failure = failure
        self.asked: list[tuple[str, str | None]] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.on_ask: Callable[[], object] = lambda: None
        self.answer = {field: Fact(value, name) for field, value in answer.items()}

    async def ask(self, domain: str, email: str | None) -> Mapping[str, Fact]:
        self.asked.append((domain, email))
        self.on_ask()
        await self.gate.wait()
        if self.failure:
            raise self.failure
        return self.answer
