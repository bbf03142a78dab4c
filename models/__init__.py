"""The tables: shape, constraints and indexes, no rules."""

from sqlmodel import SQLModel

from models.audit import AuditEntry
from models.business import (
    ApiKey,
    IncomingMail,
    Leave,
    Message,
    Pause,
    PublishedPlaybook,
    Session,
    SignInLink,
    Undeliverable,
    Unsubscribed,
    User,
)
from models.decisions import Company, Decision, EnrichmentAnswer, Turn
from models.drafts import PlaybookDraft, PlaybookDraftStep
from models.leads import (
    Assignment,
    Breach,
    HumanAction,
    Lead,
    Merge,
    Review,
    ReviewLabel,
    Submission,
    TimelineEntry,
)

METADATA = SQLModel.metadata

__all__ = [
    "METADATA",
    "ApiKey",
    "Assignment",
    "AuditEntry",
    "Breach",
    "Company",
    "Decision",
    "EnrichmentAnswer",
    "HumanAction",
    "IncomingMail",
    "Lead",
    "Leave",
    "Merge",
    "Message",
    "Pause",
    "PlaybookDraft",
    "PlaybookDraftStep",
    "PublishedPlaybook",
    "Review",
    "ReviewLabel",
    "Session",
    "SignInLink",
    "Submission",
    "TimelineEntry",
    "Turn",
    "Undeliverable",
    "Unsubscribed",
    "User",
]
