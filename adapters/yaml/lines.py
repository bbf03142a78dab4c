"""Read YAML into plain values, and remember the line of each.

Stricter than YAML allows: `no` and `on` are words (as in YAML 1.2), a repeated key is
a fault, and there are no tags, anchors or aliases, so a small file stays small.
"""

import re
from dataclasses import dataclass, field

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.reader import Reader

from domain.errors import Fault, PlaybookError
from domain.words import shown

LONGEST_TEXT = 1_000_000  # characters
DEEPEST = 20  # levels; a playbook needs eight
_PREFIX = "tag:yaml.org,2002:"

Plain = str | int | float | bool | list["Plain"] | dict[str, "Plain"] | None


@dataclass(frozen=True, slots=True)
class Lines:
    """The 1-based line of every value, by JSON pointer."""

    by_pointer: dict[str, int] = field(default_factory=dict)

    def of(self, pointer: str) -> int:
        """The line of the value, or of the nearest one around it."""
        while pointer not in self.by_pointer and pointer:
            pointer = pointer.rpartition("/")[0]
        return self.by_pointer.get(pointer, 1)


def pointer_to(*path: str | int) -> str:
    """The RFC 6901 pointer of a path."""
    return "".join("/" + str(p).replace("~", "~0").replace("/", "~1") for p in path)


def read_yaml(text: str, source: str) -> tuple[Plain, Lines]:
    """The document as plain values; PlaybookError when it is not good YAML."""
    return read_node(composed(text, source), source)


def read_node(node: Node, source: str) -> tuple[Plain, Lines]:
    """The values of a document that is composed already; PlaybookError likewise."""
    walk = _Walk()
    value = walk.value_of(node, "")
    if walk.faults:
        raise PlaybookError(f"{source} cannot be used.", tuple(walk.faults))
    return value, walk.lines


def composed(text: str, source: str) -> Node:
    """The document's nodes, which know where they stand. PlaybookError likewise."""
    if len(text) > LONGEST_TEXT:
        raise _refused(source, "is longer than a million characters", 1)
    try:
        node: Node | None = _Loader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = 1 if mark is None else mark.line + 1
        raise _refused(source, f"is not good YAML: {error.problem}", line) from None
    except yaml.YAMLError:
        raise _refused(source, "holds characters that YAML does not allow", 1) from None
    if node is None:
        raise _refused(source, "is empty", 1)
    return node


def _refused(source: str, problem: str, line: int) -> PlaybookError:
    fault = Fault("", f"The file {problem}.", line)
    return PlaybookError(f"{source} cannot be used.", (fault,))


class _Loader(
    Reader,
    yaml.scanner.Scanner,
    yaml.parser.Parser,
    yaml.composer.Composer,
    yaml.resolver.BaseResolver,
):
    """PyYAML without its constructors, and with the scalars of YAML 1.2."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)
        yaml.composer.Composer.__init__(self)
        yaml.resolver.BaseResolver.__init__(self)
        self._depth = 0

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]  # no stubs for it
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            problem = "anchors and aliases are not used in playbooks"
            raise yaml.composer.ComposerError(None, None, problem, event.start_mark)
        self._depth += 1
        if self._depth > DEEPEST:
            problem = "nested too deeply for a playbook"
            raise yaml.composer.ComposerError(None, None, problem, event.start_mark)
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


def _implicit(tag: str, pattern: str, first: str) -> None:
    _Loader.add_implicit_resolver(_PREFIX + tag, re.compile(pattern), list(first))


_implicit("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF")
_implicit("int", r"^[-+]?[0-9]{1,18}$", "-+0123456789")
_implicit("float", r"^[-+]?[0-9]{1,18}\.[0-9]{1,18}$", "-+0123456789")
_implicit("null", r"^(?:~|null|Null|NULL|)$", "~nN")
_Loader.add_implicit_resolver(_PREFIX + "null", re.compile(r"^$"), [""])


class _Walk:
    """Turns nodes into values, collecting lines and faults on the way."""

    def __init__(self) -> None:
        self.lines = Lines()
        self.faults: list[Fault] = []

    def value_of(self, node: Node, pointer: str) -> Plain:
        self.lines.by_pointer.setdefault(pointer, node.start_mark.line + 1)
        if isinstance(node, MappingNode):
            return self._mapping(node, pointer)
        if isinstance(node, SequenceNode):
            return [
                self.value_of(item, f"{pointer}{pointer_to(index)}")
                for index, item in enumerate(node.value)
            ]
        return self._scalar(node, pointer)

    def _mapping(self, node: MappingNode, pointer: str) -> dict[str, Plain]:
        found: dict[str, Plain] = {}
        for key, inner in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, ScalarNode):
                self.faults.append(Fault(pointer, "A key must be a word.", line))
                continue
            below = f"{pointer}{pointer_to(key.value)}"
            if key.value in found:
                name = shown(str(key.value))
                sentence = f"{name}: this key stands here twice, expected it once."
                self.faults.append(Fault(below, sentence, line))
                continue
            self.lines.by_pointer[below] = line
            found[key.value] = self.value_of(inner, below)
        return found

    def _scalar(self, node: Node, pointer: str) -> Plain:
        text = str(node.value)
        match node.tag.removeprefix(_PREFIX):
            case "bool":
                return text.lower() == "true"
            case "int":
                return int(text)
            case "float":
                return float(text)
            case "null":
                return None
            case "str":
                return text
            case _:
                line = node.start_mark.line + 1
                sentence = f"Found the tag {shown(node.tag)}: tags are not used here."
                self.faults.append(Fault(pointer, sentence, line))
                return None
