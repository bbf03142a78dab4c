"""Only what Slack signed with our secret within five minutes gets in."""

from datetime import UTC, datetime, timedelta

import pytest

from adapters.slack.pressed import is_from_slack
from tests.slack.fake_slack import SECRET

# The example of docs.slack.dev/authentication/verifying-requests-from-slack.
BODY = (
    b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
    b"&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
    b"&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
    b"%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
    b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)
HEADERS = {
    "X-Slack-Request-Timestamp": "1531420618",
    "X-Slack-Signature": (
        "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    ),
}
THEN = datetime.fromtimestamp(1531420618, UTC)


def test_slacks_own_example_is_slacks() -> None:
    assert is_from_slack(BODY, HEADERS, SECRET, THEN)


@pytest.mark.parametrize("minutes", [-6, 6])
def test_not_when_it_is_stale_or_from_the_future(minutes: int) -> None:
    now = THEN + timedelta(minutes=minutes)

    assert not is_from_slack(BODY, HEADERS, SECRET, now)


@pytest.mark.parametrize(
    "changed",
    [
        {"X-Slack-Signature": HEADERS["X-Slack-Signature"][:-1] + "4"},
        {"X-Slack-Signature": "v0="},
        {"X-Slack-Signature": "v0=é"},
        {"X-Slack-Signature": ""},
        {"X-Slack-Request-Timestamp": "1531420619"},
        {"X-Slack-Request-Timestamp": "yesterday"},
        {"X-Slack-Request-Timestamp": "9" * 400},
    ],
)
def test_not_with_another_signature_or_time(changed: dict[str, str]) -> None:
    assert not is_from_slack(BODY, HEADERS | changed, SECRET, THEN)


def test_not_with_another_secret_body_or_without_a_signature() -> None:
    assert not is_from_slack(BODY, HEADERS, "another secret", THEN)
    assert not is_from_slack(BODY + b"&x=1", HEADERS, SECRET, THEN)
    assert not is_from_slack(b"\xff", HEADERS, SECRET, THEN)
    assert not is_from_slack(BODY, {}, SECRET, THEN)
