"""Say what is different between two texts, language by language."""

from collections.abc import Iterator
from dataclasses import replace

from domain.comparing.change_words import Place, changed
from domain.promises.texts import Text
from domain.words import named


def text_changes(place: Place, old: Text, new: Text) -> Iterator[str]:
    """The playbook's own language first, then those that came, changed and went."""
    if old.own != new.own:
        yield changed(place, old.own, new.own)
    before, after = old.others, new.others
    for language in dict.fromkeys([*before, *after]):
        name = named("language", language)
        if language not in before:
            yield f"{place.label} is there in {name} too"
        elif language not in after:
            yield f"{place.label} is no longer there in {name}"
        elif before[language] != after[language]:
            of_language = replace(place, it=f"{place.it} in {name}")
            yield changed(of_language, before[language], after[language])
