"""What Markdown made of a page is taken again while the page and the settings are the same.

The generator asks Python-Markdown about every page in every build. A page whose rendering is known is given to it as
nothing, and gets back what was made of it before: text, contents, title, and what links are checked by. A rendering
that made the generator say something is not kept: it must say so again.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mkdocs.structure.toc import AnchorLink, get_toc

from hooks import cache

if TYPE_CHECKING:
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

_KIND = "rendering"


class Renderings:
    """The renderings of one build.

    Args:
        made_of: what a rendering is made of besides the page: settings, where the files of the site lie.
        is_heard: whether all that the generator has to say of a page is heard; else nothing is kept.
    """

    def __init__(self, *made_of: object, is_heard: bool = True) -> None:
        self._made_of = made_of
        self._is_heard = is_heard and logging.getLogger("mkdocs").isEnabledFor(logging.WARNING)
        self._known: dict[str, Mapping[str, Any]] = {}
        """Page -> what was made of it before."""
        self._markdown: dict[str, str] = {}
        """Page -> what it is made of now."""
        self._told = _Told()
        self._before = 0

    def recall(self, page: Page, markdown: str) -> str:
        """Return what Python-Markdown has to be asked about: nothing where the answer is known."""
        name = page.file.src_uri
        self._markdown[name] = markdown
        known = cache.results.known(_KIND, self._key(name))
        if known is not None:
            self._known[name] = known
            return ""
        self._before = self._told.count
        return markdown

    def restore(self, page: Page, html: str, files: Files) -> str:
        """Return the text of a page, made now or before; the page gets the rest of what was made before."""
        name = page.file.src_uri
        if known := self._known.get(name):
            page.markdown = self._markdown[name]
            page.toc = get_toc(known["contents"])
            page._title_from_render = known["title"]
            page.present_anchor_ids = set(known["anchors"])
            page.links_to_anchors = {
                files.get_file_from_path(target): dict(links) for target, links in known["links"].items()
            }
            return known["html"]
        if self._is_heard and self._told.count == self._before:
            cache.results.keep(_KIND, self._key(name), _made(page, html))
        return html

    def _key(self, name: str) -> tuple:
        return (*self._made_of, name, self._markdown[name])


def _made(page: Page, html: str) -> dict[str, Any]:
    return {
        "html": html,
        "contents": [_entry(one) for one in page.toc],
        "title": page._title_from_render,
        "anchors": sorted(page.present_anchor_ids or ()),
        "links": {file.src_uri: links for file, links in (page.links_to_anchors or {}).items()},
    }


def _entry(link: AnchorLink) -> dict[str, Any]:
    """Return an entry of the contents as Python-Markdown gives it to the generator."""
    return {
        "name": link.title,
        "id": link.id,
        "level": link.level,
        "children": [_entry(child) for child in link.children],
    }


class _Told(logging.Handler):
    """Counts what the generator and Python-Markdown say."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.count = 0
        for name in ("mkdocs", "MARKDOWN"):
            logger = logging.getLogger(name)
            for other in [one for one in logger.handlers if isinstance(one, _Told)]:
                logger.removeHandler(other)
            logger.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002 (that it came is all)
        self.count += 1
