"""Say what the HTML of a company's home page tells about the company."""

import re
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import lxml.html  # type: ignore[import-untyped]  # no stubs of the same release
from lxml.etree import LxmlError  # type: ignore[import-untyped]

from adapters.enrichment.domains import brand
from adapters.enrichment.page_text import decoded
from adapters.enrichment.plausible import text_of
from adapters.enrichment.schema_org import company_facts
from domain.evidence import Value

# extruct copies a subtree for every property it reads: quadratic in the size of the page.
_SCRIPTS = 20
_SCRIPT_LIMIT = 100_000  # characters
_ITEMS = 5
_ITEM_PROPERTIES = 60
_ITEM_ELEMENTS = 600
_ITEM_TEXT = 20_000  # characters

_BETWEEN_NAMES = re.compile(
    r"\s+[|\u2010-\u2015\u00b7:\u00bb\u2022-]+\s+|\s*[|\u00bb]\s*"
)

Tree: TypeAlias = Any  # an element of lxml, which has no types


def facts_of_page(body: bytes, content_type: str, domain: str) -> dict[str, Value]:
    """Facts by field name; empty for what is no page. Never raises for its content.

    What schema.org says comes first, then the page's meta tags and title.
    """
    tree = _tree(decoded(body, content_type))
    if tree is None:
        return {}
    facts = company_facts([*_linked_data(tree), *_microdata(tree)], domain)
    described = _meta(tree, "description") or _meta(tree, "og:description")
    called = _meta(tree, "og:site_name") or _name_in_title(tree, domain)
    for name, value in {"company_description": described, "company": called}.items():
        if value:
            facts.setdefault(name, value)
    return facts


def _tree(text: str) -> Tree | None:
    clean = text.replace("\0", "").encode("utf-8", "replace")
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True)
    try:
        return lxml.html.document_fromstring(clean, parser=parser)
    except (LxmlError, ValueError):
        return None


def _linked_data(tree: Tree) -> Iterator[object]:
    # The import costs most of a second; a worker that never reads a page never pays it.
    from extruct.jsonld import (  # type: ignore[import-untyped]  # noqa: PLC0415
        JsonLdExtractor,
    )

    scripts = tree.xpath('//script[@type="application/ld+json"]')
    for script in scripts[:_SCRIPTS]:
        if len(script.text or "") <= _SCRIPT_LIMIT:
            yield from _tolerant(JsonLdExtractor().extract_items, script)


def _microdata(tree: Tree) -> Iterator[object]:
    from extruct.w3cmicrodata import (  # type: ignore[import-untyped]  # noqa: PLC0415
        MicrodataExtractor,
    )

    items = tree.xpath('//*[@itemscope][contains(@itemtype, "schema.org")]')
    tops = [item for item in items if item.get("itemprop") is None and _is_small(item)]
    for top in tops[:_ITEMS]:
        _drop_references(top)
        found = _tolerant(
            lambda node: MicrodataExtractor().extract_items(node, ""), top
        )
        yield from (_like_linked_data(item) for item in found)


def _is_small(item: Tree) -> bool:
    return bool(
        item.xpath("count(.//*[@itemprop])") <= _ITEM_PROPERTIES
        and item.xpath("count(.//*)") <= _ITEM_ELEMENTS
        and item.xpath("string-length(.)") <= _ITEM_TEXT
    )


def _drop_references(item: Tree) -> None:
    """`itemref` may point anywhere, in circles too; real pages hardly use it."""
    for element in item.xpath("descendant-or-self::*[@itemref]"):
        del element.attrib["itemref"]


def _tolerant(extract: Callable[[Tree], list[object]], node: Tree) -> list[object]:
    try:
        return extract(node)
    except Exception:  # noqa: BLE001  # a stranger's text in somebody else's parser
        return []


def _like_linked_data(item: object) -> object:
    """Microdata's {"type", "properties"} in the shape of JSON-LD."""
    if isinstance(item, list):
        return [_like_linked_data(member) for member in item]
    if not isinstance(item, dict):
        return item
    properties = item.get("properties", {})
    plain = {name: _like_linked_data(value) for name, value in properties.items()}
    return plain | {"@type": item.get("type")}


def _meta(tree: Tree, name: str) -> str | None:
    for meta in tree.iter("meta"):
        if (meta.get("name") or meta.get("property") or "").lower() == name:
            return text_of(meta.get("content"), 500)
    return None


def _name_in_title(tree: Tree, domain: str) -> str | None:
    """The part of "Fleet software | Northwind GmbH" that the domain northwind.example has."""
    title = text_of(tree.xpath("string(//title)")) or ""
    label = re.sub(r"\W", "", brand(domain))
    for part in _BETWEEN_NAMES.split(title):
        if re.sub(r"\W", "", part).lower().startswith(label):
            return text_of(part)
    return None
