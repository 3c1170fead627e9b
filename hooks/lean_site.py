"""Make the finished site lighter: few stylesheets and scripts without what nothing uses, pages without spare spaces.

A thin adapter over `lean/` beside it. While the site is served for editing only the scripts take their order: an
author's stylesheet is then the one that the browser shows.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lean.code import with_few_elements
from lean.markup import with_lazy_images, with_short_settings, without_spare_spaces
from lean.scripts import FOLDER as SCRIPTS
from lean.scripts import THEME, Joiner, without_unasked_parts
from lean.stylesheet import usage
from lean.stylesheet_links import StylesheetJoiner
from minifier import minified_script, minified_stylesheet
from mkdocs.plugins import event_priority

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

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
# The index of the search holds words of the answers: as words of a script they would keep every rule.
_NAMES_NOTHING = re.compile(r"/search/core|\.worker|/lunr/")


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
        MinifierError: where a stylesheet or a script cannot be read.
    """
    site = Path(config.site_dir)
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))}
    base = urlsplit(config.site_url or "/").path
    scripts = Joiner(site, base, _ONLY_WITH, minified_script)
    if _State.is_serving:
        for path, html in pages.items():
            path.write_text(scripts.order(html, path.parent.relative_to(site).as_posix()), encoding="utf-8")
        return
    named = [path for path in sorted(site.rglob("*.js")) if not _NAMES_NOTHING.search(path.as_posix())]
    used = usage(pages.values(), (path.read_text(encoding="utf-8") for path in named), _idle(config))
    stylesheets = StylesheetJoiner(site, base, _ONLY_WITH, used, minified_stylesheet)
    for path, html in pages.items():
        folder = path.parent.relative_to(site).as_posix()
        html = scripts.join(stylesheets.join(html, folder), folder)
        for lighter in (with_lazy_images, with_few_elements, with_short_settings, without_spare_spaces):
            html = lighter(html)
        path.write_text(html, encoding="utf-8")
    _shorten_theme_script(site)
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
