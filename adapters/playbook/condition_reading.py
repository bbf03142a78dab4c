"""Read a condition from the short line that an operator types."""

from collections.abc import Mapping

from adapters.playbook.condition_tokens import ConditionError, Tokens, unquoted
from adapters.playbook.condition_writing import JOINS, NUMBER, simplest
from adapters.yaml.lines import Plain, read_yaml
from domain.errors import PlaybookError

_BOUNDS = {">=": "at_least", "≥": "at_least", "<=": "at_most", "≤": "at_most"}
_LONGEST = 10_000  # characters
_DEEPEST = 5  # brackets in brackets
_QUESTIONS = "is, is not, >=, <=, from, like or mentions"

Asked = dict[str, Plain]  # of one field: what it must be, by the operator's name


def read_condition(line: str) -> Plain:
    """The `when:` that the line says; None for an empty one. ConditionError otherwise."""
    if not line.strip():
        return None
    if len(line) > _LONGEST:
        raise ConditionError("This is too long for one line.")
    tokens = Tokens(line)
    found = _condition(tokens, 0)
    if tokens.next is not None:
        raise tokens.refusal("“and”, or the end")
    return found


def _condition(tokens: Tokens, depth: int) -> dict[str, Plain]:
    found: dict[str, Asked] = {}
    alternatives: list[Plain] = []
    while True:
        if tokens.comes("(") and alternatives:
            raise tokens.refusal("only one group in brackets")
        if tokens.takes("("):
            alternatives = _alternatives(tokens, depth + 1)
        else:
            _clause(tokens, found)
        if not tokens.takes("and"):
            break
    when = {name: simplest(asked) for name, asked in found.items()}
    return when | ({"any": alternatives} if alternatives else {})


def _alternatives(tokens: Tokens, depth: int) -> list[Plain]:
    if depth > _DEEPEST:
        raise tokens.refusal("fewer brackets")
    found: list[Plain] = [_condition(tokens, depth)]
    while tokens.takes("or"):
        found.append(_condition(tokens, depth))
    if not tokens.takes(")"):
        raise tokens.refusal("“and”, “or” or a closing bracket")
    return found


def _clause(tokens: Tokens, found: dict[str, Asked]) -> None:
    if not tokens.comes_as("word", "quoted") or tokens.comes(*JOINS):
        raise tokens.refusal("a field, such as country")
    field = unquoted(tokens.take())
    asked = _asked(tokens)
    before = found.setdefault(field, {})
    if before.keys() & asked.keys():
        sentence = (
            f"{field} is asked twice in the same way: put its values in one list."
        )
        raise ConditionError(sentence)
    before.update(asked)


def _asked(tokens: Tokens) -> Asked:
    if tokens.comes("{"):
        return _in_braces(tokens)
    if tokens.comes(*_BOUNDS):
        return {_BOUNDS[tokens.take().text]: _number(tokens)}
    if tokens.takes("from"):
        return _range(tokens)
    if tokens.takes("like"):
        return {"like": _texts(tokens)}
    if tokens.takes("mentions"):
        return _mentions(tokens)
    if not tokens.takes("is"):
        raise tokens.refusal(_QUESTIONS)
    return _is_what(tokens)


def _is_what(tokens: Tokens) -> Asked:
    if tokens.takes("known"):
        return {"known": True}
    if tokens.takes("unknown"):
        return {"known": False}
    if not tokens.takes("not"):
        return {"one_of": _values(tokens)}
    if tokens.takes("known"):
        return {"known": False}
    if tokens.takes("like"):
        return {"not": {"like": _texts(tokens)}}
    return {"not": simplest({"one_of": _values(tokens)})}


def _range(tokens: Tokens) -> Asked:
    low = _number(tokens)
    if not tokens.takes("to"):
        raise tokens.refusal("“to” and a number")
    return {"at_least": low, "at_most": _number(tokens)}


def _mentions(tokens: Tokens) -> Asked:
    if not tokens.takes("none"):
        return {"contains_any": _texts(tokens)}
    if not tokens.takes("of"):
        raise tokens.refusal("“of”")
    return {"contains_none": _texts(tokens)}


def _number(tokens: Tokens) -> Plain:
    if tokens.next is None or not NUMBER.fullmatch(tokens.next.text):
        raise tokens.refusal("a number")
    return _typed(tokens.take().text)


def _texts(tokens: Tokens) -> list[Plain]:
    """The words as they were typed, numbers and all."""
    found: list[Plain] = [_word(tokens)]
    while tokens.takes(","):
        found.append(_word(tokens))
    return found


def _values(tokens: Tokens) -> list[Plain]:
    found = [_value(tokens)]
    while tokens.takes(","):
        found.append(_value(tokens))
    return found


def _value(tokens: Tokens) -> Plain:
    return _word(tokens) if tokens.comes_as("quoted") else _typed(_word(tokens))


def _word(tokens: Tokens) -> str:
    """What stands in quotes, or all words up to the next mark, “and” or “or”."""
    if tokens.comes_as("quoted"):
        return unquoted(tokens.take())
    words = []
    while tokens.comes_as("word") and not tokens.comes(*JOINS):
        words.append(tokens.take().text)
    if not words:
        raise tokens.refusal("a value")
    return " ".join(words)


def _in_braces(tokens: Tokens) -> Asked:
    """What the line has no words for, as the YAML says it."""
    begin = tokens.line.index("{", 0 if tokens.next is None else tokens.next.begin)
    end = _closing(tokens.line, begin)
    try:
        found = read_yaml(tokens.line[begin:end], "")[0]
    except PlaybookError:
        found = None
    if not isinstance(found, Mapping):
        raise tokens.refusal("braces that are closed, with names and values in them")
    tokens.go_to(end)
    return dict(found)


def _closing(line: str, begin: int) -> int:
    depth = 0
    for at in range(begin, len(line)):
        depth += {"{": 1, "}": -1}.get(line[at], 0)
        if not depth:
            return at + 1
    return len(line)


def _typed(text: str) -> Plain:
    if text in {"true", "false"}:
        return text == "true"
    found = NUMBER.fullmatch(text)
    if found is None:
        return text
    return float(text) if found[1] else int(text)


def read_values(line: str) -> list[Plain]:
    """Words with commas between them; none for an empty line. ConditionError otherwise."""
    if not line.strip():
        return []
    tokens = Tokens(line)
    found = _texts(tokens)
    if tokens.next is not None:
        raise tokens.refusal("a comma, or the end")
    return found
