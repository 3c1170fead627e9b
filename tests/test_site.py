"""The built real site: what must be seen on its pages, and what must not."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from hooks.bank.kinds import KINDS
from hooks.bank.load import load_bank
from scripts.tools.environment import ROOT

LEAKS = ("???", "!!!", "```", "{{", "{=", "{ #", "{ .", ".question-chips", ".page-checked")


class Document(HTMLParser):
    """What the tests ask of a page: its ids, links, text outside code, and folded blocks."""

    VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.prose: list[str] = []
        self.folded: list[dict[str, str | None]] = []
        self.summaries: list[str] = []
        self.alternatives: list[str | None] = []
        self._open: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if tag not in self.VOID:
            self._open.append(tag)
        if named.get("id"):
            self.ids.append(named["id"])
        if tag == "a" and named.get("href"):
            self.links.append(named["href"])
        if tag in {"script", "img", "iframe", "source"} and named.get("src"):
            self.loads.append(named["src"])
        if tag == "link" and named.get("href") and named.get("rel") not in {"canonical", "prev", "next", "alternate"}:
            self.loads.append(named["href"])
        if tag == "details":
            self.folded.append(named)
        if tag == "img":
            self.alternatives.append(named.get("alt"))

    def handle_endtag(self, tag):
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data):
        if "article" in self._open and not {"code", "pre", "script", "style"} & set(self._open):
            self.prose.append(data)
        if "summary" in self._open:
            self.summaries.append(data)


@pytest.fixture(scope="session")
def documents(site: Path) -> dict[str, Document]:
    """Every page of the site: path inside it -> what it holds."""
    return {path.relative_to(site).as_posix(): Document(path) for path in sorted(site.rglob("*.html"))}


@pytest.fixture(scope="session")
def bank():
    """The questions of the real site."""
    return load_bank(ROOT / "docs")


def document_of(question, documents) -> Document:
    """Return the built page of a question."""
    return documents[question.page.removesuffix(".md") + "/index.html"]


def test_no_markup_is_left_in_the_text_of_any_page(documents):
    leaks = [
        (name, mark, text.strip()[:80])
        for name, document in documents.items()
        for text in document.prose
        for mark in LEAKS
        if mark in text
    ]
    assert leaks == []


def test_every_question_stands_on_its_page_with_all_its_blocks_closed(documents, bank):
    assert bank.questions
    for question in bank.questions:
        document = document_of(question, documents)
        assert question.id in document.ids
    for name in {question.page for question in bank.questions}:
        questions = [question for question in bank.questions if question.page == name]
        document = document_of(questions[0], documents)
        # Admonitions inside answers may fold too, so the titles are counted, not all `details`.
        titles = [block.title for question in questions for block in question.blocks]
        known = {rule.title for kind in KINDS.values() for rule in kind.blocks}
        assert [text for text in document.summaries if text in known] == titles
        assert not any("open" in attributes for attributes in document.folded)


def test_no_id_is_used_twice_on_a_page(documents):
    for name, document in documents.items():
        repeated = {one for one in document.ids if document.ids.count(one) > 1}
        assert (name, repeated) == (name, set())


def test_every_internal_link_leads_to_a_page_and_an_anchor(documents):
    base = "https://example.github.io/sobesednik/"
    broken = []
    for name, document in documents.items():
        here = urljoin(base, name.removesuffix("index.html"))
        for link in document.links:
            target = urlsplit(urljoin(here, link))
            if not target.geturl().startswith(base):
                continue
            path = unquote(target.path.removeprefix(urlsplit(base).path))
            path = path + "index.html" if path.endswith("/") or not path else path
            if path not in documents:
                if not (Path(path).suffix and (path.endswith((".json", ".svg", ".xml")))):
                    broken.append((name, link))
            elif target.fragment and unquote(target.fragment) not in documents[path].ids:
                broken.append((name, link))
    assert broken == []


def test_pages_load_nothing_from_other_hosts(documents):
    foreign = [
        (name, address)
        for name, document in documents.items()
        for address in document.loads
        if urlsplit(address).netloc not in {"", "example.github.io"}
    ]
    assert foreign == []


def test_every_picture_has_a_text_alternative(documents):
    alternatives = [text for document in documents.values() for text in document.alternatives]
    assert all(text for text in alternatives if text is not None)
    assert None not in alternatives


@pytest.mark.parametrize("path", sorted((ROOT / "docs/assets").rglob("*.svg")), ids=lambda path: path.name)
def test_drawing_is_well_formed_and_loads_nothing(path):
    text = path.read_text(encoding="utf-8")
    root = ET.fromstring(text)  # noqa: S314 (our own files)
    assert root.get("viewBox")
    assert root.get("role") == "img"
    assert "<script" not in text
    assert re.findall(r'(?:href|src)="(?!#)[^"]*"|url\((?!#)', text) == []


def test_site_has_a_page_of_its_own_for_unknown_addresses(documents):
    assert "404.html" in documents


def test_contributing_is_shown_on_the_site(documents):
    text = " ".join(documents["contributing/index.html"].prose)
    assert "scripts.check" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert "Как помочь" in text
