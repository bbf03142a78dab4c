"""How a page is printed, and which headers guard it."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from jinja2_fragments import render_block
from markupsafe import Markup

from api.web import time_words
from api.web.static_files import static_url
from domain.words import counted, shown

_HERE = Path(__file__).parent.parent
_MINUS = "\N{MINUS SIGN}"  # as wide as the plus, unlike the hyphen

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
GUARDS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # without one, browsers send "Origin: null"
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",  # other people's names
    "Vary": "HX-Request, Cookie",
}
# A mail brings its own styles and nothing else: no script, no picture from outside.
LETTER_GUARDS = GUARDS | {
    "Content-Security-Policy": "sandbox; default-src 'none'; "
    "style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'",
    "X-Frame-Options": "SAMEORIGIN",
}


def page(
    request: Request,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
    block: str | None = None,
) -> HTMLResponse:
    """The whole page; only its `block` where htmx asks for a part of the page it shows.

    `context` has what the template names; a name it lacks is an error, never a gap.
    """
    values = {"path": request.url.path, "reader": None, **context}
    partly = block is not None and request.headers.get("hx-request") == "true"
    if partly and request.headers.get("hx-history-restore-request") != "true":
        html = render_block(environment(), template, str(block), values)
    else:
        html = environment().get_template(template).render(values)
    return HTMLResponse(html, status, headers=GUARDS)


@cache
def environment() -> Environment:
    found = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        undefined=StrictUndefined,
        autoescape=select_autoescape(["html"]),  # of all but the texts of mails
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {
        "counted": counted,
        "shown": shown,
        "signed": signed,
        "place": place,
    }
    found.globals |= {
        "static": static_url,
        "time": time_element,
        "exact_time": partial(time_element, to_the_second=True),
    }
    return found


def signed(points: float) -> str:
    """Points with their sign, as a rule gives them: "+12" or a minus."""
    return f"{_MINUS if points < 0 else '+'}{shown(abs(points))}"


def place(zone: str) -> str:
    """The city of a zone: "Madrid" of "Europe/Madrid"."""
    return zone.rpartition("/")[2].replace("_", " ")


def time_element(
    at: datetime, now: datetime, zone: str, *, to_the_second: bool = False
) -> Markup:
    """Print "09:20 tomorrow" in the reader's zone, with the whole instant as its title."""
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        at.isoformat(),
        time_words.full(at, zone),
        time_words.when(at, now, zone, to_the_second=to_the_second),
    )
