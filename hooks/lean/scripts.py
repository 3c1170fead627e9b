"""One script of ours for each kind of page, in place of many: fewer requests, and none for what the page has not."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
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
        ours = self._ours(html, folder)
        if not ours:
            return html
        self._seen.update(ours.values())
        names = tuple(name for name in ours.values() if any(one in html for one in self._only_with.get(name, ("",))))
        first = next(iter(ours))
        prefix = prefix_of(_SCRIPT.match(first)[1], ours[first])
        return _replaced(html, ours, f'<script src="{prefix}{self._joined(names)}"></script>\n')

    def order(self, html: str, folder: str) -> str:
        """Return a page whose scripts of ours run where and in the order in which `join` would have them run."""
        ours = self._ours(html, folder)
        return _replaced(html, ours, "".join(tag.replace(" defer>", ">") for tag in ours)) if ours else html

    def finish(self) -> None:
        """Remove the scripts that stand in others now."""
        for name in self._seen:
            (self._site / name).unlink()

    def _ours(self, html: str, folder: str) -> dict[str, str]:
        """Return the tags of our scripts in the body of a page, each with its script's path in the site."""
        return {
            found[0]: name
            for found in _SCRIPT.finditer(html, max(html.find("</head>"), 0))
            if self._is_ours(name := path_in_site(found[1], folder, self._base))
        }

    def _joined(self, names: tuple[str, ...]) -> str:
        if names not in self._made:
            texts = [(self._site / name).read_text(encoding="utf-8").strip() for name in names]
            text = self._shorten(isolated(texts), ", ".join(names))
            target = f"{FOLDER}/site.{hashlib.sha256(text.encode()).hexdigest()[:8]}.js"
            (self._site / target).write_text(text + "\n", encoding="utf-8")
            self._made[names] = target
        return self._made[names]

    def _is_ours(self, name: str) -> bool:
        return not re.search(r"/bundle\.[0-9a-f]+\.min\.js$", name) and (self._site / name).is_file()


def isolated(texts: list[str]) -> str:
    """Return scripts as one in which each runs as if it stood alone: an error in it ends no other, and is told.

    What is no JavaScript would end all of them: `page_scripts.py` and `search_site.py` refuse it in the build.
    """
    if len(texts) < 2:
        return "".join(texts)
    functions = ",\n".join(f"() => {{\n{text}\n}}" for text in texts)
    return (
        f"[{functions}].forEach((run) => {{ try {{ run() }} catch (error) {{ setTimeout(() => {{ throw error }}) }} }})"
    )


def _replaced(html: str, tags: Iterable[str], new: str) -> str:
    """Return a page with something else in the place of the first of some tags of its body, and the others gone."""
    head, end, body = html.rpartition("</head>")
    first, *others = tags
    before, _, after = body.partition(first)
    for tag in others:
        after = after.replace(tag, "", 1)
    return f"{head}{end}{before}{new}{after}"
