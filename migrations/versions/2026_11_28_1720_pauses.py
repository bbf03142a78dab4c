"""Who was paused, from when to when, why, and by whom."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_28_1720"
down_revision: str | None = "2026_11_22_0659"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Who is paused now has been since this moment at least; who did that nobody knows.

    Processes of the release before go on pausing people, and leave no history meanwhile.
    """
    op.create_table(
        "pauses",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("handle", sa.String(), sa.ForeignKey("users.handle"), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True)),
        sa.Column("because", sa.String()),
        sa.Column("paused_by", sa.String()),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("ended_by", sa.String()),
    )
    op.create_index("pauses_of_person", "pauses", ["handle", "starts_at"])
    op.execute(
        """
        INSERT INTO pauses (id, handle, starts_at, until, because)
        SELECT gen_random_uuid(), handle, now(), paused_until, paused_because
        FROM users WHERE paused AND coalesce(paused_until > now(), true)
        """
    )


def downgrade() -> None:
    op.drop_table("pauses")
