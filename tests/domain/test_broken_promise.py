"""Why a promise was broken, in the words of whoever reads it."""

from datetime import UTC, datetime, timedelta

from domain.explaining.broken_promise import (
    Around,
    Broken,
    Noted,
    then_in_words,
    why_broken,
)

NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)


def at(minutes: int) -> datetime:
    return NINE + timedelta(minutes=minutes)


def say(instant: datetime) -> str:
    return f"{instant:%H:%M}"


def broken(*whom: str, noticed: int = 30) -> Broken:
    return Broken(whom, at(0), at(30), at(noticed))


def test_who_was_told_and_reminded_did_nothing() -> None:
    told = (Noted(at(2), "told"), Noted(at(17), "reminded"))

    why = why_broken(broken("Ana Ortiz"), Around(told), say)

    assert why == ("Ana Ortiz was told at 09:02, reminded at 09:17 and did nothing.",)


def test_what_somebody_did_short_of_keeping_it_is_said() -> None:
    told = (Noted(at(2), "told"), Noted(at(20), "reminded"))
    did = (Noted(at(5), "left a note"),)

    why = why_broken(broken("Ana Ortiz"), Around(told, did), say)

    assert why == (
        (
            "Ana Ortiz was told at 09:02, left a note at 09:05 and was reminded at 09:20, "
            "and nothing more in time."
        ),
    )


def test_several_people_were_asked_and_nobody_acted() -> None:
    told = (Noted(at(0), "told"),)

    why = why_broken(broken("Mara Conti", "Otto Berg"), Around(told), say)

    assert why == ("Mara Conti and Otto Berg were told at 09:00; nobody acted.",)


def test_many_people_are_counted() -> None:
    why = why_broken(broken(*"abcd"), Around((Noted(at(0), "told"),)), say)

    assert why == ("4 people were told at 09:00; nobody acted.",)


def test_who_had_it_before_comes_first_and_leave_after() -> None:
    around = Around(
        before=("Ben Silva had declined it",), besides=("Ana Ortiz was on leave.",)
    )

    why = why_broken(broken("Ana Ortiz"), around, say)

    assert why == (
        "Ben Silva had declined it.",
        "Ana Ortiz did nothing; no notice is on record.",
        "Ana Ortiz was on leave.",
    )


def test_a_worker_that_was_away_is_owned_up_to() -> None:
    why = why_broken(broken("Ana Ortiz", noticed=40), Around(), say)

    assert why[-1] == (
        "The worker was away when it broke: that was seen at 09:40 only."
    )


def test_what_nobody_could_have_is_nobody_s_fault() -> None:
    why = why_broken(broken(noticed=95), Around(), say)

    assert why == (
        (
            "It was asked for at 09:00, and nobody could have it before 10:35: we were "
            "away."
        ),
    )


def test_what_followed_is_told_by_the_minute() -> None:
    steps = (
        Noted(at(31), "the prospect was told honestly"),
        Noted(at(30), "Ben Silva got it"),
        Noted(at(30), "Mara Conti was told"),
    )

    assert then_in_words(steps, say) == (
        "At 09:30 Ben Silva got it and Mara Conti was told; at 09:31 the prospect was "
        "told honestly."
    )


def test_where_nothing_followed_that_is_said() -> None:
    assert then_in_words((), say) == "Nothing has followed yet."
