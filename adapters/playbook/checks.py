"""Say what is wrong with a playbook's document, and in which line."""

from collections.abc import Iterable
from dataclasses import dataclass

from adapters.playbook.file import read_with_lines
from adapters.yaml.lines import Lines, pointer_to
from domain.checks.finding import Finding, Severity
from domain.checks.playbook import check_playbook
from domain.errors import Fault, PlaybookError
from domain.playbook import Playbook


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding and its place: `line` is 1-based, `pointer` an RFC 6901 one."""

    severity: Severity
    code: str
    pointer: str
    line: int | None
    sentence: str

    @property
    def fault(self) -> Fault:
        return Fault(self.pointer, self.sentence, self.line)


@dataclass(frozen=True, slots=True)
class Checked:
    """`playbook` is None when the document cannot even be read; remarks by line."""

    playbook: Playbook | None
    remarks: tuple[Remark, ...]

    def of(self, severity: Severity) -> tuple[Remark, ...]:
        return tuple(one for one in self.remarks if one.severity is severity)


def check_document(text: str, source: str) -> Checked:
    """Everything there is to say before it counts. Takes processor time, not others'."""
    try:
        playbook, lines = read_with_lines(text, source)
    except PlaybookError as error:
        faults = (
            Remark(
                Severity.ERROR, "unreadable", fault.pointer, fault.line, fault.sentence
            )
            for fault in error.faults
        )
        return Checked(None, tuple(faults))
    remarks = [_remark(one, lines) for one in check_playbook(playbook)]
    return Checked(playbook, tuple(sorted(remarks, key=lambda one: one.line or 0)))


def publishable(text: str, source: str, comment: str) -> Playbook:
    """The playbook. PlaybookError when it has errors, or warnings and nobody says why."""
    checked = check_document(text, source)
    errors = checked.of(Severity.ERROR)
    if checked.playbook is None or errors:
        raise PlaybookError(f"{source} cannot be used.", _faults(errors))
    warnings = checked.of(Severity.WARNING)
    if warnings and not comment.strip():
        sentence = (
            f"{source} has warnings: say in a comment why it is right all the same."
        )
        raise PlaybookError(sentence, _faults(warnings))
    return checked.playbook


def _remark(found: Finding, lines: Lines) -> Remark:
    pointer = pointer_to(*found.where)
    line = lines.of(pointer)
    return Remark(found.severity, found.code, pointer, line, found.sentence)


def _faults(remarks: Iterable[Remark]) -> tuple[Fault, ...]:
    return tuple(remark.fault for remark in remarks)
