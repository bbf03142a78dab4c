"""Whether two hand-raises come from the same person."""

import pytest

from domain.matching import person_key


@pytest.mark.parametrize(
    "email",
    ["dana@bücher.example", "Dana@BÜCHER.example", " DANA@xn--bcher-kva.example"],
)
def test_case_and_spelling_of_the_domain_do_not_matter(email: str) -> None:
    assert person_key(email) == "dana@xn--bcher-kva.example"


def test_plus_parts_and_dots_are_other_people() -> None:
    assert person_key("dana+demo@x.example") != person_key("dana@x.example")
    assert person_key("d.ana@x.example") != person_key("dana@x.example")
