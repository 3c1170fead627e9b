"""A rendered page on its way through the steps: a tree, what Markdown made of it, what has been done.

What comes in is a file of HTML that some generator has written; `hooks/markdown/article.py` has marked in it what
Markdown made. selectolax's Lexbor reads HTML as browsers do.
"""

from __future__ import annotations

import posixpath
import re
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

from hooks.build import PageInfo
from hooks.finish import theme
from hooks.markdown.article import split

# Of HTML that Lexbor has written, in which every tag is closed and no value holds a bare quote: a walk over all texts
# of all trees would take as long as the steps do.
_IDLE_SPACE = re.compile(
    r"""<(pre|script|style|textarea)\b(?>(?:(?!</\1>).)*)|<(?>(?:[^<>"]+|"[^"]*")*)>|(?<![ \t])[ \t]*\n\s*""", re.DOTALL
)


def _without_idle_space(html: str) -> str:
    """Return a page with one line break where templates have left empty lines and indents: the same to a browser."""
    return _IDLE_SPACE.sub(lambda found: found[0] if found[0].startswith("<") else "\n", html)


class Page:
    """A page of the site.

    Args:
        path: its file in the site, with slashes.
        html: what the generator wrote.
        info: what is known of it; None where no Markdown is behind it, as with 404.html.
        is_made: whether the build itself made it, from a template or for a redirect; else somebody's file.
    """

    def __init__(self, path: str, html: str, info: PageInfo | None = None, *, is_made: bool = False) -> None:
        before, self.markup, after = split(html)
        """What Markdown made of it, as text; nothing has been added yet."""
        self.path, self.info, self.is_made = path, info, is_made
        self.text = before + self.markup + after
        """The whole page: as it was rendered, and after `close` as the steps have made it."""
        self._is_closed = False
        self.done: set[str] = set()
        """Names of the steps that it has been through."""
        self.wanted: dict[str, tuple[str, ...]] = {}
        """Placeholder in the text -> files of the site for whose joined file it stands (`assets.py`)."""

    @property
    def folder(self) -> str:
        """Its folder in the site, `.` for the root."""
        return posixpath.dirname(self.path) or "."

    @property
    def article(self) -> LexborNode | None:
        """The element around what Markdown made; the theme has put its buttons there too."""
        return self.tree.css_first(theme.ARTICLE) if self.info else None

    @property
    def cards(self) -> dict[str, LexborNode]:
        """Question's id -> the element around it, once `cards.py` has made them."""
        return {one.attributes["data-question"]: one for one in self.tree.css("section.question-card")}

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The page as a tree, for the steps to change; what would be changed later would be lost."""
        if self._is_closed:
            raise RuntimeError(f"{self.path} has been through its steps")
        return LexborHTMLParser(self.text)

    @cached_property
    def is_text(self) -> bool:
        """Tell whether the file holds no tag, such as a search engine's mark of ownership: it stays as it is."""
        # Not of the tree: a parser puts elements around any text.
        return not re.search("<[a-z]", self.text, re.IGNORECASE)

    def close(self) -> None:
        """Turn the tree into text and forget it: of a large site all trees together would fill the memory."""
        if not self.is_text:
            self.text = _without_idle_space(self.tree.html)
        self.__dict__.pop("tree", None)
        self._is_closed = True

    def link(self, url: str) -> str:
        """Return an address of the site, `junior/python-basics/#id` or a file's path, relative to the page."""
        path, mark, anchor = url.partition("#")
        if mark and self.info and path == self.info.url:
            return f"#{anchor}"
        relative = posixpath.relpath(path or ".", self.folder)
        slash = "/" if path.endswith("/") or (not path and relative != ".") else ""
        return (relative if relative != "." else "./") + slash * (relative != ".") + mark + anchor
