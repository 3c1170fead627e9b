"""The second wall: every built page is read as a browser reads it and held against an allow-list.

The first is `page_checks/safety.py`, which names the line. This one knows nothing of Markdown, so it
holds where the two parsers differ. It reads the content of the page as the theme gets it, after all
other hooks; selectolax's Lexbor follows the HTML standard, so what it sees is what a browser will.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import site_bank
from mkdocs.plugins import event_priority
from page_checks.safety import SCHEMES, scheme
from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.plugins.html_guard")

_TAG_NAMES = """
a abbr article aside b blockquote br button caption code col colgroup dd del details div dl dt em figcaption figure
form h1 h2 h3 h4 h5 h6 hr i img input ins kbd label li mark nav noscript ol option p pre progress s section select
small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr
"""
TAGS = frozenset(_TAG_NAMES.split())
"""Elements that our Markdown, the theme and our hooks put into a page."""

_ATTRIBUTE_NAMES = """
accept alt autocomplete checked class colspan datetime dir disabled for height hidden href id lang loading max
maxlength name open rel role rowspan scope spellcheck src start tabindex target title type value width
"""
ATTRIBUTES = frozenset(_ATTRIBUTE_NAMES.split())
"""Attributes of any element; besides these `data-*` and `aria-*`, and `style` in the form of STYLES."""

STYLES = re.compile(r"^text-align: (?:left|right|center);?$")
"""Alignment of table cells: the `tables` extension writes it as a style."""

INPUTS = frozenset({"checkbox", "file", "search"})
ADDRESSES = frozenset({"href", "src"})
LOADED = frozenset({"src"})


# After all other hooks: it looks at what they have made of the page, too.
@event_priority(-100)
def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001
    """Warn about everything in a page that is not on the list; a strict build fails then."""
    name = f"docs/{page.file.src_uri}"
    if any(problem.source == name for problem in site_bank.current().problems):
        return  # told already, with the line
    source = page.file.content_string.split("\n") if page.file.generated_by is None else []
    for what, clue in dict.fromkeys(refused(html)):
        line = next((number for number, text in enumerate(source, 1) if clue.lower() in text.lower()), 1)
        log.warning("%s:%s: в готовой странице %s; уберите это из разметки", name, line, what)


def refused(html: str) -> Iterator[tuple[str, str]]:
    """Yield what of a piece of HTML is not allowed, as (what it is, what to look for in the source)."""
    root = LexborHTMLParser(f"<!doctype html><body>{html}").body
    for node in root.traverse(include_text=False) if root else ():
        tag = node.tag or ""
        if tag in {"body", "-comment"}:
            continue
        if tag not in TAGS:
            yield f"тег <{tag}>", f"<{tag}"
            continue
        for attribute, value in node.attributes.items():
            yield from _refused_attribute(tag, attribute, value or "")


def _refused_attribute(tag: str, attribute: str, value: str) -> Iterator[tuple[str, str]]:
    if attribute == "style":
        if not STYLES.match(value):
            yield f"стиль «{value}» у <{tag}>", value
    elif attribute not in ATTRIBUTES and not attribute.startswith(("data-", "aria-")):
        yield f"атрибут «{attribute}» у <{tag}>", attribute
    elif attribute == "type" and tag == "input" and value not in INPUTS:
        yield f"поле ввода «{value}»", value
    elif attribute in ADDRESSES:
        found = scheme(value)
        if attribute in LOADED and found:
            yield f"загрузка с адреса «{value}»", value
        elif found and found not in SCHEMES:
            yield f"адрес «{value}»", value
