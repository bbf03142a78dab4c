"""Say what a person may send to merge leads, and to take that back."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue, model_validator

from api.schemas import Given
from api.web.texts import Handle, Message, refuse

Id = Annotated[UUID, Field(strict=False)]

_OTHER = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
_MERGES: list[JsonValue] = [
    {"by": "mara", "with": _OTHER},
    {"by": "ana", "into": _OTHER, "reason": "She wrote from home as well"},
]


class TakenBackGiven(Given):
    by: Handle | None = None
    reason: Message = None


class MergeGiven(TakenBackGiven):
    """`with`: the other lead; the rule says which goes on. `into`: that one has to."""

    model_config = ConfigDict(json_schema_extra={"examples": _MERGES})

    other: Id | None = Field(default=None, alias="with")
    into: Id | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.other is None) == (self.into is None):
            raise refuse("Send either with, or into: the id of the other lead.")
        return self


class SplitGiven(TakenBackGiven):
    submission: Id
