"""Whether every promise held: one named count after the other, and each fault in words."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from domain.lifecycle import Status
from tests.chaos.books import Books
from tests.chaos.clock_reckoning import reckon_clocks
from tests.chaos.findings import Findings
from tests.chaos.mail_reckoning import reckon_mails
from tests.chaos.sink import Sink
from tests.chaos.website import HandRaise
from workflows.messages import LeadView
from workflows.names import lead_workflow_id

TEAMS = {"iberia": ("ana", "ben"), "north": ("cleo",)}


def reckon(books: Books, raised: Sequence[HandRaise], sink: Sink) -> Findings:
    found = Findings()
    for part in (_answers, _workflows, _standings, _rows, _people, _owners, _ledger):
        part(found, books, raised)
    reckon_clocks(found, books)
    reckon_mails(found, books, sink)
    return found


def _answers(found: Findings, books: Books, raised: Sequence[HandRaise]) -> None:
    taken = [one for one in raised if one.answer is not None]
    statuses = Counter(status for one in raised for status in one.statuses)
    found.count("hand-raises sent", len(raised))
    found.count("  answered 2xx", len(taken))
    found.count("  tries by status (0: no answer)", dict(sorted(statuses.items())))
    found.count("leads", len(books.leads))
    by_key = {row.idempotency_key: row for row in books.submissions}
    found.count("  submissions stored", len(books.submissions))
    for one in raised:
        row = by_key.get(one.key)
        if one.answer is None:
            found.fault(f"{one.key} was never taken: {one.statuses[-5:]}")
        elif row is None or row.lead_id not in books.leads:
            found.fault(f"{one.key} was answered 2xx and is not stored")
        elif str(row.lead_id) != one.lead_id and not row.merged:
            found.fault(f"{one.key} was answered with lead {one.lead_id}")
    if len(by_key) != len(books.submissions):
        found.fault("an idempotency key was stored twice")
    empty = set(books.leads) - {row.lead_id for row in books.submissions}
    found.fault(*(f"lead {lead} has no submission" for lead in empty))


def _workflows(found: Findings, books: Books, _: object) -> None:
    found.count("workflows", len(books.workflows))
    wanted = {lead_workflow_id(lead): lead for lead in books.leads}
    runs = [len(one) for one in books.workflows.values()]
    found.count("  with more than one run", sum(n > 1 for n in runs))
    for name in wanted.keys() - books.workflows.keys():
        found.fault(f"{name} does not exist")
    for name in books.workflows.keys() - wanted.keys():
        found.fault(f"{name} runs without a row")
    for name, several in books.workflows.items():
        if len(several) > 1:
            found.fault(f"{name} has {len(several)} runs")


def _standings(found: Findings, books: Books, _: object) -> None:
    """An open lead has exactly one of owner, review, dated follow-up or takeover."""
    held = Counter(row.lead_id for row in books.assignments if row.ended_at is None)
    reviewed = Counter(row.lead_id for row in books.reviews if row.closed_at is None)
    kinds: Counter[str] = Counter()
    for lead_id, row in books.leads.items():
        have = held[lead_id], reviewed[lead_id], row.clock is not None
        kind = _named(Status(row.status), have, row.outcome)
        kinds[kind or "NONE OR SEVERAL"] += 1
        if kind is None:
            found.fault(
                f"lead {lead_id} is {row.status}: {have[0]} assignments, "
                f"{have[1]} reviews, clock {row.clock}, outcome {row.outcome}"
            )
    for kind, number in sorted(kinds.items()):
        found.count(f"  standing: {kind}", number)


def _named(
    status: Status, have: tuple[int, int, bool], outcome: str | None
) -> str | None:
    """What keeps the lead from being forgotten; None when it is not exactly one thing."""
    match status, have:
        case Status.ASSIGNED | Status.ACCEPTED | Status.CONTACTED, (1, 0, True):
            return f"an owner, {status}"
        case Status.IN_REVIEW, (0, 1, True):
            return "a review"
        case Status.NURTURING, (0, 0, True):
            return "a dated follow-up"
        case Status.TAKEN_OVER, (1, 0, False):
            return "a person took it over"
        case Status.CLOSED, (0, 0, False) if outcome:
            return "an outcome"
    return None


def _rows(found: Findings, books: Books, _: object) -> None:
    """The row shows what the workflow knows, and what both hold is one assignment."""
    open_to = {r.lead_id: r.owner for r in books.assignments if r.ended_at is None}
    agree = 0
    for lead_id, view in books.views.items():
        row = books.leads[lead_id]
        seen = (row.status, row.revision, row.band, row.breaches, row.outcome)
        known = (view.status, view.revision, view.band, view.breaches, view.outcome)
        clock = view.clock
        same = (
            seen == known
            and row.points == view.points
            and (row.owner or None) == (view.owner or None)
            and _closed_or(row, open_to.get(lead_id), view)
            and row.due_at == (clock and clock.due_at)
        )
        agree += same
        if not same:
            found.fault(f"lead {lead_id}: row {seen}, {row.owner}; workflow {known}")
    found.count("rows that agree with their workflow", agree)
    left = [row for row in books.submissions if row.decision_id is None]
    found.count("submissions counted by a decision", len(books.submissions) - len(left))
    found.fault(*(f"submission {row.id} was never counted" for row in left))


def _closed_or(row: Any, holder: str | None, view: LeadView) -> bool:
    return row.status == Status.CLOSED or holder == view.owner


def _people(found: Findings, books: Books, _: object) -> None:
    applied = [row for row in books.actions if row.applied_at is not None]
    found.count("human inputs applied", len(applied))
    found.count("  asked and never applied", len(books.actions) - len(applied))


def _owners(found: Findings, books: Books, _: object) -> None:
    """Who slipped or declined is barred; every owner by the rules is an assignment."""
    stored = {row.id: row.owner for row in books.assignments}
    routed = 0
    for history in books.histories.values():
        for owner, asked in history.owners:
            routed += 1
            if asked.to is None and owner in asked.barred:
                found.fault(f"lead {history.lead_id} went back to {owner}, barred")
            if stored.get(asked.assignment_id) != owner:
                found.fault(f"assignment {asked.assignment_id} is not {owner}'s")
    found.count("assignments", len(books.assignments))
    found.count("  by the rules", routed)


def _ledger(found: Findings, books: Books, _: object) -> None:
    """Each assignment by the rules took one turn, and nothing else did."""
    routed = [one for history in books.histories.values() for one in history.owners]
    by_rules = [owner for owner, asked in routed if asked.to is None]
    for pool, members in TEAMS.items():
        owners = Counter(owner for owner in by_rules if owner in members)
        turns = {turn.rep: turn.taken for turn in books.turns if turn.rep in members}
        found.count(f"turns of {pool}", f"{turns}, assignments {dict(owners)}")
        if turns != {rep: owners[rep] for rep in turns}:
            found.fault(f"the ledger of {pool} is {turns}, assigned were {owners}")
