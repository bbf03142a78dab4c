from types import SimpleNamespace
from typing import Any

import pytest

from api.leads.action_forms import body_of
from domain.errors import InvalidError
from domain.lifecycle import ActionKind

MADRID = "Europe/Madrid"
DANA: Any = SimpleNamespace(
    name="Dana Ruiz",
    company="Northwind",
    job_title=None,
    phone=None,
    country="ES",
    employees=240,
    industry=None,
    product=None,
)


@pytest.mark.parametrize(
    ("kind", "form", "body"),
    [
        (ActionKind.ACCEPT, {"back": "/inbox"}, {}),
        (ActionKind.DECLINE, {"reason": " On leave "}, {"reason": "On leave"}),
        (ActionKind.REASSIGN, {"to": "ben", "reason": ""}, {"to": "ben"}),
        (ActionKind.RESOLVE, {"decision": "high", "owner": ""}, {"band": "high"}),
        (
            ActionKind.RESOLVE,
            {"decision": "low", "owner": "ben"},
            {"band": "low", "owner": "ben"},
        ),
        (ActionKind.RESOLVE, {"decision": "reject", "owner": "ben"}, {"reject": True}),
        (
            ActionKind.RESOLVE,
            {"decision": "spam", "owner": ""},
            {"reject": True, "outcome": "spam"},
        ),
        (
            ActionKind.CLOSE,
            {"outcome": "won", "value": "1200,50"},
            {"outcome": "won", "value": 1200.5},
        ),
        (ActionKind.CLOSE, {"outcome": "lost", "value": ""}, {"outcome": "lost"}),
        (
            ActionKind.CORRECT,
            {"name": "Dana Ruiz", "company": "Northwind SL", "employees": "250"},
            {"fields": {"company": "Northwind SL", "employees": 250}},
        ),
        (
            ActionKind.SNOOZE,
            {"until": "2026-11-27T09:00", "reason": "Waits for a budget"},
            {"until": "2026-11-27T09:00:00+01:00", "reason": "Waits for a budget"},
        ),
    ],
)
def test_a_form_says_what_the_api_would_be_told(
    kind: ActionKind, form: dict[str, str], body: dict[str, Any]
) -> None:
    assert body_of(kind, form, DANA, MADRID) == body


@pytest.mark.parametrize("employees", ["many", "nan", "1e400", "-inf"])
def test_a_number_that_is_none_is_refused(employees: str) -> None:
    with pytest.raises(InvalidError, match="has to be a number"):
        body_of(ActionKind.CORRECT, {"employees": employees}, DANA, MADRID)


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidError, match="Say until when"):
        body_of(ActionKind.SNOOZE, {"until": "soon"}, DANA, MADRID)
