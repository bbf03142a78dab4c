import re
from datetime import timedelta

import pytest
from pydantic import ValidationError

from settings import Settings
from tests.deploy.compose import PROJECT


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("1.5", timedelta(seconds=1.5)),
        ("3", timedelta(seconds=3)),
        ("PT2S", timedelta(seconds=2)),
    ],
)
def test_durations_are_seconds_or_iso_8601(monkeypatch, text, duration):
    monkeypatch.setenv("HANDRAISE_LEAD_WAIT", text)

    assert Settings().lead_wait == duration


def test_a_wait_longer_than_its_limit_is_refused(monkeypatch):
    monkeypatch.setenv("HANDRAISE_LEAD_WAIT", "11")

    with pytest.raises(ValidationError, match="HANDRAISE_LEAD_WAIT_LIMIT"):
        Settings()


def test_links_begin_with_the_base_url_or_where_it_listens(monkeypatch):
    assert Settings().url == "http://127.0.0.1:8080"

    monkeypatch.setenv("HANDRAISE_BASE_URL", "https://leads.example/")

    assert Settings().url == "https://leads.example"


def test_secrets_are_not_printed(monkeypatch):
    monkeypatch.setenv("HANDRAISE_SMTP_PASSWORD", "swordfish")
    monkeypatch.setenv("HANDRAISE_DATABASE_URL", "postgresql+asyncpg://x:swordfish@h/d")

    assert "swordfish" not in repr(Settings())


def test_the_page_about_running_names_every_variable():
    page = (PROJECT / "docs" / "running.md").read_text()
    table = page.split("## Variables")[1]

    named = set(re.findall(r"`([A-Z_]+)`", table.replace("`HANDRAISE_`", "")))

    assert named - {"INFO"} == {name.upper() for name in Settings.model_fields}


def test_slack_is_off_until_it_is_set():
    assert not Settings().slack_webhook.get_secret_value()
    assert not Settings().slack_signing_secret.get_secret_value()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("WEBHOOK", "https://hooks.slack.com.evil.example/services/swordfish"),
        ("WEBHOOK", "http://hooks.slack.com/services/swordfish"),
        ("HOOKS", "http://10.0.0.1/swordfish"),
    ],
)
def test_a_webhook_that_is_not_slacks_is_refused_without_quoting_it(
    monkeypatch, variable, value
):
    monkeypatch.setenv(f"HANDRAISE_SLACK_{variable}", value)

    with pytest.raises(ValidationError, match=f"HANDRAISE_SLACK_{variable}") as refused:
        Settings()

    assert "swordfish" not in str(refused.value)
