"""Say what a rule may ask about a lead."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, partial
from itertools import pairwise
from types import MappingProxyType
from typing import TypeVar

from domain.evidence import KNOWN_FIELDS, Event, Evidence, PageView, Value
from domain.rules.negation import may_deny
from domain.rules.phrases import Sought, Text, sought
from domain.rules.values import Key, keys_of_known
from domain.words import UNKNOWN, as_text, folded, named, pieces_of, shown

# Worked out from the evidence, beside the fields that were given or found.
COMPUTED_FIELDS = frozenset(
    {
        "visits",  # page views more than half an hour apart are another visit
        "pages_seen",
        "seconds_on_site",
        "days_since_last_page",
        "days_since_reply",  # to one of our mails
        "submissions",
        "partial",  # enrichment has not answered yet
        "time_frame_days",  # the soonest that the message states, see TimeFrame
        "seniority",  # these, and those below, by `domain.rules.reading`
        "role",
        "company_age_years",
        "completeness",  # the share of what the business asks for, 0 to 1
        "disagrees",  # where enrichment contradicts the form: "country and employees"
        "disagreement",  # the same with both values
        "segment",
    }
)
T = TypeVar("T")
_CACHES = ("_values", "_folded", "_texts", "_words", "_keys", "_shown")  # by field
REPLY = "reply"  # the event of an answer to our mail
SAME_VISIT = timedelta(minutes=30)  # what web analytics has always called a session
_SECONDS_A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class TimeFrame:
    """Phrases that state when something is wanted: "this month" is `days` 30."""

    days: int
    phrases: tuple[str, ...]


class Facts:
    """One lead as rules see it at `now`: values by field, and its page views.

    `later` says by field how a value is worked out; that is done when it is asked for
    the first time, and once, because many rules ask for the same.
    """

    def __init__(
        self,
        values: Mapping[str, Value],
        page_views: tuple[PageView, ...],
        now: datetime,
        later: Mapping[str, "WorkedOut"] = MappingProxyType({}),
        events: tuple[Event, ...] = (),
    ) -> None:
        self.page_views = page_views
        self.events = events
        self.now = now
        self._values: dict[str, Value | None] = {**values}
        self._later = later
        self._folded: dict[str, str] = {}
        self._texts: dict[str, Text] = {}
        self._mentioned: dict[tuple[str, int], tuple[Iterable[Sought], str | None]] = {}
        self._words: dict[str, frozenset[str]] = {}
        self._keys: dict[str, tuple[Key, ...]] = {}
        self._shown: dict[str, str] = {}

    def at(self, now: datetime) -> "Facts":
        """The same lead at another moment: what was read of its values is kept."""
        return self if now == self.now else self._again(now, {}, self._later)

    def also(self, **more: Value) -> "Facts":
        """The same lead with more known of it, such as the band."""
        return self._again(self.now, more, more)

    def _again(
        self, now: datetime, more: Mapping[str, Value], anew: Mapping[str, object]
    ) -> "Facts":
        kept = {name: _without(anew, vars(self)[name]) for name in _CACHES}
        kept["_mentioned"] = {}
        kept["_values"] |= more
        other = object.__new__(Facts)
        vars(other).update(vars(self), now=now, **kept)
        return other

    @cached_property
    def journey(self) -> tuple[tuple[str, PageView], ...]:
        """The views, oldest first, each with its path casefolded."""
        views = sorted(self.page_views, key=lambda view: view.at)
        return tuple((view.path.casefold(), view) for view in views)

    @cached_property
    def paths(self) -> frozenset[str]:
        """Of the pages seen, casefolded."""
        return frozenset(path for path, _ in self.journey)

    def value(self, name: str) -> Value | None:
        """None when it is not known."""
        values = self._values
        if name not in values:
            work_out = self._later.get(name)
            values[name] = None if work_out is None else work_out(self)
        return values[name]

    def folded_text(self, name: str) -> str:
        """The value's words, see `domain.words.folded`."""
        text = self._folded.get(name)
        if text is None:
            value = self.value(name)
            text = folded("" if value is None else as_text(value))
            self._folded[name] = text
        return text

    @cached_property
    def language(self) -> str | None:
        """ISO 639-1; None when it is not known."""
        value = self.value("language")
        return None if value in (None, "") else str(value).casefold()[:2]

    def mentioned(self, name: str, phrases: Iterable[Sought]) -> str | None:
        """The first of the phrases that the value mentions, see `domain.rules.phrases`."""
        text = self._texts.get(name)
        if text is None:
            value = self.value(name)
            original = "" if value is None else as_text(value)
            text = Text(original, self.folded_text(name), may_deny(self.words(name)))
            self._texts[name] = text
        found = self._mentioned.get((name, id(phrases)))
        if found is None:  # the phrases are kept with it: no others get their id
            found = (phrases, text.first(phrases))
            self._mentioned[name, id(phrases)] = found
        return found[1]

    def words(self, name: str) -> frozenset[str]:
        words = self._words.get(name)
        if words is None:
            words = frozenset(self.folded_text(name).split())
            self._words[name] = words
        return words

    def lowered(self, name: str) -> str | None:
        """The value's text without regard to case; None when it is not known."""
        value = self.value(name)
        return None if value is None else as_text(value).casefold()

    def keys(self, name: str) -> tuple[Key, ...]:
        """What the value is the same as, see `domain.rules.values`."""
        keys = self._keys.get(name)
        if keys is None:
            keys = keys_of_known(self.value(name))
            self._keys[name] = keys
        return keys

    def shown(self, name: str) -> str:
        """The value as a sentence shows it."""
        text = self._shown.get(name)
        if text is None:
            value = self.value(name)
            text = UNKNOWN if value is None else named(name, value)
            self._shown[name] = text
        return text

    def said(self, template: str, more: Mapping[str, Value]) -> str:
        """The template with its `{names}` replaced, by those of `more` first."""
        pieces = [*pieces_of(template)]
        pieces[1::2] = [
            shown(more[name]) if name in more else self.shown(name)
            for name in pieces[1::2]
        ]
        return "".join(pieces)


def _without(names: Mapping[str, object], known: Mapping[str, T]) -> dict[str, T]:
    if known.keys().isdisjoint(names):
        return {**known}
    return {name: one for name, one in known.items() if name not in names}


WorkedOut = Callable[[Facts], Value | None]


def facts_of(
    evidence: Evidence,
    now: datetime,
    time_frames: tuple[TimeFrame, ...] = (),
    later: Mapping[str, WorkedOut] = MappingProxyType({}),
    **more: Value,
) -> Facts:
    """Given, found and computed values together; `more` adds such as the band."""
    values: dict[str, Value] = {n: fact.value for n, fact in evidence.facts.items()}
    values["submissions"] = evidence.submissions
    values["partial"] = evidence.partial
    values |= more
    frames = {"time_frame_days": partial(_soonest, time_frames)}
    all_later: dict[str, WorkedOut] = {**_OF_VISITS, **frames, **later}
    return Facts(values, evidence.page_views, now, all_later, evidence.events)


def is_field(name: str) -> bool:
    """Whether a rule may name this field. "fields.<name>" is the site's own."""
    own = name.removeprefix("fields.")
    return name in KNOWN_FIELDS | COMPUTED_FIELDS or (own not in (name, ""))


def _soonest(frames: tuple[TimeFrame, ...], facts: Facts) -> int | None:
    stated = (f.days for f in frames if facts.mentioned("message", sought(f.phrases)))
    return min(stated, default=None)


def days_ago(at: datetime, now: datetime) -> float:
    """Days since then, never negative: a visitor's clock may run ahead of ours."""
    return max(0.0, (now - at).total_seconds() / _SECONDS_A_DAY)


def _visits(facts: Facts) -> int:
    seen = [view.at for _, view in facts.journey]
    return bool(seen) + sum(b - a > SAME_VISIT for a, b in pairwise(seen))


def _days_since_last_page(facts: Facts) -> float | None:
    views = facts.journey
    return days_ago(views[-1][1].at, facts.now) if views else None


def _days_since_reply(facts: Facts) -> float | None:
    replies = [event.at for event in facts.events if event.name == REPLY]
    return days_ago(max(replies), facts.now) if replies else None


_OF_VISITS: Mapping[str, WorkedOut] = MappingProxyType(
    {
        "visits": _visits,
        "pages_seen": lambda facts: len(facts.page_views),
        "seconds_on_site": lambda facts: sum(v.seconds for v in facts.page_views),
        "days_since_last_page": _days_since_last_page,
        "days_since_reply": _days_since_reply,
    }
)
