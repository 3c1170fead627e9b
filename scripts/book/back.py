"""Back matter of a book: the index of tags and the memos for paper."""

from __future__ import annotations

from lxml import html
from lxml.html.builder import CLASS, DIV, H1, LI, SECTION, UL, A, P

from scripts.book import links
from scripts.book.articles import Chapter, Passage
from scripts.book.page_numbers import page_number
from scripts.book.volumes import Part

TAGS = "tags/"
"""The page of the site that names the tags, in the order of the index."""


def used_tags(tags: Chapter, parts: list[Part]) -> dict[str, list[tuple[Chapter, Passage]]]:
    """Return the tags that questions of these parts have, in the order of the index, with the questions."""
    found: dict[str, list[tuple[Chapter, Passage]]] = {tag.id: [] for tag in tags.entries}
    for part in parts:
        for chapter in part.chapters:
            for entry in chapter.entries:
                for tag in entry.question.tags if entry.question else ():
                    found.setdefault(tag, []).append((chapter, entry))
    return {tag: questions for tag, questions in found.items() if questions}


def tag_index(tags: Chapter, parts: list[Part]) -> html.HtmlElement:
    """Return the index: each tag with its questions and their pages."""
    known = {tag.id: tag for tag in tags.entries}
    columns = DIV(CLASS("columns"))
    for tag, questions in used_tags(tags, parts).items():
        head = DIV(CLASS("tag"), P(CLASS("name"), known[tag].title if tag in known else tag))
        about = [element.text_content() for element in known[tag].content if element.tag == "p"] if tag in known else []
        head.extend(P(CLASS("about"), text) for text in about)
        head.set("id", links.anchor(TAGS, tag))
        columns.append(head)
        columns.append(UL(*(_item(entry.title, links.anchor(chapter.page, entry.id)) for chapter, entry in questions)))
    return SECTION(
        CLASS("chapter index"),
        H1("Предметный указатель", id=links.anchor(TAGS)),
        columns,
        **{"data-toc": "1"},
    )


def _item(title: str, target: str) -> html.HtmlElement:
    title = A(f"{title},", href=f"#{target}")
    title.tail = " "
    return LI(title, page_number(target))


def memo(section: Chapter, content: list[html.HtmlElement]) -> html.HtmlElement:
    """Return a memo for paper: one page in two columns."""
    leading = [content.pop(0)] if content and not content[0].find("strong") is not None else []
    return SECTION(
        CLASS("chapter memo"),
        H1(section.title, id=links.anchor(section.page)),
        *leading,
        DIV(CLASS("columns"), *content),
        **{"data-toc": "1"},
    )
