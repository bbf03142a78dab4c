"""Hold what somebody pressed, together with what is known of them."""

from dataclasses import dataclass

from adapters.slack.pressed import Pressed
from api.parts import Parts
from domain.lifecycle import ActionKind
from domain.people import Person
from domain.playbook import Playbook


@dataclass(frozen=True, slots=True)
class Press:
    """Something pressed by somebody whom the playbook knows."""

    parts: Parts
    pressed: Pressed
    person: Person
    playbook: Playbook
    kind: ActionKind
