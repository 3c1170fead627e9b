"""Pages and builds made by hand, for tests of the finisher's steps."""

from __future__ import annotations

import datetime
from pathlib import Path

from hooks.bank.load import parse_pages
from hooks.bank.records import Bank, Source
from hooks.bank.vocabulary import Vocabulary, load_vocabulary
from hooks.build import Build, PageInfo, Settings, address_of
from hooks.finish.page import Page
from hooks.finish.site import Site
from hooks.markdown.article import END, START
from scripts.environment import ROOT

URL = "https://example.com/sobesednik/"
SETTINGS = Settings(
    name="Собеседник",
    description="О собеседованиях",
    url=URL,
    repository="",
    docs=ROOT / "docs",
    themes=(),
    icon="assets/favicon.svg",
    stylesheets=(),
    scripts=(),
    date=datetime.date(2026, 11, 23),
)


def vocabulary() -> Vocabulary:
    """Return the vocabularies of the site."""
    return load_vocabulary(ROOT / "mkdocs.yml")


def build_of(bank: Bank, settings: Settings = SETTINGS) -> Build:
    """Return a build of questions, whose pages lie where a generator would put them."""
    pages = {question.page: question.section for question in bank.questions}
    infos = tuple(
        PageInfo(source, *address_of(source, settings), title, "", f"docs/{source}") for source, title in pages.items()
    )
    return Build(settings, vocabulary(), bank, infos)


def build_of_texts(texts: dict[str, str], settings: Settings = SETTINGS) -> Build:
    """Return a build of pages, given as path in `docs/` -> Markdown."""
    return build_of(parse_pages([Source(name, text.encode()) for name, text in texts.items()], vocabulary()), settings)


def page_of(build: Build, source: str, markup: str) -> Page:
    """Return a page as a theme would write it around what Markdown made."""
    html = (
        '<!doctype html><html><head><meta charset="utf-8"></head><body>'
        f'<article class="md-content__inner md-typeset">{START}{markup}{END}</article></body></html>'
    )
    info = build.page(source)
    return Page(info.path, html, info)


def site_of(build: Build, folder: Path) -> Site:
    """Return a site in a folder with nothing in it."""
    return Site(folder, build)
