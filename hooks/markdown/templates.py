"""Whatever a template prints is escaped there, unless it is known to be HTML.

Material prints titles, descriptions and the site's name as they are, in the header, the footer, the contents and
the head. Jinja can escape by itself, but MkDocs does not ask it to. So it is asked here, for the theme's templates
and ours alike, and what is HTML is marked as such: the text of a page, its headings in the contents, the copyright.
Titles are plain text from here on, wherever they come from: front matter, navigation or the first heading.

The door of the generator calls these; they know of its pages only what templates see.
"""

from __future__ import annotations

import base64
import html
from collections.abc import Iterable
from typing import Any

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from markupsafe import Markup

from hooks import cache


class _Compiled(BytecodeCache):
    """Templates as Jinja has compiled them before."""

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := cache.results.known("template", (bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(base64.b64decode(code))

    def dump_bytecode(self, bucket: Bucket) -> None:
        code = base64.b64encode(bucket.bytecode_to_string()).decode()
        cache.results.keep("template", (bucket.key, bucket.checksum), code)


def escape_templates(env: Environment, config: Any) -> None:
    """Switch escaping on, before the first template is read; what was compiled so before is taken again."""
    env.autoescape = True
    env.bytecode_cache = _Compiled()
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
