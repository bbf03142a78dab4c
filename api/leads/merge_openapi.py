"""Describe merging at /openapi.json."""

from typing import Any

from api.openapi import REF, SECRET, problems


def _deed(summary: str, model: str) -> dict[str, Any]:
    schema = {"$ref": REF.format(model=model)}
    return {
        "summary": summary,
        "responses": problems(400, 401, 403, 404, 408, 409, 413, 415, 422, 503),
        "openapi_extra": {
            "security": SECRET,
            "requestBody": {"content": {"application/json": {"schema": schema}}},
        },
    }


MERGE = _deed("Merge two leads of one person", "MergeGiven")
UNMERGE = _deed("Take a merge back", "TakenBackGiven")
SPLIT = _deed("Give one hand-raise a lead of its own", "SplitGiven")
