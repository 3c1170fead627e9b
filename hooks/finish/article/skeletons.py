"""«Заготовка» of a behavioural question: marked, so that story-form.js makes a form of it, and a place to land at.

A chip of the question leads there.
"""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from hooks.bank.kinds import BEHAVIOURAL
from hooks.finish.article.landings import CLASS, anchor
from hooks.finish.page import Page
from hooks.finish.site import Site
from hooks.finish.tree import children, put_before, put_last

STORIES = "stories.md"
"""The page that shows what readers have written; a site may have none."""

_LEAD_IN = BEHAVIOURAL.lead_ins[-1]


def mark(page: Page, site: Site) -> None:
    """Mark the skeleton of each behavioural question; the mark is the address of the page of stories.

    A skeleton is the list below its bold word, or the paragraph that opens with that.
    """
    questions = site.build.questions_of(page.info.source) if page.info else {}
    stories = site.build.page(STORIES)
    cards = page.cards if questions else {}
    for name, question in questions.items():
        if question.kind != BEHAVIOURAL.name or name not in cards:
            continue
        for paragraph, skeleton in list(_skeletons(cards[name]))[:1]:
            skeleton.attrs["data-skeleton"] = page.link(stories.url) if stories else ""
            place = anchor(question, "skeleton")
            put_before(paragraph, f'<span class="{CLASS}" id="{place}"></span>')
            # It stands at the end of an answer that is closed: who writes needs no answer of ours.
            if chips := cards[name].css_first(".question-chips"):
                put_last(chips, f' <a class="chip" href="#{place}">своя история</a>')


def _skeletons(card: LexborNode) -> Iterator[tuple[LexborNode, LexborNode]]:
    """Yield the paragraph that opens each skeleton of a card, and the skeleton itself."""
    for paragraph in card.css("details.success > p"):
        first = next(children(paragraph), None)
        if first is None or first.tag != "strong" or first.text().strip(" .:") != _LEAD_IN:
            continue
        below = paragraph.next
        while below is not None and not below.is_element_node:
            below = below.next
        is_list = below is not None and below.tag in {"ul", "ol"} and first.next is None
        yield paragraph, below if is_list else paragraph
