"""Describe by hand what routes read by hand: bodies, keys and problem documents."""

from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from api.leads.action_schemas import EXAMPLES as ACTIONS
from api.leads.action_schemas import ActionGiven
from api.leads.merge_schemas import MergeGiven, SplitGiven, TakenBackGiven
from api.playbook.playbook_schemas import DraftGiven, PublishGiven, RollBackGiven
from api.schemas import EXAMPLE, LeadGiven
from api.web.problems import MEDIA_TYPE

REF = "#/components/schemas/{model}"
_PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": REF.format(model="Problem")}}}
_PAGE: dict[str, dict[str, Any]] = {"text/html": {}}  # what a form post gets
SECRET: list[dict[str, list[str]]] = [{"secretKey": []}]

_PROBLEM_SCHEMA: dict[str, Any] = {
    "title": "Problem",
    "description": "RFC 9457. `type` names the kind for good; clients may branch on it.",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "example": "urn:handraise:problem:invalid"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {
                    "pointer": {"type": "string", "description": "RFC 6901"},
                    "detail": {"type": "string"},
                    "line": {"type": "integer", "description": "In a document."},
                },
            },
        },
        "based_on": {
            "type": ["integer", "null"],
            "description": "With playbook-moved, as the next three.",
        },
        "newest": {"type": "integer"},
        "changes": {"type": "array", "items": {"type": "string"}},
        "diff": {"type": "array", "items": {"type": "string"}},
    },
}
_ANSWER_SCHEMA: dict[str, Any] = {
    "title": "Answer",
    "type": "object",
    "required": ["lead_id", "status", "next_step"],
    "properties": {
        "lead_id": {"type": "string", "format": "uuid"},
        "status": {"type": "string"},
        "merged": {"type": "boolean"},
        "band": {"type": "string", "enum": ["high", "medium", "low", "review"]},
        "next_step": {
            "type": "object",
            "required": ["kind", "message"],
            "properties": {
                "kind": {"enum": ["book", "acknowledge", "resources", "wait"]},
                "message": {"type": "string"},
                "language": {
                    "type": "string",
                    "description": "Of the message, as ISO 639-1: the lead's where "
                    "the playbook has it, else the playbook's own.",
                },
                "url": {"type": "string"},
                "respond_by": {"type": "string", "format": "date-time"},
                "resources": {
                    "type": "array",
                    "description": "What to read, best first; `url` is the first.",
                    "items": {
                        "type": "object",
                        "properties": {
                            "title": {"type": "string"},
                            "url": {"type": "string"},
                        },
                    },
                },
            },
        },
        "owner": {"type": "object", "properties": {"name": {"type": "string"}}},
        "decision_id": {"type": "string", "description": "With a secret key."},
        "score": {"type": "object", "description": "With a secret key."},
        "reasons": {"type": "array", "items": {}, "description": "With a secret key."},
    },
    "example": {
        "lead_id": "8c6f1a52-8f0e-4d5a-9f0b-6d8a4f1c2b3e",
        "status": "assigned",
        "band": "high",
        "next_step": {
            "kind": "book",
            "message": "Ana Ortiz will call you by 16:20 today.",
            "language": "en",
            "url": "https://calendar.example/ana",
            "respond_by": "2026-11-20T15:20:00Z",
        },
        "owner": {"name": "Ana Ortiz"},
    },
}


def problems(*statuses: int, page: bool = False) -> dict[int | str, dict[str, Any]]:
    """What each of these refusals is about. `page`: a browser gets one instead."""
    described = {400: "Malformed", 401: "No such key", 403: "Not with this key"}
    described |= {404: "No such lead", 408: "Too slow", 409: "Not in this state"}
    described |= {413: "Too large", 415: "Not JSON or a form", 422: "Cannot be used"}
    described |= {503: "A part is away; see Retry-After"}
    content = _PROBLEM | (_PAGE if page else {})
    return {s: {"description": described[s], "content": content} for s in statuses}


def _answers(description: str) -> dict[str, Any]:
    schema = {"$ref": REF.format(model="Answer")}
    return {
        "description": description,
        "content": {"application/json": {"schema": schema}},
    }


def _header(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"in": "header", "name": name, "description": description, "schema": schema}


_LEAD = {"$ref": REF.format(model="LeadGiven")}
SUBMIT: dict[str, Any] = {
    "status_code": 201,
    "summary": "Submit a lead",
    "responses": {
        200: _answers("The person has an open lead: merged into it."),
        201: _answers("Decided."),
        202: _answers("On disk, not decided yet. See Location."),
        303: {"description": "A form post: on to the next step."},
        **problems(400, 401, 408, 413, 415, 422, 503, page=True),
    },
    "openapi_extra": {
        "security": [{"siteKey": []}, {"secretKey": []}],
        "parameters": [
            _header("Prefer", "wait=N seconds, or respond-async", {"type": "string"}),
            _header(
                "Idempotency-Key",
                "The same key gives the same answer.",
                {
                    "type": "string",
                    "maxLength": 200,
                    "pattern": "^[!-~]([ -~]*[!-~])?$",
                },
            ),
        ],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": _LEAD, "example": EXAMPLE},
                "application/x-www-form-urlencoded": {"schema": {"type": "object"}},
                "multipart/form-data": {"schema": {"type": "object"}},
            },
        },
    },
}
READ: dict[str, Any] = {
    "summary": "Read a lead",
    "responses": problems(401, 403, 404, 503),
    "openapi_extra": {"security": SECRET},
}
ACT: dict[str, Any] = {
    "summary": "Act on a lead",
    "responses": problems(400, 401, 403, 404, 408, 409, 413, 415, 422, 503),
    "openapi_extra": {
        "security": SECRET,
        "requestBody": {
            "content": {
                "application/json": {
                    "schema": {"$ref": REF.format(model="ActionGiven")},
                    "examples": {
                        f"example {n}": {"value": action}
                        for n, action in enumerate(ACTIONS, 1)
                    },
                }
            }
        },
    },
}

MAIL: dict[str, Any] = {
    "summary": "Take in a mail",
    "responses": problems(400, 401, 403, 408, 413, 415, 503),
    "openapi_extra": {
        "security": SECRET,
        "requestBody": {
            "required": True,
            "content": {"message/rfc822": {"schema": {"type": "string"}}},
        },
    },
}


_READ_BY_HAND = (
    *(LeadGiven, ActionGiven, MergeGiven, TakenBackGiven, SplitGiven),
    *(DraftGiven, PublishGiven, RollBackGiven),
)


def describe(app: FastAPI) -> None:
    """Add to the application's own description what it cannot see."""
    generate = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = generate()
            components = document.setdefault("components", {})
            schemas = components.setdefault("schemas", {})
            schemas |= _own_schemas()
            components["securitySchemes"] = {
                "siteKey": {"type": "http", "scheme": "bearer", "description": "pk_…"},
                "secretKey": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "sk_…",
                },
            }
            app.openapi_schema = document
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]


def _own_schemas() -> dict[str, Any]:
    _, found = models_json_schema(
        [(model, "validation") for model in _READ_BY_HAND], ref_template=REF
    )
    schemas: dict[str, Any] = found["$defs"]
    return schemas | {"Problem": _PROBLEM_SCHEMA, "Answer": _ANSWER_SCHEMA}
