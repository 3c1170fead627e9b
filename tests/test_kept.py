"""The articles that are kept beside a site for the books."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hooks.finish import kept
from hooks.finish.errors import FinishError
from tests.rendered import MARKED, rendered_site

ARTICLE = '<h1 id="a">А</h1>\n<p>Текст &amp; «слово».</p>'
PAGE = "junior/a/index.html"


def site_of(folder: Path, *, is_served: bool = False):
    """Return a site of one page."""
    page = f"<html><head></head><body><article>Кнопка{MARKED.format(ARTICLE)}</article></body></html>"
    return rendered_site(folder, {PAGE: page, "404.html": "<p>Нет</p>"}, markdown={PAGE: "# А"}, is_served=is_served)


def test_article_is_kept_as_markdown_made_it_with_a_stamp_of_its_page(tmp_path):
    site = site_of(tmp_path)
    site.pages[1].text = "<p>Готово</p>"
    site.write_pages()
    kept.keep(site)
    found = json.loads((tmp_path / ".site-articles.json").read_text(encoding="utf-8"))
    assert found == {
        "url": "https://example.org/base/",
        "repository": "",
        "questions": "",
        "pages": {
            "junior/a/": {
                "article": ARTICLE,
                "checked": "",
                "description": "Страница. Сайт для проверки",
                "page": kept.stamp((tmp_path / "site" / PAGE).read_bytes()),
            }
        },
    }


def test_nothing_is_kept_of_a_site_that_is_served(tmp_path):
    kept.keep(site_of(tmp_path, is_served=True))
    assert not (tmp_path / ".site-articles.json").exists()


def test_place_that_cannot_be_written_is_named(tmp_path):
    site = site_of(tmp_path)
    kept.path(site.folder).mkdir()
    with pytest.raises(FinishError, match=r"\.site-articles\.json: не получилось записать тексты страниц для книг: "):
        kept.keep(site)
