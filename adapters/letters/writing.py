"""What a mail says: a folder of templates filled with values."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import css_inline
from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    TemplateNotFound,
    select_autoescape,
)
from markupsafe import Markup

from adapters.languages.catalogs import SOURCE, languages, translations

MESSAGES = Path(__file__).resolve().parent.parent / "messages"
LAYOUT = "layout.html"
LONGEST_SUBJECT = 150  # characters; mail programs show about half of it
_WHY = "Sent by Handraise, which forgets nobody who raised a hand."


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail without its address. The subject is a single line."""

    subject: str
    text: str
    html: str


def write_letter(kind: str, values: Mapping[str, Any]) -> Letter:
    """Fill the folder `kind`. A value that a template needs and lacks is an error.

    `language` is that of the product's own words and of the page around them (default "en";
    what it does not speak is said in English); `foot` is the small print.
    """
    template = _environment(_spoken(values.get("language", SOURCE))).get_template
    subject = one_line(template(f"{kind}/subject.txt").render(values))
    content = template(f"{kind}/body.html").render(values)
    html = template(LAYOUT).render(
        subject=subject,
        content=Markup(content),  # noqa: S704  autoescaped one line above
        foot=values.get("foot", _WHY),
        language=values.get("language", SOURCE),
    )
    text = template(f"{kind}/body.txt").render(values)
    return Letter(subject, f"{text.strip()}\n", html)


def one_line(words: str) -> str:
    """Without line breaks and control characters: a name must not add a header."""
    printable = "".join(c if c.isprintable() else " " for c in words)
    line = " ".join(printable.split())
    if len(line) <= LONGEST_SUBJECT:
        return line
    return f"{line[: LONGEST_SUBJECT - 1]}…"


class _Folder(BaseLoader):
    """Templates with their styles inlined as they are loaded.

    Mail programs ignore style sheets. Inlining each mail would cost more than all the
    rest of it, and the styles of a template are the same every time.
    """

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, None]:
        del environment
        path = MESSAGES / template
        if not path.is_file():
            raise TemplateNotFound(template)
        source = path.read_text("utf-8")
        if template.endswith(".html"):
            source = _with_styles(source, is_page=template == LAYOUT)
        return source, str(path), None


def _with_styles(source: str, *, is_page: bool) -> str:
    css = (MESSAGES / "style.css").read_text("utf-8")
    if is_page:
        return css_inline.inline(source, extra_css=css, keep_style_tags=False)
    return css_inline.inline_fragment(source, css)


def _spoken(language: str) -> str:
    """So that there is one environment for each language that is spoken, and no more."""
    return language if language in languages() else SOURCE


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        extensions=["jinja2.ext.i18n"],
        loader=_Folder(),
        undefined=StrictUndefined,
        autoescape=select_autoescape(["html"], default_for_string=False),
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.install_gettext_translations(  # type: ignore[attr-defined]
        translations(language), newstyle=True
    )
    return environment
