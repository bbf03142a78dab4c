"""Show sentences to a browser, without a template that could fail."""

from collections.abc import Iterable
from html import escape

from fastapi import Response
from fastapi.responses import HTMLResponse

_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 1.1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 12vh auto;
  padding: 0 1.5rem; color: #1c2430; background: #fff }}
a {{ color: #1d4ed8 }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"""


def plain_page(
    title: str, sentences: Iterable[str], status: int = 200, language: str = "en"
) -> Response:
    """A page of escaped sentences."""
    lines = [f"<p>{escape(sentence)}</p>" for sentence in sentences]
    page = _PAGE.format(
        title=escape(title), body="\n".join(lines), language=escape(language)
    )
    return HTMLResponse(
        page.encode("utf-8", "replace"),
        status,
        {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"},
    )
