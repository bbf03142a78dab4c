"""Describe what the audit trail answers."""

from typing import Any

from api.openapi import SECRET, problems

_ENTRY: dict[str, Any] = {
    "id": 4711,
    "at": "2026-11-20T14:22:09.120394Z",
    "lead_id": "8c6f1a52-8f0e-4d5a-9f0b-6d8a4f1c2b3e",
    "actor": "mara",
    "origin": "page",
    "via": None,
    "kind": "assigned",
    "what": "Mara Conti gave it to Ben Silva",
    "where": "on a page of Handraise",
    "reason": "Ben knows them",
    "changes": {
        "owner": {"before": "ana", "after": "ben"},
        "due_at": {
            "before": "2026-11-20T14:30:00+00:00",
            "after": "2026-11-20T15:00:00+00:00",
        },
    },
}
ENTRIES: dict[str, Any] = {
    "summary": "Read the audit trail",
    "responses": {
        200: {
            "description": "Entries, the oldest first, and where the next page begins.",
            "content": {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "required": ["entries", "next"],
                        "properties": {
                            "entries": {"type": "array", "items": {"type": "object"}},
                            "next": {"type": ["integer", "null"]},
                        },
                    },
                    "example": {"entries": [_ENTRY], "next": 4711},
                }
            },
        },
        **problems(401, 403, 404, 422, 503),
    },
    "openapi_extra": {"security": SECRET},
}
