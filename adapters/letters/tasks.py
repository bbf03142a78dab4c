"""The task that a letter puts into its reader's calendar."""

from datetime import datetime

from adapters.letters.calendar_task import Task, write_task
from adapters.letters.stories import Story
from adapters.letters.to_people import who
from domain.people import Person
from domain.promises.sla import ClockKind

_TO_DO = {
    ClockKind.ACCEPT: "Speak to {who}",
    ClockKind.CONTACT: "Speak to {who}",
    ClockKind.NEXT_TOUCH: "Come back to {who}",
}


def calendar_task(story: Story, person: Person) -> str:
    """Of whoever has the lead, while a clock of theirs runs; "" for everybody else."""
    lead, assignment = story.occasion.lead, story.assignment_id
    kind = ClockKind(lead.clock) if lead.clock else None
    if lead.owner != person.handle or assignment is None or kind not in _TO_DO:
        return ""
    task = Task(
        uid=f"{assignment}@handraise",
        sequence=lead.revision,  # grows with every change of the lead
        summary=_TO_DO[kind].replace("{who}", who(lead)),
        description=_description(story, kind, person),
        url=story.link,
        due_at=_due(story, kind),
        owner_name=person.name,
        owner_address=person.email,
    )
    return write_task(task, story.now)


def _due(story: Story, kind: ClockKind) -> datetime:
    """Saying “mine” takes a tap; what needs a time in the day is the answer after it."""
    lead = story.occasion.lead
    due: datetime = lead.due_at
    if kind is ClockKind.ACCEPT and lead.respond_by is not None:
        promised: datetime = lead.respond_by
        return max(due, promised)
    return due


def _description(story: Story, kind: ClockKind, person: Person) -> str:
    lines = [story.link]
    if kind is ClockKind.ACCEPT:
        due = story.when(story.occasion.lead.due_at, person.zone)
        lines.insert(0, f"Say “mine” by {due}, or somebody else gets it.")
    return "\n".join(lines)
