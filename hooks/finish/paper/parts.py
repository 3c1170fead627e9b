"""The parts of a page that have numbers and measures of their own on paper: each question, and what stands before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile

from selectolax.lexbor import LexborNode

from hooks.finish import theme
from hooks.finish.page import Page
from hooks.finish.tree import children, classes

_FOOT = frozenset({"question-actions", "question-footer"})
"""Classes of what is done with a question: its links take no numbers."""


def parts(page: Page) -> Iterator[list[LexborNode]]:
    """Yield what stands before the questions of a page, then each question without its foot; of other pages all."""
    article = page.article
    around = {node.mem_id for node in article.css(theme.AROUND)}
    before = [node for node in takewhile(_is_no_card, children(article)) if node.mem_id not in around]
    questions = (list(takewhile(_is_no_foot, children(card))) for card in page.cards.values())
    yield from filter(None, [before, *questions])


def _is_no_card(node: LexborNode) -> bool:
    return "question-card" not in classes(node)


def _is_no_foot(node: LexborNode) -> bool:
    return _FOOT.isdisjoint(classes(node))


def found_in(part: Iterable[LexborNode], selector: str) -> list[LexborNode]:
    """Return the elements of a part that a selector of CSS means."""
    return [found for node in part if node.is_element_node for found in node.css(selector)]
