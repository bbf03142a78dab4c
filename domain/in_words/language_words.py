"""Say in plain language which languages prospects read."""

from collections.abc import Iterator

from domain.playbook import Playbook
from domain.promises.all_texts import TextKind, lacking, languages_of, texts_of
from domain.words import counted, named


def languages_in_words(playbook: Playbook) -> Iterator[str]:
    """The playbook's own first, and how much of it there is in every other one."""
    own, *others = languages_of(playbook)
    stands_in = ", which stands in for every other language" if others else ""
    yield f"Everything is there in {named('language', own)}{stands_in}"
    written = [one for one in texts_of(playbook) if one.kind is not TextKind.PAGE]
    for language in others:
        there = len(written) - len(lacking(playbook, language))
        said = "all" if there == len(written) else str(there)
        texts = counted(len(written), "text")
        yield f"Who reads {named('language', language)} gets {said} of {texts} in it"
