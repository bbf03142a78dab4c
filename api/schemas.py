"""Say what a website may send about a lead."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.web.texts import (
    Address,
    FieldName,
    FieldValue,
    Instant,
    Language,
    Line100,
    Line200,
    Line2000,
    Message,
    Phone,
    refuse,
)

PAGE_VIEWS = 500
EVENTS = 200
PROPERTIES = 10
FIELDS = 50
_DAY = 86_400.0  # seconds; a tab that stays open longer says nothing
_MOST_EMPLOYEES = 10_000_000

EXAMPLE: dict[str, Any] = {
    "email": "dana@northwind.example",
    "name": "Dana Ruiz",
    "company": "Northwind",
    "job_title": "VP Operations",
    "phone": "+34 600 000 000",
    "country": "ES",
    "employees": 240,
    "industry": "logistics",
    "product": "fleet",
    "message": "Quote for 80 vehicles this month, please",
    "channel": "form",
    "anonymous_id": "c0ffee",
    "page_views": [{"path": "/pricing", "seconds": 95, "at": "2026-11-20T10:00:00Z"}],
    "events": [
        {
            "name": "download",
            "at": "2026-11-20T10:01:00Z",
            "properties": {"file": "buyers-guide"},
        }
    ],
    "source": {"utm_source": "search", "landing_page": "/fleet"},
    "consent": {"marketing": True, "text": "Yes, keep me posted."},
    "fields": {"vehicles": 80},
}


class Given(BaseModel):
    """What comes from outside: exact types, no member that nobody reads."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, allow_inf_nan=False
    )


class PageViewGiven(Given):
    path: Annotated[str, Field(pattern=r"^/[^\x00-\x1f\x7f]*$", max_length=2000)]
    seconds: Annotated[float, Field(ge=0, le=_DAY)] = 0.0
    at: Instant


class EventGiven(Given):
    """Something done that is no page: a download, a mail opened, a reply, a booking."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]{0,62}$")]
    at: Instant
    properties: Annotated[dict[FieldName, FieldValue], Field(max_length=PROPERTIES)] = (
        Field(default_factory=dict)
    )


class SourceGiven(Given):
    utm_source: Line200 = None
    utm_medium: Line200 = None
    utm_campaign: Line200 = None
    utm_term: Line200 = None
    utm_content: Line200 = None
    referrer: Line2000 = None
    landing_page: Line2000 = None


class ConsentGiven(Given):
    marketing: bool = False
    text: Line2000 = None


class LeadGiven(Given):
    """One raised hand. The playbook may require more than the address."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    email: Address
    name: Line200 = None
    company: Line200 = None
    job_title: Line200 = None
    phone: Phone = None
    country: Line100 = None
    region: Line100 = None
    postal_code: Line100 = None
    employees: Annotated[int, Field(ge=0, le=_MOST_EMPLOYEES)] | None = None
    industry: Line100 = None
    product: Line100 = None
    message: Message = None
    language: Language = None
    channel: Literal["form", "chat", "email", "phone", "partner", "import", "api"] = (
        "form"
    )
    anonymous_id: Line200 = None
    page_views: Annotated[list[PageViewGiven], Field(max_length=PAGE_VIEWS)] = Field(
        default_factory=list
    )
    events: Annotated[list[EventGiven], Field(max_length=EVENTS)] = Field(
        default_factory=list
    )
    source: SourceGiven | None = None
    consent: ConsentGiven | None = None
    fields: Annotated[dict[FieldName, FieldValue], Field(max_length=FIELDS)] = Field(
        default_factory=dict
    )

    def payload(self) -> dict[str, Any]:
        """The body as JSON values, without what was not said."""
        said = self.model_dump(mode="json", exclude_none=True)
        own = {name: value for name, value in self.fields.items() if value is not None}
        return said | {"fields": own}


__all__ = ["EXAMPLE", "Given", "LeadGiven", "refuse"]
