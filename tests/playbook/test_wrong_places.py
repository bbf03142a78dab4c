"""Whatever is wrong in a playbook is told with its line, what was found and expected."""

import pytest

from tests.playbook.test_playbook_file import SMALL, faults_of, line_of

# what stands there, what stands there instead, where (text of the changed file), what is said
PLACES = [
    (
        "messages:",
        'resources:\n  - { title: A, url: "", when: { country: ES } }\nmessages:',
        "  - { title: A",
        "url: found nothing, expected where the page is.",
    ),
    (
        "calendar: https://meet.example/ana",
        "calendar: https://meet.example/ana?n={vorname}",
        "calendar:",
        (
            "calendar: found “https://meet.example/ana?n={vorname}”, "
            "nothing fills {vorname} here."
        ),
    ),
    (
        "required: [",
        "requierd: [",
        "requierd:",
        "requierd: nothing here has this name; did you mean required?",
    ),
    (
        "company: Small & Co",
        "company: [a]",
        "company:",
        "company: found a list, expected text.",
    ),
    (
        "language: en",
        "language: English",
        "language:",
        'language: found “English”, expected a language code such as "en".',
    ),
    (
        "language: en",
        "language: no\nlanguage: en",
        "language: en",
        "language: this key stands here twice, expected it once.",
    ),
    (
        "language: en",
        "language: [en",
        "zone:",
        "The file is not good YAML: expected ',' or ']', but got ':'.",
    ),
    (
        "zone: Europe/Madrid",
        "zone: Madrid",
        "zone:",
        'zone: found “Madrid”, expected a time zone such as "Europe/Madrid".',
    ),
    (
        "zone: Europe/Madrid",
        "zone: ../x",
        "zone:",
        'zone: found “../x”, expected a time zone such as "Europe/Madrid".',
    ),
    (
        "mon-thu: 09:00-18:00",
        "mo-thu: 09:00-18:00",
        "hours:",
        'hours: found “mo-thu”, expected days with hours, such as "mon-fri: 09:00-18:00".',
    ),
    (
        "mon-thu: 09:00-18:00",
        "thu-mon: 09:00-18:00",
        "hours:",
        "hours: found “thu-mon”, expected the days in order of the week.",
    ),
    (
        "mon-thu: 09:00-18:00",
        "mon-thu: 9-18",
        "hours:",
        'hours: found “9-18”, expected days with hours, such as "mon-fri: 09:00-18:00".',
    ),
    (
        "mon-thu: 09:00-18:00",
        "mon-thu: 24:00-18:00",
        "hours:",
        'hours: found “24:00-18:00”, expected days with hours, such as "mon-fri: 09:00-18:00".',
    ),
    (
        "[2026-12-25]",
        "[2026-13-25]",
        "closed_on",
        'closed_on, 1st: found “2026-13-25”, expected a date such as "2026-12-25".',
    ),
    (
        "  ana:\n",
        "  Ana Ortiz:\n",
        "Ana Ortiz",
        "Ana Ortiz: expected lower-case letters, digits, - and _, at most 63 of them.",
    ),
    (
        "ana@small.example",
        "ana",
        "email: ana",
        "email: found “ana”, expected a mail address.",
    ),
    (
        "role: rep",
        "role: boss",
        "role: boss",
        "role: found “boss”, expected one of rep, manager, operator.",
    ),
    (
        "https://meet.example/ana",
        "javascript:x",
        "javascript",
        'calendar: found “javascript:x”, expected an address that begins with "https://" or "/".',
    ),
    (
        "capacity: 5",
        "capacity: 0",
        "capacity",
        "capacity: found 0, expected 1 or more.",
    ),
    (
        "capacity: 5",
        "capacity: five",
        "capacity",
        "capacity: found “five”, expected a whole number.",
    ),
    (
        "members: [ana]",
        "members: [ana, zoe]",
        "members",
        "members, 2nd: found “zoe”, nobody under `people` has this handle.",
    ),
    (
        "members: [ana]",
        "members: [ana, ana]",
        "members",
        "members, 2nd: found “ana”, this person is here twice.",
    ),
    (
        "members: [ana]",
        "members: []",
        "members",
        "members: found an empty list, expected at least one entry.",
    ),
    (
        "manager: mara",
        "manager: zoe",
        "manager: zoe",
        "manager: found “zoe”, nobody under `people` has this handle.",
    ),
    (
        "fields.vehicles]",
        "vehicles]",
        "required:",
        "required, 2nd: found “vehicles”, no field has this name; a field of your own is `fields.<name>`.",
    ),
    (
        "at_most: 40",
        "at_most: -1",
        "at_most",
        "at_most: found -1, expected more than 0.0.",
    ),
    (
        "points: 10",
        "points: many",
        "points: many",
        "points: found “many”, expected a number.",
    ),
    (
        "points: 10",
        "points: 1e400",
        "points: 1e400",
        "points: found “1e400”, expected a number.",
    ),
    (
        "id: pricing",
        "id: in-order",
        "id: in-order\n        points: 26",
        "id: found “in-order”, another rule has this id.",
    ),
    (
        "{page} {seconds}",
        "{nobody}",
        "{nobody}",
        "because: found “{nobody} {times} {days_ago}”, nothing fills {nobody} here.",
    ),
    (
        "{ at_least: 5,",
        "{ at_laest: 5,",
        "at_laest",
        "at_laest: nothing here has this name; did you mean at_least?",
    ),
    (
        "product: fleet",
        "product: {}",
        "product:",
        "product: found an empty mapping, expected a value, a list of values, or an operator.",
    ),
    (
        "product: fleet",
        "product: ~",
        "product:",
        "product: found nothing, expected names with values under them.",
    ),
    (
        "product: fleet",
        "product: []",
        "product:",
        "one_of: expected at least one entry.",
    ),
    (
        "{ not: farming }",
        "{ not: { at_least: 1, at_most: 2 } }",
        "not:",
        "industry: found names with values under them, expected one operator inside `not`.",
    ),
    (
        "times: 2, ",
        "in_order: [/a, /b], ",
        "in_order: [/a",
        "pages: found names with values under them, expected either `like` or `in_order`.",
    ),
    (
        "half_life: 7d",
        "half_life: week",
        "half_life",
        'half_life: found “week”, expected a duration such as "15m", "1h30m" or "2d".',
    ),
    (
        "points: 10",
        "points: 10\n        half_life: 7d",
        "half_life",
        "half_life: found “7d”, `half_life` needs `pages` or `events` to count from.",
    ),
    (
        "{ mon: 10:00-12:00 }",
        "10:00-12:00",
        "hours: 10",
        'hours: found “10:00-12:00”, expected days with hours, such as "mon-fri: 09:00-18:00".',
    ),
    ("days: 7", "days: -7", "days: -7", "days: found -7, expected 0 or more."),
    (
        "accept_within: 15m",
        "accept_within: 0m",
        "accept_within: 0m",
        'accept_within: found “0m”, expected a duration such as "15m", "1h30m" or "2d".',
    ),
    (
        "accept_within: 4h",
        "accept_within: 240",
        "accept_within: 240",
        'accept_within: found 240, expected a duration such as "15m", "1h30m" or "2d".',
    ),
    (
        "at: 50%",
        "at: half",
        "at: half",
        'at: found “half”, expected a share such as "50%" or a duration such as "2d".',
    ),
    (
        "kind: book",
        "kind: call",
        "kind: call",
        "kind: found “call”, expected one of book, acknowledge, resources, wait.",
    ),
    (
        "{owner} will call",
        "{nobody} will call",
        "{nobody}",
        "message: found “{nobody} will call by {respond_by}.”, nothing fills {nobody} here.",
    ),
    (
        "Read this.",
        "By {respond_by}.",
        "url: /guide",
        "message: found “By {respond_by}.”, nothing fills {respond_by} here.",
    ),
    (
        "{email_domain} is",
        "{nobody} is",
        "{nobody}",
        "because: found “{nobody} is a competitor”, nothing fills {nobody} here.",
    ),
    (
        "rep: ana }",
        "rep: zoe }",
        "rep: zoe",
        "rep: found “zoe”, nobody under `people` has this handle.",
    ),
    (
        "team: iberia }",
        "team: south }",
        "team: south",
        "team: found “south”, no team under `teams` has this name.",
    ),
    (
        "rep: ana }",
        "rep: ana, team: iberia }",
        "rep: ana,",
        "to: found names with values under them, expected one of `team`, `rep` or `queue`.",
    ),
    (
        "id: rest",
        "id: named",
        "id: named\n    to",
        "id: found “named”, another row has this id.",
    ),
    (
        "when: { company: Contoso }",
        "when: {}",
        "when: {}",
        "when: found an empty mapping, expected at least one field; leave `when` out to match always.",
    ),
    (
        "story: Hello",
        'story: ""',
        "story:",
        "story: found nothing, expected some text.",
    ),
]


@pytest.mark.parametrize(("right", "wrong", "place", "sentence"), PLACES)
def test_it_is_told_what_was_found_and_what_was_expected(
    right: str, wrong: str, place: str, sentence: str
) -> None:
    text = SMALL.replace(right, wrong, 1)

    faults = faults_of(text)

    assert [(fault.line, fault.sentence) for fault in faults] == [
        (line_of(text, place), sentence)
    ]


def test_there_are_enough_of_them() -> None:
    assert len({(right, wrong) for right, wrong, _, _ in PLACES}) >= 30
