"""Lay out a notice about a lead as Slack shows it, and as plain text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ContextBlock,
    MarkdownTextObject,
    SectionBlock,
)

from adapters.slack.buttons import About, action_buttons
from adapters.slack.mrkdwn import link, mention
from domain.lifecycle import ActionKind

_MENTIONED = 50  # people; Slack takes 3,000 characters of a section
_OPEN = "Open the lead"


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with `{names}` of values: ours to write, theirs to fill."""

    words: str
    small: bool = False

    def filled(self, values: Mapping[str, str]) -> str:
        return self.words.format_map(values)


def notice_blocks(
    members: Sequence[str],
    lines: Sequence[Line],
    values: Mapping[str, str],
    below: Sequence[Block],
) -> list[dict[str, Any]]:
    """`values` are safe for Slack already (adapters.slack.mrkdwn); `below` is pressed."""
    called = " ".join(map(mention, members[:_MENTIONED]))
    first = [line.filled(values) for line in lines if not line.small]
    small = [line.filled(values) for line in lines if line.small]
    body = "\n".join(first)
    blocks: list[Block] = [section(f"{called} {body}".strip())]
    if small:
        blocks.append(context("\n".join(small)))
    return [block.to_dict() for block in (*blocks, *below)]


def below_notice(
    kinds: Sequence[ActionKind], about: About, url: str, *, has_buttons: bool
) -> list[Block]:
    """Buttons; only a link where nobody could check who pressed one."""
    if has_buttons:
        return [action_buttons(kinds, about, url)]
    return [section(link(url, _OPEN))]


def section(words: str) -> SectionBlock:
    # Verbatim: Slack makes no links of its own out of what somebody typed in a form.
    return SectionBlock(text=MarkdownTextObject(text=words, verbatim=True))


def context(words: str) -> ContextBlock:
    return ContextBlock(elements=[MarkdownTextObject(text=words, verbatim=True)])
