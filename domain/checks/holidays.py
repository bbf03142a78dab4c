"""Say who closes on the public holidays of a place where they may not be."""

from collections.abc import Iterator

from domain.checks.finding import Finding, Severity
from domain.playbook import Playbook


def check_holidays(playbook: Playbook) -> Iterator[Finding]:
    """Who works in another zone, and whose holidays nobody has named."""
    ours = playbook.days.holidays
    if ours is None or not ours.place:
        return
    for person in playbook.people:
        theirs = playbook.calendar_of(person.handle).days.holidays
        if person.zone != playbook.zone and theirs is ours:
            place = person.zone.rpartition("/")[2].replace("_", " ")
            sentence = (
                f"{person.name} works by the clock of {place} and closes on the public "
                f"holidays of {ours.place}: name those of their own country."
            )
            where = ("people", person.handle)
            yield Finding(Severity.NOTE, "whose-holidays", where, sentence)
