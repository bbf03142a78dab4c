"""How the people of the business behave: what a mail makes them do, and when.

Each reaction is drawn from the seed when the mail is read: an action on the lead, later in the
person's day, or nothing. Ben sleeps over much, Ivo never says a word, Cleo is quick.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

MANAGERS = ("mara", "nils")
TEAMS = {
    "iberia": ("ana", "ben", "bea"),
    "north": ("cleo", "dirk", "eva"),
    "overseas": ("finn", "gus"),
    "desk": ("hana", "ivo", "jan"),
}
REPS = tuple(rep for team in TEAMS.values() for rep in team)
ZONES = {
    "ben": "Europe/Lisbon",
    "finn": "America/New_York",
    "gus": "America/Los_Angeles",
}
# How many of a hundred mails somebody acts upon, and within how long on average.
_DILIGENCE = {
    "cleo": (0.95, timedelta(minutes=8)),
    "ana": (0.8, timedelta(minutes=20)),
    "bea": (0.7, timedelta(minutes=40)),
    "dirk": (0.6, timedelta(hours=2)),
    "ben": (0.35, timedelta(hours=4)),
    "ivo": (0.0, timedelta(0)),
}
_USUAL = (0.65, timedelta(minutes=45))
_OF_MANAGERS = (0.3, timedelta(hours=1))
_OF_REVIEWERS = (
    0.4,
    timedelta(hours=5),
)  # half of the reviews take longer than promised
_DAY = range(8, 18)
_AT_THE_LAST_SECOND = 0.1

# What an owner does, by where the lead stands, and how likely each is.
OWNER = {
    "assigned": {
        "accept": 72,
        "decline": 10,
        "contacted": 10,
        "note": 5,
        "takeover": 3,
    },
    "accepted": {
        "contacted": 60,
        "snooze": 15,
        "decline": 5,
        "close": 10,
        "resume": 5,
        "takeover": 5,
    },
    "contacted": {"contacted": 35, "close": 40, "snooze": 10, "correct": 10}
    | {"takeover": 5},
    "queued": {"accept": 95, "takeover": 5},
}
# What whoever took a lead over does with it, hours later.
HOLDER = {"contacted": 25, "correct": 10, "release": 50, "close": 15}
MANAGER = {"reassign": 50, "takeover": 40, "note": 10}
RESOLUTIONS = {"high": 30, "medium": 25, "low": 15, "owner": 15, "reject": 15}


@dataclass(frozen=True)
class Reaction:
    """`at_due`: at the very instant at which the clock breaks, whenever that is."""

    handle: str
    lead_id: str
    after: timedelta
    kind: str  # "as owner", "as manager", "as reviewer" or "as holder"
    at_due: bool = False


@dataclass
class Office:
    chance: Random
    away: dict[str, set[int]] = field(default_factory=dict)  # ordinals of days, by rep

    def reaction(self, handle: str, lead_id: str, mail: str) -> Reaction | None:
        """What a mail of this kind makes somebody do, if anything."""
        kind = "as owner"
        diligence, within = _DILIGENCE.get(handle, _USUAL)
        if mail == "review":
            kind, (diligence, within) = "as reviewer", _OF_REVIEWERS
        elif handle in MANAGERS:
            kind, (diligence, within) = "as manager", _OF_MANAGERS
        if self.chance.random() >= diligence:
            return None
        after = within * self.chance.expovariate(1)
        at_due = kind == "as owner" and self.chance.random() < _AT_THE_LAST_SECOND
        return Reaction(handle, lead_id, after, kind, at_due=at_due)

    def afterwards(self, done: Reaction) -> Reaction:
        """Whoever took a lead over does something with it, some hours later."""
        after = timedelta(hours=self.chance.expovariate(1 / 8))
        return Reaction(done.handle, done.lead_id, after, "as holder")

    def next_time(self, handle: str, at: datetime) -> datetime:
        """When somebody is next at their desk: their day, not the playbook's hours."""
        zone = ZoneInfo(ZONES.get(handle, "Europe/Madrid"))
        local = at.astimezone(zone)
        while not self._is_there(handle, local):
            morning = (local + timedelta(hours=1)).replace(minute=0, second=0)
            local = morning + timedelta(minutes=self.chance.uniform(0, 59))
        return local.astimezone(UTC)

    def _is_there(self, handle: str, local: datetime) -> bool:
        free = self.away.get(handle, ())
        at_work = local.weekday() < 5 and local.toordinal() not in free
        return at_work and local.hour in _DAY

    def pick(self, weights: dict[str, int]) -> str:
        return self.chance.choices(list(weights), list(weights.values()))[0]
