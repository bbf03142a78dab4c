"""Promises that were not kept, and the plan of the clock that runs."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "2026_11_22_0612"
down_revision: str | None = "2026_11_22_0610"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Clocks that run already show their plan from their lead's next change on."""
    op.add_column("leads", sa.Column("at_risk_at", sa.DateTime(timezone=True)))
    op.add_column("leads", sa.Column("plan", postgresql.JSONB()))
    op.create_table(
        "breaches",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("lead_id", sa.Uuid(), sa.ForeignKey("leads.id"), nullable=False),
        sa.Column("promise", sa.String(), nullable=False),
        sa.Column("owner", sa.String()),
        sa.Column("queue", sa.String()),
        sa.Column("row", sa.String()),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("breaches_by_due", "breaches", ["due_at"])
    op.create_index("breaches_of_lead", "breaches", ["lead_id"])


def downgrade() -> None:
    op.drop_table("breaches")
    op.drop_column("leads", "plan")
    op.drop_column("leads", "at_risk_at")
