"""A page and a site for the steps of hooks/finish, without a build."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hooks.bank.records import Bank, Problem, Question
from hooks.bank.vocabulary import Vocabulary
from hooks.build import Build, PageInfo, Settings
from hooks.finish.page import Page
from hooks.finish.site import Site

URL = "https://example.org/s/"
SOURCE = "junior/a.md"
SHOWN = f"docs/{SOURCE}"
START, END = '<article class="md-content__inner md-typeset">', "</article>"


def rendered(content: str) -> str:
    """Return a page as a template renders it around what Markdown made."""
    return f"<!doctype html><html><head><title>A</title></head><body>{START}{content}{END}</body></html>"


def question(name: str, kind: str = "technical", line: int = 10) -> Question:
    """Return a question of the page."""
    return Question(name, name, "Что?", "junior", kind, (), "A", SOURCE, SHOWN, line, "Ряд.", ())


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
    info = PageInfo(SOURCE, "junior/a/", "junior/a/index.html", title, "# A\n", SHOWN, fields or {})
    date = datetime.date(2026, 11, 23)
    settings = Settings("Собеседник", "О чём", url, "", Path("docs"), (), "icon.svg", (), (), date)
    bank = Bank(list(questions), [Problem(SHOWN, 1, "ошибка")] if is_damaged else [])
    build = Build(settings, Vocabulary({}, {}, ()), bank, (info,))
    page = Page(info.path, rendered(content), info)
    return page, Site(Path("site"), build, [page])


def article(page: Page) -> str:
    """Return what stands in the article of a page."""
    return page.article.inner_html
