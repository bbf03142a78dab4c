"""A paid service is configuration, and a wrong configuration says where."""

from datetime import timedelta
from pathlib import Path

import pytest

from adapters.enrichment.provider_config import providers_of_yaml
from domain.errors import InvalidError

GUIDE = Path(__file__).parents[2] / "docs" / "enrichment.md"

GOOD = """\
providers:
  - name: acme
    url: https://api.acme.example/v1?domain={domain}
    fields: {employees: $.size}
"""


def worked_example() -> str:
    return GUIDE.read_text().partition("```yaml\n")[2].partition("```")[0]


def test_the_guide_s_example_is_read_cheapest_first():
    configs = providers_of_yaml(worked_example())

    assert [config.name for config in configs] == [
        "apollo",
        "peopledatalabs",
        "clearbit",
    ]
    assert configs[0].empty == {404, 422}
    assert configs[1].per_second == pytest.approx(0.16)
    assert configs[1].fields["country"] == "$.location.country"


def test_what_is_left_out_has_a_sensible_value():
    (config,) = providers_of_yaml(GOOD)

    assert config.method == "GET"
    assert config.success == {200}
    assert config.timeout == timedelta(seconds=3)
    assert config.keep == timedelta(days=30)


def test_durations_are_iso_8601():
    (config,) = providers_of_yaml(GOOD + "    timeout: PT1.5S\n    keep: P7D\n")

    assert config.timeout == timedelta(seconds=1.5)
    assert config.keep == timedelta(days=7)


@pytest.mark.parametrize(
    ("text", "pointer", "line", "sentence"),
    [
        (GOOD.replace("https", "http"), "/providers/0/url", 3, "must begin with https"),
        (GOOD.replace("{domain}", "{user}"), "/providers/0/url", 3, "no other braces"),
        (GOOD.replace("{domain}", "{key}"), "/providers/0/url", 3, "no other braces"),
        (GOOD.replace("{domain}", "{domain"), "/providers/0/url", 3, "expected '}'"),
        (GOOD.replace("api.acme", "{domain}"), "/providers/0/url", 3, "host outright"),
        (
            GOOD.replace("$.size", "'$[?(('"),
            "/providers/0/fields/employees",
            4,
            "JSONPath",
        ),
        (
            GOOD.replace("employees", "staff"),
            "/providers/0/fields/staff",
            4,
            "known field",
        ),
        (GOOD + "    colour: red\n", "/providers/0/colour", 5, "Unexpected"),
        (GOOD + "    per_second: 0\n", "/providers/0/per_second", 5, "greater than 0"),
        (GOOD + "    timeout: soon\n", "/providers/0/timeout", 5, "duration"),
        (GOOD + "    headers: {A: '{domain}'}\n", "/providers/0/headers/A", 5, "{key}"),
        (GOOD + "    success: [9]\n", "/providers/0/success/0", 5, "greater than"),
        (GOOD.replace("name: acme", "name: A b"), "/providers/0/name", 2, "match"),
        (GOOD + GOOD.partition("\n")[2], "/providers", 1, "same name"),
        ("providers: nonsense", "/providers", 1, "tuple"),
        ("other: 1", "", 1, "`providers` and nothing else"),
        ("[1, 2]", "", 1, "`providers` and nothing else"),
        ("a: [", "", 1, "YAML"),
    ],
)
def test_every_fault_has_its_place(text, pointer, line, sentence):
    with pytest.raises(InvalidError) as refused:
        providers_of_yaml(text)

    (fault,) = refused.value.faults
    assert (fault.pointer, fault.line) == (pointer, line)
    assert sentence in fault.sentence


def test_the_key_may_travel_in_the_clear_on_this_machine_only():
    local = GOOD.replace("https://api.acme.example", "http://127.0.0.1:9")

    (config,) = providers_of_yaml(local)

    assert config.url.startswith("http://127.0.0.1:9")
