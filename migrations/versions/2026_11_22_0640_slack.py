"""Which channel a message goes by, and what Slack is sent."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "2026_11_22_0640"
down_revision: str | None = "2026_11_22_0622"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """What processes of the release before write meanwhile is mail, as it says then."""
    op.add_column(
        "messages",
        sa.Column("channel", sa.String(), server_default="mail", nullable=False),
    )
    op.add_column(
        "messages",
        sa.Column("blocks", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    )


def downgrade() -> None:
    op.drop_column("messages", "blocks")
    op.drop_column("messages", "channel")
