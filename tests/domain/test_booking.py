"""What a prospect said already is filled in where they book."""

import pytest

from domain.promises.booking import NOBODY, Asker, booking_url

DANA = Asker("dana+x@northwind.example", "Dana Ruiz & Sons", "Northwind/ES")


@pytest.mark.parametrize(
    ("page", "filled"),
    [
        (
            "https://cal.com/ana/intro",
            (
                "https://cal.com/ana/intro?name=Dana%20Ruiz%20%26%20Sons"
                "&email=dana%2Bx%40northwind.example"
            ),
        ),
        (
            "https://calendly.com/ana/30min?month=2026-11#top",
            (
                "https://calendly.com/ana/30min?month=2026-11&name=Dana%20Ruiz%20%26%20Sons"
                "&email=dana%2Bx%40northwind.example&a1=Northwind%2FES#top"
            ),
        ),
        (
            "https://meetings-eu1.hubspot.com/ana",
            (
                "https://meetings-eu1.hubspot.com/ana?firstname=Dana"
                "&lastname=Ruiz%20%26%20Sons&email=dana%2Bx%40northwind.example"
            ),
        ),
        (
            "https://meet.example/ana?who={name}&at={company}",
            "https://meet.example/ana?who=Dana%20Ruiz%20%26%20Sons&at=Northwind%2FES",
        ),
        ("https://meet.example/ana", "https://meet.example/ana"),
        ("https://notcal.com/ana", "https://notcal.com/ana"),
        ("/book", "/book"),
        ("", ""),
    ],
)
def test_each_page_gets_the_names_that_its_form_has(page: str, filled: str) -> None:
    assert booking_url(page, DANA) == filled


def test_what_was_not_said_is_left_out() -> None:
    assert booking_url("https://calendly.com/ana", NOBODY) == "https://calendly.com/ana"
    assert booking_url("https://x.example/?n={name}", NOBODY) == "https://x.example/?n="


def test_a_name_that_looks_like_a_place_fills_nothing() -> None:
    sly = Asker("dana@northwind.example", "{email}")

    assert (
        booking_url("https://x.example/{name}", sly) == "https://x.example/%7Bemail%7D"
    )
