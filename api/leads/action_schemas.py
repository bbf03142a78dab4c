"""Say what a person may send about a lead."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import ConfigDict, Field, JsonValue

from api.schemas import FIELDS, Given
from api.web.faults import REQUIRED, SENTENCE, checked
from api.web.texts import (
    FieldName,
    FieldValue,
    Handle,
    Instant,
    Line100,
    Line200,
    Message,
    Phone,
)
from domain.errors import Fault, InvalidError
from domain.lifecycle import ActionKind, Outcome
from domain.qualifying.bands import Band

_LARGEST_DEAL = 1e12
_REJECTED = frozenset({Outcome.SPAM, Outcome.DISQUALIFIED})

EXAMPLES: list[JsonValue] = [
    {"by": "ana", "reason": "Spoke to her, wants an offer"},
    {"by": "mara", "to": "ben"},
    {"by": "ana", "outcome": "won", "value": 12000},
]


class CorrectionGiven(Given):
    """Facts put right by a person."""

    name: Line200 = None
    company: Line200 = None
    job_title: Line200 = None
    phone: Phone = None
    country: Line100 = None
    region: Line100 = None
    postal_code: Line100 = None
    employees: Annotated[int, Field(ge=0, le=10_000_000)] | None = None
    industry: Line100 = None
    product: Line100 = None
    fields: Annotated[dict[FieldName, FieldValue], Field(max_length=FIELDS)] = Field(
        default_factory=dict
    )


class ActionGiven(Given):
    """One human input. Which members it may have depends on the action."""

    model_config = ConfigDict(json_schema_extra={"examples": EXAMPLES})

    by: Handle | None = None
    reason: Message = None
    to: Handle | None = None
    fields: CorrectionGiven | None = None
    band: Annotated[Band, Field(strict=False)] | None = None
    owner: Handle | None = None
    reject: bool = False
    outcome: Annotated[Outcome, Field(strict=False)] | None = None
    value: Annotated[float, Field(ge=0, le=_LARGEST_DEAL)] | None = None
    until: Instant | None = None

    def details(self) -> dict[str, Any]:
        """The words and numbers that stay in the database."""
        details: dict[str, Any] = {}
        if self.fields is not None:
            details["fields"] = self.fields.model_dump(exclude_unset=True)
        if self.value is not None:
            details["value"] = self.value
        return details


_ALWAYS = frozenset({"by", "reason"})
_MAY: Mapping[ActionKind, frozenset[str]] = {
    ActionKind.REASSIGN: frozenset({"to"}),
    ActionKind.CORRECT: frozenset({"fields"}),
    ActionKind.RESOLVE: frozenset({"band", "owner", "reject", "outcome"}),
    ActionKind.CLOSE: frozenset({"outcome", "value"}),
    ActionKind.SNOOZE: frozenset({"until"}),
}
_MUST: Mapping[ActionKind, str] = {
    ActionKind.REASSIGN: "to",
    ActionKind.CORRECT: "fields",
    ActionKind.CLOSE: "outcome",
    ActionKind.NOTE: "reason",
    ActionKind.SNOOZE: "until",
}


def read_action(kind: ActionKind, body: object) -> ActionGiven:
    """The body of one action. Raise `InvalidError` with a fault per member."""
    given = checked(ActionGiven, body)
    said = given.model_fields_set
    faults = [
        Fault(f"/{name}", f"This is not for {kind.value}.")
        for name in sorted(said - _ALWAYS - _MAY.get(kind, frozenset()))
    ]
    must = _MUST.get(kind)
    nothing = given.fields is not None and not given.fields.model_fields_set
    if must is not None and (nothing or not getattr(given, must)):
        faults.append(Fault(f"/{must}", REQUIRED))
    if given.outcome is Outcome.MERGED:
        faults.append(Fault("/outcome", "Leads are merged by POST …/merge."))
    if kind is ActionKind.RESOLVE:
        faults += _contradictions(given)
    if faults:
        raise InvalidError(SENTENCE, tuple(faults))
    return given


def _contradictions(given: ActionGiven) -> list[Fault]:
    if given.band is Band.REVIEW:
        return [Fault("/band", "This must be high, medium or low.")]
    if given.reject == (given.band is not None):
        return [Fault("/band", "Send either a band, or reject.")]
    if given.outcome is not None and not (given.reject and given.outcome in _REJECTED):
        return [Fault("/outcome", "With reject, this may be spam or disqualified.")]
    return []
