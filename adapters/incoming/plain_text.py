"""The text of a mail's body, whatever it was written as."""

from email.message import EmailMessage

import lxml.html  # type: ignore[import-untyped]  # no stubs of the same release
from lxml.etree import LxmlError  # type: ignore[import-untyped]

_QUOTES = (
    "//blockquote|//script|//style|//head"
    "|//*[contains(concat(' ', @class, ' '), ' gmail_quote ')]"
    "|//*[@id='divRplyFwdMsg' or @id='appendonsend']/following-sibling::*"
    "|//*[@id='divRplyFwdMsg' or @id='appendonsend']"
)
_ENDS_A_LINE = frozenset({"p", "div", "li", "tr", "br", "h1", "h2", "h3"})
_LONGEST = 200_000  # characters of a page; what a person wrote is at its beginning


def plain_text(message: EmailMessage) -> str:
    """What nobody can read is the empty text."""
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    try:
        content: str = body.get_content()
    except (LookupError, UnicodeError, ValueError):  # an encoding that nobody knows
        raw = body.get_payload(decode=True)
        content = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""
    if body.get_content_subtype() == "html":
        return _text_of_page(content[:_LONGEST])
    return content


def _text_of_page(page: str) -> str:
    """Its words in lines, without what it quotes."""
    try:
        root = lxml.html.document_fromstring(page)
    except (LxmlError, ValueError):
        return ""
    for quote in root.xpath(_QUOTES):
        quote.drop_tree()
    for element in root.iter(*_ENDS_A_LINE):
        element.tail = f"\n{element.tail or ''}"
    text: str = root.text_content()
    return "\n".join(line.strip() for line in text.splitlines())
