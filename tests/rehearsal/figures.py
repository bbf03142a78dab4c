"""What a rehearsal was like, in numbers."""

from collections import Counter
from collections.abc import Iterator

from tests.rehearsal.books import Books, Standing
from tests.rehearsal.findings import Verdict
from tests.rehearsal.rehearsal import Happened
from tests.rehearsal.terms import Term, terms_of

FIGURES: list[
    str
] = []  # shown at the end of the run, whether or not output is captured
_MOVED = "moved on"


def table(happened: Happened, books: Books, verdict: Verdict) -> str:
    """A line for each figure, faults last."""
    lines = dict(_figures(happened, books, verdict))
    width = max(map(len, lines))
    return "\n".join(f"{name:<{width}}  {figure}" for name, figure in lines.items())


def _figures(
    happened: Happened, books: Books, verdict: Verdict
) -> Iterator[tuple[str, object]]:
    lives = list(books.standings.values())
    terms = [term for life in lives for term in terms_of(life)]
    changes = [standing for life in lives for standing in life]
    yield "simulated", f"{happened.begins:%a %d %b %Y} to {happened.ends:%a %d %b %Y}"
    yield "leads", len(lives)
    answers = happened.answers
    yield (
        "  hands raised",
        sum(n for what, n in answers.items() if what.startswith("raise hand")),
    )
    yield "  while Temporal was away", answers["raise hand, Temporal away"]
    yield from _of_clocks(books, terms)
    yield from _of_steps(books, terms, verdict)
    yield from _of_people(changes, verdict)
    kinds = Counter(row["kind"] for row in books.tables["messages"])
    yield "messages", f"{sum(kinds.values())}: {_listed(kinds)}"
    yield "  left, with a true reason", _listed(verdict.left) or 0
    load = Counter(row["owner"] for row in books.tables["assignments"])
    yield "assignments per person", _listed(load)
    yield "requests", _listed(answers)
    yield "FAULTS", len(verdict.faults) + len(happened.faults)


def _of_clocks(books: Books, terms: list[Term]) -> Iterator[tuple[str, object]]:
    promises = [term for term in terms if term.is_promise]
    broken = [t for t in promises if t.clock.due_at <= (t.until or books.ends)]
    running = [t for t in promises if t.until is None and t not in broken]
    yield "leads that the test server dropped on the way", len(books.dropped)
    yield "clocks started", len(terms)
    yield "  of promises", len(promises)
    yield "    broken", len(broken)
    yield (
        "    kept, or taken from the clock",
        len(promises) - len(broken) - len(running),
    )
    yield "    still running", len(running)


def _of_steps(
    books: Books, terms: list[Term], verdict: Verdict
) -> Iterator[tuple[str, object]]:
    steps = [(term, step) for term in terms for step in term.steps]
    due = [step for term, step in steps if step.at <= (term.until or books.ends)]
    effects = sum(n for name, n in verdict.matched.items() if name != "breached")
    yield "steps of all plans", len(steps)
    yield "  fell due while their clock ran", len(due)
    yield "  had their effect", effects
    yield "  a message that the prospect had had", verdict.repeated
    yield "  a person was there in the same moment", verdict.overtaken
    yield "  nobody needed any more", len(steps) - len(due)
    yield "effects of plans", _listed(verdict.matched)


def _of_people(
    changes: list[Standing], verdict: Verdict
) -> Iterator[tuple[str, object]]:
    yield "reassigned or opened to all by a plan", verdict.matched[_MOVED]
    by_hand = [s for s in changes if s.cause == "reassigned"]
    yield "reassigned by a person", len(by_hand)
    yield "  to whoever had let it slip", verdict.given_back_by_hand
    again = "given again by the rules after a breach and a person's reassignment"
    yield again, verdict.given_again
    yield "moved by other hours", sum(s.cause == "replanned" for s in changes)
    yield "passed on, as its owner went on leave", sum(s.absent for s in changes)
    yield "takeovers", sum(s.cause == "taken_over" for s in changes)
    yield "  given back, and the plan went on", verdict.went_on
    yield "  given back, and passed on by the rules", verdict.passed_on


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
