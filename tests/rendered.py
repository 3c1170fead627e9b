"""Small rendered sites for the steps of `hooks/finish`: what a generator would have left in a folder."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from pathlib import Path

from hooks.bank.vocabulary import Vocabulary
from hooks.build import Build, PageInfo, SiteSettings
from hooks.finish.site import Site

MARKED = "<!--article-->{}<!--/article-->"


def rendered_site(
    root: Path,
    files: Mapping[str, str],
    *,
    docs: Iterable[str] = (),
    theme: Mapping[str, str] | None = None,
    markdown: Mapping[str, str] | None = None,
    is_served: bool = False,
) -> Site:
    """Return a site whose folder holds some files, its pages read.

    Args:
        root: folder for it.
        files: path in the site -> text.
        docs: those of them that lie in `docs/`; scripts and stylesheets of these are named in the settings.
        theme: path -> text of what the theme's folder holds: templates, and files that the site has, too.
        markdown: path of a page in the site -> its source.
        is_served: the site is shown to its author.
    """
    docs = list(docs)
    for name, text in files.items():
        _write(root / "site", name, text)
    for name in docs:
        _write(root / "docs", name, files[name])
    for name, text in (theme or {}).items():
        _write(root / "theme", name, text)
    (root / "docs").mkdir(exist_ok=True)
    infos = [_info(path, text) for path, text in (markdown or {}).items()]
    settings = SiteSettings(
        name="Сайт",
        description="Сайт для проверки",
        url="https://example.org/base/",
        repository="",
        docs=root / "docs",
        themes=(root / "theme",),
        icon="assets/favicon.svg",
        stylesheets=tuple(name for name in docs if name.endswith(".css")),
        scripts=tuple(name for name in docs if name.endswith(".js")),
        date=datetime.date(2026, 11, 29),
        is_served=is_served,
    )
    site = Site(root / "site", Build(settings, Vocabulary({}, {}, ()), pages=tuple(infos)))
    site.read()
    return site


def _info(path: str, text: str) -> PageInfo:
    url = path.removesuffix("index.html")
    source = f"{url.rstrip('/') or 'index'}.md"
    return PageInfo(source, url, path, "Страница", text, f"docs/{source}")


def _write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
