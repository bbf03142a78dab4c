"""List everything that a playbook lets prospects read, and in which languages it is there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from adapters.languages.catalogs import OWN_WORDS, languages
from adapters.letters.to_prospects import ACKNOWLEDGEMENT
from domain.playbook import Playbook
from domain.promises.all_texts import languages_of
from domain.promises.texts import Worded
from domain.qualifying.bands import Band
from domain.words import in_plain_words


class EntryKind(StrEnum):
    ANSWER = "answer"  # of the website, and the mail that acknowledges the request
    BRIDGE = "bridge"
    MESSAGE = "message"
    FOOT = "foot"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to read. `key` names it in addresses; `texts` must all be in a language.

    `template` is the message that it is, "" for none; `subject` what stands above it.
    """

    kind: EntryKind
    key: str
    title: str
    texts: tuple[Worded, ...]
    band: Band | None = None
    owned: bool = True
    template: str = ""
    subject: Worded | None = None

    def is_there_in(self, language: str, own: str) -> bool:
        return language == own or all(text.has(language) for text in self.texts)

    def lacks_subject_in(self, language: str, own: str) -> bool:
        """The text is there, and a general subject must do."""
        if self.subject is None or language == own:
            return False
        return self.is_there_in(language, own) and not self.subject.has(language)


_CALLED: Mapping[Band, str] = {
    Band.HIGH: "Answer to high leads",
    Band.MEDIUM: "Answer to medium leads",
    Band.LOW: "Answer to low leads",
    Band.REVIEW: "Answer to leads in review",
}


def entries_of(playbook: Playbook) -> tuple[Entry, ...]:
    """In the order in which a prospect may meet them."""
    return (
        *_answers(playbook),
        *(
            Entry(
                EntryKind.BRIDGE,
                key,
                title,
                (OWN_WORDS,),
                owned=owned,
            )
            for key, title, owned in (
                ("bridge", "The bridge, when a promise slips", True),
                ("bridge-without-owner", "The bridge without an owner", False),
            )
        ),
        *_messages(playbook),
        Entry(EntryKind.FOOT, "foot", "The foot of dated messages", (OWN_WORDS,)),
    )


def _answers(playbook: Playbook) -> Iterator[Entry]:
    """Nobody has a low lead or one in review, so that these are told once."""
    for band in Band:
        if band in playbook.promises:
            yield _answer(playbook, band, owned=True)
        yield _answer(playbook, band, owned=False)


def _answer(playbook: Playbook, band: Band, *, owned: bool) -> Entry:
    follow_up = playbook.follow_ups[band]
    message, template = follow_up.said(owned=owned), follow_up.template
    texts: tuple[Worded, ...] = (message,)
    if template == ACKNOWLEDGEMENT:
        texts = (message, OWN_WORDS)
    elif template in playbook.templates:
        texts = (message, playbook.templates[template].text)
    with_owners = band in playbook.promises
    without = ", without an owner" if with_owners and not owned else ""
    return Entry(
        EntryKind.ANSWER,
        f"{band.value}-without-owner" if without else band.value,
        f"{_CALLED[band]}{without}",
        texts,
        band,
        owned,
        template,
    )


def _messages(playbook: Playbook) -> Iterator[Entry]:
    for name, message in playbook.templates.items():
        yield Entry(
            EntryKind.MESSAGE,
            f"message-{name}",
            in_plain_words(name).capitalize(),
            (message.text,),
            template=name,
            subject=message.subject,
        )


def languages_to_see(playbook: Playbook) -> tuple[str, ...]:
    """The playbook's, then what only the product itself speaks."""
    return tuple(dict.fromkeys([*languages_of(playbook), *languages()]))
