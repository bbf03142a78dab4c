"""Kill parts at random moments, one after the other and all at once."""

import asyncio
import random
import time
from dataclasses import dataclass, field

from tests.chaos.product import Product
from tests.embedded.one_up import PARTS


@dataclass
class Storm:
    """`log` has (seconds since the start, what was killed, seconds until ready again)."""

    product: Product
    chance: random.Random
    log: list[tuple[float, str, float]] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    async def one_after_the_other(self) -> None:
        """In a random order; the next one may fall before the last one is back."""
        for name in self.chance.sample(PARTS, len(PARTS)):
            await self._pause()
            await self._strike(name)

    async def at_once(self) -> None:
        """All four in one instant; the supervisor lives and starts them again."""
        await self._pause()
        at = time.monotonic()
        for name in PARTS:
            self.product.kill(name)
        await self._ready_again("all four", at)

    async def everything(self) -> None:
        """The supervisor too, as when the machine is switched off; then `up` again."""
        await self._pause()
        at = time.monotonic()
        await self.product.kill_everything()
        self.product.up.start()
        await self._ready_again("everything", at)

    async def _strike(self, name: str) -> None:
        at = time.monotonic()
        assert self.product.kill(name) or not self.product.is_ready()
        await self._ready_again(name, at)

    async def _ready_again(self, what: str, at: float) -> None:
        await asyncio.sleep(0.2)
        await self.product.wait_until_ready()
        now = time.monotonic()
        self.log.append((at - self.began, what, now - at))

    async def _pause(self) -> None:
        await asyncio.sleep(self.chance.uniform(0.5, 3))

    def table(self) -> str:
        return "\n".join(
            f"{at:6.1f} s  kill -9 {what:<12} ready after {took:4.1f} s"
            for at, what, took in self.log
        )
