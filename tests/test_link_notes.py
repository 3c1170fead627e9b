"""Numbers of links and the list of their addresses, as HTML."""

from __future__ import annotations

import re

from hooks.finish.paper.link_notes import add
from hooks.finish.tree import children
from tests.finishing import article, sample

SOURCES = (
    '<details class="quote"><summary>Источники</summary><ul><li><a href="https://a.example/">A</a></li></ul></details>'
)


def numbered(content: str) -> str:
    """Return what becomes of an article, with the list below it."""
    page, _ = sample(content)
    notes = add(list(children(page.article)))
    return article(page) + notes


def notes(content: str) -> list[tuple[str, str]]:
    """Return the numbered addresses of the list below a text."""
    return re.findall(r'<li value="(\d+)">(.*?)</li>', content)


def test_links_are_numbered_and_listed_once_per_address():
    content = numbered(
        '<p><a href="https://a.example/">A</a> <a href="https://b.example/?x=1&amp;y=2">B</a>'
        ' <a href="https://a.example/">опять A</a></p>'
    )
    assert re.findall(r'data-note="(\d)"', content) == ["1", "2", "1"]
    assert notes(content) == [("1", "https://a.example/"), ("2", "https://b.example/?x=1&amp;y=2")]


def test_sources_come_first_and_are_not_listed_again():
    content = numbered(f'<p><a href="https://b.example/">B</a> <a href="https://a.example/">A</a></p>{SOURCES}')
    assert re.findall(r'data-note="(\d)"', content) == ["2", "1", "1"]
    assert notes(content) == [("2", "https://b.example/")]


def test_link_inside_the_site_has_no_number():
    content = '<p><a class="chip" href="../tags/#sql">SQL</a> <a href="#id">ниже</a></p>'
    assert numbered(content) == content


def test_link_whose_text_is_its_address_has_no_number():
    content = '<p><a href="https://a.example/">https://a.example/</a> <a href="https://a.example/">a.example</a></p>'
    assert numbered(content) == content


def test_attributes_of_a_link_are_kept():
    content = numbered('<p><a class="x" href="https://a.example/" title="т">A</a></p>')
    assert '<a class="x" href="https://a.example/" title="т" data-note="1">A</a>' in content
