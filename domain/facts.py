"""Say what a rule may ask about a lead."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise

from domain.evidence import KNOWN_FIELDS, Evidence, PageView, Value
from domain.values import Key, keys_of_known
from domain.words import as_text, first_phrase, folded

# Worked out from the evidence, beside the fields that were given or found.
COMPUTED_FIELDS = frozenset(
    {
        "visits",  # page views more than half an hour apart are another visit
        "pages_seen",
        "seconds_on_site",
        "days_since_last_page",
        "submissions",
        "partial",  # enrichment has not answered yet
        "time_frame_days",  # the soonest that the message states, see TimeFrame
    }
)
SAME_VISIT = timedelta(minutes=30)  # what web analytics has always called a session
_SECONDS_A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class TimeFrame:
    """Phrases that state when something is wanted: "this month" is `days` 30."""

    days: int
    phrases: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """One lead as rules see it at `now`: values by field, and its page views.

    What many rules ask for is worked out once.
    """

    values: Mapping[str, Value]
    page_views: tuple[PageView, ...]
    now: datetime
    _folded: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    _keys: dict[str, tuple[Key, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @cached_property
    def journey(self) -> tuple[tuple[str, PageView], ...]:
        """The views, oldest first, each with its path casefolded."""
        views = sorted(self.page_views, key=lambda view: view.at)
        return tuple((view.path.casefold(), view) for view in views)

    def value(self, name: str) -> Value | None:
        return self.values.get(name)

    def folded_text(self, name: str) -> str:
        """The value's words, see `domain.words.folded`."""
        text = self._folded.get(name)
        if text is None:
            text = folded(as_text(self.values.get(name, "")))
            self._folded[name] = text
        return text

    def keys(self, name: str) -> tuple[Key, ...]:
        """What the value is the same as, see `domain.values`."""
        keys = self._keys.get(name)
        if keys is None:
            keys = keys_of_known(self.values.get(name))
            self._keys[name] = keys
        return keys


def facts_of(
    evidence: Evidence,
    now: datetime,
    time_frames: tuple[TimeFrame, ...] = (),
    **more: Value,
) -> Facts:
    """Given, found and computed values together; `more` adds such as the band."""
    values: dict[str, Value] = {n: fact.value for n, fact in evidence.facts.items()}
    values |= _computed(evidence, now) | more
    facts = Facts(values, evidence.page_views, now)
    stated = [
        frame.days
        for frame in time_frames
        if first_phrase(facts.folded_text("message"), frame.phrases) is not None
    ]
    if stated:
        values["time_frame_days"] = min(stated)
    return facts


def is_field(name: str) -> bool:
    """Whether a rule may name this field. "fields.<name>" is the site's own."""
    own = name.removeprefix("fields.")
    return name in KNOWN_FIELDS | COMPUTED_FIELDS or (own not in (name, ""))


def _computed(evidence: Evidence, now: datetime) -> dict[str, Value]:
    views = evidence.page_views
    computed: dict[str, Value] = {
        "visits": _visits(views),
        "pages_seen": len(views),
        "seconds_on_site": sum(view.seconds for view in views),
        "submissions": evidence.submissions,
        "partial": evidence.partial,
    }
    if views:
        computed["days_since_last_page"] = days_ago(max(v.at for v in views), now)
    return computed


def days_ago(at: datetime, now: datetime) -> float:
    """Days since then, never negative: a visitor's clock may run ahead of ours."""
    return max(0.0, (now - at).total_seconds() / _SECONDS_A_DAY)


def _visits(views: tuple[PageView, ...]) -> int:
    if not views:
        return 0
    seen = sorted(view.at for view in views)
    return 1 + sum(b - a > SAME_VISIT for a, b in pairwise(seen))
