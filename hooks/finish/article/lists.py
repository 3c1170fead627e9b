"""Boxes of checklists: each has a name, and a key under which the browser keeps its tick."""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from hooks.finish.article.flashcards import ANSWERED
from hooks.finish.page import Page
from hooks.finish.site import Site


def name_boxes(page: Page, site: Site) -> None:
    """Name the boxes of a page's checklists by what stands beside them.

    The tick of a question that is answered is its mark, «Знаю»: such a box bears `data-know`.
    """
    for label in page.article.css("li.task-list-item label.task-list-control") if page.article else ():
        box = label.css_first("input[type=checkbox]")
        if box is None:
            continue
        item = list(_beside(label))
        name = " ".join("".join(node.text() for node in item).split())
        box.attrs["aria-label"] = name
        # The question that it leads to keeps its id when the words change.
        key = next(filter(None, map(_question, item)), name)
        question = site.build.questions.get(key)
        box.attrs["data-tick"] = key
        if question and question.kind in ANSWERED:
            box.attrs["data-know"] = ""


def _beside(label: LexborNode) -> Iterator[LexborNode]:
    """Yield what stands in an item after its box, but for the lists in it, which have boxes of their own."""
    node = label.next
    while node is not None and node.tag not in {"ul", "ol"}:
        if not node.is_comment_node:
            yield node
        node = node.next


def _question(node: LexborNode) -> str:
    """Return the id of the first question that a node leads to."""
    links = node.css("[href]") if node.is_element_node else []
    return next(filter(None, ((link.attributes["href"] or "").partition("#")[2] for link in links)), "")
