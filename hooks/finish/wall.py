"""The wide wall: all pages of the site, as they will be published, hold only what the build itself puts into pages.

A page may come from anywhere: the theme, a template, a step, a file of `docs/`. What a page may hold is known by
`hooks/security/published_page.py`; here is gathered what the build's own scripts, styles and files are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from hooks import cache
from hooks.finish.page import Page
from hooks.finish.paper import STYLE
from hooks.finish.site import Site
from hooks.security import published_page
from hooks.security.content_policy import known_scripts, policy_of

# A template is no HTML yet: Jinja stands in it.
_NAMED = re.compile(r"<(?:script|link)\b[^<>]*?\{\{ *'([^']+\.(?:js|css))' *\| *url *\}\}")
"""A script or stylesheet that a template names."""


def refuse_foreign_pages(site: Site) -> None:
    """Tell of everything in the pages that is not the build's own; a strict build fails then."""
    files = frozenset(name for name in (*_names(site), *site.own) if _is_as_made(site, name))
    scripts, styles = known_texts(site)
    address = site.build.settings.url
    own = published_page.Own(scripts, styles, files, address, urlsplit(address).path or "/")
    is_served = site.build.settings.is_served
    # Whole: `repr` of a pattern is cut short, and a set has another order each time.
    of_all = [[one.pattern for one in (*scripts, *styles)], sorted(files), address, is_served]
    made_of = {page.path: (page.path, page.text, page.is_made, *of_all) for page in site.pages}

    def refused(paths: list[str]) -> dict[str, list[tuple[str, str]]]:
        pages = {page.path: page for page in site.pages}
        return {path: list(_refused(pages[path], own, is_served=is_served)) for path in paths}

    found = cache.results.remember_all("foreign pages", made_of, refused)
    for page in site.pages:
        for text, trace in found[page.path]:
            site.problems.append(f"{_place(page, trace)}: политика безопасности не пропустит {text}")


def _refused(page: Page, own: published_page.Own, *, is_served: bool) -> Iterator[tuple[str, str]]:
    tree = LexborHTMLParser(page.text)
    policy = None if is_served else policy_of(tree, own.scripts, own.styles)
    for refusal in published_page.refusals(tree, own, page.folder, is_made=page.is_made, policy=policy):
        yield refusal.text, refusal.trace


def known_texts(site: Site) -> tuple[tuple[re.Pattern, ...], tuple[re.Pattern, ...]]:
    """Return what the inline scripts and what the style elements of a page may be."""
    return site.once("known texts", partial(_known_texts, site))


def _known_texts(site: Site) -> tuple[tuple[re.Pattern, ...], tuple[re.Pattern, ...]]:
    return tuple(known_scripts(_templates(site))), (*known_scripts(_templates(site), "style"), STYLE)


def is_named(site: Site, name: str) -> bool:
    """Tell whether a file is one that the build has put into the site, as the pages go through their steps."""
    return name in site.own or name in site.once("named files", partial(_named_files, site))


def _named_files(site: Site) -> frozenset[str]:
    return frozenset(name for name in _names(site) if _is_as_made(site, name))


def _names(site: Site) -> set[str]:
    """Return the scripts and stylesheets that the settings and the templates name."""
    settings = site.build.settings
    of_templates = (name for template in _templates(site) for name in _NAMED.findall(template))
    return {*settings.scripts, *settings.stylesheets, *of_templates}


def _is_as_made(site: Site, name: str) -> bool:
    """Tell whether a file of the site is still what the theme, `docs/` or a step have put there."""
    settings, path = site.build.settings, site.folder / name
    if not path.is_file():
        return True  # there is nothing to load
    if name in site.own:
        return path.read_bytes() == site.own[name].encode()
    source = settings.docs / name
    if of_theme := next((folder / name for folder in settings.themes if (folder / name).is_file()), None):
        # A file of docs/ would stand in the place of the theme's.
        if source.is_file():
            return False
        source = of_theme
    return source.is_file() and path.read_bytes() == source.read_bytes()


def _templates(site: Site) -> tuple[str, ...]:
    """Return the texts of the theme's templates, ours among them."""
    return site.once("templates", partial(_read_templates, site.build.settings.themes))


def _read_templates(folders: tuple[Path, ...]) -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8") for folder in folders for path in sorted(folder.rglob("*.html")))


def _place(page: Page, trace: str) -> str:
    """Return `docs/page.md:line` of the source, or the page's name in the site where it has none."""
    if page.info is None:
        return page.path
    lines = page.info.text.lower().split("\n")
    line = next((number for number, line in enumerate(lines, 1) if trace.lower() in line), 1)
    return f"{page.info.shown}:{line}"
