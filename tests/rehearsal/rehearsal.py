"""Some simulated weeks of the whole business, event after event."""

import heapq
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random

import httpx

from adapters.mail import Mail
from adapters.temporal.relay import Relay
from tests.rehearsal.calls import Calls
from tests.rehearsal.outages import Outage, hand_in_later, outages
from tests.rehearsal.people import REPS, Office, Reaction
from tests.rehearsal.prospects import HandRaise, hand_raises
from tests.rehearsal.stage import Stage

# Mail is looked at this often: whatever a mail makes people do comes later than that.
_GLANCE = timedelta(minutes=10)
_GLANCE_WHEN_QUIET = timedelta(hours=1)  # while Europe sleeps, and on weekends
_QUIET = range(6)  # hours, UTC
_LEAVES_A_WEEK = 3
_CANCELLED = 0.4
_HANDED_OVER = 0.5

_LEAD = re.compile(r"/leads/([0-9a-f-]{36})")
Deed = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Plan:
    """What to rehearse; the same seed draws the same prospects and people."""

    leads: int
    weeks: int
    seed: int


@dataclass(frozen=True)
class Happened:
    begins: datetime
    ends: datetime
    answers: Counter[str]
    faults: list[str]  # answers that nobody should get


@dataclass
class Rehearsal:
    stage: Stage
    plan: Plan
    office: Office
    calls: Calls
    operator: httpx.AsyncClient
    relay: Relay  # as it runs in a worker, but not on the machine's time
    _agenda: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    _order: "count[int]" = field(default_factory=count)

    @property
    def ends(self) -> datetime:
        return self.stage.begins + timedelta(weeks=self.plan.weeks)

    async def run(self) -> Happened:
        self._invite()
        time = self.stage.time
        while time.now() < self.ends:
            await time.skip_to(self._next_look())
            await self.relay.replan()
            await self._read_mail()
            while self._agenda and self._agenda[0][0] <= time.now():
                await heapq.heappop(self._agenda)[2]()
        await time.settle()
        return Happened(
            self.stage.begins, time.now(), self.calls.answers, self.calls.faults
        )

    def _next_look(self) -> datetime:
        now = self.stage.time.now()
        quiet = now.hour in _QUIET or now.weekday() > 4
        glance = now + (_GLANCE_WHEN_QUIET if quiet else _GLANCE)
        first = self._agenda[0][0] if self._agenda else self.ends
        return min(glance, first, self.ends)

    def _at(self, at: datetime, deed: Deed) -> None:
        heapq.heappush(self._agenda, (at, next(self._order), deed))

    def _invite(self) -> None:
        chance, begins = self.office.chance, self.stage.begins
        weeks, leads = self.plan.weeks, self.plan.leads
        away = outages(chance, begins, weeks)
        for raised in hand_raises(chance, begins, weeks, leads):
            self._at(raised.at, self._raising(raised, away))
        for _ in range(_LEAVES_A_WEEK * weeks):
            at = begins + timedelta(weeks=weeks) * chance.random()
            self._at(at, self._leaving(chance.choice(REPS)))

        self._at(begins + timedelta(weeks=weeks) / 2, self.calls.change_hours)

    def _raising(self, raised: HandRaise, away: list[Outage]) -> Deed:
        outage = next((one for one in away if one.covers(raised.at)), None)

        async def raise_hand() -> None:
            if outage is None:
                await self.calls.raise_hand(raised)
            else:
                self._at(outage.ends, await hand_in_later(self.stage, raised))
                self.calls.answers["raise hand, Temporal away"] += 1

        return raise_hand

    def _leaving(self, handle: str) -> Deed:
        chance = self.office.chance

        async def leave() -> None:
            today = self.stage.time.now().date()
            first = today + timedelta(days=chance.randrange(4))
            last = first + timedelta(days=chance.randrange(6))
            days = {first.toordinal() + n for n in range((last - first).days + 1)}
            self.office.away.setdefault(handle, set()).update(days)
            to = "pool" if chance.random() < _HANDED_OVER else ""
            await self.calls.go_on_leave(self.operator, handle, (first, last), to)
            if chance.random() < _CANCELLED:
                back = self.stage.time.now() + timedelta(hours=chance.uniform(1, 60))
                self._at(back, lambda: self._coming_back(handle))

        return leave

    async def _coming_back(self, handle: str) -> None:
        self.office.away.pop(handle, None)
        await self.calls.cancel_leave(self.operator, handle)

    async def _read_mail(self) -> None:
        for mail in self.stage.post.collect():
            await self._read(mail)

    async def _read(self, mail: Mail) -> None:
        handle, _, host = mail.to_address.partition("@")
        lead = _LEAD.search(mail.text)
        if host != "northwind-fleet.example" or lead is None:
            return
        about = "review" if "/opened" in mail.key or "/review-" in mail.key else ""
        reaction = self.office.reaction(handle, lead[1], about)
        if reaction is None:
            return
        at = self.office.next_time(handle, self.stage.time.now() + reaction.after)
        due = await self.calls.due_at(lead[1])
        if reaction.at_due and due is not None and due > self.stage.time.now():
            at = due
        self._at(at, lambda: self._react(reaction))

    async def _react(self, reaction: Reaction) -> None:
        if await self.calls.react(reaction):
            more = self.office.afterwards(reaction)
            now = self.stage.time.now()
            at = self.office.next_time(more.handle, now + more.after)
            self._at(at, lambda: self._react(more))


async def rehearse(stage: Stage, plan: Plan) -> Happened:
    chance = Random(plan.seed)  # noqa: S311  the same people each time
    office = Office(chance)
    key = {"Authorization": f"Bearer {stage.secret_key}"}
    async with stage.http() as http, await stage.signed_in("otto") as operator:
        http.headers.update(key)
        calls = Calls(stage, office, http)
        relay = Relay(stage.engine, stage.client)
        return await Rehearsal(stage, plan, office, calls, operator, relay).run()
