"""A mail may bring a task for its reader's calendar."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_22_0619"
down_revision: str | None = "2026_11_22_0612"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("calendar", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("messages", "calendar")
