"""Show the playbook's versions, and what is different between two, as JSON."""

from collections.abc import Iterable
from typing import Any

from adapters.playbook.checks import Checked, Remark
from adapters.playbook.published import text_diff
from adapters.store.playbook.playbooks import ListedVersion, PublishedDocument
from api.leads.lead_json import instant_text
from domain.checks.finding import Severity
from domain.comparing.playbook_diff import changes
from domain.playbook import Playbook


def version_json(listed: ListedVersion) -> dict[str, Any]:
    return {
        "version": listed.version,
        "state": listed.state.value,
        "author": listed.author,
        "comment": listed.comment,
        "published_at": instant_text(listed.published_at),
        "effective_at": instant_text(listed.effective_at),
        "based_on": listed.based_on,
        "cancelled_at": instant_text(listed.cancelled_at),
        "cancelled_by": listed.cancelled_by,
    }


def document_json(listed: ListedVersion, found: PublishedDocument) -> dict[str, Any]:
    return version_json(listed) | {"document": found.document}


def checked_json(checked: Checked) -> dict[str, Any]:
    """Errors stop a publication, warnings want a comment, notes are worth knowing."""
    return {
        "usable": not checked.of(Severity.ERROR),
        "faults": _remarks(checked.of(Severity.ERROR)),
        "warnings": _remarks(checked.of(Severity.WARNING)),
        "notes": _remarks(checked.of(Severity.NOTE)),
    }


def _remarks(remarks: Iterable[Remark]) -> list[dict[str, Any]]:
    return [
        {
            "code": one.code,
            "pointer": one.pointer,
            "line": one.line,
            "detail": one.sentence,
        }
        for one in remarks
    ]


def changes_json(old: Playbook, new: Playbook) -> list[dict[str, str]]:
    return [
        {"section": change.section, "sentence": change.sentence}
        for change in changes(old, new)
    ]


def diff_json(
    old: tuple[PublishedDocument, Playbook], new: tuple[PublishedDocument, Playbook]
) -> dict[str, Any]:
    """Sentences for people, lines for those who read YAML."""
    return {
        "from": old[0].version,
        "to": new[0].version,
        "changes": changes_json(old[1], new[1]),
        "diff": text_diff(old[0].document, new[0].document),
    }
