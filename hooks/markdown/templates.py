"""Whatever a template prints is escaped there, unless it is known to be HTML.

Material prints titles, descriptions and the site's name as they are, in the header, the footer, the contents and
the head. Jinja can escape by itself, but MkDocs does not ask it to. So it is asked here, for the theme's templates
and ours alike, and what is HTML is marked as such: the text of a page, its headings in the contents, the copyright.
Titles are plain text from here on, wherever they come from: front matter, navigation or the first heading.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from mkdocs.plugins import event_priority

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page
    from mkdocs.structure.toc import AnchorLink


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001
    """Switch escaping on before the first template is read."""
    env.autoescape = True
    config.copyright = Markup(config.copyright or "")  # noqa: S704 (HTML of mkdocs.yml)


# Before the other hooks, which use the title.
@event_priority(100)
def on_page_content(content: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001
    """Make plain text of a title that is a heading: MkDocs keeps that one as HTML."""
    if "title" not in page.meta and page.title == page._title_from_render:
        page.title = html.unescape(page.title)


# After the other hooks: printed_page.py still changes the text.
@event_priority(-200)
def on_page_context(context: dict[str, Any], *, page: Page, **_: object) -> dict[str, Any]:
    """Mark what is HTML in a page: its text and its contents, both made by Python-Markdown and our hooks."""
    page.content = Markup(page.content)  # noqa: S704 (html_guard.py reads it)
    _mark(page.toc)
    return context


def _mark(items: Iterable[AnchorLink]) -> None:
    for item in items:
        item.title = Markup(item.title)  # noqa: S704 (tags are stripped from it, the rest is escaped)
        _mark(item.children)
