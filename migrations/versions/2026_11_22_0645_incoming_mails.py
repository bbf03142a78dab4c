"""Mails that come in, addresses that no mail reaches, and by what an answer names our mail."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_22_0645"
down_revision: str | None = "2026_11_22_0640"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """What the release before writes meanwhile has no digest: its answers find no mail."""
    op.add_column("messages", sa.Column("digest", sa.String(), nullable=True))
    op.execute(
        "UPDATE messages SET digest ="
        " left(encode(sha256(convert_to(key, 'UTF8')), 'hex'), 32)"
    )
    op.create_index("messages_by_digest", "messages", ["digest"])
    op.create_table(
        "undeliverable",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("address"),
    )
    op.create_table(
        "incoming_mails",
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=True),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"]),
        sa.PrimaryKeyConstraint("message_id"),
    )
    op.create_index("incoming_mails_of_lead", "incoming_mails", ["lead_id"])
    op.create_index(
        "incoming_mails_untold",
        "incoming_mails",
        ["received_at"],
        postgresql_where=sa.text("told_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("incoming_mails")
    op.drop_table("undeliverable")
    op.drop_index("messages_by_digest", "messages")
    op.drop_column("messages", "digest")
