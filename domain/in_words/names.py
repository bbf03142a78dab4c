"""Say who somebody is of whom machines know the handle."""

from domain.playbook import Playbook


def name_of(playbook: Playbook | None, handle: str | None) -> str:
    """For sentences. Somebody who has left is known by the handle."""
    if handle is None:
        return "Nobody"
    if playbook is None or not playbook.has_person(handle):
        return handle.capitalize()
    return playbook.person(handle).name


def first_name_of(playbook: Playbook, handle: str) -> str:
    return name_of(playbook, handle).split(" ", 1)[0]


def called(handle: str, playbook: Playbook) -> str:
    """What colleagues call a person: the first name, unless there are two of them."""
    if not playbook.has_person(handle):
        return handle.capitalize()
    person = playbook.person(handle)
    namesakes = [p for p in playbook.people if p.first_name == person.first_name]
    return person.first_name if len(namesakes) == 1 else person.name
