"""Where a value of a YAML document stands: from which character to which."""

from dataclasses import dataclass

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Span = tuple[int, int]  # characters, the second is the first one after it
Pair = tuple[ScalarNode, Node]


@dataclass(frozen=True, slots=True)
class Place:
    """A node, the key it stands under, and whether braces or brackets are around it."""

    node: Node
    key: ScalarNode | None = None
    in_flow: bool = False


def parts_of(pointer: str) -> list[str]:
    """The path of an RFC 6901 pointer."""
    steps = pointer.split("/")[1:]
    return [step.replace("~1", "/").replace("~0", "~") for step in steps]


def place_of(root: Node, parts: list[str]) -> Place | None:
    """None where nothing stands."""
    place = Place(root)
    for part in parts:
        inside = place.in_flow or is_flow(place.node)
        below = _below(place.node, part)
        if below is None:
            return None
        place = Place(below[1], below[0], inside)
    return place


def _below(node: Node, part: str) -> tuple[ScalarNode | None, Node] | None:
    if isinstance(node, MappingNode):
        found = (pair for pair in node.value if pair[0].value == part)
        return next(found, None)
    if isinstance(node, SequenceNode) and part.isdecimal():
        index = int(part)
        return (None, node.value[index]) if index < len(node.value) else None
    return None


def is_flow(node: Node) -> bool:
    return bool(getattr(node, "flow_style", False))


def content_end(node: Node, text: str) -> int:
    """Where the value ends; a node's own mark lies behind comments that follow."""
    if isinstance(node, ScalarNode):
        begin, end = node.start_mark.index, node.end_mark.index
        if node.style in {"|", ">"}:
            return begin + len(text[begin:end].rstrip())
        return int(end)
    if is_flow(node) or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return content_end(last[1] if isinstance(last, tuple) else last, text)


def line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def line_end(text: str, index: int) -> int:
    """Behind the line break."""
    found = text.find("\n", index)
    return len(text) if found < 0 else found + 1


def item_spans(node: SequenceNode, text: str) -> list[Span]:
    """Each item: in a block with its dash, whole lines and the comment right above."""
    if is_flow(node):
        return [(i.start_mark.index, content_end(i, text)) for i in node.value]
    column = node.start_mark.column
    return [
        (
            _with_comment(text, dash_line(text, item.start_mark.index, column), column),
            line_end(text, content_end(item, text)),
        )
        for item in node.value
    ]


def dash_line(text: str, index: int, column: int) -> int:
    """The start of the line with the dash of the item that begins at `index`."""
    start = line_start(text, index)
    while text[start : start + column + 1].strip() != "-" and start:
        start = line_start(text, start - 1)
    return start


def _with_comment(text: str, start: int, column: int) -> int:
    while start:
        above = line_start(text, start - 1)
        if not text[above:start].startswith(" " * column + "#"):
            break
        start = above
    return start
