"""A page and a site for the steps of hooks/finish, without a build."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from hooks.bank.load import parse_pages
from hooks.bank.records import Bank, Problem, Question, Source
from hooks.bank.vocabulary import Vocabulary, load_vocabulary
from hooks.build import Build, PageInfo, SiteSettings, address_of
from hooks.finish.page import Page
from hooks.finish.site import Site
from hooks.markdown import article as marks
from scripts.tools.environment import ROOT

URL = "https://example.org/s/"
SETTINGS = SiteSettings(
    name="Собеседник",
    description="О чём",
    url=URL,
    repository="",
    docs=ROOT / "docs",
    themes=(),
    icon="assets/favicon.svg",
    stylesheets=(),
    scripts=(),
    date=datetime.date(2026, 11, 23),
)
SOURCE = "junior/a.md"
SHOWN = f"docs/{SOURCE}"
REPOSITORY = "https://github.com/a/b"
EDIT = f"{REPOSITORY}/edit/main/{SHOWN}"
BUTTON = f'<a href="{EDIT}" class="md-content__button md-icon" rel="edit"><svg></svg></a>'
"""What the theme puts into an article before what Markdown made."""


def rendered(content: str) -> str:
    """Return a page as a template renders it around what Markdown made."""
    return (
        "<!doctype html><html><head><title>A</title></head><body>"
        f'<article class="md-content__inner md-typeset">{content}</article></body></html>'
    )


def question(name: str, kind: str = "technical", line: int = 10, short: str = "Ряд.") -> Question:
    """Return a question of the page."""
    return Question(name, name, "Что?", "junior", kind, (), "A", SOURCE, SHOWN, line, short, short, ())


def sample(
    content: str,
    questions: Iterable[Question] = (),
    *,
    url: str = URL,
    title: str = "A",
    fields: dict[str, Any] | None = None,
    is_damaged: bool = False,
) -> tuple[Page, Site]:
    """Return a rendered page and the site that it belongs to."""
    info = PageInfo(SOURCE, "junior/a/", "junior/a/index.html", title, "# A\n", SHOWN, fields or {}, edit_url=EDIT)
    settings = replace(SETTINGS, url=url, repository=REPOSITORY)
    bank = Bank(list(questions), [Problem(SHOWN, 1, "ошибка")] if is_damaged else [])
    build = Build(settings, Vocabulary({}, {}, ()), bank, pages=(info,))
    page = Page(info.path, rendered(content), info)
    return page, Site(Path("site"), build, [page])


def article(page: Page) -> str:
    """Return what stands in the article of a page."""
    return page.article.inner_html


def build_of(bank: Bank) -> Build:
    """Return a build of questions, whose pages lie where a generator would put them."""
    pages = {one.page: one.section for one in bank.questions}
    infos = (PageInfo(source, *address_of(source), title, "", f"docs/{source}") for source, title in pages.items())
    return Build(SETTINGS, load_vocabulary(ROOT / "mkdocs.yml"), bank, pages=tuple(infos))


def build_of_texts(texts: dict[str, str]) -> Build:
    """Return a build of pages, given as path in `docs/` -> Markdown."""
    sources = [Source(name, text.encode()) for name, text in texts.items()]
    return build_of(parse_pages(sources, load_vocabulary(ROOT / "mkdocs.yml")))


def page_of(build: Build, source: str, markup: str) -> Page:
    """Return a page as a theme would write it around what Markdown made."""
    info = build.page(source)
    return Page(info.path, rendered(f"{marks.START}{markup}{marks.END}"), info)


def site_of(build: Build, folder: Path) -> Site:
    """Return a site in a folder with nothing in it."""
    return Site(folder, build)
