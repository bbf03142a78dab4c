"""How this house writes a column: instants with a zone, JSON as JSONB."""

from typing import Any

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field


def instant() -> Any:
    """A required aware instant."""
    return Field(sa_type=DateTime(timezone=True))


def maybe_instant() -> Any:
    return Field(default=None, sa_type=DateTime(timezone=True))


def json_object() -> Any:
    return Field(default_factory=dict, sa_type=JSONB)


def json_list() -> Any:
    return Field(default_factory=list, sa_type=JSONB)


def maybe_json() -> Any:
    return Field(default=None, sa_type=JSONB)


__all__ = ["instant", "json_list", "json_object", "maybe_instant", "maybe_json"]
