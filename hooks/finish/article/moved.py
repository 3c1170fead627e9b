"""Old addresses go on working: pages and anchors for what `docs/addresses.txt` says has moved.

Static pages, because the site is served as files. Without JavaScript the browser is sent on by
`<meta http-equiv="refresh">`, or finds a link; the script keeps the parts after `?` and `#`.
mkdocs-redirects was tried: it knows no ids, and its inline script is against the site's policy.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from markupsafe import Markup

from hooks.build import Build, address_of
from hooks.checks.project import addresses
from hooks.checks.project.files import is_of_the_build
from hooks.finish.errors import FinishError
from hooks.finish.page import Page
from hooks.finish.site import Site
from hooks.finish.tree import put_after, put_first, put_last

SCRIPT = "assets/javascripts/redirect.js"
_SOURCE = Path(__file__).with_name("redirect.js")
_PAGE = Markup("""<!doctype html>
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
""")
_ANCHOR = Markup('<p><a data-moved id="{old}" href="{url}">{title}</a></p>\n')
_AWAY = Markup('<p class="moved" id="{old}">Вопрос переехал: <a data-moved href="{url}">{title}</a></p>\n')
_ALL_AWAY = Markup('\n<div class="moved-away no-book">\n{}</div>')
_OLD_ADDRESS = Markup('<span class="old-address" id="{}"></span>')
_OLD_PLACE = Markup('<span class="{name}" id="{old}{word}"></span>')
_SCRIPT = Markup('<script src="{}" defer></script>')


@dataclass
class Moved:
    """What has moved, sorted by how it goes on working."""

    here: Mapping[str, dict[str, list[str]]] = field(default_factory=dict)
    """Page -> new id on it -> old ids that led there."""
    away: Mapping[str, dict[str, str]] = field(default_factory=dict)
    """Page -> old id on it -> address where its question stands now."""
    gone: Mapping[str, tuple[str, dict[str, str]]] = field(default_factory=dict)
    """Page that is no more -> the page in its place, and as with `away` its ids."""


def _read(build: Build) -> Moved:
    """Return what `docs/addresses.txt` says has moved, without what leads nowhere: the check tells of that."""
    moved = Moved({}, {}, {})
    redirects = addresses.load(build.settings.docs).redirects()
    gone: dict[str, dict[str, str]] = {page: {} for page in redirects if "#" not in page}
    for old, new in redirects.items():
        page, _, anchor = old.partition("#")
        if not anchor or not _exists(new, build):
            continue
        if page in gone:
            gone[page][anchor] = new
        elif page == new.partition("#")[0]:
            moved.here.setdefault(page, {}).setdefault(new.partition("#")[2], []).append(anchor)
        else:
            moved.away.setdefault(page, {})[anchor] = new
    for page, anchors in gone.items():
        if _exists(redirects[page], build) and not is_of_the_build(page):
            moved.gone[page] = (redirects[page], anchors)
    return moved


def moved_of(site: Site) -> Moved:
    """Return what has moved since the site was first published."""
    return site.once("moved", lambda: _read(site.build))


def make_pages(site: Site) -> None:
    """Make the pages that stand where pages were, and the script that they and others ask for."""
    moved = moved_of(site)
    if moved.here or moved.away or moved.gone:
        site.write(SCRIPT, _SOURCE.read_text(encoding="utf-8"))
    for old, (new, anchors) in moved.gone.items():
        path = address_of(old)[1]
        if not (site.folder / path).exists():  # the check tells of those that are
            site.pages.append(_page(path, new, anchors, site.build))


def keep_old_ids(page: Page, site: Site) -> None:
    """Put old ids into the page: beside the question they name now, or below all with a link to where it is.

    Raises:
        FinishError: when the heading of a question is not found in the page.
    """
    info, article, build = page.info, page.article, site.build
    if info is None or article is None:
        return
    for new, olds in moved_of(site).here.get(info.source, {}).items():
        _put_old_ids(page, new, olds)
    links = Markup("").join(
        _AWAY.format(old=old, url=page.link(_url(new, build)), title=_title(new, build))
        for old, new in moved_of(site).away.get(info.source, {}).items()
    )
    if links:
        put_last(article, _ALL_AWAY.format(links))
        put_last(page.tree.head, _SCRIPT.format(page.link(SCRIPT)))


def _put_old_ids(page: Page, new: str, olds: list[str]) -> None:
    """Put old ids into the heading of a question, or at the top where they name the page itself."""
    spans = "".join(map(_OLD_ADDRESS.format, olds))
    heading = page.tree.css_first(f'h2[id="{new}"]') if new else page.article
    if heading is None:
        raise FinishError(
            f"{page.info.shown}:1: в готовой странице нет заголовка «{new}», к которому ведут старые адреса"
            f" ({', '.join(olds)}); проверьте этот заголовок на странице и его строки в {addresses.NAME}"
        )
    put_first(heading, spans)
    # Places in its answer, where results of the search led.
    for place in page.tree.css(f'span[id^="{new}--"]') if new else ():
        word, name = place.attributes["id"].removeprefix(new), place.attributes.get("class") or ""
        put_after(place, "".join(_OLD_PLACE.format(name=name, old=old, word=word) for old in olds))


def _exists(address: str, build: Build) -> bool:
    return build.page(address.partition("#")[0]) is not None


def _url(address: str, build: Build) -> str:
    """Return the address in the site of a page or question that is named by its source."""
    page, mark, anchor = address.partition("#")
    return build.page(page).url + mark + anchor


def _page(path: str, new: str, anchors: dict[str, str], build: Build) -> Page:
    """Return the page that stands where a page was; it sends the reader on."""
    made = Page(path, "", is_made=True)
    # Without the site's address a canonical link can only be relative, which it may be.
    url, target = made.link(_url(new, build)), build.page(new.partition("#")[0])
    canonical = posixpath.join(build.settings.url, target.url) if build.settings.url else url.partition("#")[0]
    links = Markup("").join(
        _ANCHOR.format(old=anchor, url=made.link(_url(address, build)), title=_title(address, build))
        for anchor, address in anchors.items()
    )
    text = _PAGE.format(
        canonical=canonical,
        url=url,
        script=made.link(SCRIPT),
        title=_title(new, build),
        anchors=links,
    )
    return Page(path, text, is_made=True)


def _title(address: str, build: Build) -> str:
    """Return the title of a question, or of the section that a page holds, or what stands for it."""
    page, _, anchor = address.partition("#")
    questions = build.questions_of(page)
    if anchor in questions:
        return questions[anchor].title
    return next((question.section for question in questions.values()), "Новый адрес")
