"""Choose what answers by itself what the prospect wants to know."""

from domain.evidence import Evidence
from domain.playbook import Playbook
from domain.promises.follow_up import Resource
from domain.rules.reading import read

MOST = 3  # who gets a long list reads nothing of it


def resources_for(evidence: Evidence, playbook: Playbook) -> tuple[Resource, ...]:
    """At most three that fit: those of a topic first, else in the playbook's order."""
    if not playbook.resources:
        return ()
    facts = read(evidence, playbook.model, evidence.received_at)
    fitting = [
        one for one in playbook.resources if one.when is None or one.when.holds(facts)
    ]
    fitting.sort(key=lambda one: one.when is None)
    return tuple(fitting[:MOST])
