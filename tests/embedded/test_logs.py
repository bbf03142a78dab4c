import json
import logging

import pytest

from adapters.logs import JsonLine, write_logs


@pytest.fixture(autouse=True)
def logging_as_it_was():
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    yield
    root.setLevel(level)
    root.handlers[:] = handlers


def record(message: str, *arguments: object, error: Exception | None = None):
    trace = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("relay", 30, "", 0, message, arguments, trace)


def test_a_machine_reads_one_object_a_line():
    line = JsonLine().format(record("%s leads\nwaited", 3))

    assert "\n" not in line
    told = json.loads(line)
    assert told["message"] == "3 leads\nwaited"
    assert (told["level"], told["logger"]) == ("warning", "relay")


def test_an_error_comes_with_its_trace():
    with pytest.raises(json.JSONDecodeError) as raised:
        json.loads("no server")

    line = JsonLine().format(record("failed", error=raised.value))

    assert "JSONDecodeError: Expecting value" in json.loads(line)["error"]


def test_later_set_ups_of_libraries_change_nothing(capsys):
    write_logs("info", json_logs=True)
    logging.basicConfig(level="DEBUG")

    logging.getLogger("relay").info("once")

    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["message"] == "once"


def test_requests_of_libraries_are_not_told(capsys):
    write_logs("info", json_logs=False)

    logging.getLogger("httpx").info("GET https://northwind.example")

    assert capsys.readouterr().err == ""
