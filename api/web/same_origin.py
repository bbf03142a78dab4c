"""Tell what one of our own pages sends from what another site makes a browser send."""

from urllib.parse import urlsplit

from fastapi import Request

from domain.errors import ForbiddenError

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OURS = frozenset({"same-origin", "none"})  # "none": typed, bookmarked


def require_same_origin(request: Request) -> None:
    """Refuse what another site's page sends with our reader's cookie.

    Browsers name the sending site in Sec-Fetch-Site, or on plain http in Origin. A client that
    sends neither is no browser, so nobody else's cookie travels with it.

    Raises:
        ForbiddenError: another site's page sent it.

    """
    if request.method in _SAFE:
        return
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None:
        ours = site in _OURS
    else:
        ours = origin is None or urlsplit(origin).netloc == request.headers.get("host")
    if not ours:
        raise ForbiddenError("This was sent by another site's page. Nothing was done.")
