"""What a routing row may ask for: one example for each, with a lead that fits and one not."""

from typing import Any

import pytest

from adapters.playbook.file import read_playbook
from domain.qualifying.bands import Band
from domain.routing.row_match import match_row
from tests.domain.cast import evidence
from tests.playbook.test_playbook_file import SMALL

SEGMENTS = """  segments:
    - { id: enterprise, when: { employees: { at_least: 1000 } } }
"""
# the row's `when`, what fits it, what does not, and why not
EXAMPLES: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("country: [ES, PT]", {"country": "PT"}, {"country": "FR"}, "France"),
    ("region: [MD, AN]", {"region": "MD"}, {"region": "CT"}, "CT"),
    (
        'postal_code: { like: ["28*", "4500?"] }',
        {"postal_code": "28013"},
        {"postal_code": "08001"},
        "08001",
    ),
    (
        'postal_code: { like: ["28*", "4500?"] }',
        {"postal_code": "45001"},
        {"postal_code": "45011"},
        "45011",
    ),
    ("language: [es, pt]", {"language": "es"}, {"language": "fr"}, "French"),
    ("product: dashcam", {"product": "Dashcam"}, {"product": "fleet"}, "fleet"),
    (
        "employees: { at_least: 50, at_most: 499 }",
        {"employees": 499},
        {"employees": 500},
        "500",
    ),
    (
        "industry: [logistics]",
        {"industry": "logistics"},
        {"industry": "farming"},
        "farming",
    ),
    ("channel: partner", {"channel": "partner"}, {"channel": "form"}, "form"),
    (
        "utm_source: google",
        {"utm_source": "google"},
        {"utm_source": "newsletter"},
        "newsletter",
    ),
    (
        'referrer: { like: "*partner.example*" }',
        {"referrer": "https://www.partner.example/a"},
        {"referrer": "https://other.example/"},
        "other.example",
    ),
    (
        "email_domain: [contoso.example, fabrikam.example]",
        {"email_domain": "contoso.example"},
        {"email_domain": "northwind.example"},
        "northwind.example",
    ),
    ("customer: true", {"customer": True}, {}, "unknown"),
    (
        "seniority: [c_level, director]",
        {"job_title": "CEO"},
        {"job_title": "Intern"},
        "student",
    ),
    ("segment: enterprise", {"employees": 1000}, {"employees": 999}, ""),
    ("band: high", {"band": Band.HIGH}, {"band": Band.MEDIUM}, "medium"),
    ("fields.vehicles: { at_least: 200 }", {"fields.vehicles": 200}, {}, "unknown"),
    (
        "{ country: ES, any: [{ band: high }, { customer: true }] }",
        {"country": "ES", "customer": True, "band": Band.MEDIUM},
        {"country": "ES", "band": Band.MEDIUM},
        "medium",
    ),
]


def row_for(when: str, facts: dict[str, Any]) -> tuple[str, list[str]]:
    """The row that a lead fits, and why not those above it."""
    when = when if when.startswith("{") else f"{{ {when} }}"
    text = SMALL.replace("when: { company: Contoso }", f"when: {when}")
    text = text.replace("qualification:\n", f"qualification:\n{SEGMENTS}", 1)
    known = dict(facts)
    band = known.pop("band", Band.HIGH)
    match = match_row(evidence(facts=known), band, read_playbook(text, "small.yaml"))
    return match.row, [over.because for over in match.passed_over]


@pytest.mark.parametrize(("when", "fits", "other", "because"), EXAMPLES)
def test_a_row_asks_for(
    when: str, fits: dict[str, Any], other: dict[str, Any], because: str
) -> None:
    assert row_for(when, fits) == ("named", [])

    row, (why,) = row_for(when, other)
    assert row == "rest"
    assert because in why
