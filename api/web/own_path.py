"""Go back to a page of ours, and to no other site."""

from urllib.parse import quote, urlencode, urlsplit

HOME = "/inbox"


def own_path(back: str) -> str:
    """`back`, if it is a path of ours; the inbox otherwise."""
    return quote(back, safe="/?=&%") if is_own_path(back) else HOME


def is_own_path(path: str) -> bool:
    r"""Browsers read "//" and "/\\" as another host, and skip tabs in between."""
    leads_out = not path.startswith("/") or path.startswith(("//", "/\\"))
    return not leads_out and path.isprintable()


def with_done(path: str, code: str) -> str:
    """The path, saying on its page what was done."""
    parts = urlsplit(path)
    kept = [pair for pair in parts.query.split("&") if pair and "done=" not in pair]
    return f"{parts.path}?{'&'.join([*kept, urlencode({'done': code})])}"
