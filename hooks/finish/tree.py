"""Putting pieces of HTML into a tree, and looking at what stands in it.

selectolax keeps no account of who looks at what: a tree must not be changed while it is walked (`traverse`, `iter`),
nor an element used after it has been taken out or its parent's content set anew; the process would end. So first find
all (a list), then change.
"""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode


def nodes(html: str) -> Iterator[LexborNode]:
    """Yield what a piece of HTML holds, to be put into a tree; a tree takes copies, so look them up there again."""
    node = LexborHTMLParser(html, is_fragment=True).root if html else None
    while node is not None:
        following = node.next
        yield node
        node = following


def put_before(place: LexborNode, html: str) -> None:
    """Put a piece of HTML before an element."""
    for node in nodes(html):
        place.insert_before(node)


def put_after(place: LexborNode, html: str) -> None:
    """Put a piece of HTML after an element."""
    for node in reversed(list(nodes(html))):
        place.insert_after(node)


def put_last(place: LexborNode, html: str) -> None:
    """Put a piece of HTML at the end of an element."""
    for node in nodes(html):
        place.insert_child(node)


def put_first(place: LexborNode, html: str) -> None:
    """Put a piece of HTML at the beginning of an element."""
    first = place.child
    if first is None:
        put_last(place, html)
    else:
        put_before(first, html)


def children(element: LexborNode) -> Iterator[LexborNode]:
    """Yield all that stands in an element itself: elements, text, comments."""
    node = element.child
    while node is not None:
        following = node.next
        yield node
        node = following


def classes(element: LexborNode) -> list[str]:
    """Return the classes of an element."""
    return (element.attributes.get("class") or "").split()
