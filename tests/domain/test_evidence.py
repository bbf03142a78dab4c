"""Facts are read by name; what is not known is nothing, not a fault."""

from datetime import UTC, datetime

from domain.evidence import Evidence, Fact

EVIDENCE = Evidence(
    datetime(2026, 11, 23, 9, tzinfo=UTC), {"employees": Fact(240, "form")}
)


def test_a_known_fact_is_read_as_it_is_or_as_text() -> None:
    assert EVIDENCE.value("employees") == 240
    assert EVIDENCE.text("employees") == "240"


def test_an_unknown_fact_is_nothing() -> None:
    assert EVIDENCE.value("country") is None
    assert EVIDENCE.text("country") == ""
