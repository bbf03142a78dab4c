"""Say whom a playbook wants to tell in Slack, though it does not know them there."""

from collections.abc import Iterator

from domain.checks.finding import Finding, Path, Severity
from domain.playbook import Playbook
from domain.promises.plans import PlannedStep
from domain.promises.sla import NoticeChannel


def check_notices(playbook: Playbook) -> Iterator[Finding]:
    yield from _wishes(playbook)
    yield from _steps(playbook)


def _wishes(playbook: Playbook) -> Iterator[Finding]:
    for person in playbook.people:
        if NoticeChannel.SLACK in person.notices and person.slack is None:
            sentence = (
                f"{person.name} wants notices in Slack and has no `slack` member id: "
                "they go by mail."
            )
            where = ("people", person.handle, "notices")
            yield Finding(Severity.WARNING, "no-slack-id", where, sentence)


def _steps(playbook: Playbook) -> Iterator[Finding]:
    if any(person.slack for person in playbook.people):
        return
    for where, steps in _plans(playbook):
        if any(step.channel is NoticeChannel.SLACK for step in steps):
            sentence = "This plan tells people in Slack, where nobody has a member id."
            yield Finding(Severity.WARNING, "nobody-in-slack", where, sentence)


def _plans(playbook: Playbook) -> Iterator[tuple[Path, tuple[PlannedStep, ...]]]:
    for band, promise in playbook.promises.items():
        yield ("bands", band.value, "if_not_accepted"), promise.accept_steps
        yield ("bands", band.value, "if_not_contacted"), promise.contact_steps
    yield ("bands", "review", "if_not_decided"), playbook.review_promise.steps
    yield ("next_touch", "if_missed"), playbook.next_touch_promise.steps
