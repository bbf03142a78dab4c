"""Leave with a stand-in, several per person; pauses with a reason and an end."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_22_0230"
down_revision: str | None = "2026_11_21_2322"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# An end is midnight where the person is: twelve hours earlier it is the last day there, and
# in UTC too. `users.away_*` stay for one release: processes of the one before read them.
_MOVE = """
INSERT INTO leaves (id, handle, starts_at, ends_at, first_day, last_day,
                    created_by, created_at)
SELECT gen_random_uuid(), handle, starts_at, away_until,
       least((starts_at AT TIME ZONE 'UTC')::date, last_day), last_day, handle, now()
FROM users,
  LATERAL (SELECT coalesce(away_from, least(now(), away_until - interval '1 day'))
             AS starts_at,
           ((away_until - interval '12 hours') AT TIME ZONE 'UTC')::date AS last_day
          ) AS stretch
WHERE away_until > starts_at
"""


def upgrade() -> None:
    op.create_table(
        "leaves",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("stand_in", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("starts_at < ends_at", name="leave_ends_after_it_starts"),
        sa.ForeignKeyConstraint(["handle"], ["users.handle"]),
        sa.ForeignKeyConstraint(["stand_in"], ["users.handle"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("leaves_of_person", "leaves", ["handle", "ends_at"])
    op.add_column("users", sa.Column("paused_until", sa.DateTime(timezone=True)))
    op.add_column("users", sa.Column("paused_because", sa.String()))
    op.execute(_MOVE)


def downgrade() -> None:
    """The leave that counts just now goes back where it was."""
    op.execute(
        """
        UPDATE users SET away_from = starts_at, away_until = ends_at FROM leaves
        WHERE leaves.handle = users.handle AND cancelled_at IS NULL
          AND starts_at <= now() AND now() < ends_at
        """
    )
    op.drop_column("users", "paused_because")
    op.drop_column("users", "paused_until")
    op.drop_table("leaves")
