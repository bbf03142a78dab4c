"""Say what of a playbook's texts prospects will not read as it was meant."""

from collections.abc import Collection, Iterator, Mapping

from domain.checks.finding import Finding, Path, Severity
from domain.in_words.code_names import name_of
from domain.playbook import Playbook
from domain.promises.all_texts import (
    Placed,
    TextKind,
    lacking,
    languages_of,
    texts_of,
)
from domain.words import listed, named, placeholders

# What the product says of its own accord; `adapters/languages/catalogs` has the words.
OWN_WORDS_IN = frozenset({"de", "en", "es", "fr", "it", "pt"})
_NAMED = 3  # texts; of more it is said how many
_OF_SUBJECTS = frozenset({"company", "owner", "first_name", "respond_by", "zone"})
# Of promises it is known when they are read: nothing else can stand there.
_FILLED: Mapping[TextKind, Collection[str]] = {
    TextKind.SUBJECT: _OF_SUBJECTS,
    TextKind.MESSAGE: _OF_SUBJECTS | {"resources"},
}


def check_texts(playbook: Playbook) -> Iterator[Finding]:
    for one in texts_of(playbook):
        yield from _codes(one)
        yield from _unfilled(one, playbook.language)
    for language in languages_of(playbook):
        yield from _lacking(language, playbook)
        yield from _not_spoken(language, playbook)
        yield from _not_ours(language, playbook)


def _codes(one: Placed) -> Iterator[Finding]:
    for language in one.text.languages():
        if name_of("language", language) is None:
            sentence = (
                f"“{language}” is no language that we know: nobody will read this text."
            )
            where = (*one.where, language)
            yield Finding(Severity.WARNING, "unknown-language", where, sentence)


def _unfilled(one: Placed, own: str) -> Iterator[Finding]:
    filled = _FILLED.get(one.kind)
    if filled is None:
        return
    for language, words in one.text.all(own):
        for name in dict.fromkeys(placeholders(words)):
            if name not in filled:
                where: Path = (*one.where, language) if one.text.others else one.where
                sentence = f"Nothing fills {{{name}}} here: prospects read “unknown”."
                yield Finding(Severity.WARNING, "unknown-placeholder", where, sentence)


def _lacking(language: str, playbook: Playbook) -> Iterator[Finding]:
    texts = lacking(playbook, language)
    if not texts:
        return
    names = [one.called for one in texts[:_NAMED]]
    if len(texts) > _NAMED:
        names.append(f"{len(texts) - _NAMED} more")
    sentence = (
        f"Not there in {named('language', language)}, though others are: "
        f"{listed(names, 'and')}. {named('language', playbook.language)} stands in."
    )
    yield Finding(Severity.NOTE, "text-lacks-language", texts[0].where, sentence)


def _not_spoken(language: str, playbook: Playbook) -> Iterator[Finding]:
    spoken = {name for person in playbook.people for name in person.languages}
    if spoken and language != playbook.language and language not in spoken:
        sentence = (
            f"Prospects are written to in {named('language', language)}, which nobody of "
            "the people speaks: who answers will be answered in another language."
        )
        where = _first_in(language, playbook)
        yield Finding(Severity.NOTE, "nobody-speaks", where, sentence)


def _not_ours(language: str, playbook: Playbook) -> Iterator[Finding]:
    """An unknown code is told already."""
    if language in OWN_WORDS_IN or name_of("language", language) is None:
        return
    sentence = (
        f"The product has no words of its own in {named('language', language)}: an "
        "acknowledgement of yours (`acknowledge_with`) goes without them."
    )
    where = _first_in(language, playbook)
    yield Finding(Severity.NOTE, "no-words-of-ours", where, sentence)


def _first_in(language: str, playbook: Playbook) -> Path:
    """Where the first text in that language stands; the playbook's own is a key."""
    found = (
        (*one.where, language) for one in texts_of(playbook) if one.text.has(language)
    )
    return next(found, ("language",))
