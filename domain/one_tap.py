"""Which actions a message about a lead offers as one tap, likeliest first."""

from collections.abc import Mapping

from domain.lifecycle import WITH_OWNER, ActionKind, Status

_OWNER_MAY: Mapping[Status, tuple[ActionKind, ...]] = {
    Status.ASSIGNED: (ActionKind.ACCEPT, ActionKind.CONTACTED, ActionKind.DECLINE),
    Status.ACCEPTED: (ActionKind.CONTACTED, ActionKind.DECLINE),
    Status.CONTACTED: (ActionKind.CONTACTED,),
}


def offered(status: Status, *, owns: bool) -> tuple[ActionKind, ...]:
    """To the one person who gets the message; `owns` when the lead is theirs."""
    if status is Status.QUEUED:
        return (ActionKind.ACCEPT,)
    if owns and status in WITH_OWNER:
        return _OWNER_MAY[status]
    return () if status is Status.CLOSED else (ActionKind.TAKEOVER,)


def offered_to_all(status: Status, *, to_owner: bool) -> tuple[ActionKind, ...]:
    """Where colleagues read along: they may step in for the owner who is addressed."""
    kinds = offered(status, owns=to_owner)
    steps_in = to_owner and status in WITH_OWNER
    return (*kinds, ActionKind.TAKEOVER) if steps_in else kinds
