"""Whether the four sentences held: each fault in words, and the figures.

* Every breach has exactly its plan's actions: none twice, none missing.
* Nobody who let a lead slip got it back.
* No automatic message after a takeover.
* Who gives a lead back finds its plan where they interrupted it.
"""

from tests.rehearsal.books import Books
from tests.rehearsal.done import done_for
from tests.rehearsal.findings import Verdict
from tests.rehearsal.given_back import goes_on
from tests.rehearsal.holders import given_again, nobody_twice, on_record
from tests.rehearsal.planned import planned_for
from tests.rehearsal.plans_kept import counted, plans_kept
from tests.rehearsal.silence import silent


def judge(books: Books) -> Verdict:
    verdict = Verdict()
    messages, timeline = books.of_lead("messages"), books.of_lead("timeline")
    assignments, breaches = books.of_lead("assignments"), books.of_lead("breaches")
    leads = {str(row["id"]): row for row in books.tables["leads"]}
    reasons = {str(row["id"]): row["reason"] for row in books.tables["human_actions"]}
    for lead_id, standings in books.standings.items():
        mine = messages.get(lead_id, [])
        held = sorted(assignments.get(lead_id, []), key=lambda row: row["started_at"])
        done = done_for(mine, timeline.get(lead_id, []), held)
        ends = books.dropped.get(lead_id, books.ends)
        faults = [
            *plans_kept(planned_for(standings, ends), done, standings, verdict),
            *counted(done, standings, breaches.get(lead_id, []), leads[lead_id]),
            *on_record(standings, held),
            *nobody_twice(standings, held, reasons, verdict),
            *silent(standings, mine),
            *goes_on(standings, verdict),
        ]
        verdict.given_again += given_again(held, done)
        verdict.faults += [f"lead {lead_id}: {fault}" for fault in faults]
    return verdict
