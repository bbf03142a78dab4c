"""Say of each case what a reviewer would best make of it, why, and who would get it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.explaining.stored import Stored
from adapters.explaining.would_get import Looking, owner_of, who_would_get_each
from adapters.store.standing.labels import count_labels
from domain.deciding import ROUTED
from domain.explaining.flips import NOTHING, what_would_flip
from domain.in_words.advice_words import VERDICTS
from domain.in_words.names import name_of
from domain.lifecycle import Outcome
from domain.playbook import Playbook
from domain.qualifying.advice import Advice, Verdict
from domain.qualifying.banding import (
    Banded,
    OutsideModel,
    band_by_points,
    missing_fields,
)
from domain.qualifying.bands import Band
from domain.qualifying.suggesting import (
    NEAR,
    UNANSWERED,
    Suggested,
    Unclear,
    suggestion,
)
from domain.routing.choosing import NobodyAvailable, Pick
from domain.rules.disagreement import disagreements
from domain.words import labelled

Past = Mapping[str, Mapping[Verdict, int]]  # by code
_CLOSED: Mapping[str, Verdict] = {
    Outcome.SPAM: Verdict.SPAM,
    Outcome.DISQUALIFIED: Verdict.REJECT,
}


@dataclass(frozen=True, slots=True)
class Case:
    """A lead in review with why it is there, and its last decision."""

    code: str
    stored: Stored


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`owner` is a name or "the first of team X who accepts"; "" where nobody needs one.

    `to` is the handle to be named, where not the routing table chooses. `found` says
    whether somebody can take it; where nobody can, a person has to be named.
    """

    verdict: Verdict
    because: str
    correct: str = ""
    owner: str = ""
    owner_because: str = ""
    to: str = ""
    found: bool = True

    @property
    def words(self) -> str:
        """The verdict as people say it."""
        return VERDICTS[self.verdict]

    @property
    def correct_words(self) -> str:
        return labelled(self.correct)

    @property
    def decision(self) -> str:
        """As the form of a review takes it: "reject", "high:ben"."""
        return f"{self.verdict}:{self.to}" if self.to else self.verdict.value


async def suggest_each(
    connection: AsyncConnection,
    cases: Sequence[Case],
    playbook: Playbook,
    now: datetime,
) -> dict[UUID, Suggestion]:
    """By lead. The playbook is the one in force: it says who gets it, and what it advises."""
    past = _past(await count_labels(connection, {case.code for case in cases}))
    offered = {
        case.stored.scored.lead_id: suggestion(_unclear(case, playbook, past))
        for case in cases
    }
    looking = [
        one
        for case in cases
        if (one := _looking(case, offered[case.stored.scored.lead_id])) is not None
    ]
    found = await who_would_get_each(connection, looking, playbook, now)
    known = {one.lead_id: one for one in looking}
    return {
        lead_id: _for_whom(suggested, known[lead_id], found[lead_id][1], playbook)
        if lead_id in found
        else _for_nobody(suggested)
        for lead_id, suggested in offered.items()
    }


def _looking(case: Case, suggested: Suggested) -> Looking | None:
    """None where nobody is needed."""
    band, scored = suggested.verdict.band, case.stored.scored
    if band is None or band not in ROUTED:
        return None
    unanswered = case.code == UNANSWERED
    return Looking(scored.lead_id, scored.evidence, band, unanswered)


def _unclear(case: Case, playbook: Playbook, past: Past) -> Unclear:
    scored = case.stored.scored
    by_points = _by_points(case.stored)
    missing = missing_fields(scored.evidence, playbook)
    return Unclear(
        case.code,
        by_points,
        scored.score.points,
        _advice(case.code, playbook),
        (*missing, *disagreements(scored.evidence)),
        _decided_by(case) if case.code == NEAR else "",
        past.get(case.code, {}),
    )


def _by_points(stored: Stored) -> Banded:
    decided, scored = Band(stored.row.band), stored.scored
    if decided is Band.REVIEW:
        return band_by_points(scored.score, scored.evidence, stored.version.playbook)
    return Banded(decided, str(stored.row.band_because))  # the rules knew its worth


def _advice(code: str, playbook: Playbook) -> Advice | None:
    return next((r.suggest for r in playbook.review_rules if r.code == code), None)


def _decided_by(case: Case) -> str:
    """The smallest change that would have spared a person the decision."""
    stored = case.stored
    scored, playbook = stored.scored, stored.version.playbook
    outcome = OutsideModel(case.code, "")
    line = what_would_flip(scored.score, scored.evidence, playbook, outcome)[0]
    return "" if line == NOTHING else line


def _past(rows: Sequence[Row[Any]]) -> Past:
    past: dict[str, dict[Verdict, int]] = {}
    for row in rows:
        verdict = _CLOSED.get(row.outcome) or (Verdict(row.band) if row.band else None)
        if verdict is not None:
            made = past.setdefault(row.code, {})
            made[verdict] = made.get(verdict, 0) + row.times
    return past


def _for_nobody(suggested: Suggested) -> Suggestion:
    return Suggestion(suggested.verdict, suggested.because, suggested.correct)


def _for_whom(
    suggested: Suggested, lead: Looking, pick: Pick, playbook: Playbook
) -> Suggestion:
    keeper = lead.evidence.text("account_owner")
    if playbook.has_person(keeper):
        name = name_of(playbook, keeper)
        because = f"{name} looks after this company"
        return replace(
            _for_nobody(suggested), owner=name, owner_because=because, to=keeper
        )
    return replace(
        _for_nobody(suggested),
        owner=owner_of(pick, playbook),
        owner_because=pick.because,
        found=not isinstance(pick, NobodyAvailable),
    )
