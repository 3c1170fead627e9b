"""Front matter of a book: cover, imprint, contents."""

from __future__ import annotations

from lxml import html
from lxml.html.builder import CLASS, DIV, H1, LI, SECTION, UL, A, P

from scripts.book import links
from scripts.book.edition import Edition
from scripts.book.page_numbers import page_number
from scripts.book.site_pages import BuiltSite
from scripts.book.volumes import Part, Volume

LICENSE = "https://creativecommons.org/licenses/by/4.0/deed.ru"


def counted(number: int, one: str, few: str, many: str) -> str:
    """Return a number with its noun in the right Russian form: «21 вопрос», «3 вопроса»."""
    if number % 10 == 1 and number % 100 != 11:
        return f"{number} {one}"
    if number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14}:
        return f"{number} {few}"
    return f"{number} {many}"


def cover(site: BuiltSite, volume: Volume, parts: list[Part], edition: Edition) -> html.HtmlElement:
    """Return the cover: title, part, how much is inside, date."""
    number = counted(sum(part.questions for part in parts), "вопрос", "вопроса", "вопросов")
    section = SECTION(CLASS("cover"), P(CLASS("title"), site.title))
    if not volume.is_whole:
        section.append(P(CLASS("volume"), volume.title))
    section.append(P(CLASS("subtitle"), site.description))
    section.append(P(CLASS("what"), f"{number}, ответы, примеры и источники"))
    if edition.date:
        section.append(P(CLASS("date"), f"Издание от {edition.date}"))
    return section


def imprint(site: BuiltSite, volume: Volume, edition: Edition) -> html.HtmlElement:
    """Return the imprint: where the text comes from, its date and its licence."""
    what = f"«{site.title}»" if volume.is_whole else f"«{site.title}», {volume.title}"
    lines: list[list] = [[what, ". ", site.description.rstrip("."), "."]]
    lines.append([f"Издание от {edition.date}." if edition.date else "Дата издания неизвестна."])
    if edition.commit:
        changed = " с незаписанными правками" if edition.is_changed else ""
        lines.append([f"Собрано из коммита {edition.commit}{changed}."])
    else:
        lines.append(["Собрано вне репозитория, коммит неизвестен."])
    if site.url:
        lines.append(["Сайт, где ответы обновляются: ", A(links.shown(site.url), href=site.url), "."])
    if site.repository:
        lines.append(["Исходники и исправления: ", A(links.shown(site.repository), href=site.repository), "."])
    lines.append(
        [
            f"Тексты, рисунки и примеры: © авторы «{site.title}», лицензия Creative Commons «Атрибуция» 4.0",
            " (CC BY 4.0): ",
            A(links.shown(LICENSE), href=LICENSE),
            ". Их можно копировать и перерабатывать, указав авторов и ссылку на лицензию.",
        ]
    )
    lines.append(["Шрифты IBM Plex: © IBM, лицензия SIL Open Font License 1.1."])
    return SECTION(CLASS("imprint"), *(P(*line) for line in lines))


def contents(sections: list[html.HtmlElement]) -> html.HtmlElement:
    """Return the contents of a book: every heading of its sections with its page."""
    items = UL(CLASS("toc"))
    for section in sections:
        for one in section.xpath("descendant-or-self::section[@data-toc]"):
            depth = one.get("data-toc")
            heading = one.find(f"h{depth}")
            title = heading.text_content()
            # Its own, or that of its first line.
            target = one.xpath("string(descendant-or-self::*/@id)")
            items.append(LI(CLASS(f"depth-{depth}"), *_leading_to(title, target)))
    return SECTION(CLASS("contents"), H1("Содержание"), items)


def part_contents(part: Part) -> html.HtmlElement:
    """Return the chapters of a part with their pages."""
    items = [LI(*_leading_to(chapter.title, links.anchor(chapter.page))) for chapter in part.chapters]
    return DIV(CLASS("chapters"), UL(CLASS("toc"), *items))


def _leading_to(title: str, target: str) -> tuple[html.HtmlElement, html.HtmlElement]:
    return A(title, href=f"#{target}"), page_number(target)
