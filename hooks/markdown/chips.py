"""Chips under each question: its level and its topics, each a link to the index where such questions stand.

An extension of Python-Markdown: level and topics are classes of the question's heading, so the tree of the page is
all that it needs. Python-Markdown's treeprocessors: https://python-markdown.github.io/extensions/api/#treeprocessors
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from hooks.bank.vocabulary import Vocabulary


def level_page(level: str) -> str:
    """Return the page of `docs/` where the questions of a level are listed."""
    return "any-level.md" if level == "any" else f"{level}/index.md"


def tag_place(tag: str) -> str:
    """Return the place in `docs/` where the questions of a topic are listed."""
    return f"tags.md#{tag}"


class _Chips(Treeprocessor):
    def __init__(self, md: Markdown, vocabulary: Vocabulary) -> None:
        super().__init__(md)
        self._vocabulary = vocabulary

    def run(self, root: ET.Element) -> None:
        """Put the chips of each question before the first of its blocks."""
        heading = None
        for element in list(root):
            if element.tag in {"h1", "h2"}:
                heading = element if element.tag == "h2" and element.get("id") else None
            elif element.tag == "details" and heading is not None:
                if chips := self._chips((heading.get("class") or "").split()):
                    root.insert(list(root).index(element), _paragraph(chips))
                heading = None

    def _chips(self, names: list[str]) -> list[tuple[str, str, str]]:
        """Return the chips of a heading with such classes: class, place, text; none where it is no question."""
        levels, tags = self._vocabulary.levels, self._vocabulary.tags
        level = next((name for name in names if name in levels), None)
        if level is None:
            return []
        chips = [(f"chip chip--{level}", level_page(level), levels[level])]
        return chips + [("chip", tag_place(name), tags[name].title) for name in names if name in tags]


def _paragraph(chips: list[tuple[str, str, str]]) -> ET.Element:
    paragraph = ET.Element("p", {"class": "question-chips"})
    for name, place, text in chips:
        link = ET.SubElement(paragraph, "a", {"class": name, "href": f"/{place}"})
        link.text, link.tail = text, " "
    link.tail, paragraph.tail = "", "\n"
    return paragraph


class ChipsExtension(Extension):
    """The extension of Python-Markdown that makes the chips.

    Args:
        vocabulary: levels and topics with their titles.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._vocabulary = vocabulary

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        """Register between the lists of attributes (8) and the generator, which makes addresses of places (0)."""
        md.treeprocessors.register(_Chips(md, self._vocabulary), "chips", 3)
