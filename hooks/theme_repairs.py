"""Repairs of Material's own HTML: names that it lacks, attributes that HTML does not know.

Each is one pattern with its reason. A repair that no page of a build needs any more fails the build:
the theme has changed, and the repair goes or follows it. What a script must do is in
`docs/assets/javascripts/access.js`, colours are in `docs/assets/stylesheets/`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.plugins.theme_repairs")


@dataclass(frozen=True)
class Repair:
    """What is wrong in the theme's HTML, and what stands there instead."""

    pattern: re.Pattern[str]
    replacement: str | Callable[[re.Match[str]], str]
    reason: str


def _repair(pattern: str, replacement: str | Callable[[re.Match[str]], str], reason: str) -> Repair:
    return Repair(re.compile(pattern, re.DOTALL), replacement, reason)


def _named_label(found: re.Match[str]) -> str:
    title = " ".join(found["title"].split())
    return f'{found["icon"]}<span class="visually-hidden">{title}</span>{found["rest"]}'


def _named_box(found: re.Match[str]) -> str:
    title = " ".join(found["title"].split())
    return f'{found["box"]} aria-label="{title}: подразделы">'


REPAIRS = (
    _repair(
        r'(<div class="md-search" data-md-component="search" role="dialog")>',
        r'\1 aria-label="Поиск по сайту">',
        "a dialog has a name (WCAG 4.1.2)",
    ),
    _repair(
        r'(<div class="md-search__inner" role="search")>',
        r'\1 aria-label="Поиск по сайту">',
        "two search landmarks of a page differ in their names: an index has its filter",
    ),
    _repair(
        r'(<label class="md-nav__link ?" [^>]*) tabindex="0?"',
        r'\1 tabindex="-1"',
        "an empty string is no number; not the label but its box is for the keyboard (access.css)",
    ),
    _repair(
        r'(?P<box><input class="md-nav__toggle md-toggle[^>]*? id="__nav_[^>]*?) ?>'
        r'(?=.*?<label class="md-nav__title"[^>]*>\s*'
        r'<span class="md-nav__icon md-icon"></span>(?P<title>[^<]+)</label>)',
        _named_box,
        "a box that opens a submenu has a name (WCAG 4.1.2)",
    ),
    _repair(
        r'(?P<icon><span class="md-nav__icon md-icon"></span>)'
        r'(?P<rest>\s*</label>\s*</div>\s*<nav [^>]*>\s*<label class="md-nav__title"[^>]*>\s*'
        r'<span class="md-nav__icon md-icon"></span>(?P<title>[^<]+)</label>)',
        _named_label,
        "the label of a submenu is an icon only, and the submenu is named by it (WCAG 4.1.2)",
    ),
    _repair(r'( type="checkbox" id="__toc")>', r'\1 aria-label="Содержание">', "the box of the contents has a name"),
    _repair(r'(<img src="[^"]*" alt=)"logo">', r'\1"">', "the link around it is named already"),
    _repair(r">\s*Made with\s*<", ">Сделано на <", "the page is in Russian (WCAG 3.1.2)"),
)

_TOC_LABEL = '<label class="md-nav__title" for="__toc">'


class _State:
    """Which repairs the build under way has needed; whether whole pages are built."""

    used: set[Repair] = set()  # noqa: RUF012 (one for all, made anew by each build)


def on_pre_build(*, config: MkDocsConfig) -> None:  # noqa: ARG001
    """Begin to count anew."""
    _State.used = set()


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG001
    """Repair a page."""
    return repair(output)


def on_post_template(output_content: str, *, template_name: str, config: MkDocsConfig) -> str:  # noqa: ARG001
    """Repair a page that is a template, such as 404.html."""
    return repair(output_content) if template_name.endswith(".html") else output_content


def on_post_build(*, config: MkDocsConfig) -> None:  # noqa: ARG001
    """Warn of every repair that nothing needed."""
    for one in REPAIRS:
        if one not in _State.used:
            log.warning(
                "hooks/theme_repairs.py:1: исправление темы больше не нужно или не находит своего места: %s (%s);"
                " уберите его или поправьте под новую версию темы",
                one.pattern.pattern,
                one.reason,
            )


def repair(html: str) -> str:
    """Return a page's HTML with the theme's mistakes repaired."""
    for one in REPAIRS:
        html, number = one.pattern.subn(one.replacement, html)
        if number:
            _State.used.add(one)
    # A page that hides its contents has their label all the same, for a box that is not there.
    if 'id="__toc"' not in html:
        html = html.replace(_TOC_LABEL, _TOC_LABEL.replace(' for="__toc"', ""))
    return html
