"""Find who had a lead, and what reviewers made of others like it, without reading them all."""

from collections.abc import Sequence

from alembic import op

revision: str = "2026_11_28_1732"
down_revision: str | None = "2026_11_28_1720"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_index("assignments_of_lead", "assignments", ["lead_id", "started_at"])
    op.create_index("labels_by_code", "review_labels", ["code", "decided_at"])


def downgrade() -> None:
    op.drop_index("labels_by_code", "review_labels")
    op.drop_index("assignments_of_lead", "assignments")
