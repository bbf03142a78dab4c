import io
import json

import pytest

from adapters.embedded.announcing import Announcer, Terminal

CREDENTIALS = {
    "url": "http://127.0.0.1:8080",
    "operator_login_url": "http://127.0.0.1:8080/sign-in/" + "x" * 60,
    "temporal_ui": "http://127.0.0.1:8233",
}


class Closed(io.StringIO):
    """A terminal that went away."""

    def write(self, text: str) -> int:
        raise BrokenPipeError

    def flush(self) -> None:
        raise BrokenPipeError


def test_the_welcome_says_where_to_go_and_how_to_stop(capsys):
    Announcer.on_stdout(json_logs=False).welcome(CREDENTIALS, 2.5)

    told = capsys.readouterr().out
    assert "Handraise is up after 2.5 s" in told
    assert "Ctrl-C" in told
    for address in CREDENTIALS.values():
        assert address in told.splitlines()[-1] or f"{address}\n" in told


def test_an_external_temporal_without_a_known_ui_is_somewhere_else(capsys):
    Announcer.on_stdout(json_logs=False).welcome(CREDENTIALS | {"temporal_ui": ""}, 1)

    assert "elsewhere" in capsys.readouterr().out


def test_machines_get_an_object_a_line(capsys):
    announcer = Announcer.on_stdout(json_logs=True)
    announcer.say("worker ended; [again]")
    announcer.welcome(CREDENTIALS, 1)

    said, up = map(json.loads, capsys.readouterr().out.splitlines())
    assert said["message"] == "worker ended; [again]"
    assert (up["event"], up["message"]) == ("up", CREDENTIALS["url"])


def test_square_brackets_are_words_not_colours(capsys):
    Announcer.on_stdout(json_logs=False).say("[/] ended with [red]")

    assert "[/] ended with [red]" in capsys.readouterr().out


@pytest.mark.parametrize("json_logs", [True, False])
def test_a_closed_terminal_stops_nothing(monkeypatch, json_logs):
    monkeypatch.setattr("sys.stdout", Closed())

    Announcer(json_logs, Terminal(file=Closed())).say("nobody reads this")
