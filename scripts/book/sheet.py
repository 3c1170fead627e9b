"""The interviewer's sheet: questions only, by level, with room for a score and notes."""

from __future__ import annotations

from lxml import html
from lxml.html.builder import CLASS, DIV, H1, H2, H3, SECTION, SPAN, P

from scripts.book import links
from scripts.book.articles import Chapter, Passage
from scripts.book.edition import Edition
from scripts.book.site_pages import BuiltSite
from scripts.book.volumes import Part

SCORES = ("0", "1", "2", "3")
LEGEND = "Оценка: 0 — не ответил, 1 — с подсказками, 2 — сам, 3 — глубоко, с примерами из опыта."
FIELDS = ("Кандидат", "Должность и уровень", "Дата", "Интервьюер")
SUMMARY = ("Сильные стороны", "Что вызвало сомнения", "Решение и уровень")
EMPLOYER = "Вопросы кандидата"
"""The group of questions that the candidate asks: they get no score."""


def pages(site: BuiltSite, parts: list[Part], edition: Edition) -> list[html.HtmlElement]:
    """Return the sheet: its head, the groups of questions, the summary."""
    head = SECTION(
        CLASS("sheet-head"),
        H1(f"{site.title}: лист интервьюера"),
        DIV(CLASS("fields"), *(P(CLASS("field"), SPAN(CLASS("name"), name)) for name in FIELDS)),
        P(CLASS("legend"), LEGEND),
    )
    summary = SECTION(CLASS("summary"), H2("Итог"), *(P(CLASS("notes"), text) for text in SUMMARY))
    return [head, *(_group(*group) for group in _groups(site, parts).items()), summary, colophon(site, edition)]


def _groups(site: BuiltSite, parts: list[Part]) -> dict[str, list[tuple[Chapter, Passage]]]:
    groups: dict[str, list[tuple[Chapter, Passage]]] = {}
    for part in parts:
        for chapter in part.chapters:
            for entry in chapter.entries:
                if entry.question is not None:
                    groups.setdefault(_group_title(site, entry), []).append((chapter, entry))
    return groups


def _group_title(site: BuiltSite, entry: Passage) -> str:
    if entry.question.kind == "employer":
        return EMPLOYER
    level = entry.question.level
    page = "any-level/" if level == "any" else f"{level}/"
    return site.heading(page) if site.has(page) else level


def _group(title: str, questions: list[tuple[Chapter, Passage]]) -> html.HtmlElement:
    section = SECTION(CLASS("level"), H2(title, id=links.anchor("sheet", title)))
    last = None
    for chapter, entry in questions:
        if chapter is not last:
            section.append(P(CLASS("over"), chapter.title))
            last = chapter
        section.append(_question(entry, scored=title != EMPLOYER))
    return section


def _question(entry: Passage, *, scored: bool) -> html.HtmlElement:
    box = DIV(CLASS("asked"), id=links.anchor("sheet", entry.id))
    if scored:
        box.append(P(CLASS("scores"), *(SPAN(CLASS("score"), score) for score in SCORES)))
    box.append(H3(entry.title))
    box.append(P(CLASS("prompt"), entry.question.prompt))
    box.append(DIV(CLASS("lines")))
    return box


def colophon(site: BuiltSite, edition: Edition) -> html.HtmlElement:
    """Return the line that tells which edition a sheet is."""
    commit = f", коммит {edition.commit[:12]}" if edition.commit else ""
    date = f", издание от {edition.date}" if edition.date else ""
    return P(CLASS("colophon"), f"«{site.title}»{date}{commit}. Тексты: CC BY 4.0.")
