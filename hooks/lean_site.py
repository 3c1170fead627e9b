"""Make the finished site lighter: one stylesheet without unused rules, pages without spare spaces.

A thin adapter over `lean/` beside it. While the site is served for editing nothing is done: an
author's stylesheet is then the one that the browser shows.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lean.code import with_few_elements
from lean.markup import with_lazy_images, with_short_settings, without_spare_spaces
from lean.scripts import Joiner
from lean.stylesheet import (
    Usage,
    minified,
    usage,
    without_idle_keyframes,
    without_known,
    without_overruled,
    without_unasked,
    without_unused,
)
from lean.theme_rules import DROPPED_DECLARATIONS, DROPPED_SELECTORS
from mkdocs.plugins import event_priority

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

FOLDER = "assets/stylesheets"
_LINKS = re.compile(r'(?:<link rel="stylesheet" href="[^"]*">\s*)+')
_HREF = re.compile(r'href="([^"]*)"')
_THEME = re.compile(r"(?:main|palette)\.[0-9a-f]+\.min\.css")

_ONLY_WITH = {
    "assets/javascripts/filter.js": '<form class="filter',
    "assets/javascripts/mark-tools.js": "data-marks=",
    "assets/javascripts/reading.js": 'class="question-blocks"',
}
"""Script -> what a page must hold for it to do anything."""
_OPTIONAL = {"md-annotation": "content.code.annotate", "md-tooltip": "content.tooltips"}
"""Beginning of class names -> the theme's feature that they are for."""
_NEVER = (
    *(
        "md-version",
        "md-source",
        "md-consent",
        "md-feedback",
        "md-tag",
        "md-status",
        "mermaid",
        "--md-mermaid",
        "tabbed",
    ),
    *("example", "footnote", "inline", "keys", "note", "result"),
)
"""Beginnings of class names that the theme's script names for other plugins and settings than ours, and of its
words that are classes of the theme's stylesheet too."""


class _State:
    """What one run knows: set in `on_startup`."""

    is_serving = False


def on_startup(*, command: str, dirty: bool) -> None:  # noqa: ARG001 (MkDocs passes both by name)
    """Remember whether the pages are served."""
    _State.is_serving = command == "serve"


# After the hooks that make files, before content_security.py, which takes hashes of the result.
@event_priority(-50)
def on_post_build(*, config: MkDocsConfig) -> None:
    """Rewrite the pages and the stylesheets of the finished site."""
    if _State.is_serving:
        return
    site = Path(config.site_dir)
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))}
    # The index of the search holds words of the answers: as words of a script they would keep every rule.
    named = [path for path in sorted(site.rglob("*.js")) if not re.search(r"/search/core|\.worker|/lunr/", str(path))]
    used = usage(pages.values(), (path.read_text(encoding="utf-8") for path in named), _idle(config))
    joined: dict[tuple[str, ...], str] = {}
    base = urlsplit(config.site_url or "/").path
    scripts = Joiner(site, base, _ONLY_WITH)
    for path, html in pages.items():
        folder = path.parent.relative_to(site).as_posix()

        def join(found: re.Match, folder: str = folder) -> str:
            return _joined_link(found[0], folder, base, site, joined, used)

        html = scripts.join(_LINKS.sub(join, html), folder)
        for lighter in (with_lazy_images, with_few_elements, with_short_settings, without_spare_spaces):
            html = lighter(html)
        path.write_text(html, encoding="utf-8")
    scripts.finish()
    for name in {name for names in joined for name in names}:
        (site / name).unlink()
        (site / f"{name}.map").unlink(missing_ok=True)


def _idle(config: MkDocsConfig) -> tuple[str, ...]:
    return (*_NEVER, *(name for name, feature in _OPTIONAL.items() if feature not in config.theme["features"]))


def _joined_link(
    links: str, folder: str, base: str, site: Path, joined: dict[tuple[str, ...], str], used: Usage
) -> str:
    """Return one link in place of several to stylesheets of our folder; links to others are left as they are."""
    hrefs = _HREF.findall(links)
    names = tuple(_name(href, folder, base) for href in hrefs)
    if not all(re.fullmatch(rf"{FOLDER}/[^/]+\.css", name) and (site / name).is_file() for name in names):
        return links
    if names not in joined:
        css = without_overruled(minified("\n".join(_text(site / name, used) for name in names)))
        css = without_unasked(without_idle_keyframes(css), used)
        target = f"{FOLDER}/site.{hashlib.sha256(css.encode()).hexdigest()[:8]}.css"
        (site / target).write_text(css, encoding="utf-8")
        joined[names] = target
    prefix = hrefs[0].removesuffix(names[0])
    return f'<link rel="stylesheet" href="{prefix}{joined[names]}">\n'


def _text(path: Path, used: Usage) -> str:
    css = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", path.read_text(encoding="utf-8"))
    # Ours are written for this site: what is unused in them is a fault to see, not to hide.
    if _THEME.fullmatch(path.name):
        return without_known(without_unused(css, used), DROPPED_SELECTORS, DROPPED_DECLARATIONS)
    return css


def _name(href: str, folder: str, base: str) -> str:
    """Return the path in the site that a page of a folder names by an address."""
    if href.startswith("/"):
        return href.removeprefix(base)
    return os.path.normpath(f"{folder}/{href}").replace(os.sep, "/")
