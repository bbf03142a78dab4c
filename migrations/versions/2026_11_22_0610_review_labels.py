"""What reviewers decide, as labels; and the band that each decision suggests by its points."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "2026_11_22_0610"
down_revision: str | None = "2026_11_22_0320"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("decisions", sa.Column("suggested_band", sa.String(), nullable=True))
    op.create_table(
        "review_labels",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("suggested_band", sa.String(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("band", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("review_id"),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"]),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"]),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"]),
    )
    op.create_index(
        "labels_by_decision_time", "review_labels", ["decided_at", "review_id"]
    )
    op.create_index("labels_of_lead", "review_labels", ["lead_id", "decided_at"])


def downgrade() -> None:
    op.drop_index("labels_of_lead", "review_labels")
    op.drop_index("labels_by_decision_time", "review_labels")
    op.drop_table("review_labels")
    op.drop_column("decisions", "suggested_band")
