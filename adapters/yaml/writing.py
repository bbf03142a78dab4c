"""Write plain values down as YAML, the way a person would."""

import json
from decimal import Decimal

from adapters.yaml.lines import Plain, read_yaml
from domain.errors import PlaybookError

WIDEST = 120  # characters of a line, before values get lines of their own
_STEP = 2
# What YAML 1.1 takes for something else than a word; other programs still do.
_AMBIGUOUS = frozenset({"y", "n", "yes", "no", "on", "off"})


def scalar_text(value: Plain, style: str | None = None) -> str:
    """A text, number, truth or nothing in one line; `style` is the quote to keep."""
    match value:
        case None:
            return "~"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return (
                str(int(value)) if value.is_integer() else f"{Decimal(repr(value)):f}"
            )
        case str():
            return _text(value, style)
        case _:
            raise TypeError(type(value).__name__)


def _text(text: str, style: str | None) -> str:
    if style is None and _reads_plain(text):
        return text
    if style == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else _escaped(c) for c in quoted)


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _reads_plain(text: str) -> bool:
    if text.lower() in _AMBIGUOUS or not text.isprintable():
        return False
    try:
        return read_yaml(f"{{ key: {text} }}", "")[0] == {"key": text}
    except PlaybookError:
        return False


def flow_text(value: Plain) -> str:
    """Any value in one line: `{ country: [ES, PT] }`."""
    match value:
        case dict():
            inner = ", ".join(
                f"{scalar_text(k)}: {flow_text(v)}" for k, v in value.items()
            )
            return f"{{ {inner} }}" if inner else "{}"
        case list():
            return f"[{', '.join(map(flow_text, value))}]"
        case _:
            return scalar_text(value)


def entry_text(key: str, value: Plain, indent: int) -> str:
    """A line, or several, that give a mapping one more key; newline at the end."""
    start = f"{' ' * indent}{scalar_text(key)}:"
    line = f"{start} {flow_text(value)}\n"
    if isinstance(value, str) and "\n" in value and _reads_as_block(value):
        return f"{start} {literal_text(value, indent + _STEP)}"
    if not isinstance(value, dict | list) or len(line) <= WIDEST or not value:
        return line
    return f"{start}\n{block_text(value, indent + _STEP)}"


def block_text(value: Plain, indent: int) -> str:
    """A list or mapping with a line for each of its values."""
    match value:
        case dict():
            return "".join(entry_text(k, v, indent) for k, v in value.items())
        case list():
            return "".join(item_text(one, indent) for one in value)
        case _:
            raise TypeError(type(value).__name__)


def item_text(value: Plain, indent: int) -> str:
    """A line, or several, that give a list one more item. What has an id gets several."""
    start = " " * indent + "- "
    line = f"{start}{flow_text(value)}\n"
    wants_lines = isinstance(value, dict) and "id" in value
    if (
        not isinstance(value, dict)
        or not value
        or not (wants_lines or len(line) > WIDEST)
    ):
        return line
    return start + block_text(value, indent + _STEP).lstrip(" ")


def literal_text(text: str, indent: int) -> str:
    """A text of several lines after `|`, each of them indented."""
    lines = text.removesuffix("\n").split("\n")
    body = "".join(f"{' ' * indent}{line}\n" if line else "\n" for line in lines)
    return f"|{'' if text.endswith(chr(10)) else '-'}\n{body}"


def _reads_as_block(text: str) -> bool:
    first, *_ = text.split("\n")
    bare = not first.startswith(" ") and bool(first) and not text.endswith("\n\n")
    return bare and all(line.isprintable() for line in text.split("\n"))
