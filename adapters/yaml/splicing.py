"""Put a value into a YAML text, or take one out, and touch nothing around it."""

from collections.abc import Sequence

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from adapters.yaml.lines import Plain
from adapters.yaml.spans import (
    Place,
    content_end,
    dash_line,
    is_flow,
    item_spans,
    line_end,
    line_start,
)
from adapters.yaml.writing import (
    entry_text,
    flow_text,
    item_text,
    scalar_text,
)


def replaced(text: str, place: Place, value: Plain) -> str:
    """The text with `value` where the node stands."""
    node, begin = place.node, place.node.start_mark.index
    end = content_end(node, text)
    if isinstance(node, ScalarNode) and node.style not in {"|", ">"}:
        if not isinstance(value, dict | list):
            gap = " " if begin == end else ""  # `key:` without a value
            return _spliced(text, begin, end, gap + scalar_text(value, node.style))
    elif place.in_flow or is_flow(node):
        return _spliced(text, begin, end, flow_text(value))
    if place.key is None or place.in_flow or not _joined(text, place.key, begin):
        gap = " " if begin == end or not node.start_mark.column else ""
        return _spliced(text, begin, end, gap + flow_text(value))
    column = place.key.start_mark.column
    key = place.key.start_mark.index
    entry = entry_text(place.key.value, value, column).lstrip(" ").removesuffix("\n")
    return _spliced(text, key, end, entry)


def _joined(text: str, key: ScalarNode, begin: int) -> bool:
    """Whether nothing stands between the key and its value, such as a comment."""
    return not text[key.end_mark.index : begin].strip(": \n")


def added_entry(text: str, node: MappingNode, key: str, value: Plain) -> str:
    """The text with one more key at the end of a mapping that has some."""
    end = content_end(node.value[-1][1], text)
    if is_flow(node):
        return _spliced(text, end, end, f", {scalar_text(key)}: {flow_text(value)}")
    return _with_lines(
        text, line_end(text, end), entry_text(key, value, node.start_mark.column)
    )


def added_item(text: str, node: SequenceNode, index: int, value: Plain) -> str:
    """The text with one more item in a list that has some, before `index`."""
    items: Sequence[Node] = node.value
    if is_flow(node) and index == len(items):
        end = content_end(items[-1], text)
        return _spliced(text, end, end, f", {flow_text(value)}")
    if is_flow(node):
        begin = items[index].start_mark.index
        return _spliced(text, begin, begin, f"{flow_text(value)}, ")
    column = node.start_mark.column
    if index:
        place = line_end(text, content_end(items[index - 1], text))
    else:
        place = item_spans(node, text)[0][0]
    return _with_lines(text, place, item_text(value, column))


def removed_item(text: str, place: Place, index: int) -> str:
    node = place.node
    if is_flow(node):
        return _without_flow(text, node, index)
    if len(node.value) == 1:
        return replaced(text, place, [])
    item = node.value[index]
    column = node.start_mark.column
    begin = dash_line(text, item.start_mark.index, column)
    return _spliced(text, begin, line_end(text, content_end(item, text)), "")


def removed_entry(text: str, place: Place, name: str) -> str:
    node = place.node
    index = next(i for i, (key, _) in enumerate(node.value) if key.value == name)
    if is_flow(node):
        return _without_flow(text, node, index)
    if len(node.value) == 1:
        return replaced(text, place, {})
    key, value = node.value[index]
    begin, end = key.start_mark.index, line_end(text, content_end(value, text))
    start = line_start(text, begin)
    if not text[start:begin].strip():
        return _spliced(text, start, end, "")
    after = node.value[index + 1][0].start_mark.index  # behind the dash of an item
    comments = text[end : line_start(text, after)]
    return text[:start] + comments + text[start:begin] + text[after:]


def _without_flow(text: str, node: Node, index: int) -> str:
    spans = [_flow_span(one, text) for one in node.value]
    begin, end = spans[index]
    if len(spans) == 1:
        return _spliced(text, node.start_mark.index + 1, node.end_mark.index - 1, "")
    if index + 1 < len(spans):
        return _spliced(text, begin, spans[index + 1][0], "")
    return _spliced(text, spans[index - 1][1], end, "")


def _flow_span(one: Node | tuple[Node, Node], text: str) -> tuple[int, int]:
    first, last = one if isinstance(one, tuple) else (one, one)
    return first.start_mark.index, content_end(last, text)


def reordered(text: str, node: SequenceNode, order: Sequence[int]) -> str:
    """The text with the items of a list in that order; what is between them stays."""
    spans = item_spans(node, text)
    texts = [text[begin:end] for begin, end in spans]
    if not is_flow(node):  # the last line of a file may have no line break
        texts = [one if one.endswith("\n") else f"{one}\n" for one in texts]
    pieces, until = [], 0
    for (begin, end), index in zip(spans, order, strict=True):
        pieces += [text[until:begin], texts[index]]
        until = end
    return "".join([*pieces, text[until:]])


def _with_lines(text: str, place: int, lines: str) -> str:
    gap = "" if not place or text[place - 1] == "\n" else "\n"
    return _spliced(text, place, place, gap + lines)


def _spliced(text: str, begin: int, end: int, new: str) -> str:
    return text[:begin] + new + text[end:]
