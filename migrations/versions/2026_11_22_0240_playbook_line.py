"""Let a playbook take effect later, be cancelled until then, and never be changed.

Workers and webs of the release before insert versions without an instant: the default has
them take effect at once, as they always did.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_22_0240"
down_revision: str | None = "2026_11_22_0230"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_REFUSE = """
CREATE FUNCTION playbooks_never_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'Version % of the playbook is published for good.', OLD.version
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF (OLD.version, OLD.document, OLD.author, OLD.comment, OLD.published_at,
      OLD.effective_at, OLD.based_on)
     IS DISTINCT FROM
     (NEW.version, NEW.document, NEW.author, NEW.comment, NEW.published_at,
      NEW.effective_at, NEW.based_on)
  THEN
    RAISE EXCEPTION 'Version % of the playbook is published and never changes.', OLD.version
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.cancelled_at IS DISTINCT FROM OLD.cancelled_at
     AND (OLD.cancelled_at IS NOT NULL OR OLD.effective_at <= statement_timestamp())
  THEN
    RAISE EXCEPTION 'Version % of the playbook does not wait to take effect.', OLD.version
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$
"""
_ON_EACH = """
CREATE TRIGGER playbooks_never_change BEFORE UPDATE OR DELETE ON playbooks
FOR EACH ROW EXECUTE FUNCTION playbooks_never_change()
"""


def upgrade() -> None:
    now = sa.text("now()")
    instant = sa.DateTime(timezone=True)
    op.add_column("playbooks", sa.Column("effective_at", instant, server_default=now))
    op.add_column("playbooks", sa.Column("based_on", sa.Integer()))
    op.add_column("playbooks", sa.Column("cancelled_at", instant))
    op.add_column("playbooks", sa.Column("cancelled_by", sa.String()))
    op.add_column("playbooks", sa.Column("people_let_in_at", instant))
    op.execute(
        "UPDATE playbooks SET effective_at = published_at, people_let_in_at = published_at"
    )
    op.alter_column("playbooks", "effective_at", nullable=False)
    op.execute(_REFUSE)
    op.execute(_ON_EACH)


def downgrade() -> None:
    op.execute("DROP TRIGGER playbooks_never_change ON playbooks")
    op.execute("DROP FUNCTION playbooks_never_change()")
    for name in ("people_let_in_at", "cancelled_by", "cancelled_at", "based_on"):
        op.drop_column("playbooks", name)
    op.drop_column("playbooks", "effective_at")
