"""Say who somebody is of whom machines know the handle."""

from domain.playbook import Playbook


def name_of(playbook: Playbook, handle: str | None) -> str:
    """For sentences. Somebody who has left is known by the handle."""
    if handle is None:
        return "Nobody"
    return playbook.person(handle).name if playbook.has_person(handle) else handle


def first_name_of(playbook: Playbook, handle: str) -> str:
    if not playbook.has_person(handle):
        return handle
    return playbook.person(handle).first_name
