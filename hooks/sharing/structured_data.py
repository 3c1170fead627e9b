"""Structured data of a page by schema.org: its questions as flashcards, and where it stands in the site.

Sources: https://developers.google.com/search/docs/appearance/structured-data/education-qa and
…/structured-data/breadcrumb; terms of https://schema.org/Quiz.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from question_bank import Question

ANSWERED = frozenset({"technical", "behavioural"})
"""Kinds whose model answer answers the question; that of a question to an employer says why to ask it."""


@dataclass(frozen=True)
class PageFacts:
    """What is told of a page besides its questions; addresses are absolute."""

    title: str
    description: str
    url: str
    modified: str
    """Date as `2026-11-23`, empty where the page has none."""
    trail: tuple[tuple[str, str], ...]
    """Names and addresses from the home page to this page."""


def json_ld(page: PageFacts, questions: Iterable[Question], licence: str) -> str:
    """Return the JSON-LD of a page, safe to stand in a script element."""
    answered = [question for question in questions if question.kind in ANSWERED]
    graph = [_breadcrumbs(page.trail)] if len(page.trail) > 1 else []
    if answered:
        graph.append(_quiz(page, answered, licence))
    if not graph:
        return ""
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _quiz(page: PageFacts, questions: list[Question], licence: str) -> dict:
    quiz = {
        "@type": "Quiz",
        "name": page.title,
        "description": page.description,
        "url": page.url,
        "inLanguage": "ru",
        "isAccessibleForFree": True,
        "license": licence,
        "about": {"@type": "Thing", "name": page.title},
        "hasPart": [_question(question, page.url) for question in questions],
    }
    return quiz | ({"dateModified": page.modified} if page.modified else {})


def _question(question: Question, url: str) -> dict:
    return {
        "@type": "Question",
        "eduQuestionType": "Flashcard",
        "url": f"{url}#{question.id}",
        "text": question.prompt,
        "acceptedAnswer": {"@type": "Answer", "text": question.short},
    }


def _breadcrumbs(trail: tuple[tuple[str, str], ...]) -> dict:
    steps = [
        {"@type": "ListItem", "position": position, "name": name, "item": url}
        for position, (name, url) in enumerate(trail, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}
