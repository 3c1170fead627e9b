"""Sheets of short answers: what Markdown made of each «Коротко» on its question's own page, put into its place.

The macro `short_answers` leaves the places. Nothing is rendered twice: a sheet cannot differ from the answer, and has
no ids that the page of the answer has.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from hooks.bank.kinds import KINDS, MODEL_ANSWER, SHORT
from hooks.bank.records import Question
from hooks.build import Build
from hooks.finish.article.landings import into_answer
from hooks.finish.page import Page
from hooks.finish.site import Site
from hooks.finish.tree import children, classes

_BASE = "https://site.invalid/"
"""Stands for the site's own address while links are resolved."""


def fill(page: Page, site: Site) -> None:
    """Put the short answers into their places on a page, and lead its links into answers; tell of one not found."""
    build = site.build
    for place in page.article.css("[data-short]") if page.article else []:
        question = build.questions.get(place.attributes["data-short"] or "")
        if question is None:
            continue  # the check tells of what names no question
        text = _short(question, site)
        if text:
            place.inner_html = text
            # Its question stands in `data-question` around it: twice it would only be heavier.
            place.attrs["data-short"] = ""
            _lead_from(place, question, page, site)
        else:
            site.miss(build.page(question.page), [(question.line, f"«{SHORT}» вопроса «{question.id}»")])


def _lead_from(place: LexborNode, question: Question, page: Page, site: Site) -> None:
    """Let what is linked to from the page of a question be found from this page, and answers be open there."""
    for node in place.css("[href], [src]"):
        name = "href" if "href" in node.attributes else "src"
        address = urljoin(_BASE + site.build.page(question.page).url, node.attributes[name] or "")
        if address.startswith(_BASE):
            node.attrs[name] = into_answer(page.link(address.removeprefix(_BASE)), page, site)
    for link in place.parent.css("h3 > a[href]"):
        link.attrs["href"] = into_answer(link.attributes["href"] or "", page, site)


def _short(question: Question, site: Site) -> str:
    """Return «Коротко» of a question as HTML without its bold word; nothing where it is not found."""
    texts = site.once(f"short answers of {question.page}", lambda: _texts(question.page, site))
    return texts.get(question.id, "")


def _texts(source: str, site: Site) -> dict[str, str]:
    """Return the short answers of a page, by the ids of its questions."""
    page = next((one for one in site.pages if one.info and one.info.source == source), None)
    return short_texts(page.markup, source, site.build) if page else {}


def short_texts(markup: str, source: str, build: Build) -> dict[str, str]:
    """Return «Коротко» of each question in what Markdown made of a page.

    Args:
        markup: HTML of the article.
        source: path of the page in `docs/`; its folder gives the kind of its questions.
        build: knows the questions.

    Returns:
        Id -> HTML; no element of it has an id, and no comment is in it.
    """
    questions = build.questions_of(source)
    ends = KINDS[PurePosixPath(source).parts[0]].lead_ins[1:] if questions else ()
    found, name = {}, ""
    for node in children(LexborHTMLParser(f"<!doctype html><body>{markup}").body):
        if node.tag == "h2":
            name = node.id or ""
        elif name in questions and name not in found and node.tag == "details" and MODEL_ANSWER.word in classes(node):
            found[name] = _text(node, ends)
    return found


def _text(answer: LexborNode, ends: tuple[str, ...]) -> str:
    """Return «Коротко» of a model answer, or its first paragraph where it has none (hooks/bank/answer.py)."""
    parts = [node for node in children(answer) if node.is_element_node and node.tag != "summary"]
    if not parts:
        return ""
    for node in answer.css("[id]"):
        del node.attrs["id"]
    first, *others = parts
    word = _lead_in(first)
    if not word.startswith(SHORT):
        return first.html
    end = next((number for number, node in enumerate(others) if _lead_in(node).startswith(ends)), len(others))
    rest = first.inner_html.partition("</strong>")[2].lstrip()
    return "".join([f"<p>{rest}</p>\n" if rest else "", *(f"{node.html}\n" for node in others[:end])])


def _lead_in(node: LexborNode) -> str:
    """Return the bold words that open a paragraph; nothing where there are none."""
    first = next(children(node), None)
    return first.text() if node.tag == "p" and first is not None and first.tag == "strong" else ""
