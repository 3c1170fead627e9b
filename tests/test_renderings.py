"""Renderings of Markdown that are taken again: the same page gets the same, whatever changed is made anew."""

from __future__ import annotations

import logging
from collections import namedtuple
from types import SimpleNamespace

import pytest
from mkdocs.structure.toc import get_toc

from hooks.renderings import Renderings

OTHER = namedtuple("File", "src_uri")("b.md")
FILES = SimpleNamespace(get_file_from_path={"b.md": OTHER}.get)
CONTENTS = [{"name": "Т", "id": "t", "level": 1, "children": [{"name": "Ч", "id": "p", "level": 2, "children": []}]}]
HTML = "<h1>Т</h1>"


def new_page() -> SimpleNamespace:
    """Return a page that nothing has been made of."""
    return SimpleNamespace(
        file=SimpleNamespace(src_uri="a.md"),
        markdown="# Т",
        toc=get_toc([]),
        _title_from_render=None,
        present_anchor_ids=set(),
        links_to_anchors={},
    )


def render(renderings: Renderings, markdown: str, says: str = "") -> tuple[SimpleNamespace, str, str]:
    """Return a page after its rendering, what Python-Markdown was asked about, and the text."""
    page = new_page()
    asked = renderings.recall(page, markdown)
    html = ""
    if asked:
        html, page.toc, page._title_from_render = HTML, get_toc(CONTENTS), "Т"
        page.present_anchor_ids, page.links_to_anchors = {"t", "p"}, {OTHER: {"x": "b.md#x"}}
    if says:
        logging.getLogger("mkdocs.structure.pages").info(says)
    return page, asked, renderings.restore(page, html, FILES)


@pytest.fixture
def settings(request) -> str:
    """Settings that no other test has."""
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    return request.node.name


def test_page_that_was_rendered_gets_the_same_without_markdown(settings):
    first, asked, html = render(Renderings(settings), "# Т")
    again, unasked, recalled = render(Renderings(settings), "# Т")
    assert (asked, unasked) == ("# Т", "")
    assert recalled == html == HTML
    assert str(again.toc) == str(first.toc)
    for name in ("_title_from_render", "present_anchor_ids", "links_to_anchors", "markdown"):
        assert getattr(again, name) == getattr(first, name)


def test_changed_page_and_changed_settings_are_rendered_anew(settings):
    render(Renderings(settings, 1), "# Т")
    assert render(Renderings(settings, 1), "# Ты")[1] == "# Ты"
    assert render(Renderings(settings, 2), "# Т")[1] == "# Т"


def test_nothing_is_kept_where_the_generator_is_not_heard(settings):
    render(Renderings(settings, is_heard=False), "# Т")
    assert render(Renderings(settings), "# Т")[1] == "# Т"
    other = f"{settings} -q"
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    render(Renderings(other), "# Т")
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    assert render(Renderings(other), "# Т")[1] == "# Т"


def test_rendering_that_made_the_generator_speak_is_made_again(settings):
    for _ in range(2):
        assert render(Renderings(settings), "# Т", says="нет такой страницы")[1] == "# Т"
