"""Read a playbook from its file, or say what is wrong with it, line by line."""

from functools import lru_cache

from adapters.playbook.document import PlaybookShape, playbook_of, wrong_names
from adapters.yaml.lines import Lines
from adapters.yaml.shape import read_shape, refused
from domain.playbook import Playbook


def read_playbook(text: str, source: str) -> Playbook:
    """The playbook; `source` names the file in messages. PlaybookError with all faults.

    Names are looked up once the shape is right, so a second reading may find more.
    """
    return read_with_lines(text, source)[0]


# Whoever edits, tries and publishes a text has it read again and again, and so have tests.
@lru_cache(maxsize=4)
def read_with_lines(text: str, source: str) -> tuple[Playbook, Lines]:
    """The same, and where everything stands. Both are to be read and not changed."""
    shape, lines, plain = read_shape(PlaybookShape, text, source)
    wrong = list(wrong_names(shape))
    if wrong:
        raise refused(source, wrong, lines, plain)
    return playbook_of(shape), lines
