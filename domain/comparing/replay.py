"""Say what another playbook would have done with leads of the past."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.deciding import band_of, decide
from domain.evidence import Evidence
from domain.playbook import Playbook
from domain.qualifying.banding import Banded, OutsideModel
from domain.qualifying.bands import Band
from domain.qualifying.reasons import Score
from domain.routing.choosing import Picked, choose_owner
from domain.routing.fairness import Ledger
from domain.routing.pools import members_of, pool_of
from domain.routing.row_match import RowMatch, fallbacks
from domain.rules.facts import Facts
from domain.rules.reading import read, read_alike


@dataclass(frozen=True, slots=True)
class PastLead:
    """What was known when a lead was last decided. `label` is for people."""

    id: UUID
    label: str
    evidence: Evidence
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a lead would stand. No `row` where nothing is routed, no `owner` for nobody."""

    band: Band
    row: str | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """One lead by one playbook, with what explains it."""

    score: Score
    outcome: Banded | OutsideModel
    match: RowMatch | None = None
    members: tuple[str, ...] = ()  # who may get it, those first who come first
    owner: str | None = None

    @property
    def stand(self) -> Stand:
        row = None if self.match is None else self.match.row
        return Stand(band_of(self.outcome), row, self.owner)


class Replay:
    """One playbook with everybody at work, no lead open, and nobody's turn taken yet.

    Turns are taken from lead to lead, so that the leads of a team spread as they would.
    """

    def __init__(self, playbook: Playbook) -> None:
        self.playbook = playbook
        self._ledgers: dict[str, Ledger] = {}

    def decide(self, lead: PastLead, facts: Facts | None = None) -> Decided:
        """`facts` as another replay may have read them, see `domain.rules.reading`."""
        decision = decide(lead.evidence, self.playbook, lead.decided_at, facts)
        score, outcome, match = decision.score, decision.outcome, decision.match
        if match is None:
            return Decided(score, outcome)
        owner = self._owner(match, lead)
        if owner is None:
            for other in fallbacks(match, lead.evidence, decision.band, self.playbook):
                match, owner = other, self._owner(other, lead)
                if owner is not None:
                    break
        members = members_of(match.target, self.playbook)
        return Decided(score, outcome, match, members, owner)

    def _owner(self, match: RowMatch, lead: PastLead) -> str | None:
        """None where nobody can take it, or a queue keeps it for whoever is first."""
        pool = pool_of(match.target, self.playbook)
        ledger = self._ledgers.get(pool, Ledger())
        pick = choose_owner(
            match,
            self.playbook,
            {},
            ledger,
            barred={},
            now=lead.decided_at,
            evidence=lead.evidence,
        )
        if not isinstance(pick, Picked):
            return None
        self._ledgers[pool] = pick.ledger
        return pick.owner


@dataclass(frozen=True, slots=True)
class Compared:
    """One lead by both playbooks."""

    lead: PastLead
    before: Decided
    after: Decided


def compared(
    leads: Iterable[PastLead], published: Replay, draft: Replay
) -> Iterator[Compared]:
    """Each lead by both; hand them over oldest first, as they came."""
    model = published.playbook.model
    alike = read_alike(model, draft.playbook.model)
    for lead in leads:
        facts = read(lead.evidence, model, lead.decided_at) if alike else None
        yield Compared(lead, published.decide(lead, facts), draft.decide(lead, facts))


@dataclass(frozen=True, slots=True)
class Count:
    """How many leads a band, row or owner gets by the published one and by the draft."""

    name: str
    before: int
    after: int


class Tally:
    """Counts stands, before and after, without keeping the leads."""

    def __init__(self) -> None:
        self._stands: tuple[Counter[Stand], Counter[Stand]] = Counter(), Counter()

    def add(self, before: Stand, after: Stand) -> None:
        self._stands[0][before] += 1
        self._stands[1][after] += 1

    @property
    def leads(self) -> int:
        return self._stands[0].total()

    def by_band(self) -> tuple[Count, ...]:
        return self._counts("band", [band.value for band in Band])

    def by_row(self, published: Playbook, draft: Playbook) -> tuple[Count, ...]:
        """As in the draft's table, then the rows that it does not have any more."""
        return self._counts("row", [row.id for row in (*draft.rows, *published.rows)])

    def by_owner(self, published: Playbook, draft: Playbook) -> tuple[Count, ...]:
        people = (*draft.people, *published.people)
        return self._counts("owner", [person.handle for person in people])

    def _counts(self, part: str, names: Sequence[str]) -> tuple[Count, ...]:
        before, after = (_by(part, stands) for stands in self._stands)
        return tuple(
            Count(name, before[name], after[name])
            for name in dict.fromkeys(names)
            if before[name] or after[name]
        )


def _by(part: str, stands: Mapping[Stand, int]) -> Counter[str]:
    found: Counter[str] = Counter()
    for stand, count in stands.items():
        name = getattr(stand, part)
        if name is not None:
            found[str(name)] += count
    return found
