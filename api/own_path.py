"""Go back to a page of ours, and to no other site."""

from urllib.parse import quote, urlencode, urlsplit

HOME = "/inbox"


def own_path(back: str) -> str:
    """`back`, if it is a path of ours; the inbox otherwise."""
    leads_out = not back.startswith("/") or back.startswith(("//", "/\\"))
    if leads_out or not back.isprintable():
        return HOME
    return quote(back, safe="/?=&%")


def with_done(path: str, code: str) -> str:
    """The path, saying on its page what was done."""
    parts = urlsplit(path)
    kept = [pair for pair in parts.query.split("&") if pair and "done=" not in pair]
    return f"{parts.path}?{'&'.join([*kept, urlencode({'done': code})])}"
