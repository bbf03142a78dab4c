"""Say what of a playbook cannot be meant, or will surprise somebody."""

from domain.checks.finding import Finding
from domain.checks.holidays import check_holidays
from domain.checks.model import check_model
from domain.checks.notices import check_notices
from domain.checks.owners import check_owners
from domain.checks.regions import Space
from domain.checks.rows import check_rows
from domain.checks.texts import check_texts
from domain.checks.working_week import check_promises
from domain.playbook import Playbook


def check_playbook(playbook: Playbook) -> tuple[Finding, ...]:
    """Everything that is found, in the order of the document's parts."""
    space = Space(playbook.model)
    return (
        *check_owners(playbook),
        *check_notices(playbook),
        *check_model(playbook, space),
        *check_holidays(playbook),
        *check_promises(playbook),
        *check_rows(playbook, space),
        *check_texts(playbook),
    )
