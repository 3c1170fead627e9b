"""Whatever a template prints is escaped there, unless it is known to be HTML.

Material prints titles, descriptions and the site's name as they are, in the header, the footer, the contents and
the head. Jinja can escape by itself, but MkDocs does not ask it to. So it is asked here, for the theme's templates
and ours alike, and what is HTML is marked as such: the text of a page, its headings in the contents, the copyright.
Titles are plain text from here on, wherever they come from: front matter, navigation or the first heading.

The door of the generator calls these three; they know of its pages only what templates see.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Any

from jinja2 import Environment
from markupsafe import Markup


def escape_templates(env: Environment, config: Any) -> None:
    """Switch escaping on, before the first template is read."""
    env.autoescape = True
    config.copyright = Markup(config.copyright or "")  # noqa: S704 (HTML of mkdocs.yml)


def make_title_plain(page: Any) -> None:
    """Make plain text of a title that is a heading: MkDocs keeps that one as HTML."""
    if "title" not in page.meta and page.title == page._title_from_render:
        page.title = html.unescape(page.title)


def mark_html(page: Any) -> None:
    """Mark what is HTML in a page: its text and its contents, both made by Python-Markdown."""
    page.content = Markup(page.content)  # noqa: S704 (finish/guard.py reads it)
    _mark(page.toc)


def _mark(items: Iterable[Any]) -> None:
    for item in items:
        item.title = Markup(item.title)  # noqa: S704 (tags are stripped from it, the rest is escaped)
        _mark(item.children)
