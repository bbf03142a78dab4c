"""What the templates make of values, hostile ones among them."""

import re
from pathlib import Path

import pytest
from jinja2 import TemplateNotFound, UndefinedError

from adapters.letters.writing import LONGEST_SUBJECT, MESSAGES, one_line, write_letter

KINDS = sorted(path.name for path in MESSAGES.iterdir() if path.is_dir())
WORDS = {
    "first_name": "Ana",
    "who": "Dana of Northwind",
    "band": "high",
    "points": 70,
    "facts": [{"name": "Company", "value": "Northwind & <Sons>"}],
    "message": "Quote, please",
    "reasons": ["+15 asks for an offer"],
    "why_you": "Ana waited longest",
    "because": "competitor",
    "task": "say “mine”",
    "standing": "Ana has it.",
    "due": "10:15 today",
    "respond_by": "11:15 today",
    "link": "https://handraise.example/leads/1",
    "unsubscribe": "",
    "taps": [{"label": "Accept", "url": "https://handraise.example/tap/x"}],
    "company": "Northwind Fleet",
    "promise": "Ana will call you.",
    "thanks": False,
    "url": "https://meet.example/ana?a=1&b=2",
    "books": True,
    "signature": "Northwind Fleet",
    "owner": "Ana Ortiz",
    "title": "A story",
    "resources": [{"title": "What it costs", "url": "https://example.org/c?a=1&b=2"}],
    "words": "Read https://example.org/x",
    "parts": [
        {"text": "Read https://example.org/x", "url": ""},
        {"text": "", "url": "https://example.org/y"},
    ],
    "marketing": True,
    "minutes": 15,
    "sender": "dana@home.example",
    "address": "dana@northwind.example",
    "phone": "+34600000000",
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_mail_is_three_files_that_fill(kind: str) -> None:
    files = {path.name for path in (MESSAGES / kind).iterdir()}

    letter = write_letter(kind, WORDS)

    assert files == {"subject.txt", "body.txt", "body.html"}
    assert letter.subject.strip()
    assert letter.text.strip()
    assert "<!DOCTYPE html>" in letter.html
    assert "{{" not in letter.html + letter.text + letter.subject
    assert "{%" not in letter.html + letter.text


@pytest.mark.parametrize("kind", KINDS)
def test_styles_are_in_the_tags_because_mail_programs_ignore_sheets(kind: str) -> None:
    html = write_letter(kind, WORDS).html

    assert "<style" not in html
    assert all("style=" in tag for tag in re.findall(r"<(?:p|a class)[^>]*>", html))


def test_what_people_wrote_stays_text() -> None:
    hostile = WORDS | {"who": "<b>{{ 7*7 }}</b>", "message": "<img src=x>"}

    letter = write_letter("assigned", hostile)

    assert "<b>{{" not in letter.html
    assert "&lt;b&gt;{{ 7*7 }}&lt;/b&gt;" in letter.html
    assert "<img" not in letter.html
    assert "{{ 7*7 }}" in letter.subject


def test_a_value_that_is_missing_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        write_letter("assigned", {})


def test_a_kind_that_is_not_there_is_an_error() -> None:
    with pytest.raises(TemplateNotFound):
        write_letter("nonsense", WORDS)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("Dana\r\nBcc: all@example.org", "Dana Bcc: all@example.org"),
        ("a\x00b\u2028c\td", "a b c d"),
        ("x" * 200, "x" * (LONGEST_SUBJECT - 1) + "…"),
    ],
)
def test_a_subject_is_one_line(words: str, line: str) -> None:
    assert one_line(words) == line


def test_templates_are_packaged_beside_the_code() -> None:
    assert Path(MESSAGES, "style.css").is_file()


@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_a_mail_that_begins_with_thanks_does_not_begin_twice(language: str) -> None:
    thanks = {
        "thanks": True,
        "promise": "Thank you. Ana will answer.",
        "first_name": "",
    }

    letter = write_letter("acknowledgement", WORDS | thanks | {"language": language})

    assert letter.text.split("\n\n")[1] == "Thank you. Ana will answer."
    assert "<p>Thank you. Ana will answer.</p>" in unstyled(letter.html)


def test_the_text_of_the_bridge_has_the_paragraphs_of_its_page() -> None:
    text = write_letter("bridge", WORDS).text

    assert [one.split()[0] for one in text.split("\n\n")] == [
        "Hello",
        "you",
        "Ana",
        "Northwind",
    ]


def unstyled(html: str) -> str:
    return re.sub(r' style="[^"]*"', "", html)
