"""Say in which encoding a web page is written."""

import re

# Of the encodings that a stranger may name, those of the web (not "zlib", "punycode", ...).
_WEB_ENCODING = re.compile(
    r"utf-?8|utf-?16(?:le|be)?|(?:us-)?ascii|latin-?1|iso-?8859-\d{1,2}|windows-125\d"
    r"|cp125\d|shift[_-]jis|euc-(?:jp|kr)|gb2312|gbk|gb18030|big5|koi8-[ru]",
    re.IGNORECASE,
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE | re.ASCII)
_HEAD = 2_048  # bytes in which a page must name its encoding
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decoded(body: bytes, content_type: str) -> str:
    """The text, by byte order mark, header, meta tag, or what most of the web is in."""
    named = [name for bom, name in _BOMS if body.startswith(bom)]
    head = body[:_HEAD].decode("latin-1")
    for source in (content_type, head):
        named += [found[1] for found in _CHARSET.finditer(source)][:1]
    for name in [*named, "utf-8", "cp1252"]:
        if _WEB_ENCODING.fullmatch(name):
            try:
                return body.decode(name)
            except (UnicodeError, LookupError):
                continue  # it lied: the next source, then the usual ones
    return body.decode("utf-8", "replace")
