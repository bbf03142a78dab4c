"""Drafts of the playbook, one for each who writes, with the steps to undo."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_22_0305"
down_revision: str | None = "2026_11_22_0300"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """New tables only: nothing that runs waits for them."""
    op.create_table(
        "playbook_drafts",
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("author"),
    )
    op.create_table(
        "playbook_draft_steps",
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("step", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author"], ["playbook_drafts.author"], ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("author", "step"),
    )


def downgrade() -> None:
    op.drop_table("playbook_draft_steps")
    op.drop_table("playbook_drafts")
