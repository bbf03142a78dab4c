"""Remember which pages of the demo site a browser looked at, without JavaScript."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

COOKIE = "northwind_visit"
LASTS = timedelta(days=30)
_PAGES_KEPT = 30
_LONGEST_STAY = timedelta(minutes=10)  # a page left open is not read for longer


@dataclass(frozen=True, slots=True)
class Visit:
    """Pages in the order seen, each with when it was opened (whole seconds, UTC)."""

    pages: tuple[tuple[str, datetime], ...] = ()

    @classmethod
    def read(cls, cookie: str, known: Sequence[str]) -> "Visit":
        """What the cookie tells of pages that exist; it is the browser's to forge."""
        pages = []
        for entry in cookie.split("."):
            page, _, seconds = entry.partition("-")
            if page.isdigit() and seconds.isdigit() and int(page) < len(known):
                at = datetime.fromtimestamp(int(seconds[:10]), UTC)
                pages.append((known[int(page)], at))
        return cls(tuple(pages[-_PAGES_KEPT:]))

    def then(self, path: str, at: datetime) -> "Visit":
        """The visit with one page more; a reload is the same look."""
        if self.pages and self.pages[-1][0] == path:
            return self
        return Visit((*self.pages, (path, at))[-_PAGES_KEPT:])

    def written(self, known: Sequence[str]) -> str:
        return ".".join(
            f"{known.index(path)}-{int(at.timestamp())}" for path, at in self.pages
        )

    def as_page_views(self, now: datetime) -> str:
        """The JSON of `page_views`: how long, is until the next page was opened."""
        ends = [at for _, at in self.pages[1:]] + [now]
        views = [
            {
                "path": path,
                "seconds": max(0, min(end - at, _LONGEST_STAY).total_seconds() // 1),
                "at": at.isoformat(),
            }
            for (path, at), end in zip(self.pages, ends, strict=True)
            if at <= now
        ]
        return json.dumps(views)
