"""Whether every message that a workflow asked for went out, and how often."""

from collections import Counter

from adapters.mail import message_id
from settings import Settings
from tests.chaos.books import Books
from tests.chaos.findings import Findings
from tests.chaos.histories import Told
from tests.chaos.sink import Sink

SENDER = Settings.model_fields["mail_from"].default


def reckon_mails(found: Findings, books: Books, sink: Sink) -> None:
    told = [one for history in books.histories.values() for one in history.told]
    kept = {row.key for row in books.messages}
    ends = Counter(_end(found, books, one, kept) for one in told)
    found.count("messages asked for", len(told))
    for end, number in sorted(ends.items()):
        found.count(f"  {end}", number)
    asked = {one.notice.key for one in told}
    found.fault(*(f"a mail nobody asked for: {key}" for key in kept - asked))
    _delivered(found, books, sink)


def _end(found: Findings, books: Books, told: Told, kept: set[str]) -> str:
    key = told.notice.key
    if key in kept:
        return "kept in the outbox"
    if f"{key}/not-sent" in books.not_sent:
        return "left, with a reason"
    if told.end != "canceled":
        found.fault(f"{told.kind} {key} {told.end}: no mail, no reason")
    return told.end


def _delivered(found: Findings, books: Books, sink: Sink) -> None:
    """Against the mail server, which was never killed."""
    copies = sink.copies()
    names = {message_id(row.key, SENDER): row.key for row in books.messages}
    found.fault(*(f"mail {one} is not ours" for one in copies.keys() - names.keys()))
    ends: Counter[str] = Counter()
    called_back = _called_back(books)
    for name, key in names.items():
        row = next(row for row in books.messages if row.key == key)
        end = _fate(row.sent_at is not None, name in copies)
        ends[end] += 1
        # Left by a later try: whether an earlier one got through, nobody can know.
        left = f"{key}/not-sent" in books.not_sent
        unsure = end == "written, never sent" and key in called_back
        if end == "marked, never taken" or (end != "sent" and not (left or unsure)):
            found.fault(f"mail {key}: {end}")
    found.count("mails in the outbox", len(names))
    for end, number in sorted(ends.items()):
        found.count(f"  {end}", number)
    twice = {names[name]: n for name, n in copies.items() if n > 1 and name in names}
    found.count("Message-IDs at the mail server", len(copies))
    found.count("  taken more than once", len(twice))
    found.count("  extra copies", sum(twice.values()) - len(twice))
    found.duplicates = twice


def _called_back(books: Books) -> set[str]:
    """A person closed the lead or took it over before these were out."""
    told = [one for history in books.histories.values() for one in history.told]
    return {one.notice.key for one in told if one.end == "canceled"}


def _fate(marked: bool, there: bool) -> str:  # noqa: FBT001 - two facts of one mail
    match marked, there:
        case True, True:
            return "sent"
        case True, False:
            return "marked, never taken"
        case False, True:
            return "taken, not marked"
    return "written, never sent"
