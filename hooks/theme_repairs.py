"""Repairs of Material's own HTML: names that it lacks, attributes that HTML does not know.

Each is one pattern with its reason and its trace, what a repaired page has. A trace that no page of the
site bears fails a test: the theme has changed, and the repair goes or follows it. What a script must do is in
`docs/assets/javascripts/access.js`, colours are in `docs/assets/stylesheets/`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page


@dataclass(frozen=True)
class Repair:
    """What is wrong in the theme's HTML, what stands there instead, and how that is known again."""

    pattern: re.Pattern[str]
    replacement: str | Callable[[re.Match[str]], str]
    trace: str
    reason: str


def _repair(pattern: str, replacement: str | Callable[[re.Match[str]], str], trace: str, reason: str) -> Repair:
    return Repair(re.compile(pattern, re.DOTALL), replacement, trace, reason)


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
        r'role="dialog" aria-label="Поиск по сайту"',
        "a dialog has a name (WCAG 4.1.2)",
    ),
    _repair(
        r'(<div class="md-search__inner" role="search")>',
        r'\1 aria-label="Поиск по сайту">',
        r'role="search" aria-label="Поиск по сайту"',
        "two search landmarks of a page differ in their names: an index has its filter",
    ),
    _repair(
        r'(<label class="md-nav__link[^>]*) tabindex="0?"',
        r'\1 tabindex="-1"',
        r'<label class="md-nav__link[^>]* tabindex="-1"',
        "an empty string is no number; not the label but its box is for the keyboard (access.css)",
    ),
    _repair(
        r'(?P<box><input class="md-nav__toggle md-toggle[^>]*? id="__nav_(?![^>]*aria-label)[^>]*?) ?>'
        r'(?=.*?<label class="md-nav__title"[^>]*>\s*'
        r'<span class="md-nav__icon md-icon"></span>(?P<title>[^<]+)</label>)',
        _named_box,
        r'id="__nav_[^>]* aria-label="[^"]+: подразделы">',
        "a box that opens a submenu has a name (WCAG 4.1.2)",
    ),
    _repair(
        r'(?P<icon><span class="md-nav__icon md-icon"></span>)'
        r'(?P<rest>\s*</label>\s*</div>\s*<nav [^>]*>\s*<label class="md-nav__title"[^>]*>\s*'
        r'<span class="md-nav__icon md-icon"></span>(?P<title>[^<]+)</label>)',
        _named_label,
        r'<span class="md-nav__icon md-icon"></span><span class="visually-hidden">[^<]+</span>\s*</label>',
        "the label of a submenu is an icon only, and the submenu is named by it (WCAG 4.1.2)",
    ),
    _repair(
        r'( type="checkbox" id="__toc")>',
        r'\1 aria-label="Содержание">',
        r'id="__toc" aria-label="Содержание"',
        "the box of the contents has a name",
    ),
    _repair(
        r'(<img src="[^"]*" alt=)"logo">',
        r'\1"Логотип">',
        r'<img src="[^"]*" alt="Логотип">',
        "the page is in Russian (WCAG 3.1.2)",
    ),
    _repair(
        r'<input( class="md-toggle" data-md-toggle="(drawer|search)" type="checkbox" id="__\2") autocomplete="off">',
        r'<form id="\2-memory" autocomplete="off" hidden></form><input\1 form="\2-memory">',
        r'<form id="search-memory" autocomplete="off" hidden></form><input [^>]* form="search-memory">',
        "only a form may keep a browser from restoring a box; Firefox would leave the menu open after a reload",
    ),
    _repair(
        r'(class="neighbour .*<footer class="md-footer">)\s*<nav .*?</nav>',
        r"\1",
        r'(?s)class="neighbour .*<footer class="md-footer">\s*<div',
        "the last question of a page already leads to the next page, the first to the one before it",
    ),
    _repair(
        r'(class="md-footer__link md-footer__link--next" aria-label=")Вперед(: [^"]*">.*?)Вперед(?=\s*</span>)',
        r"\1Вперёд\2Вперёд",
        r'aria-label="Вперёд: ',
        "the rest of the site writes «ё»",
    ),
    _repair(r">\s*Made with\s*<", ">Сделано на <", r">Сделано на <", "the page is in Russian (WCAG 3.1.2)"),
)

_TOC_LABEL = '<label class="md-nav__title" for="__toc">'


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG001
    """Repair a page."""
    return repair(output)


def on_post_template(output_content: str, *, template_name: str, config: MkDocsConfig) -> str:  # noqa: ARG001
    """Repair a page that is a template, such as 404.html."""
    return repair(output_content) if template_name.endswith(".html") else output_content


def repair(html: str) -> str:
    """Return a page's HTML with the theme's mistakes repaired."""
    for one in REPAIRS:
        html = one.pattern.sub(one.replacement, html)
    # A page that hides its contents has their label all the same, for a box that is not there.
    if 'id="__toc"' not in html:
        html = html.replace(_TOC_LABEL, _TOC_LABEL.replace(' for="__toc"', ""))
    return html
