"""Old addresses go on working: pages and anchors for what `docs/addresses.txt` says has moved.

Static pages, because the site is served as files. Without JavaScript the browser is sent on by
`<meta http-equiv="refresh">`, or finds a link; the script keeps the parts after `?` and `#`.
mkdocs-redirects was tried: it knows no ids, and its inline script is against the site's policy.
"""

from __future__ import annotations

import html
import logging
import posixpath
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import site_bank
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.utils import get_relative_url

from hooks.checks.site import addresses
from hooks.checks.site.files import is_of_the_build

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.plugins.redirects")

SCRIPT = "assets/javascripts/redirect.js"
_SOURCE = Path(__file__).with_name("redirect.js")
_PAGE = """<!doctype html>
<html lang="ru">
<head>
<meta charset="utf-8">
<title>Страница переехала</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="canonical" href="{canonical}">
<noscript><meta http-equiv="refresh" content="0; url={url}"></noscript>
<script src="{script}" defer></script>
</head>
<body>
<h1>Страница переехала</h1>
<p><a data-moved href="{url}">{title}</a></p>
{anchors}</body>
</html>
"""


class _State:
    """What one build knows, set in `on_files`."""

    here: Mapping[str, dict[str, list[str]]] = {}
    """Page -> new id on it -> old ids that led there."""
    away: Mapping[str, dict[str, str]] = {}
    """Page -> old id on it -> address where its question stands now."""


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Sort the redirects by how they are made, and make the pages that stand where pages were."""
    here: dict[str, dict[str, list[str]]] = {}
    away: dict[str, dict[str, str]] = {}
    _State.here, _State.away = here, away
    redirects = addresses.load(Path(config.docs_dir)).redirects()
    gone: dict[str, dict[str, str]] = {page: {} for page in redirects if "#" not in page}
    for old, new in redirects.items():
        page, _, anchor = old.partition("#")
        if not anchor or not _exists(new, files):
            continue  # the check tells of addresses that lead nowhere
        if page in gone:
            gone[page][anchor] = new
        elif page == new.partition("#")[0]:
            here.setdefault(page, {}).setdefault(new.partition("#")[2], []).append(anchor)
        else:
            away.setdefault(page, {})[anchor] = new
    taken = {file.dest_uri for file in files}
    for page, anchors in gone.items():
        if _exists(redirects[page], files) and not is_of_the_build(page):
            made = _page(page, redirects[page], anchors, files, config)
            if made.dest_uri not in taken:  # the check tells of those that are
                files.append(made)
    if redirects:
        files.append(File.generated(config, SCRIPT, content=_SOURCE.read_text(encoding="utf-8")))
    return files


def _exists(address: str, files: Files) -> bool:
    return files.get_file_from_path(address.partition("#")[0]) is not None


def _url(address: str, files: Files, here: str) -> str:
    """Return the address of a page or question relative to a page's own address."""
    page, hash_mark, anchor = address.partition("#")
    return get_relative_url(files.get_file_from_path(page).url, here) + hash_mark + anchor


def _page(old: str, new: str, anchors: dict[str, str], files: Files, config: MkDocsConfig) -> File:
    """Return the page that stands where a page was; it sends the reader on."""
    made = File(old, config.docs_dir, config.site_dir, config.use_directory_urls)
    here = made.url
    target = files.get_file_from_path(new.partition("#")[0])
    # Without the site's address a canonical link can only be relative, which it may be.
    url = _url(new, files, here)
    canonical = posixpath.join(config.site_url, target.url) if config.site_url else url.partition("#")[0]
    links = "".join(
        f'<p><a data-moved id="{html.escape(anchor)}" href="{html.escape(_url(address, files, here))}">'
        f"{html.escape(_title(address))}</a></p>\n"
        for anchor, address in anchors.items()
    )
    content = _PAGE.format(
        canonical=html.escape(canonical),
        url=html.escape(url),
        script=html.escape(get_relative_url(SCRIPT, here)),
        title=html.escape(_title(new)),
        anchors=links,
    )
    return File.generated(config, made.dest_uri, content=content)


def _title(address: str) -> str:
    """Return the title of a question, or of the section that a page holds, or what stands for it."""
    page, _, anchor = address.partition("#")
    questions = site_bank.on_page(page)
    if anchor in questions:
        return questions[anchor].title
    return next((question.section for question in questions.values()), "Новый адрес")


# After question_page.py: what has moved away is no part of the question that happens to stand above it.
@event_priority(-150)
def on_page_content(content: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Put old ids into the page: beside the question they name now, or below all with a link to where it is.

    Raises:
        PluginError: when the heading of a question is not found in what Markdown made of the page.
    """
    uri = page.file.src_uri
    for new, olds in _State.here.get(uri, {}).items():
        content = _with_old_ids(content, new, olds, uri)
    moved = "".join(
        f'<p class="moved" id="{html.escape(old)}">Вопрос переехал: <a data-moved'
        f' href="{html.escape(_url(new, files, page.file.url))}">{html.escape(_title(new))}</a></p>\n'
        for old, new in _State.away.get(uri, {}).items()
    )
    return content + (f'\n<div class="moved-away no-book">\n{moved}</div>' if moved else "")


def _with_old_ids(content: str, new: str, olds: list[str], uri: str) -> str:
    """Return a page with old ids in the heading of a question, or at the top where they name the page itself."""
    spans = "".join(f'<span class="old-address" id="{html.escape(old)}"></span>' for old in olds)
    if not new:
        return spans + content
    # Places in its answer, where results of the search led.
    content = re.sub(
        rf'(<span class="[\w-]+" id="){re.escape(new)}(--\w+"></span>)',
        lambda place: place[0] + "".join(f"{place[1]}{html.escape(old)}{place[2]}" for old in olds),
        content,
    )
    content, count = re.subn(
        rf'<h2\b[^<>]*\bid="{re.escape(new)}"[^<>]*>', lambda heading: heading[0] + spans, content, count=1
    )
    if not count:
        raise PluginError(
            f"docs/{uri}:1: в готовой странице нет заголовка «{new}», к которому ведут старые адреса"
            f" ({', '.join(olds)}); проверьте этот заголовок на странице и его строки в {addresses.NAME}"
        )
    return content


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG001
    """Load the script on pages from which questions have moved away."""
    if page.file.src_uri not in _State.away:
        return output
    script = html.escape(get_relative_url(SCRIPT, page.file.url))
    return output.replace("</head>", f'<script src="{script}" defer></script></head>', 1)
