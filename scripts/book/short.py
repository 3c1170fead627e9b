"""All short answers on as few sheets as can be read: the title of each question and its «Коротко», part by part."""

from __future__ import annotations

import copy
from urllib.parse import urljoin

from lxml import html
from lxml.html.builder import CLASS, H1, H2, H3, SECTION, A, P

from hooks.bank.kinds import MODEL_ANSWER
from scripts.book import BookError, sheet
from scripts.book.articles import Chapter, Passage
from scripts.book.edition import Edition
from scripts.book.front import counted
from scripts.book.links import Links, anchor
from scripts.book.site_pages import BuiltSite
from scripts.book.volumes import Part


def pages(site: BuiltSite, parts: list[Part], edition: Edition, links: Links) -> list[html.HtmlElement]:
    """Return the sheets: a head, a section a part, what edition it is.

    Raises:
        BookError: when a question has no short answer.
    """
    number = counted(sum(part.questions for part in parts), "вопрос", "вопроса", "вопросов")
    about = f"{number} с ответом на полминуты." + (" Название ведёт к ответу целиком." if site.url else "")
    head = SECTION(CLASS("short-head"), H1(f"{site.title}: шпаргалка"), P(CLASS("legend"), about))
    return [head, *(_part(site, part, links) for part in parts), sheet.colophon(site, edition)]


def _part(site: BuiltSite, part: Part, links: Links) -> html.HtmlElement:
    section = SECTION(CLASS("short-part"), H2(part.title, id=anchor(f"{part.folder}/")))
    for chapter in part.chapters:
        section.append(P(CLASS("over"), chapter.title, id=anchor(chapter.page)))
        section.extend(_question(site, chapter, entry, links) for entry in chapter.entries if entry.question)
    return section


def _question(site: BuiltSite, chapter: Chapter, entry: Passage, links: Links) -> html.HtmlElement:
    address = urljoin(site.url, f"{chapter.page}#{entry.id}--{MODEL_ANSWER.word}") if site.url else ""
    title = A(entry.title, href=address) if address else entry.title
    box = SECTION(CLASS("short-answer"), H3(title, id=anchor(chapter.page, entry.id)))
    box.extend(links.adopt(_short(entry), chapter.page))
    return box


def _short(entry: Passage) -> list[html.HtmlElement]:
    """Return «Коротко» of a question without its bold word; without that word the first paragraph of its answer."""
    answers = [one for one in entry.content if MODEL_ANSWER.word in one.classes]
    for answer in answers:
        frame = next(iter(answer.find_class("short")), None)
        if frame is None:
            return [copy.deepcopy(one) for one in answer.findall("p") if "label" not in one.classes][:1]
        frame = copy.deepcopy(frame)
        frame.tail = None
        first = frame if frame.tag == "p" else frame[0]
        word = first[0]
        first.text = (word.tail or "").lstrip()
        first.remove(word)
        first.classes.discard("short")
        parts = [frame] if frame is first else list(frame)
        return [one for one in parts if one is not first or len(first) or first.text]
    raise BookError(f"{entry.id}: у вопроса нет модельного ответа; соберите сайт заново.")
