"""What a screen reader says of a page: headings by their words alone, each bar of progress with what it is of."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from hooks.finish import theme
from hooks.finish.page import Page
from hooks.finish.site import Site


def tell(page: Page, site: Site) -> None:  # noqa: ARG001 (every step is given the site)
    """Take the signs of permanent links from the names of headings, and name the bars of progress."""
    if page.article is None:
        return
    for link in page.article.css(theme.PERMALINK):
        if link.parent.tag == "h1":
            # The page's own address, which the browser shows; it was hidden from the eye too.
            link.decompose()
        else:
            # Whatever a link is called would be read as the end of its heading. For keys and ears the contents of the
            # page hold the same links, without the sign.
            link.attrs["aria-hidden"], link.attrs["tabindex"] = "true", "-1"
    for bar in page.article.css(".progress > progress"):
        bar.attrs["aria-label"] = f"{bar.attributes.get('aria-label') or ''}: {_subject(bar, page)}"


def _subject(bar: LexborNode, page: Page) -> str:
    """Return what a bar is of: the card or the section that it stands in, or the page."""
    node = bar.parent
    while node is not None and node.tag not in {"li", "article"}:
        title = node.css_first("h2") if node.tag == "section" else None
        if title is not None:
            return _words(title)
        node = node.parent
    link = node.css_first("a") if node is not None and node.tag == "li" else None
    return _words(link) if link is not None else page.info.title


def _words(node: LexborNode) -> str:
    sign = node.css_first(theme.PERMALINK)
    text = node.text()
    return " ".join((text.removesuffix(sign.text()) if sign is not None else text).split())
