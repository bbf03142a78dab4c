"""Describe what is asked and answered about the playbook."""

from typing import Any

from api.openapi import REF, SECRET, problems
from api.playbook.playbook_schemas import PUBLISH_EXAMPLE, ROLL_BACK_EXAMPLE

_READING = (401, 403, 404, 503)
_WRITING = (400, 401, 403, 404, 408, 409, 413, 415, 422, 503)


def _read(summary: str, *more: int) -> dict[str, Any]:
    return {
        "summary": summary,
        "responses": problems(*_READING, *more),
        "openapi_extra": {"security": SECRET},
    }


def _write(summary: str, model: str, example: dict[str, Any]) -> dict[str, Any]:
    schema = {"$ref": REF.format(model=model)}
    body = {"application/json": {"schema": schema, "example": example}}
    return {
        "summary": summary,
        "responses": problems(*_WRITING),
        "openapi_extra": {
            "security": SECRET,
            "requestBody": {"required": True, "content": body},
        },
    }


CURRENT = _read("Read the playbook that is in force")
VERSIONS = _read("List the versions of the playbook")
ONE = _read("Read a version of the playbook")
DIFF = _read("Say what changed between two versions", 422)
CHECK = _write(
    "Check a document", "DraftGiven", {"document": PUBLISH_EXAMPLE["document"]}
)
PUBLISH = {"status_code": 201} | _write(
    "Publish a document", "PublishGiven", PUBLISH_EXAMPLE
)
ROLL_BACK = {"status_code": 201} | _write(
    "Publish an old version again", "RollBackGiven", ROLL_BACK_EXAMPLE
)
CANCEL: dict[str, Any] = {
    "summary": "Cancel a version whose time has not come",
    "responses": problems(400, 401, 403, 404, 408, 409, 413, 415, 503),
    "openapi_extra": {"security": SECRET},
}
