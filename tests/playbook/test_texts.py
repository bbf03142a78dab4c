"""What prospects read may stand in one language or in several."""

from typing import Any

import pytest

from adapters.playbook.checks import check_document
from adapters.playbook.file import read_playbook
from adapters.setup import EXAMPLE
from domain.comparing.playbook_diff import changes
from domain.errors import PlaybookError
from domain.in_words.model_words import explain_playbook
from domain.promises.texts import Message, Text
from domain.qualifying.bands import Band

EDUCATION = (EXAMPLE.parent / "education.yaml").read_text("utf-8")
LOW = 'message: "Thank you. Our course guide answers what most people ask first."'
GUIDE = "messages:\n"
PLAIN = read_playbook(EDUCATION, "education.yaml")


def with_low(words: str) -> str:
    assert LOW in EDUCATION
    return EDUCATION.replace(LOW, f"message: {words}")


def with_message(words: str) -> str:
    return EDUCATION.replace(GUIDE, f"{GUIDE}  news: {words}\n")


def line_of(text: str, what: str) -> int:
    return text[: text.index(what)].count("\n") + 1


def test_a_plain_text_is_in_the_playbooks_language() -> None:
    low = PLAIN.follow_ups[Band.LOW].message

    assert low.own.startswith("Thank you. Our course guide")
    assert low.others == {}


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("Hello", Text("Hello")),
        ("{ en: Hello }", Text("Hello")),
        ("{ en: Hello, es: Hola }", Text("Hello", {"es": "Hola"})),
        ("{ es: Hola, en: Hello }", Text("Hello", {"es": "Hola"})),
    ],
)
def test_a_text_is_read_in_both_ways(words: str, text: Text) -> None:
    book = read_playbook(with_low(words), "x")

    assert book.follow_ups[Band.LOW].message == text


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("Hello", Message(Text("Hello"))),
        ("{ en: Hello, es: Hola }", Message(Text("Hello", {"es": "Hola"}))),
        ("{ text: Hello, subject: Hi }", Message(Text("Hello"), Text("Hi"))),
        (
            "{ text: { en: Hello, es: Hola }, subject: { en: Hi, es: Buenas } }",
            Message(Text("Hello", {"es": "Hola"}), Text("Hi", {"es": "Buenas"})),
        ),
    ],
)
def test_a_message_may_have_a_subject(words: str, message: Message) -> None:
    assert read_playbook(with_message(words), "x").templates["news"] == message


@pytest.mark.parametrize(
    ("words", "at", "sentence"),
    [
        ("5", "", "message: found 5, expected text, or texts by language such as"),
        ("[a]", "", "message: found a list, expected text, or texts by language"),
        ("{}", "", "message: found an empty mapping, expected at least one entry."),
        ("{ en: 5 }", "/en", "en: found 5, expected text."),
        ("{ en: Hi, es: '' }", "/es", "es: found nothing, expected some text."),
        ("{ en: Hi, ES: Hola }", "/ES", 'ES: expected a language code such as "en".'),
        (
            "{ es: Hola }",
            "",
            "message: the playbook's own language, en, must be among these.",
        ),
        (
            '{ en: Hi, es: "Hola {name}" }',
            "/es",
            "es: found “Hola {name}”, nothing fills {name} here.",
        ),
    ],
)
def test_a_fault_names_its_line_and_language(
    words: str, at: str, sentence: str
) -> None:
    text = with_low(words)

    with pytest.raises(PlaybookError) as refused:
        read_playbook(text, "x")

    (fault,) = refused.value.faults
    assert fault.pointer == f"/bands/low/next_step/message{at}"
    assert fault.sentence.startswith(sentence)
    assert fault.line == line_of(text, f"message: {words}")


def test_a_mistyped_key_of_a_message_is_told() -> None:
    with pytest.raises(PlaybookError) as refused:
        read_playbook(with_message("{ text: Hello, subjct: Hi }"), "x")

    (fault,) = refused.value.faults
    assert fault.pointer == "/messages/news/subjct"
    assert "did you mean subject?" in fault.sentence


def remarks(text: str) -> list[Any]:
    return [
        (one.code, one.line, one.sentence) for one in check_document(text, "x").remarks
    ]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (
            "{ en: Hi, sp: Hola }",
            "unknown-language",
            "“sp” is no language that we know",
        ),
        ("Dear {name}", "unknown-placeholder", "Nothing fills {name} here"),
        (
            '{ en: Hi, es: "Hola {nombre}" }',
            "unknown-placeholder",
            "Nothing fills {nombre} here: prospects read “unknown”.",
        ),
        (
            "{ text: { en: Hi, es: Hola }, subject: Hi }",
            "text-lacks-language",
            "Not there in Spanish, though others are: the answer to high leads",
        ),
        ("{ en: Hi, pl: Cześć }", "no-words-of-ours", "no words of its own in Polish"),
    ],
)
def test_the_check_remarks_what_prospects_would_stumble_over(
    words: str, code: str, said: str
) -> None:
    text = with_message(words)

    found = [one for one in remarks(text) if one[0] == code]

    assert len(found) == 1
    assert said in found[0][2]
    expected = "message:" if code == "text-lacks-language" else "news:"
    assert found[0][1] >= line_of(text, expected)


def test_a_language_that_nobody_speaks_is_noted() -> None:
    text = EXAMPLE.read_text("utf-8")
    text = text.replace(GUIDE, f"{GUIDE}  news: {{ en: Hi, nl: Hoi }}\n")

    found = [one for one in remarks(text) if one[0] == "nobody-speaks"]

    assert [(line, "in Dutch, which nobody of" in said) for _, line, said in found] == [
        (line_of(text, "news:"), True)
    ]


def test_a_text_that_lacks_a_language_of_others_is_told_once() -> None:
    text = EXAMPLE.read_text("utf-8")
    spanish = '      es: "¿Hablamos diez minutos?"\n'

    found = [one for one in remarks(text.replace(spanish, "")) if "Spanish" in one[2]]

    assert found == [
        (
            "text-lacks-language",
            line_of(text, '      en: "Shall we call for ten minutes?"') - 1,
            (
                "Not there in Spanish, though others are: the subject of the message "
                "“shall-we-call”. English stands in."
            ),
        )
    ]


def test_what_changed_is_told_by_language() -> None:
    first = read_playbook(with_low("{ en: Hello, es: Hola }"), "x")
    second = read_playbook(with_low("{ en: Hello, es: Buenas, de: Hallo }"), "x")

    added = [one.sentence for one in changes(PLAIN, first)]
    then = [one.sentence for one in changes(first, second)]
    back = [one.sentence for one in changes(second, PLAIN)]

    told = "Low, what prospects are told,"
    assert added[-1] == f"{told} is there in Spanish too"
    assert then == [
        "Low in Spanish answers Buenas instead of Hola",
        f"{told} is there in German too",
    ]
    assert f"{told} is no longer there in German" in back


def test_the_languages_are_told_in_plain_words() -> None:
    example = read_playbook(EXAMPLE.read_text("utf-8"), "x")

    told = dict(explain_playbook(example))["What prospects read"]
    plain = dict(explain_playbook(PLAIN))["What prospects read"]

    assert told == (
        "Everything is there in English, which stands in for every other language",
        "Who reads Spanish gets all of 20 texts in it",
        "Who reads French gets 2 of 20 texts in it",
    )
    assert plain == ("Everything is there in English",)


def test_the_same_text_written_otherwise_is_no_change() -> None:
    words = LOW.removeprefix("message: ")

    assert changes(PLAIN, read_playbook(with_low(f"{{ en: {words} }}"), "x")) == ()
