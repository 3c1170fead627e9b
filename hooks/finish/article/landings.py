"""Places to land in the blocks of a question: where a result of the search leads."""

from __future__ import annotations

from hooks.bank.records import Question
from hooks.finish.page import Page
from hooks.finish.site import Site
from hooks.finish.tree import put_after

CLASS = "search-landing"
ANSWER = "success"
"""Word of the block that answers a question."""


def anchor(question: Question, word: str) -> str:
    """Return the id of the place in a block, which is named by its word: `list-vs-tuple--success`."""
    return f"{question.id}--{word}"


def place(page: Page, site: Site) -> None:
    """Put a place to land into every block of every question; tell of a block that is not found."""
    info = page.info
    questions = site.build.questions_of(info.source) if info else {}
    missing = []
    for name, card in page.cards.items():
        # Of two blocks of one kind, which is a mistake, the first counts.
        for block in {one.word: one for one in reversed(questions[name].blocks)}.values():
            summary = card.css_first(f".question-blocks > details.{block.word} > summary")
            if summary is None:
                missing.append((block.line, f"блока «{block.title}»"))
            else:
                put_after(summary, f'<span class="{CLASS}" id="{anchor(questions[name], block.word)}"></span>')
    if info:
        site.miss(info, missing)


def lead_into_answers(page: Page, site: Site) -> None:
    """Let the links from inside the answers of a page open the answer that they mean.

    A link from elsewhere leads to the question: its answer is to be recalled first.
    """
    for name, card in page.cards.items():
        for link in card.css(".question-blocks a[href*='#']"):
            address = link.attributes["href"] or ""
            if address.partition("#")[2] != name:
                link.attrs["href"] = into_answer(address, page, site)


def into_answer(address: str, page: Page, site: Site) -> str:
    """Return an address that a page links to, leading to the answer where it led to a question; else as it is."""
    build = site.build
    question = build.questions.get(address.partition("#")[2])
    if question is None or address != page.link(build.url(question)):
        return address
    if all(block.word != ANSWER for block in question.blocks):
        return address
    return address.partition("#")[0] + "#" + anchor(question, ANSWER)
