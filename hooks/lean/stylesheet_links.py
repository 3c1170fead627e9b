"""One stylesheet in place of the many that all pages ask for, one more for what few pages hold."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from itertools import groupby
from pathlib import Path

from .addresses import path_in_site, prefix_of
from .stylesheet import (
    Usage,
    without_idle_keyframes,
    without_known,
    without_overruled,
    without_unasked,
    without_unused,
)
from .theme_rules import DROPPED_DECLARATIONS, DROPPED_SELECTORS

FOLDER = "assets/stylesheets"
_LINKS = re.compile(r'(?:<link rel="stylesheet" href="[^"]*">\s*)+')
_HREF = re.compile(r'href="([^"]*)"')
_THEME = re.compile(r"(?:main|palette)\.[0-9a-f]+\.min\.css")


class StylesheetJoiner:
    """Joins the stylesheets of pages; `finish` removes what has been joined.

    Args:
        site: folder of the finished site.
        base: path of the site's address, with a slash at its end, for pages that name files from there.
        only_with: path of a stylesheet in the site -> what a page must hold, one or another, for it to be of use.
        used: what the pages and scripts of the site name.
        shorten: minifier of stylesheets, given code and name.
    """

    def __init__(
        self,
        site: Path,
        base: str,
        only_with: Mapping[str, tuple[str, ...]],
        used: Usage,
        shorten: Callable[[str, str], str],
    ) -> None:
        self._site, self._base, self._only_with, self._used, self._shorten = site, base, only_with, used, shorten
        self._texts = {path.relative_to(site).as_posix(): _text(path, used) for path in sorted(site.rglob("*.css"))}
        self._made: dict[tuple[str, ...], str] = {}
        self._seen: set[str] = set()

    def join(self, html: str, folder: str) -> str:
        """Return a page of a folder with fewer links to stylesheets, in their order: of equal rules the last wins.

        Links to what does not lie in our folder are left as they are: addresses in a stylesheet are told from there.
        """
        return _LINKS.sub(lambda found: self._links(_HREF.findall(found[0]), folder, html), html)

    def finish(self) -> None:
        """Remove the stylesheets that stand in others now."""
        for name in self._seen:
            (self._site / name).unlink()
            (self._site / f"{name}.map").unlink(missing_ok=True)

    def _links(self, hrefs: list[str], folder: str, html: str) -> str:
        fewer = []
        named = [(href, path_in_site(href, folder, self._base)) for href in hrefs]
        for is_common, run in groupby(named, lambda one: self._is_ours(one[1]) and one[1] not in self._only_with):
            links = list(run)
            if is_common:
                fewer.append(self._address(links[0][0], tuple(name for _, name in links)))
                continue
            for href, name in links:
                if not self._is_ours(name):
                    fewer.append(href)
                elif any(one in html for one in self._only_with[name]):
                    fewer.append(self._address(href, (name,)))
                else:
                    self._seen.add(name)
        return "".join(f'<link rel="stylesheet" href="{href}">\n' for href in fewer)

    def _is_ours(self, name: str) -> bool:
        return name in self._texts and bool(re.fullmatch(rf"{FOLDER}/[^/]+", name))

    def _address(self, first: str, names: tuple[str, ...]) -> str:
        self._seen.update(names)
        if names not in self._made:
            self._made[names] = self._write(names)
        return prefix_of(first, names[0]) + self._made[names]

    def _write(self, names: tuple[str, ...]) -> str:
        css = self._shorten("\n".join(self._texts[name] for name in names), ", ".join(names))
        others = "\n".join(text for name, text in self._texts.items() if name not in names)
        css = without_idle_keyframes(without_overruled(css), others)
        css = without_unasked(css, self._used, others)
        stem = Path(names[0]).stem if len(names) == 1 else "site"
        target = f"{FOLDER}/{stem}.{hashlib.sha256(css.encode()).hexdigest()[:8]}.css"
        (self._site / target).write_text(css, encoding="utf-8")
        return target


def _text(path: Path, used: Usage) -> str:
    css = re.sub(r"/\*# sourceMappingURL=[^*]*+\*/", "", path.read_text(encoding="utf-8"))
    # Ours are written for this site: what is unused in them is a fault to see, not to hide.
    if _THEME.fullmatch(path.name):
        return without_known(without_unused(css, used), DROPPED_SELECTORS, DROPPED_DECLARATIONS)
    return css
