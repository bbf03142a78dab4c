"""What a website learns when its submission was decided."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.lifecycle import Status
from domain.qualifying.bands import Band


@dataclass(frozen=True, slots=True)
class Answer:
    """Where the lead stood when a hand-raise had been decided."""

    decision_id: UUID
    status: Status
    band: Band
    owner: str | None = None
    respond_by: datetime | None = None
    partial: bool = False
