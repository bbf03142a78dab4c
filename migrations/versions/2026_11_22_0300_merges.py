"""Merged leads, and mailboxes instead of addresses as what tells people apart."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from domain.matching.mailboxes import person_key

revision: str = "2026_11_22_0300"
down_revision: str | None = "2026_11_22_0250"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Keys that may be others by now; most addresses are their own key, before and after.
_PERHAPS = r"""
SELECT id, person_key FROM leads
WHERE person_key ~ '[+"]|\.[^@]*@(gmail|googlemail)\.com$|@(googlemail|me|mac)\.com$'
   OR person_key ~ '@[^@]*\.fastmail\.(com|fm)$|-.*@(yahoo\.|ymail|rocketmail)'
"""
# Two open leads of one person stay two: a person may merge them, and take that back.
_REWRITE = """
UPDATE leads SET person_key = :key WHERE id = :id AND (
  closed_at IS NOT NULL OR NOT EXISTS (
    SELECT FROM leads other WHERE other.person_key = :key AND other.closed_at IS NULL))
"""


def upgrade() -> None:
    """Processes of the release before go on meanwhile, and write addresses as keys.

    Intake looks for both, for good. The indexes are built in the transaction: each reads the
    table once and holds what is open or merged only, a second for millions of leads.
    """
    op.create_table(
        "merges",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("absorbed", sa.Uuid(), nullable=False),
        sa.Column("survivor", sa.Uuid(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filled", postgresql.JSONB(), nullable=False),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("steps", postgresql.JSONB(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["absorbed"], ["leads.id"]),
        sa.ForeignKeyConstraint(["survivor"], ["leads.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "one_standing_merge_per_lead",
        "merges",
        ["absorbed"],
        unique=True,
        postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.create_index("merges_of_survivor", "merges", ["survivor", "merged_at"])
    op.create_index(
        "merges_to_settle",
        "merges",
        ["changed_at"],
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.add_column(
        "leads",
        sa.Column("merged_into", sa.Uuid(), sa.ForeignKey("leads.id"), nullable=True),
    )
    _index_leads()
    _rewrite_keys()


def _index_leads() -> None:
    merged = sa.text("merged_into IS NOT NULL")
    is_open = sa.text("closed_at IS NULL")
    by_phone = sa.text(r"right(regexp_replace(phone, '\D', '', 'g'), 7)")
    by_domain = sa.text("split_part(email, '@', 2)")
    for name, columns, where in (
        ("leads_merged_into", ["merged_into"], merged),
        ("merged_leads_by_person", ["person_key"], merged),
        ("open_leads_by_phone", [by_phone], is_open),
        ("open_leads_by_domain", [by_domain], is_open),
    ):
        op.create_index(name, "leads", columns, postgresql_where=where)


def _rewrite_keys() -> None:
    """By the rules of the code that comes with it, whichever those are by then."""
    connection = op.get_bind()
    for lead_id, written in connection.execute(sa.text(_PERHAPS)).all():
        key = person_key(written)
        if key != written:
            connection.execute(sa.text(_REWRITE), {"id": lead_id, "key": key})


def downgrade() -> None:
    """The keys stay: they are good ones, only fewer hand-raises find them."""
    for name in ("open_leads_by_domain", "open_leads_by_phone"):
        op.drop_index(name, table_name="leads")
    op.drop_column("leads", "merged_into")
    op.drop_table("merges")
