"""One script of ours for each kind of page, in place of many: fewer requests, and none for what the page has not."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from .addresses import path_in_site, prefix_of

FOLDER = "assets/javascripts"
THEME = "bundle.*.min.js"
_SCRIPT = re.compile(r'<script src="([^"]*)"(?: defer)?></script>\s*')
_MERMAID_STYLE = re.compile(r'(?<==)"\.node circle[^"]*"')
"""The stylesheet for Mermaid: diagrams here are pictures."""
_FOCUS_CLASS = re.compile(
    r'(?<=\(function\(\)\{"use strict";)(?:(?!"use strict").)*?"js-focus-visible".*?&&\w+\(document\)(?=\}\))',
    re.DOTALL,
)
"""What marks focus by keyboard with a class for old browsers; no rule of the site asks for it (theme_rules.py)."""


def without_unasked_parts(script: str) -> str:
    """Return the theme's script without parts that the site has no use for."""
    return _FOCUS_CLASS.sub("", _MERMAID_STYLE.sub('""', script))


class Joiner:
    """Joins the scripts of pages; `finish` removes what has been joined.

    Args:
        site: folder of the finished site.
        base: path of the site's address, with a slash at its end, for pages that name files from there.
        only_with: path of a script in the site -> what a page must hold, one or another, for it to be of use.
        shorten: minifier of scripts, given code and name.
    """

    def __init__(
        self, site: Path, base: str, only_with: Mapping[str, tuple[str, ...]], shorten: Callable[[str, str], str]
    ) -> None:
        self._site, self._base, self._only_with, self._shorten = site, base, only_with, shorten
        self._made: dict[tuple[str, ...], str] = {}
        self._seen: set[str] = set()

    def join(self, html: str, folder: str) -> str:
        """Return a page of a folder with one script of ours, before the theme's.

        It stands where the first of them did. The theme's own script is left as it is, and so is what the head
        asks for: there the page is not yet read.
        """
        body = max(html.find("</head>"), 0)
        ours = {
            found[0]: name
            for found in _SCRIPT.finditer(html, body)
            if self._is_ours(name := path_in_site(found[1], folder, self._base))
        }
        if not ours:
            return html
        self._seen.update(ours.values())
        names = tuple(name for name in ours.values() if any(one in html for one in self._only_with.get(name, ("",))))
        first = next(iter(ours))
        prefix = prefix_of(_SCRIPT.match(first)[1], ours[first])
        place = html.index(first)
        for tag in ours:
            html = html.replace(tag, "", 1)
        return f'{html[:place]}<script src="{prefix}{self._joined(names)}"></script>\n{html[place:]}'

    def finish(self) -> None:
        """Remove the scripts that stand in others now."""
        for name in self._seen:
            (self._site / name).unlink()

    def _joined(self, names: tuple[str, ...]) -> str:
        if names not in self._made:
            texts = ((self._site / name).read_text(encoding="utf-8").strip() for name in names)
            # A minified script has no semicolon at its end: the next one's bracket would call it.
            text = self._shorten("\n;\n".join(texts), ", ".join(names))
            target = f"{FOLDER}/site.{hashlib.sha256(text.encode()).hexdigest()[:8]}.js"
            (self._site / target).write_text(text + "\n", encoding="utf-8")
            self._made[names] = target
        return self._made[names]

    def _is_ours(self, name: str) -> bool:
        return not re.search(r"/bundle\.[0-9a-f]+\.min\.js$", name) and (self._site / name).is_file()
