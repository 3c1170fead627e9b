"""MkDocs' side of how the site is found and shown elsewhere: heads of pages, icons, feed, plain texts.

A thin adapter over `sharing/` beside it. What needs an absolute address (canonical addresses, cards,
feed, structured data) is there only where `site_url` is known; the rest always.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import site_bank
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from sharing.flashcards import MarkupError, with_flashcards
from sharing.pictures import ICONS, IconError, background, card, icon_png
from sharing.structured_data import breadcrumbs
from sharing.texts import Entry, atom_feed, llms_txt, robots_txt
from site_folder import write

from hooks.bank.records import Question

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation, Section
    from mkdocs.structure.pages import Page

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
MANIFEST = "manifest.webmanifest"
FEED = "feed.xml"
CARDS = "assets/images/social"
ICON_FOLDER = "assets/images"


class _State:
    """What one build knows: set in `on_startup`, `on_nav` and `on_env`."""

    is_serving = False
    nav: Navigation
    files: Files


# -- events -----------------------------------------------------------------------------------


def on_startup(*, command: str, dirty: bool) -> None:  # noqa: ARG001 (MkDocs passes both by name)
    """Remember whether the pages are served: nobody shares those, so no cards are drawn."""
    _State.is_serving = command == "serve"


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add what is the same for every page: icons, the manifest, the script of the 404 page."""
    icon = _icon(config)
    for name, (side, purpose) in ICONS.items():
        content = _drawn(config, lambda side=side, purpose=purpose: icon_png(icon, side, purpose))
        files.append(File.generated(config, f"{ICON_FOLDER}/{name}", content=content))
    files.append(File.generated(config, MANIFEST, content=_manifest(config, icon)))
    files.append(File.generated(config, "robots.txt", content=robots_txt(config.site_url or "")))
    return files


def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001
    """Remember the order of the pages."""
    _State.nav = nav


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001
    """Give the page a description where it has none."""
    page.meta.setdefault("description", f"{page.title}. {config.site_description}")


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG001
    """Remember the pages, whose titles are known now; give the sitemap the dates of texts, not of the build.

    Pages without a date of their own are indexes: they change with the last page that does.
    """
    _State.files = files
    latest = max((str(page.meta["checked"]) for page in _pages() if page.meta.get("checked")), default=None)
    for page in _pages() if latest else ():
        page.update_date = str(page.meta.get("checked") or latest)


def on_page_context(context: dict, *, page: Page, config: MkDocsConfig, nav: Navigation) -> dict:  # noqa: ARG001
    """Give the template what stands in the head of the page."""
    if config.site_url:
        context["social_image"] = urljoin(config.site_url, _card_path(page))
        context["structured_data"] = breadcrumbs(_trail(page, config))
    return context


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG001
    """Tell search engines which of a page are questions and which answers.

    Raises:
        PluginError: when a question of the page is not found in what the other hooks made of it.
    """
    modified = str(page.meta.get("checked", ""))
    try:
        return with_flashcards(output, str(page.title), modified, LICENCE, _questions(page))
    except MarkupError as error:
        if site_bank.is_damaged(page.file.src_uri):
            return output
        missing = [(one.line, f"вопроса «{one.id}»") for one in _questions(page) if one.id in str(error).split(", ")]
        raise site_bank.not_shown(page.file.src_uri, missing or [(1, "карточек вопросов")]) from error


def on_post_build(*, config: MkDocsConfig) -> None:
    """Write the files that are made of every page."""
    site = Path(config.site_dir)
    write(site, "llms.txt", _llms(config))
    if config.site_url:
        write(site, FEED, _feed(config))
        if not _State.is_serving:
            _draw_cards(config, site)


# -- parts ------------------------------------------------------------------------------------


def _icon(config: MkDocsConfig) -> str:
    name = config.theme["favicon"]
    try:
        return Path(config.docs_dir, name).read_text(encoding="utf-8")
    except OSError as error:
        raise PluginError(f"docs/{name}: нет рисунка, который назван в theme.favicon в mkdocs.yml: {error}") from error


def _drawn(config: MkDocsConfig, draw) -> bytes:
    try:
        return draw()
    except IconError as error:
        raise PluginError(f"docs/{config.theme['favicon']}:1: {error}") from error


def _manifest(config: MkDocsConfig, icon: str) -> str:
    icons = [
        {"src": f"{ICON_FOLDER}/{name}", "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}
        for name, (side, purpose) in ICONS.items()
        if name.startswith("icon-")
    ]
    manifest = {
        # No "id": it would be resolved against the origin, which sites of one owner on GitHub Pages share. Without
        # it the site is known by start_url: https://www.w3.org/TR/appmanifest/#id-member
        "name": config.site_name,
        "short_name": config.site_name,
        "description": config.site_description,
        "lang": "ru",
        "dir": "ltr",
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "theme_color": _drawn(config, lambda: background(icon)),
        "background_color": "#ffffff",
        "categories": ["education"],
        "icons": icons,
    }
    return json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"


def _pages() -> Iterator[Page]:
    """Yield the pages in the order of the navigation."""
    yield from (page for page in _State.nav.pages if page.file.inclusion.is_included())


def _questions(page: Page) -> list[Question]:
    return list(site_bank.on_page(page.file.src_uri).values())


def _card_path(page: Page) -> str:
    """Return the path of a page's card: pages of questions have their own, the others share one."""
    name = page.file.src_uri.removesuffix(".md").replace("/", "-") if _questions(page) else "site"
    return f"{CARDS}/{name}.png"


def _draw_cards(config: MkDocsConfig, site: Path) -> None:
    icon = _icon(config)
    for page in [None, *_pages()]:
        if page and not _questions(page):
            continue
        section = page.parent.title if page and page.parent else ""
        title = str(page.title) if page else "Вопросы собеседований с модельными ответами"
        note = _counted(len(_questions(page) if page else site_bank.questions()))
        drawn = _drawn(
            config,
            lambda section=section, title=title, note=note: card(icon, config.site_name, section, title, note),
        )
        write(site, _card_path(page) if page else f"{CARDS}/site.png", drawn)


def _counted(number: int) -> str:
    """Return «Вопросов: 6», a form that needs no declension."""
    return f"Вопросов с ответами: {number}"


def _trail(page: Page, config: MkDocsConfig) -> tuple[tuple[str, str], ...]:
    trail = [(str(config.site_name), config.site_url), *_ancestors(page, config)]
    if not page.is_homepage and trail[-1][1] != page.canonical_url:
        trail.append((str(page.title), page.canonical_url))
    return tuple(trail)


def _ancestors(page: Page, config: MkDocsConfig) -> Iterator[tuple[str, str]]:
    """Yield the sections that a page stands in, outermost first, each with the address of its first page."""
    for section in reversed(page.ancestors):
        first = _first_page(section)
        if first:
            yield str(section.title), urljoin(config.site_url, first.url)


def _first_page(section: Section) -> Page | None:
    return next((child for child in section.children if child.is_page), None)


def _feed(config: MkDocsConfig) -> str:
    entries = [
        Entry(
            id=f"{config.site_url}#{question.id}",
            title=question.title,
            url=urljoin(config.site_url, site_bank.url(question, _State.files)),
            summary=question.short,
            section=question.section,
            updated=page.meta["checked"],
        )
        for page in _pages()
        if page.meta.get("checked")
        for question in _questions(page)
    ]
    feed = urljoin(config.site_url, FEED)
    return atom_feed(config.site_name, config.site_description, config.site_url, feed, entries)


def _llms(config: MkDocsConfig) -> str:
    sections: dict[str, list[tuple[str, str, str]]] = {}
    for page in _pages():
        top = page.ancestors[-1].title if page.ancestors else "Сайт"
        link = urljoin(config.site_url or "", page.url or "./")
        sections.setdefault(str(top), []).append((str(page.title), link, page.meta.get("description", "")))
    return llms_txt(config.site_name, config.site_description, sections.items())
