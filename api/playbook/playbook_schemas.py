"""Say what may be sent about the playbook."""

from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, Strict

from api.schemas import Given
from api.web.texts import Handle, Line2000, instant_text, refuse

LONGEST_DOCUMENT = 1_000_000  # characters; a table of a thousand rows has 200,000
LARGEST_VERSION = 2**31 - 1


def _storable(text: str) -> str:
    if "\x00" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise refuse("This contains characters that cannot be stored.")
    return text


Document = Annotated[
    str, Field(min_length=1, max_length=LONGEST_DOCUMENT), AfterValidator(_storable)
]
Version = Annotated[int, Field(ge=1, le=LARGEST_VERSION)]
Later = Annotated[AwareDatetime, Strict(strict=False), BeforeValidator(instant_text)]

_DOCUMENT = "company: Northwind Fleet\nlanguage: en\n…"
PUBLISH_EXAMPLE: dict[str, Any] = {
    "document": _DOCUMENT,
    "comment": "High begins at 55: we have two more people since Monday",
    "based_on": 6,
}
ROLL_BACK_EXAMPLE: dict[str, Any] = {"version": 5, "comment": "Too many for Ana"}


class DraftGiven(Given):
    """A document that is only looked at."""

    document: Document


class PublishGiven(Given):
    """`based_on` is the version that the document was made from."""

    document: Document
    comment: Line2000 = None
    based_on: Version | None = None
    effective_at: Later | None = None
    by: Handle | None = None


class RollBackGiven(Given):
    version: Version
    comment: Line2000 = None
    based_on: Version | None = None
    by: Handle | None = None
