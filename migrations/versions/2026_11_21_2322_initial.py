"""Every table of the first release."""

# ruff: noqa: PLR0915  # as many statements as there are tables

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "2026_11_21_2322"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("hint", sa.String(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("api_keys_by_hash", "api_keys", ["key_hash"], unique=True)
    op.create_table(
        "companies",
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("domain"),
    )
    op.create_table(
        "enrichment_answers",
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("domain", "provider"),
    )
    op.create_table(
        "leads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_key", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("company", sa.String(), nullable=True),
        sa.Column("job_title", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("employees", sa.Integer(), nullable=True),
        sa.Column("industry", sa.String(), nullable=True),
        sa.Column("product", sa.String(), nullable=True),
        sa.Column("message", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("fields", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("band", sa.String(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("because", sa.String(), nullable=True),
        sa.Column("clock", sa.String(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("respond_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("breaches", sa.Integer(), nullable=False),
        sa.Column("partial", sa.Boolean(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contacted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("imported", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "leads_by_owner",
        "leads",
        ["owner", "due_at"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("leads_by_received", "leads", ["received_at", "id"], unique=False)
    op.create_index("leads_by_status", "leads", ["status", "due_at"], unique=False)
    op.create_index(
        "one_open_lead_per_person",
        "leads",
        ["person_key"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "playbooks",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("version"),
    )
    op.create_table(
        "turns",
        sa.Column("pool", sa.String(), nullable=False),
        sa.Column("rep", sa.String(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("pool", "rep"),
    )
    op.create_table(
        "users",
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("away_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("away_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("departed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("handle"),
    )
    op.create_index(
        "users_by_email", "users", [sa.literal_column("lower(email)")], unique=True
    )
    op.create_table(
        "assignments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_because", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["lead_id"],
            ["leads.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "one_open_assignment_per_lead",
        "assignments",
        ["lead_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "open_assignments_by_owner",
        "assignments",
        ["owner"],
        unique=False,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("playbook_version", sa.Integer(), nullable=False),
        sa.Column("evidence", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("fit", sa.Integer(), nullable=False),
        sa.Column("intent", sa.Integer(), nullable=False),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("reasons", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("band", sa.String(), nullable=True),
        sa.Column("band_because", sa.String(), nullable=True),
        sa.Column("review_code", sa.String(), nullable=True),
        sa.Column("routing", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("partial", sa.Boolean(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_id"],
            ["leads.id"],
        ),
        sa.ForeignKeyConstraint(
            ["playbook_version"],
            ["playbooks.version"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "decisions_of_lead", "decisions", ["lead_id", "decided_at"], unique=False
    )
    op.create_table(
        "human_actions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["lead_id"],
            ["leads.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "actions_of_lead", "human_actions", ["lead_id", "asked_at"], unique=False
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("to_name", sa.String(), nullable=False),
        sa.Column("to_address", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["lead_id"],
            ["leads.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "messages_by_created", "messages", ["created_at", "id"], unique=False
    )
    op.create_index(
        "messages_of_lead", "messages", ["lead_id", "created_at"], unique=False
    )
    op.create_index("messages_once", "messages", ["key"], unique=True)
    op.create_table(
        "reviews",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("resolution", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["lead_id"],
            ["leads.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "one_open_review_per_lead",
        "reviews",
        ["lead_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["handle"],
            ["users.handle"],
        ),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_table(
        "sign_in_links",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["handle"],
            ["users.handle"],
        ),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_table(
        "submissions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=True),
        sa.Column("idempotency_key", sa.String(), nullable=True),
        sa.Column("body_hash", sa.String(), nullable=True),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("locale", sa.String(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged", sa.Boolean(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("relayed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.ForeignKeyConstraint(
            ["key_id"],
            ["api_keys.id"],
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"],
            ["leads.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "one_submission_per_idempotency_key",
        "submissions",
        ["key_id", "idempotency_key"],
        unique=True,
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    )
    op.create_index(
        "submissions_of_lead", "submissions", ["lead_id", "received_at"], unique=False
    )
    op.create_index(
        "submissions_waiting",
        "submissions",
        ["received_at"],
        unique=False,
        postgresql_where=sa.text("decision_id IS NULL AND relayed_at IS NULL"),
    )
    op.create_index(
        "submissions_handed_over",
        "submissions",
        ["relayed_at"],
        unique=False,
        postgresql_where=sa.text("decision_id IS NULL AND relayed_at IS NOT NULL"),
    )
    op.create_table(
        "timeline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.CheckConstraint("sentence <> ''", name="timeline_says_something"),
        sa.ForeignKeyConstraint(
            ["lead_id"],
            ["leads.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("timeline_of_lead", "timeline", ["lead_id", "at"], unique=False)
    op.create_index("timeline_once", "timeline", ["key"], unique=True)


def downgrade() -> None:
    op.drop_index("timeline_once", table_name="timeline")
    op.drop_index("timeline_of_lead", table_name="timeline")
    op.drop_table("timeline")
    op.drop_index(
        "submissions_handed_over",
        table_name="submissions",
        postgresql_where=sa.text("decision_id IS NULL AND relayed_at IS NOT NULL"),
    )
    op.drop_index(
        "submissions_waiting",
        table_name="submissions",
        postgresql_where=sa.text("decision_id IS NULL AND relayed_at IS NULL"),
    )
    op.drop_index("submissions_of_lead", table_name="submissions")
    op.drop_index(
        "one_submission_per_idempotency_key",
        table_name="submissions",
        postgresql_where=sa.text("idempotency_key IS NOT NULL"),
    )
    op.drop_table("submissions")
    op.drop_table("sign_in_links")
    op.drop_table("sessions")
    op.drop_index(
        "one_open_review_per_lead",
        table_name="reviews",
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_table("reviews")
    op.drop_index("messages_once", table_name="messages")
    op.drop_index("messages_of_lead", table_name="messages")
    op.drop_index("messages_by_created", table_name="messages")
    op.drop_table("messages")
    op.drop_index("actions_of_lead", table_name="human_actions")
    op.drop_table("human_actions")
    op.drop_index("decisions_of_lead", table_name="decisions")
    op.drop_table("decisions")
    op.drop_index(
        "open_assignments_by_owner",
        table_name="assignments",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index(
        "one_open_assignment_per_lead",
        table_name="assignments",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_table("assignments")
    op.drop_index("users_by_email", table_name="users")
    op.drop_table("users")
    op.drop_table("turns")
    op.drop_table("playbooks")
    op.drop_index(
        "one_open_lead_per_person",
        table_name="leads",
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index("leads_by_status", table_name="leads")
    op.drop_index("leads_by_received", table_name="leads")
    op.drop_index(
        "leads_by_owner",
        table_name="leads",
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_table("leads")
    op.drop_table("enrichment_answers")
    op.drop_table("companies")
    op.drop_index("api_keys_by_hash", table_name="api_keys")
    op.drop_table("api_keys")
