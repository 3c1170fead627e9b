"""Questions of a page as flashcards for search engines: attributes on what readers see (microdata).

As JSON-LD the answers would stand in the page twice. The type is Google's «Education Q&A», which asks for
`hasPart` of a Quiz, and `text`, `eduQuestionType` («Flashcard») and one `acceptedAnswer` of each Question:
https://developers.google.com/search/docs/appearance/structured-data/education-qa; terms of https://schema.org/Quiz.

Takes and gives the HTML of a page as MkDocs and our hooks have made it. Elements that hold data only stand in what
the books leave out (scripts/book/articles.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from hooks.bank.records import Question

ANSWERED = frozenset({"technical", "behavioural"})
"""Kinds whose model answer answers the question; that of a question to an employer says why to ask it."""

_ARTICLE = '<article class="md-content__inner md-typeset"'
_BAR = re.compile(r'<div class="page-bar needs-script">')
_QUIZ = ' itemscope itemtype="https://schema.org/Quiz"'
_ABOUT = Markup(
    '<span hidden itemprop="about" itemscope itemtype="https://schema.org/Thing">'
    '<meta itemprop="name" content="{title}"></span>'
    '<meta itemprop="name" content="{title}">'
    '<meta itemprop="license" content="{licence}">'
)
_MODIFIED = Markup('<meta itemprop="dateModified" content="{}">')
_INSIDE = r"(?:(?!<section\b).)*?"
"""What lies between two marks of a card: not the beginning of another."""
_CARD = re.compile(
    r'(?P<card><section class="question-card" data-question="(?P<id>[^"]+)")>'
    # Atomic: of each mark the first counts.
    rf"(?P<heading>\s*+<h2\b(?>{_INSIDE}</h2>)\s*+<p)"
    rf'(?P<wording>>(?>{_INSIDE}(?=<details class="success")))'
    rf'(?P<answer><details class="success")(?P<summary>[^<>]*+>\s*+<summary>(?>{_INSIDE}(?=<p>)))'
    r"(?P<lead><p>(?:<strong>[^<]*[.:]</strong>\s)?)"
    rf'(?P<text>(?>{_INSIDE}(?=</p>)))(?P<rest></p>(?>{_INSIDE}<div class="question-footer">))',
    re.DOTALL,
)


class MarkupError(Exception):
    """The page is not made as this module knows it."""


def with_flashcards(html: str, title: str, modified: str, licence: str, questions: Iterable[Question]) -> str:
    """Return a page whose answered questions a search engine can read.

    Args:
        html: the whole page.
        title: what the questions are about.
        modified: date of the answers as `2026-11-23`, empty where there is none.
        licence: address.
        questions: all questions of the page.

    Raises:
        MarkupError: where a question is not found in the page.
    """
    wanted = {question.id for question in questions if question.kind in ANSWERED}
    if not wanted:
        return html
    seen = set()

    def flashcard(found: re.Match) -> str:
        if found["id"] not in wanted:
            return found[0]
        seen.add(found["id"])
        return (
            f'{found["card"]} itemprop="hasPart" itemscope itemtype="https://schema.org/Question">'
            f'{found["heading"]} itemprop="text"{found["wording"]}{found["answer"]} itemprop="acceptedAnswer"'
            f' itemscope itemtype="https://schema.org/Answer"{found["summary"]}{found["lead"]}'
            f'<span itemprop="text">{found["text"]}</span>{found["rest"]}'
            '<meta itemprop="eduQuestionType" content="Flashcard">'
        )

    html = _CARD.sub(flashcard, html)
    # As plain text: Markup would escape the page that it is added to.
    about = str(_ABOUT.format(title=title, licence=licence) + (_MODIFIED.format(modified) if modified else ""))
    html, bars = _BAR.subn(lambda bar: bar[0] + about, html, count=1)
    if seen != wanted or not bars or _ARTICLE not in html:
        raise MarkupError(", ".join(sorted(wanted - seen)) or "Quiz")
    return html.replace(_ARTICLE, _ARTICLE + _QUIZ, 1)
