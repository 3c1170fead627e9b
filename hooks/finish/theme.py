"""Everything that the finisher knows of Material for MkDocs; another theme asks for another such file.

Repairs of its HTML, each with its reason and with the mark of a repaired page. A mark that no page of the site bears
fails a test: the theme has changed, and the repair goes or follows it. What a script must do is in
`docs/assets/javascripts/access.js`, colours are in `docs/assets/stylesheets/`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup
from selectolax.lexbor import LexborNode

from hooks.finish.errors import FinishError
from hooks.finish.tree import classes, put_after, put_before

if TYPE_CHECKING:
    # They ask this module what an article is.
    from hooks.finish.page import Page
    from hooks.finish.site import Site

_ARTICLE_CLASS = "md-content__inner"
ARTICLE = f"article.{_ARTICLE_CLASS}"
"""The element around what Markdown made of a page."""
AROUND = "a.md-content__button, aside.md-source-file, form.md-feedback"
"""What the theme puts into it: the buttons of a page, its dates, its vote."""
PERMALINK = "a.headerlink"
"""What it has Python-Markdown put at the end of each heading."""
SETTINGS = "script#__config"
"""What the theme's script is told, as JSON."""
_WORKERS = "assets/javascripts/workers/search"
_OUR_WORKER = "search/worker.js"
_HIDDEN = Markup('<span class="visually-hidden">{}</span>')


@dataclass(frozen=True)
class Repair:
    """What is wrong in the theme's HTML, what mends it, and how a mended page is known."""

    selector: str
    mend: Callable[[LexborNode], None]
    mark: str
    """Selector of what is there afterwards; of what is gone in `:not(…)`."""
    reason: str


def _attribute(name: str, value: str) -> Callable[[LexborNode], None]:
    def mend(node: LexborNode) -> None:
        node.attrs[name] = value

    return mend


def _without(name: str) -> Callable[[LexborNode], None]:
    def mend(node: LexborNode) -> None:
        del node.attrs[name]

    return mend


def _name_box(box: LexborNode) -> None:
    title = box.parent.css_first("nav > label.md-nav__title")
    if title is not None:
        box.attrs["aria-label"] = f"{_words(title)}: подразделы"


def _name_label(label: LexborNode) -> None:
    item = label.parent.parent
    title = item.css_first("nav > label.md-nav__title") if item else None
    if title is not None and not label.text(strip=True):
        put_after(label.css_first(".md-nav__icon"), _HIDDEN.format(_words(title)))


def _words(node: LexborNode) -> str:
    return " ".join(node.text().split())


def _remember_nothing(box: LexborNode) -> None:
    name = f"{box.attributes['data-md-toggle']}-memory"
    put_before(box, f'<form id="{name}" autocomplete="off" hidden></form>')
    del box.attrs["autocomplete"]
    box.attrs["form"] = name


def _spell_forward(link: LexborNode) -> None:
    link.attrs["aria-label"] = (link.attributes.get("aria-label") or "").replace("Вперед", "Вперёд")
    _replace_text(link, "Вперед", "Вперёд")


def _replace_text(element: LexborNode, old: str, new: str) -> None:
    # First found, then changed: a walk over a tree that changes ends the process.
    found = [node for node in element.traverse(include_text=True) if node.is_text_node]
    for node in found:
        if old in (node.text_content or ""):
            node.replace_with(node.text_content.replace(old, new))


def _remove(node: LexborNode) -> None:
    node.decompose()


def _keep_address(name: str) -> Callable[[LexborNode], None]:
    def mend(link: LexborNode) -> None:
        # `html` stands around `head`.
        link.parent.parent.attrs[name] = link.attributes.get("href") or ""
        link.decompose()

    return mend


def _tell_current(link: LexborNode) -> None:
    is_page = (link.attributes.get("href") or "") in {"./", "."}
    link.attrs["aria-current"] = "page" if is_page else "true"


def _without_component(part: LexborNode) -> None:
    del part.attrs["data-md-component"]


REPAIRS = (
    *(
        Repair(
            f"head > link[rel={way}]",
            _keep_address(f"data-{name}"),
            f"html[data-{name}] > head:not(:has(> link[rel={way}]))",
            "Firefox fetches the next page for it, which the policy refuses; access.js turns the pages",
        )
        for way, name in (("prev", "previous"), ("next", "next"))
    ),
    Repair(
        'script:lexbor-contains("__tabbed_")',
        _remove,
        'body:not(:has(script:lexbor-contains("__tabbed_")))',
        "it opens a tab that the address names; the site has none, and Firefox tells of an empty name at every page",
    ),
    Repair(
        "a.md-nav__link--active, .md-tabs__item--active > a",
        _tell_current,
        "a[aria-current]",
        "what is lit is heard too",
    ),
    Repair(
        'div.md-search[role="dialog"]',
        _without("role"),
        "div.md-search:not([role])",
        "a closed search is no dialog; the open one is made one where it covers the page (search/browser/window.js)",
    ),
    Repair(
        ".md-search__scrollwrap[tabindex]",
        _without("tabindex"),
        ".md-search__scrollwrap:not([tabindex])",
        "the list of results is a stop of Tab without a name; the results in it are reached themselves",
    ),
    Repair(
        ".md-search__options > [tabindex]",
        _without("tabindex"),
        ".md-search__options > :not([tabindex])",
        "what a mouse can press is reached by Tab (WCAG 2.1.1), once Tab no longer closes the search",
    ),
    Repair(
        ".md-search-result__meta:not([role])",
        _attribute("role", "status"),
        ".md-search-result__meta[role=status]",
        "how much was found is heard (WCAG 4.1.3)",
    ),
    Repair(
        'div.md-search__inner[role="search"]:not([aria-label])',
        _attribute("aria-label", "Поиск по сайту"),
        'div[role="search"][aria-label="Поиск по сайту"]',
        "two search landmarks of a page differ in their names: an index has its filter",
    ),
    Repair(
        'label.md-nav__link[tabindex=""], label.md-nav__link[tabindex="0"]',
        _attribute("tabindex", "-1"),
        'label.md-nav__link[tabindex="-1"]',
        "an empty string is no number; not the label but its box is for the keyboard (access.css)",
    ),
    Repair(
        'input.md-nav__toggle[id^="__nav_"]:not([aria-label])',
        _name_box,
        'input.md-nav__toggle[aria-label$=": подразделы"]',
        "a box that opens a submenu has a name (WCAG 4.1.2)",
    ),
    Repair(
        ".md-nav__container > label.md-nav__link",
        _name_label,
        ".md-nav__container > label > .md-nav__icon + .visually-hidden",
        "the label of a submenu is an icon only, and the submenu is named by it (WCAG 4.1.2)",
    ),
    Repair(
        "input#__toc:not([aria-label])",
        _attribute("aria-label", "Содержание"),
        'input#__toc[aria-label="Содержание"]',
        "the box of the contents has a name",
    ),
    Repair(
        'img[alt="logo"]',
        _attribute("alt", "Логотип"),
        'img[alt="Логотип"]',
        "the page is in Russian (WCAG 3.1.2)",
    ),
    Repair(
        "input#__drawer[autocomplete], input#__search[autocomplete]",
        _remember_nothing,
        "form#search-memory + input[form=search-memory]",
        "only a form may keep a browser from restoring a box; Firefox would leave the menu open after a reload",
    ),
    Repair(
        "body:has(.neighbour) footer.md-footer > nav",
        _remove,
        "body:has(.neighbour):not(:has(footer.md-footer > nav))",
        "the last question of a page already leads to the next page, the first to the one before it",
    ),
    Repair(
        "a.md-footer__link--next",
        _spell_forward,
        'a.md-footer__link--next[aria-label^="Вперёд: "]',
        "the rest of the site writes «ё»",
    ),
    Repair(
        ".md-copyright",
        lambda node: _replace_text(node, "Made with", "Сделано на"),
        '.md-copyright:lexbor-contains("Сделано на")',
        "the page is in Russian (WCAG 3.1.2)",
    ),
    Repair(
        '[data-md-component="toc"]',
        _without_component,
        ".md-nav--secondary > ul.md-nav__list:not([data-md-component])",
        "its script lights the question above the one that was come for: contents.js does it",
    ),
    Repair(
        'body:not(:has(#__toc)) label.md-nav__title[for="__toc"]',
        _without("for"),
        "body:not(:has(#__toc)) label.md-nav__title:not([for])",
        "a page that hides its contents has their label all the same, for a box that is not there",
    ),
)


def repair(page: Page, site: Site) -> None:  # noqa: ARG001 (every step is given the site)
    """Repair a page, but for its text, in which the theme has no part."""
    for one in REPAIRS:
        for node in page.tree.css(one.selector):
            if not _is_in_text(node):
                one.mend(node)


def _is_in_text(node: LexborNode) -> bool:
    while node is not None and not (node.tag == "article" and _ARTICLE_CLASS in classes(node)):
        node = node.parent
    return node is not None


def use_our_search(page: Page, site: Site) -> None:  # noqa: ARG001 (every step is given the site)
    """Give the theme's search window our worker.

    Raises:
        FinishError: when the page names no worker, as another version of the theme may.
    """
    # The last: a text that has brought one of its own, which is refused, stands above the theme's.
    node = next(reversed(page.tree.css(SETTINGS)), None)
    if node is None and page.info is None:
        return
    settings = json.loads(node.text()) if node is not None else {}
    if _WORKERS not in str(settings.get("search")):
        raise FinishError(
            f"{page.path}: в #__config нет адреса поискового воркера Material, поиск остался бы чужим;"
            " поправьте use_our_search в hooks/finish/theme.py под новую версию темы"
        )
    settings["search"] = settings["search"].partition("assets/javascripts/")[0] + _OUR_WORKER
    node.inner_html = json.dumps(settings, ensure_ascii=False).replace("</", "<\\/")
