"""What operators are writing: a draft of the playbook for each, with its last steps."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.columns import instant


class PlaybookDraft(SQLModel, table=True):
    """One person's draft. `step` is the text it is at: undo and redo move it."""

    __tablename__ = "playbook_drafts"

    author: str = Field(primary_key=True)
    based_on: int  # the version it began with, or was put on top of since
    step: int
    updated_at: datetime = instant()


class PlaybookDraftStep(SQLModel, table=True):
    """The whole text after one edit, and which edit that was."""

    __tablename__ = "playbook_draft_steps"

    author: str = Field(
        primary_key=True, foreign_key="playbook_drafts.author", ondelete="CASCADE"
    )
    step: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    text: str
    said: str
    at: datetime = instant()
