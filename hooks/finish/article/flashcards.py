"""Questions of a page as flashcards for search engines: attributes on what readers see (microdata).

As JSON-LD the answers would stand in the page twice. The type is Google's «Education Q&A», which asks for
`hasPart` of a Quiz, and `text`, `eduQuestionType` («Flashcard») and one `acceptedAnswer` of each Question:
https://developers.google.com/search/docs/appearance/structured-data/education-qa; terms of https://schema.org/Quiz.

Elements that hold data only stand in what the books leave out (scripts/book/articles.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup, escape
from selectolax.lexbor import LexborNode

from hooks.bank.answer import is_paragraph
from hooks.bank.records import Question
from hooks.finish.page import Page
from hooks.finish.site import Site
from hooks.finish.tree import children, put_first

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
"""Of the answers."""
ANSWERED = frozenset({"technical", "behavioural"})
"""Kinds whose model answer answers the question; that of a question to an employer says why to ask it."""

_SCHEMA = "https://schema.org/"
_ABOUT = Markup(
    '<span hidden itemprop="about" itemscope itemtype="https://schema.org/Thing">'
    '<meta itemprop="name" content="{title}"></span>'
    '<meta itemprop="name" content="{title}">'
    '<meta itemprop="license" content="{licence}">'
)
_MODIFIED = Markup('<meta itemprop="dateModified" content="{}">')
_TEXT = Markup('<meta itemprop="text" content="{}">')
_FLASHCARD = '<meta itemprop="eduQuestionType" content="Flashcard">'


@dataclass(frozen=True)
class _Card:
    """The elements of a question that a search engine is told of."""

    card: LexborNode
    wording: LexborNode
    answer: LexborNode
    text: LexborNode
    """The first paragraph of the answer."""
    footer: LexborNode


def mark(page: Page, site: Site) -> None:
    """Tell search engines which of a page are questions and which answers.

    Of a page where one is not found nothing is marked, and that is told.
    """
    info, article = page.info, page.article
    questions = site.build.questions_of(info.source) if info else {}
    wanted = [question for question in questions.values() if question.kind in ANSWERED]
    if not info or not wanted:
        return
    cards = page.cards
    found = {one.id: _found(cards[one.id]) if one.id in cards else None for one in wanted}
    bar = article.css_first("div.page-bar") if article else None
    if bar is None or not all(found.values()):
        missing = [(one.line, f"вопроса «{one.id}»") for one in wanted if not found[one.id]]
        site.miss(info, missing or [(1, "карточек вопросов")])
        return
    for one in wanted:
        _mark(found[one.id], one)
    _describe(article, "Quiz")
    checked = info.fields.get("checked")
    about = _ABOUT.format(title=info.title, licence=LICENCE)
    put_first(bar, about + _MODIFIED.format(checked) if checked else about)


def _found(card: LexborNode) -> _Card | None:
    """Return what a search engine is told of in a card; nothing where the card is made otherwise."""
    wording, answer, footer = map(card.css_first, ("h2 + p", "details.success", "div.question-footer"))
    text = next(iter(answer.css("p:not(.admonition-title)")), None) if answer else None
    if wording is None or text is None or footer is None:
        return None
    return _Card(card, wording, answer, text, footer)


def _mark(one: _Card, question: Question) -> None:
    _describe(one.card, "Question", "hasPart")
    one.wording.attrs["itemprop"] = "text"
    _describe(one.answer, "Answer", "acceptedAnswer")
    if is_paragraph(question.short_markdown):
        lead, text = _parted(one.text)
        one.text.inner_html = f'{lead}<span itemprop="text">{text}</span>'
    else:
        # No one element holds a list or code and leaves the bold word out.
        put_first(one.text, _TEXT.format(" ".join(question.short.split())))
    put_first(one.footer, _FLASHCARD)


def _describe(element: LexborNode, kind: str, of: str = "") -> None:
    """Say what an element is, and which property of the one around it."""
    if of:
        element.attrs["itemprop"] = of
    element.attrs["itemscope"] = ""
    element.attrs["itemtype"] = _SCHEMA + kind


def _parted(paragraph: LexborNode) -> tuple[str, str]:
    """Return the bold word that opens an answer, and the rest of its first paragraph, as HTML."""
    first, space, *others = [*children(paragraph), None, None]
    after = space.text_content if space and space.is_text_node else ""
    is_plain = first and first.tag == "strong" and not any(node.is_element_node for node in children(first))
    if not (is_plain and first.text().endswith((".", ":")) and after[:1].isspace()):
        return "", paragraph.inner_html
    rest = "".join(node.html for node in filter(None, others))
    return f"{first.html}{after[0]}", f"{escape(after[1:])}{rest}"
