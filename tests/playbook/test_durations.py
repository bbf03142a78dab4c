from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.durations import read_duration, read_offset, read_span
from domain.working_time.working_hours import Span


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("15m", Span(timedelta(minutes=15))),
        ("1h30m", Span(timedelta(minutes=90))),
        ("1h 30m", Span(timedelta(minutes=90))),
        ("90s", Span(timedelta(seconds=90))),
        ("2d", Span(days=2)),
        ("1d4h", Span(timedelta(hours=4), 1)),
    ],
)
def test_a_day_of_a_promise_is_a_working_day(text: str, span: Span) -> None:
    assert read_span(text) == span


def test_a_day_of_an_age_has_24_hours() -> None:
    assert read_duration("1d12h") == timedelta(hours=36)


def test_an_offset_is_a_share_or_a_span() -> None:
    assert read_offset("50%") == 0.5
    assert read_offset("150 %") == 1.5
    assert read_offset("3d") == Span(days=3)


@pytest.mark.parametrize("text", ["", "0m", "15", "m", "1.5h", "-1h", "1m1h", 90, None])
def test_what_is_no_duration_is_refused(text: object) -> None:
    for read in (read_duration, read_span, read_offset):
        with pytest.raises(ValueError, match="expected"):
            read(text)


@given(st.text())
def test_any_text_is_a_duration_or_refused(text: str) -> None:
    try:
        span = read_span(text)
    except ValueError:
        return
    assert span.days > 0 or span.time > timedelta(0)
