"""The body of a book: foreword, parts, chapters, questions.

The id of a chapter and of a question is that of its first line: the renderer works out anew the styles of all that is
in an element with an id, and those of alike elements else once.
"""

from __future__ import annotations

from lxml import html
from lxml.html.builder import CLASS, H1, H2, H3, SECTION, SPAN, A, P

from scripts.book import back, front
from scripts.book.articles import Chapter, Passage
from scripts.book.links import Links, anchor
from scripts.book.volumes import Part

OPEN_ANSWERS = "В книге ответы напечатаны раскрытыми: закройте страницу листом бумаги и сдвигайте его вниз."


def foreword(home: Chapter, links: Links) -> html.HtmlElement:
    """Return the site's home page as a foreword."""
    section = SECTION(CLASS("chapter foreword"), H1("Предисловие", id=anchor("")), **{"data-toc": "1"})
    section.extend(links.adopt(home.intro, ""))
    for entry in home.entries:
        section.append(H2(CLASS("plain"), entry.title, id=anchor("", entry.id)))
        section.extend(links.adopt(entry.content, ""))
    section.append(P(CLASS("short"), OPEN_ANSWERS))
    return section


def part(one: Part, number: int, tags: dict[str, str], links: Links) -> list[html.HtmlElement]:
    """Return a part: a page of its own with its contents, then its chapters.

    Args:
        one: the part.
        number: its number; 0 where it is the only one.
        tags: tag -> its name in the index.
        links: takes elements of the site into this book.
    """
    opener = SECTION(CLASS("part"), id=anchor(f"{one.folder}/"), **{"data-toc": "1"})
    if number:
        opener.append(P(CLASS("number"), f"Часть {number}"))
    opener.append(H1(one.title))
    opener.extend(links.adopt(one.index.intro if one.index else [], f"{one.folder}/"))
    opener.append(front.part_contents(one))
    return [opener, *(_chapter(chapter, one.title, tags, links) for chapter in one.chapters)]


def _chapter(chapter: Chapter, over: str, tags: dict[str, str], links: Links) -> html.HtmlElement:
    section = SECTION(CLASS("chapter"), P(CLASS("over"), over, id=anchor(chapter.page)), **{"data-toc": "2"})
    section.append(H2(chapter.title))
    section.extend(links.adopt(chapter.intro, chapter.page))
    section.extend(_entry(entry, chapter.page, tags, links) for entry in chapter.entries)
    return section


def _entry(entry: Passage, page: str, tags: dict[str, str], links: Links) -> html.HtmlElement:
    section = SECTION(CLASS("entry"), H3(entry.title, id=anchor(page, entry.id)), **{"data-toc": "3"})
    content = links.adopt(entry.content, page)
    if entry.question is not None:
        prompts = [element for element in content if element.tag == "p"]
        for prompt in prompts:
            prompt.classes.add("prompt")
        content.insert(len(prompts), _tags(entry.question.tags, tags))
    section.extend(content)
    return section


def _tags(tags: tuple[str, ...], names: dict[str, str]) -> html.HtmlElement:
    line = P(CLASS("tags"))
    for tag in tags:
        if len(line):
            line.append(SPAN(" · "))
        line.append(A(names.get(tag, tag), href=f"#{anchor(back.TAGS, tag)}"))
    return line
