"""One book as one HTML document: front matter, body, back matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import html
from lxml.html.builder import BODY, HEAD, HTML, META, STYLE, TITLE

from scripts.book import articles, back, body, front, naming, sheet, short
from scripts.book.edition import Edition
from scripts.book.links import Links, anchor, ids
from scripts.book.site_pages import BuiltSite
from scripts.book.volumes import MEMOS, Part, Volume, read_parts


@dataclass(frozen=True)
class Library:
    """What the books are made of."""

    site: BuiltSite
    edition: Edition
    parts: list[Part]
    home: articles.Chapter
    tags: articles.Chapter
    memos: list[articles.Chapter]


def read_library(site: BuiltSite, edition: Edition) -> Library:
    """Read every page of the site that is in a book.

    Raises:
        BookError: when a page cannot be read.
    """
    memos = [articles.read_section(site, page) for page in MEMOS if site.has(page)]
    home = articles.read_section(site, "")
    return Library(site, edition, read_parts(site), home, articles.read_section(site, back.TAGS), memos)


def write_document(library: Library, volume: Volume) -> str:
    """Return a book as HTML for the renderer.

    Raises:
        BookError: when it cannot be written.
    """
    with naming(f"{volume.file}: книгу не сложить"):
        return _written(library, volume)


def _written(library: Library, volume: Volume) -> str:
    parts = [part for part in library.parts if part.folder in volume.folders]
    if volume.is_sheet:
        return _serialised(library, volume, sheet.pages(library.site, library.parts, library.edition))
    links = _links(library, volume, parts)
    if volume.is_short:
        return _serialised(library, volume, short.pages(library.site, parts, library.edition, links))
    names = {tag.id: tag.title for tag in library.tags.entries}
    sections = []
    for number, part in enumerate(parts, 1):
        sections += body.part(part, number if volume.is_whole else 0, names, links)
    if volume.is_whole:
        sections.insert(0, body.foreword(library.home, links))
        sections += [back.memo(memo, links.adopt(memo.intro, memo.page)) for memo in library.memos]
    sections.append(back.tag_index(library.tags, parts))
    pages = [
        front.cover(library.site, volume, parts, library.edition),
        front.imprint(library.site, volume, library.edition),
        front.contents(sections),
        *sections,
    ]
    return _serialised(library, volume, pages)


def _links(library: Library, volume: Volume, parts: list[Part]) -> Links:
    targets = {address for part in parts for address in _addresses(part)}
    if not volume.is_short:
        targets |= {anchor(back.TAGS)} | {anchor(back.TAGS, tag) for tag in back.used_tags(library.tags, parts)}
    if volume.is_whole:
        targets |= {anchor("")} | {anchor("", entry.id) for entry in library.home.entries}
        targets |= {anchor(memo.page) for memo in library.memos}
    others = {address: part.title for part in library.parts if part not in parts for address in _addresses(part)}
    return Links(targets, library.site.url, others)


def _addresses(part: Part) -> Iterator[str]:
    """Return every id that a part has in a book."""
    yield anchor(f"{part.folder}/")
    for chapter in part.chapters:
        yield anchor(chapter.page)
        yield from ids(chapter.intro, chapter.page)
        for entry in chapter.entries:
            yield anchor(chapter.page, entry.id)
            yield from ids(entry.content, chapter.page)


def _serialised(library: Library, volume: Volume, pages: list[html.HtmlElement]) -> str:
    site, moment = library.site, library.edition.moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    title = site.title if volume.is_whole else f"{site.title}: {volume.title}"
    head = HEAD(
        META(charset="utf-8"),
        TITLE(title),
        META(name="author", content=f"Авторы «{site.title}»"),
        META(name="description", content=site.description),
        META(name="dcterms.created", content=moment),
        META(name="dcterms.modified", content=moment),
    )
    body = BODY(*pages)
    head.append(STYLE(articles.hanging_rules(body.find_class("line"))))
    document = HTML(head, body, lang="ru")
    return "<!doctype html>\n" + html.tostring(document, encoding="unicode")
