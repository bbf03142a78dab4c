"""Remember whose clock is to be looked at again after hours or leave have changed."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_22_0650"
down_revision: str | None = "2026_11_22_0645"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("leads", sa.Column("replan_since", sa.DateTime(timezone=True)))
    op.create_index(
        "leads_to_replan",
        "leads",
        ["replan_since"],
        postgresql_where=sa.text("replan_since IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("leads_to_replan", "leads")
    op.drop_column("leads", "replan_since")
