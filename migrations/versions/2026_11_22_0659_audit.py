"""The audit trail: what was done to leads, by whom, from where, before and after."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "2026_11_22_0659"
down_revision: str | None = "2026_11_22_0656"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_THEN = "-- then\n"  # the driver runs one statement at a time
# Who does it is said in the transaction, as JSON in `handraise.deed`: actor, origin, via, kind,
# action_id. Where nobody says so, it was somebody at the database itself.
_DEED = """
CREATE FUNCTION audit_deed() RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(nullif(current_setting('handraise.deed', true), '')::jsonb,
                  jsonb_build_object('actor', session_user, 'origin', 'database'))
$$
"""
# The functions that write run by the rights of the table's owner: others need none to it.
# A column that is not named here may tell of a person: it can be forgotten. What is derived
# follows from others. What a new lead says
# is kept raw in its hand-raise, so that only the rest is written when it is opened.
_LEADS = """
CREATE FUNCTION audit_lead() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT SET timezone = 'UTC' AS $$
DECLARE
  impersonal constant text[] := '{channel,received_at,status,band,points,owner,queue,clock,
    due_at,respond_by,breaches,partial,accepted_at,contacted_at,closed_at,outcome,value,
    imported,merged_into}';
  derived constant text[] := '{id,revision,at_risk_at,plan,replan_since}';
  deed jsonb := audit_deed();
  before jsonb := CASE TG_OP WHEN 'INSERT' THEN '{}' ELSE to_jsonb(OLD) END;
  after jsonb := CASE TG_OP WHEN 'DELETE' THEN '{}' ELSE to_jsonb(NEW) END;
  action_id uuid;
  action_origin text;
  action_via text;
  differing record;
BEGIN
  IF deed ? 'action_id' THEN
    SELECT id, origin, via INTO action_id, action_origin, action_via FROM human_actions
    WHERE id = CAST(deed->>'action_id' AS uuid);
  END IF;
  SELECT
    coalesce(jsonb_object_agg(name, pair) FILTER (WHERE name = ANY(impersonal)), '{}') AS changed,
    jsonb_object_agg(name, pair) FILTER (WHERE name <> ALL(impersonal)) AS personal
  INTO differing
  FROM (
    SELECT name, jsonb_build_array(before->name, after->name) AS pair
    FROM jsonb_object_keys(before || after) AS name
    WHERE nullif(before->name, 'null') IS DISTINCT FROM nullif(after->name, 'null')
      AND name <> ALL(derived)
  ) AS differ;
  IF differing.changed = '{}' AND differing.personal IS NULL AND deed->>'origin' = 'database'
  THEN
    RETURN NULL;  -- marks of our own on a row: nobody did anything to the lead
  END IF;
  INSERT INTO audit (lead_id, actor, origin, via, kind, source_id, changed, personal)
  VALUES (
    CAST(coalesce(after->>'id', before->>'id') AS uuid),
    deed->>'actor',
    coalesce(action_origin, deed->>'origin'),
    coalesce(action_via, deed->>'via'),
    coalesce(deed->>'kind', CASE TG_OP WHEN 'INSERT' THEN 'opened' WHEN 'DELETE' THEN 'deleted'
                            ELSE 'changed' END),
    action_id,
    differing.changed,
    CASE TG_OP WHEN 'INSERT' THEN NULL ELSE differing.personal END
  );
  RETURN NULL;
END
$$
-- then
CREATE TRIGGER audit_lead AFTER INSERT OR UPDATE OR DELETE ON leads
FOR EACH ROW EXECUTE FUNCTION audit_lead()
"""
# Whether a mail was due by the rules or by the plan of a promise, its kind tells.
_MAILS = """
CREATE FUNCTION audit_mail() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO audit (lead_id, actor, origin, via, kind, source_id)
  VALUES (
    NEW.lead_id,
    'handraise',
    CASE WHEN NEW.kind IN ('reminder', 'breach', 'bridge', 'follow_up') THEN 'plan'
         ELSE 'playbook' END,
    substring(NEW.key FROM '^[0-9a-f-]{36}/(?:[0-9]+/)?([^/]+)'),
    CASE NEW.channel WHEN 'slack' THEN 'slacked_' ELSE 'mailed_' END || NEW.kind,
    NEW.id
  );
  RETURN NULL;
END
$$
-- then
CREATE TRIGGER audit_mail_kept AFTER INSERT ON messages FOR EACH ROW
WHEN (NEW.sent_at IS NOT NULL AND NEW.lead_id IS NOT NULL) EXECUTE FUNCTION audit_mail()
-- then
CREATE TRIGGER audit_mail_sent AFTER UPDATE OF sent_at ON messages FOR EACH ROW
WHEN (OLD.sent_at IS NULL AND NEW.sent_at IS NOT NULL AND NEW.lead_id IS NOT NULL)
EXECUTE FUNCTION audit_mail()
"""
# The one thing that deletes an action is that the lead's workflow refused it.
_REFUSALS = """
CREATE FUNCTION audit_refusal() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO audit (lead_id, actor, origin, via, kind)
  VALUES (OLD.lead_id, OLD."by", OLD.origin, OLD.via, 'refused_' || OLD.kind);
  RETURN NULL;
END
$$
-- then
CREATE TRIGGER audit_refusal AFTER DELETE ON human_actions FOR EACH ROW
WHEN (OLD.applied_at IS NULL) EXECUTE FUNCTION audit_refusal()
"""
# What the timeline tells beside changes of the row, whose key ends with its revision.
_HAPPENINGS = """
CREATE FUNCTION audit_happening() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  deed jsonb := audit_deed();
BEGIN
  INSERT INTO audit (lead_id, actor, origin, via, kind)
  VALUES (
    NEW.lead_id,
    NEW.actor,
    CASE WHEN deed->>'origin' <> 'database' THEN deed->>'origin'
         WHEN NEW.actor = 'handraise' THEN 'playbook'
         WHEN NEW.actor = 'prospect' THEN 'mail'
         ELSE 'database' END,
    CASE WHEN deed->>'origin' <> 'database' THEN deed->>'via' END,
    NEW.kind
  );
  RETURN NULL;
END
$$
-- then
CREATE TRIGGER audit_happening AFTER INSERT ON timeline FOR EACH ROW
WHEN (NEW.key !~ '^[0-9a-f-]{36}/[0-9]+$') EXECUTE FUNCTION audit_happening()
"""
_APPEND_ONLY = """
CREATE FUNCTION audit_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('handraise.forgetting', true) = 'on'
     AND current_user = (SELECT tableowner FROM pg_tables
                         WHERE schemaname = TG_TABLE_SCHEMA AND tablename = TG_TABLE_NAME)
     AND NEW.personal IS NULL AND to_jsonb(NEW) - 'personal' = to_jsonb(OLD) - 'personal'
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'The audit trail is only ever added to.'
    USING ERRCODE = 'restrict_violation', HINT = 'forget_audited(lead) forgets a person.';
END
$$
-- then
CREATE TRIGGER audit_never_changes BEFORE UPDATE OR DELETE ON audit
FOR EACH ROW EXECUTE FUNCTION audit_never_changes()
-- then
CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_never_changes()
"""
# By the rights of the table's owner; how many entries forgot something.
_FORGET = """
CREATE FUNCTION forget_audited(lead uuid) RETURNS bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT SET handraise.forgetting = 'on' AS $$
DECLARE
  deed jsonb := audit_deed();
  forgotten bigint;
BEGIN
  UPDATE audit SET personal = NULL WHERE lead_id = lead AND personal IS NOT NULL;
  GET DIAGNOSTICS forgotten = ROW_COUNT;
  INSERT INTO audit (lead_id, actor, origin, via, kind)
  VALUES (lead, deed->>'actor', deed->>'origin', deed->>'via', 'forgotten');
  RETURN forgotten;
END
$$
-- then
REVOKE EXECUTE ON FUNCTION forget_audited(uuid) FROM PUBLIC
"""


def upgrade() -> None:
    """Processes of the release before go on; what they do is told as of the database."""
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("via", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column(
            "changed",
            postgresql.JSONB(),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column("personal", postgresql.JSONB(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("audit_of_lead", "audit", ["lead_id", "at", "id"])
    op.create_index("audit_by_time", "audit", ["at", "id"])
    op.add_column(
        "human_actions",
        sa.Column("origin", sa.String(), server_default="unknown", nullable=False),
    )
    op.add_column("human_actions", sa.Column("via", sa.String(), nullable=True))
    parts = (_DEED, _LEADS, _MAILS, _REFUSALS, _HAPPENINGS, _APPEND_ONLY, _FORGET)
    for statements in parts:
        for statement in statements.split(_THEN):
            op.execute(statement)


def downgrade() -> None:
    for trigger, table in (
        ("audit_lead", "leads"),
        ("audit_mail_kept", "messages"),
        ("audit_mail_sent", "messages"),
        ("audit_refusal", "human_actions"),
        ("audit_happening", "timeline"),
    ):
        op.execute(f"DROP TRIGGER {trigger} ON {table}")
    op.drop_table("audit")
    op.drop_column("human_actions", "via")
    op.drop_column("human_actions", "origin")
    for function in (
        "forget_audited(uuid)",
        "audit_never_changes()",
        "audit_happening()",
        "audit_refusal()",
        "audit_mail()",
        "audit_lead()",
        "audit_deed()",
    ):
        op.execute(f"DROP FUNCTION {function}")
