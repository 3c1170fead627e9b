"""Where the links of a book lead: inside it with a page number, or outside with a footnote."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from lxml import html
from lxml.html.builder import CLASS, DIV, SPAN, A

from scripts.book import naming
from scripts.book.page_numbers import page_number

_BASE = "https://site.invalid/"
"""Stands for the site's own address while links are resolved."""
_PIECES = {"code": "mono", "strong": "strong", "b": "strong", "em": "em", "i": "em"}

_KEPT_CLASSES = ("held", "long")
"""Of widths.py."""


def anchor(page: str, fragment: str = "") -> str:
    """Return the id in the book of a place of the site: ids of different pages must not meet."""
    name = page.strip("/").replace("/", "-") or "home"
    return f"{name}--{fragment}" if fragment else name


def ids(elements: Iterable[html.HtmlElement], page: str) -> Iterator[str]:
    """Return the ids that elements of a page have in the book."""
    for element in elements:
        for one in element.iter():
            if isinstance(one.tag, str) and one.get("id"):
                yield anchor(page, one.get("id"))


class Links:
    """Takes elements of the site's pages into one book.

    Args:
        targets: ids that the book has.
        site_url: where the site is published; empty when that is not known.
        names: id of a place in another book -> the name of the part that it belongs to.
    """

    def __init__(self, targets: set[str], site_url: str, names: dict[str, str]) -> None:
        self.targets = targets
        self.site_url = site_url
        self.names = names

    def adopt(self, elements: Iterable[html.HtmlElement], page: str) -> list[html.HtmlElement]:
        """Return copies of elements of a page, with ids and links as the book has them.

        Raises:
            BookError: when an address is none; it names the page.
        """
        with naming(f"{page or 'index.html'}: ссылки страницы не перенести в книгу"):
            return self._adopted(elements, page)

    def _adopted(self, elements: Iterable[html.HtmlElement], page: str) -> list[html.HtmlElement]:
        box = DIV(*(copy.deepcopy(element) for element in elements))
        for one in box.iter():
            if isinstance(one.tag, str) and one.get("id"):
                one.set("id", anchor(page, one.get("id")))
        for image in box.iter("img"):
            image.set("src", urljoin(_BASE + page, image.get("src")).removeprefix(_BASE))
        noted: set[str] = set()
        for link in list(box.iter("a")):
            href = link.get("href")
            address = urljoin(_BASE + page, href or "")
            if not href:
                link.tag = "span"
            elif not address.startswith(_BASE):
                self._lead_outside(link, address, noted)
            else:
                self._lead_inside(link, address)
        return list(box)

    def _lead_inside(self, link: html.HtmlElement, address: str) -> None:
        address, fragment = urldefrag(address)
        page = address.removeprefix(_BASE)
        target = anchor(page, unquote(fragment))
        if target in self.targets:
            number = page_number(target, "(с.\N{NO-BREAK SPACE}", ")")
            last = _split(link, f"#{target}")[-1]
            _after(last, number)
            last.tail = " "
            return
        if self.site_url:
            pieces = _split(link, urljoin(self.site_url, page) + (f"#{fragment}" if fragment else ""))
            last = pieces[-1]
        else:
            link.tag, last = "span", link
            link.attrib.pop("href")
        if target in self.names:
            _after(last, SPAN(CLASS("see"), f" (см. «{self.names[target]}»)"))

    def _lead_outside(self, link: html.HtmlElement, address: str, noted: set[str]) -> None:
        # Sources print their addresses beside them, and no footnote has one of its own.
        is_beside = any({"quote", "footnote"} & set(one.classes) for one in link.iterancestors("div", "span"))
        last = _split(link, address)[-1]
        if urlsplit(address).scheme not in {"http", "https"} or last.text == shown(address):
            return
        if is_beside:
            _after(last, SPAN(CLASS("address"), " " + shown(address)))
        elif address not in noted:
            noted.add(address)
            _after(last, SPAN(CLASS("footnote"), A(shown(address), href=address)))


def shown(address: str) -> str:
    """Return an address as it is printed: without the scheme, that any browser adds."""
    return address.removeprefix("https://").removeprefix("http://").removesuffix("/")


def _split(link: html.HtmlElement, href: str) -> list[html.HtmlElement]:
    """Make a link of plain text alone, one link a piece, and return the pieces.

    Elements inside a link end up outside its tag in WeasyPrint's PDF/UA, and veraPDF refuses that.
    """
    pieces = []
    for text, classes in _pieces(link, ()):
        pieces.append(A(text, href=href, **({"class": " ".join(classes)} if classes else {})))
    pieces = pieces or [A(href, href=href)]
    pieces[-1].tail = link.tail
    parent, place = link.getparent(), link.getparent().index(link)
    parent.remove(link)
    for offset, piece in enumerate(pieces):
        parent.insert(place + offset, piece)
    return pieces


def _pieces(element: html.HtmlElement, classes: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Return the text of a link in pieces, each with the classes that it takes from the elements around it."""
    if element.text:
        yield element.text, classes
    for child in element:
        if isinstance(child.tag, str):
            name = _PIECES.get(child.tag)
            kept = [one for one in child.classes if one in _KEPT_CLASSES]
            yield from _pieces(child, (*classes, *([name] if name else []), *kept))
        if child.tail:
            yield child.tail, classes


def _after(element: html.HtmlElement, new: html.HtmlElement) -> None:
    new.tail, element.tail = element.tail, None
    element.addnext(new)
