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
from lean.scripts import FOLDER as SCRIPTS
from lean.scripts import THEME, Joiner, without_unasked_parts
from lean.stylesheet import (
    Usage,
    usage,
    without_idle_keyframes,
    without_known,
    without_overruled,
    without_unasked,
    without_unused,
)
from lean.theme_rules import DROPPED_DECLARATIONS, DROPPED_SELECTORS
from minifier import MinifierError, minified_script, minified_stylesheet
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

FOLDER = "assets/stylesheets"
_LINKS = re.compile(r'(?:<link rel="stylesheet" href="[^"]*">\s*)+')
_HREF = re.compile(r'href="([^"]*)"')
_THEME = re.compile(r"(?:main|palette)\.[0-9a-f]+\.min\.css")

_ONLY_WITH: dict[str, tuple[str, ...]] = {
    "assets/stylesheets/indexes.css": ('class="index-', 'class="filter', "data-marks=", '<h2 id="parts"'),
    "assets/stylesheets/checklists.css": ('class="task-list"',),
    "assets/javascripts/filter.js": ('<form class="filter',),
    "assets/javascripts/mark-tools.js": ("data-marks=",),
    "assets/javascripts/reading.js": ('class="question-blocks"',),
}
"""Script or stylesheet -> what a page must hold, one or another, for it to be of use."""
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
    """Rewrite the pages, the stylesheets and the scripts of the finished site.

    Raises:
        PluginError: where a stylesheet or a script cannot be read.
    """
    if _State.is_serving:
        return
    site = Path(config.site_dir)
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))}
    # The index of the search holds words of the answers: as words of a script they would keep every rule.
    named = [path for path in sorted(site.rglob("*.js")) if not re.search(r"/search/core|\.worker|/lunr/", str(path))]
    used = usage(pages.values(), (path.read_text(encoding="utf-8") for path in named), _idle(config))
    base = urlsplit(config.site_url or "/").path
    stylesheets = _Stylesheets(site, base, used)
    scripts = Joiner(site, base, _ONLY_WITH, minified_script)
    try:
        for path, html in pages.items():
            folder = path.parent.relative_to(site).as_posix()
            html = scripts.join(stylesheets.join(html, folder), folder)
            for lighter in (with_lazy_images, with_few_elements, with_short_settings, without_spare_spaces):
                html = lighter(html)
            path.write_text(html, encoding="utf-8")
        _shorten_theme_script(site)
    except MinifierError as error:
        raise PluginError(str(error)) from error
    scripts.finish()
    stylesheets.finish()


def _shorten_theme_script(site: Path) -> None:
    for path in (site / SCRIPTS).glob(THEME):
        text = without_unasked_parts(path.read_text(encoding="utf-8"))
        path.write_text(minified_script(text, path.name), encoding="utf-8")
        # It tells where the words of the longer script came from.
        path.with_name(f"{path.name}.map").unlink(missing_ok=True)


def _idle(config: MkDocsConfig) -> tuple[str, ...]:
    return (*_NEVER, *(name for name, feature in _OPTIONAL.items() if feature not in config.theme["features"]))


class _Stylesheets:
    """One stylesheet in place of the many that all pages ask for, one more for what few pages hold."""

    def __init__(self, site: Path, base: str, used: Usage) -> None:
        self._site, self._base, self._used = site, base, used
        self._made: dict[tuple[str, ...], str] = {}

    def join(self, html: str, folder: str) -> str:
        """Return a page of a folder with fewer links to stylesheets."""
        return _LINKS.sub(lambda found: self._links(found[0], folder, html), html)

    def finish(self) -> None:
        """Remove the stylesheets that stand in others now."""
        for name in {name for names in self._made for name in names} | _ONLY_WITH.keys():
            if name.endswith(".css"):
                (self._site / name).unlink(missing_ok=True)
                (self._site / f"{name}.map").unlink(missing_ok=True)

    def _links(self, links: str, folder: str, html: str) -> str:
        """Return the links of a page; those to stylesheets that are not in our folder are left as they are."""
        hrefs = _HREF.findall(links)
        names = tuple(_name(href, folder, self._base) for href in hrefs)
        if not all(re.fullmatch(rf"{FOLDER}/[^/]+\.css", name) and (self._site / name).is_file() for name in names):
            return links
        prefix = hrefs[0].removesuffix(names[0])
        groups = [tuple(name for name in names if name not in _ONLY_WITH)]
        groups += [(name,) for name in names if any(one in html for one in _ONLY_WITH.get(name, ()))]
        return "".join(f'<link rel="stylesheet" href="{prefix}{self._joined(group)}">\n' for group in groups)

    def _joined(self, names: tuple[str, ...]) -> str:
        if names not in self._made:
            texts = (_text(self._site / name, self._used) for name in names)
            css = minified_stylesheet("\n".join(texts), ", ".join(names))
            css = without_unasked(without_idle_keyframes(without_overruled(css)), self._used)
            stem = Path(names[0]).stem if len(names) == 1 else "site"
            target = f"{FOLDER}/{stem}.{hashlib.sha256(css.encode()).hexdigest()[:8]}.css"
            (self._site / target).write_text(css, encoding="utf-8")
            self._made[names] = target
        return self._made[names]


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
