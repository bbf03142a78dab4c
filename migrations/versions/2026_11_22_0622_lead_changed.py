"""Say which lead changed, and whose it was and is, to whoever listens.

Ids and handles only. Nothing is said of history that is imported, nor of columns that no page
shows. `session_ended` needs no trigger: signing out says it itself.
"""

from collections.abc import Sequence

from alembic import op

revision: str = "2026_11_22_0622"
down_revision: str | None = "2026_11_22_0619"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_TELL = """
CREATE FUNCTION tell_lead_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify(
    'lead_changed',
    json_build_array(
      NEW.id, NEW.owner, CASE TG_OP WHEN 'INSERT' THEN NEW.owner ELSE OLD.owner END
    )::text
  );
  RETURN NULL;
END
$$
"""
_SHOWN = (
    *("status", "band", "points", "owner", "queue", "because", "clock", "due_at"),
    *("respond_by", "breaches", "partial", "accepted_at", "contacted_at", "closed_at"),
    *("outcome", "value", "revision", "merged_into", "imported", "received_at"),
    *("email", "name", "company", "job_title", "phone", "country", "employees"),
    *("industry", "product", "message"),
)


def upgrade() -> None:
    old, new = (", ".join(f"{row}.{name}" for name in _SHOWN) for row in ("OLD", "NEW"))
    op.execute(_TELL)
    op.execute(
        "CREATE TRIGGER lead_opened AFTER INSERT ON leads "
        "FOR EACH ROW WHEN (NOT NEW.imported) EXECUTE FUNCTION tell_lead_changed()"
    )
    op.execute(
        "CREATE TRIGGER lead_changed AFTER UPDATE ON leads FOR EACH ROW "
        f"WHEN (({old}) IS DISTINCT FROM ({new})) EXECUTE FUNCTION tell_lead_changed()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER lead_changed ON leads")
    op.execute("DROP TRIGGER lead_opened ON leads")
    op.execute("DROP FUNCTION tell_lead_changed()")
