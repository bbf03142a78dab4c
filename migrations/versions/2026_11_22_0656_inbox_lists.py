"""Lists of leads in their order, and finding a lead by words of its name, company or address.

Built in the transaction, as 2026_11_22_0320 says. The words are taken apart here, not by the
parser of full texts, for which a mail address is one word; accents do not count. That costs
much, and PostgreSQL is told so: it shall look into the index instead.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_22_0656"
down_revision: str | None = "2026_11_22_0655"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_WORDS = r"""
CREATE FUNCTION lead_words(name text, company text, email text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000 AS $$
  SELECT to_tsvector(
    'simple'::regconfig,
    regexp_replace(
      regexp_replace(
        normalize(lower(concat_ws(' ', $1, $2, $3)), NFKD), '[\u0300-\u036f]', '', 'g'
      ),
      '[^[:alnum:]]+', ' ', 'g'
    )
  )
$$
"""
_DUE = sa.text("coalesce(due_at, '9999-01-01 00:00+00'::timestamptz)")


def upgrade() -> None:
    op.execute(_WORDS)
    is_open = sa.text("closed_at IS NULL")
    op.create_index(
        "open_leads_in_order", "leads", [_DUE, "id"], postgresql_where=is_open
    )
    op.create_index(
        "open_leads_of_owner_in_order",
        "leads",
        ["owner", _DUE, "id"],
        postgresql_where=is_open,
    )
    op.create_index(
        "closed_leads_in_order",
        "leads",
        ["closed_at", "id"],
        postgresql_where=sa.text("closed_at IS NOT NULL"),
    )
    op.create_index(
        "leads_by_words",
        "leads",
        [sa.text("lead_words(name, company, email)")],
        postgresql_using="gin",
    )


def downgrade() -> None:
    for name in (
        "leads_by_words",
        "closed_leads_in_order",
        "open_leads_of_owner_in_order",
        "open_leads_in_order",
    ):
        op.drop_index(name, "leads")
    op.execute("DROP FUNCTION lead_words(text, text, text)")
