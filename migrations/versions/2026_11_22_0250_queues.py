"""The team that a lead is open to, while nobody has it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_22_0250"
down_revision: str | None = "2026_11_22_0240"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("leads", sa.Column("queue", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("leads", "queue")
