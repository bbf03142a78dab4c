"""Say what the environment asks of this process."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_PORT = 8080


def _duration(text: object) -> object:
    """Seconds as a plain number; ISO 8601 ("PT2S") is pydantic's own."""
    try:
        return timedelta(seconds=float(str(text)))
    except ValueError:
        return text


Duration = Annotated[timedelta, BeforeValidator(_duration)]


class Settings(BaseSettings):
    """One variable per field, `HANDRAISE_` in front; read once per process.

    Temporal's own variables (`TEMPORAL_ADDRESS`, ...) belong to
    `temporalio.envconfig` and are not repeated here.
    """

    model_config = SettingsConfigDict(
        env_prefix="HANDRAISE_",
        frozen=True,
        extra="ignore",
        populate_by_name=True,
        hide_input_in_errors=True,  # it holds secrets
    )

    home: Path = Path(".handraise")
    host: str = "127.0.0.1"
    port: int = Field(default=DEFAULT_PORT, ge=0, le=65535)
    base_url: str = ""  # what links in mails begin with; host and port when empty
    database_url: SecretStr | None = None  # postgresql+asyncpg://user:word@host/name
    temporal_ui: str = ""  # where people open Temporal UI; no links when empty
    signing_key: SecretStr | None = None  # signs sessions and one-click links
    playbook: Path | None = None  # published on first start; the example when unset

    demo: bool = True
    json_logs: bool = False
    log_level: str = "INFO"

    smtp_host: str = ""  # the local outbox page when empty
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_starttls: bool = True
    mail_from: str = "Handraise <handraise@localhost>"

    slack_webhook: SecretStr = SecretStr("")  # no notices in Slack when empty
    slack_signing_secret: SecretStr = SecretStr("")  # no buttons there when empty
    slack_hooks: str = "https://hooks.slack.com"  # where alone Slack is written to

    web_enrichment: bool = True
    company_table: Path | None = None  # CSV of known companies
    provider_config: Path | None = None  # YAML of one HTTP enrichment provider
    provider_key: SecretStr | None = None

    lead_wait: Duration = timedelta(seconds=2)  # for the decision, by default
    lead_wait_limit: Duration = timedelta(seconds=10)
    body_limit: int = Field(default=262_144, gt=0)  # bytes of one request

    @model_validator(mode="after")
    def _answer_within_the_limit(self) -> Self:
        if self.lead_wait > self.lead_wait_limit:
            message = "HANDRAISE_LEAD_WAIT must not exceed HANDRAISE_LEAD_WAIT_LIMIT."
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _write_to_slack_alone(self) -> Self:
        hooks = urlsplit(self.slack_hooks)
        if hooks.scheme != "https" and hooks.hostname != "127.0.0.1":
            raise ValueError("HANDRAISE_SLACK_HOOKS must begin with https://.")
        webhook = self.slack_webhook.get_secret_value()
        if webhook and not webhook.startswith(f"{self.slack_hooks}/"):
            message = f"HANDRAISE_SLACK_WEBHOOK must begin with {self.slack_hooks}/."
            raise ValueError(message)
        return self

    @property
    def url(self) -> str:
        """Where people reach this product, without a slash at the end."""
        return (self.base_url or f"http://{self.host}:{self.port}").rstrip("/")
