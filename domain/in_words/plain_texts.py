"""Say which words a text must hold, as somebody would who has never seen a pattern."""

from collections.abc import Mapping, Sequence
from typing import assert_never

from domain.rules.requirements import ContainsAny, ContainsNone, Like, Phrases
from domain.words import listed, named


def reads(required: Like | ContainsAny | ContainsNone) -> str:
    """Such as: mentions “quote”."""
    match required:
        case Like(patterns):
            return _alike(patterns)
        case ContainsAny():
            return f"mentions {_phrases(required)}"
        case ContainsNone():
            return f"does not mention {_phrases(required)}"
        case _:
            assert_never(required)


def does_not_read(inner: Like | ContainsAny | ContainsNone) -> str:
    """The opposite of what `reads` says."""
    match inner:
        case Like():
            return f"is none that {reads(inner)}"
        case ContainsAny():
            return f"does not mention {_phrases(inner)}"
        case ContainsNone():
            return f"mentions {_phrases(inner)}"
        case _:
            assert_never(inner)


def _alike(patterns: Sequence[str]) -> str:
    """In words where a star stands at an end only."""
    by_verb: dict[str, list[str]] = {}
    for pattern in patterns:
        inner = pattern.strip("*")
        ends = pattern.startswith("*"), pattern.endswith("*")
        verb = _VERBS[ends] if inner and not set(inner) & set("*?[") else "is like"
        text = inner if verb != "is like" else pattern
        by_verb.setdefault(verb, []).append(f"“{text}”")
    return listed([f"{verb} {listed(some)}" for verb, some in by_verb.items()])


_VERBS: Mapping[tuple[bool, bool], str] = {
    (False, False): "is",
    (False, True): "begins with",
    (True, False): "ends with",
    (True, True): "contains",
}


def _phrases(wanted: Phrases) -> str:
    of_one = [
        f"in {named('language', name)} {_quoted(phrases)}"
        for name, phrases in wanted.by_language
    ]
    of_any = [_quoted(wanted.phrases)] if wanted.phrases else []
    return ", ".join([*of_any, *of_one])


def _quoted(phrases: Sequence[str]) -> str:
    return listed([f"“{_open_ended(phrase)}”" for phrase in phrases])


def _open_ended(phrase: str) -> str:
    return f"{phrase[:-1]}…" if phrase.endswith("*") else phrase
