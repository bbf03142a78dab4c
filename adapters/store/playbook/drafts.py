"""What an operator is writing: the draft, and the steps to undo and redo."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

KEPT_STEPS = 100  # to undo
TYPING = "Typed in the text"  # what one is called that the next one may replace
ONE_BREATH = timedelta(seconds=20)  # typing within it is undone together

_FIND = text(
    """
    SELECT d.author, d.based_on, d.step, d.updated_at, s.text, s.said,
           EXISTS (SELECT FROM playbook_draft_steps b
                   WHERE b.author = d.author AND b.step < d.step) AS can_undo,
           (SELECT a.said FROM playbook_draft_steps a
            WHERE a.author = d.author AND a.step = d.step + 1) AS redoes
    FROM playbook_drafts d
    JOIN playbook_draft_steps s ON s.author = d.author AND s.step = d.step
    WHERE d.author = :author
    """
)
_BEGIN = text(
    """
    WITH begun AS (
      INSERT INTO playbook_drafts (author, based_on, step, updated_at)
      VALUES (:author, :based_on, 0, :now)
      ON CONFLICT DO NOTHING
      RETURNING author)
    INSERT INTO playbook_draft_steps (author, step, text, said, at)
    SELECT author, 0, :text, '', :now FROM begun
    """
)
_LOCK = text("SELECT step FROM playbook_drafts WHERE author = :author FOR UPDATE")
_FORGET_REDO = text(
    "DELETE FROM playbook_draft_steps WHERE author = :author AND step > :step"
)
_FORGET_OLD = text(
    "DELETE FROM playbook_draft_steps WHERE author = :author AND step <= :oldest"
)
_ADD = text(
    """
    INSERT INTO playbook_draft_steps (author, step, text, said, at)
    VALUES (:author, :step, :text, :said, :now)
    ON CONFLICT (author, step) DO UPDATE
    SET text = excluded.text, said = excluded.said, at = excluded.at
    """
)
_MOVE = text(
    """
    UPDATE playbook_drafts SET step = :step, updated_at = :now
    WHERE author = :author
      AND EXISTS (SELECT FROM playbook_draft_steps
                  WHERE author = :author AND step = :step)
    """
)


@dataclass(frozen=True, slots=True)
class Draft:
    """`said` is what the last step did, `redoes` what the next one would do again."""

    author: str
    based_on: int
    step: int
    updated_at: datetime
    text: str
    said: str
    can_undo: bool
    redoes: str | None


async def find_draft(connection: AsyncConnection, author: str) -> Draft | None:
    row = (await connection.execute(_FIND, {"author": author})).one_or_none()
    return None if row is None else Draft(*row)


async def begin_draft(
    connection: AsyncConnection, author: str, text: str, based_on: int, now: datetime
) -> None:
    """A draft that says what is published; one that is there already stays."""
    given = {"author": author, "text": text, "based_on": based_on, "now": now}
    await connection.execute(_BEGIN, given)


async def add_step(
    connection: AsyncConnection, draft: Draft, text: str, said: str, now: datetime
) -> None:
    """Keep a text as the next step; what was undone is forgotten.

    Typing that goes on replaces its own last step, so that it is undone in one go.
    """
    goes_on = said == draft.said == TYPING and now - draft.updated_at < ONE_BREATH
    step = draft.step if goes_on else draft.step + 1
    given = {"author": draft.author, "step": step, "now": now}
    await connection.execute(_LOCK, {"author": draft.author})
    await connection.execute(_FORGET_REDO, {"author": draft.author, "step": step})
    await connection.execute(_ADD, given | {"text": text, "said": said})
    await connection.execute(_MOVE, given)
    await connection.execute(
        _FORGET_OLD, {"author": draft.author, "oldest": step - KEPT_STEPS}
    )


async def go_to_step(
    connection: AsyncConnection, author: str, step: int, now: datetime
) -> bool:
    """Undo or redo; False when there is no such step."""
    given = {"author": author, "step": step, "now": now}
    return (await connection.execute(_MOVE, given)).rowcount > 0


async def set_base(
    connection: AsyncConnection, author: str, based_on: int, now: datetime
) -> None:
    """The draft stands on top of that version from now on."""
    statement = (
        "UPDATE playbook_drafts SET based_on = :based_on, updated_at = :now"
        " WHERE author = :author"
    )
    given = {"author": author, "based_on": based_on, "now": now}
    await connection.execute(text(statement), given)


async def discard_draft(connection: AsyncConnection, author: str) -> None:
    statement = "DELETE FROM playbook_drafts WHERE author = :author"
    await connection.execute(text(statement), {"author": author})
