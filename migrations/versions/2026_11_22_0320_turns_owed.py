"""What a ledger owes, which turn an assignment took, and where to look for past leads."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_22_0320"
down_revision: str | None = "2026_11_22_0310"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Processes of the release before go on meanwhile, and leave `owed` as it is.

    The indexes are built in the transaction, which lets nobody migrate beside us: a few
    seconds for a million leads, in which writing to the table waits.
    """
    op.add_column("turns", sa.Column("owed", sa.Float(), nullable=True))
    op.add_column("assignments", sa.Column("turn_of", sa.String(), nullable=True))
    op.create_index("assignments_by_owner", "assignments", ["owner", "started_at"])
    op.create_index(
        "closed_leads_by_owner",
        "leads",
        ["owner", "closed_at"],
        postgresql_where=sa.text("closed_at IS NOT NULL"),
    )
    op.create_index(
        "owned_leads_by_person",
        "leads",
        ["person_key"],
        postgresql_where=sa.text("owner IS NOT NULL"),
    )
    op.create_index(
        "owned_leads_by_domain",
        "leads",
        [sa.text("split_part(person_key, '@', 2)")],
        postgresql_where=sa.text("owner IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("owned_leads_by_domain", "leads")
    op.drop_index("owned_leads_by_person", "leads")
    op.drop_index("closed_leads_by_owner", "leads")
    op.drop_index("assignments_by_owner", "assignments")
    op.drop_column("assignments", "turn_of")
    op.drop_column("turns", "owed")
