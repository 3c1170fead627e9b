"""How the site is found and shown elsewhere: icons, manifest, cards, feed, plain texts, map of the site.

A step of the finisher over the other files of this folder. What needs an absolute address (cards, feed, map) is there
only where the site's address is known; the rest always.
"""

from __future__ import annotations

import datetime
import gzip
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from hooks.bank.headings import anchor_of
from hooks.build import Build, PageInfo
from hooks.finish.errors import FinishError
from hooks.finish.site import Site
from hooks.sharing import security_contact
from hooks.sharing.pictures import ICONS, IconError, background, card, icon_png
from hooks.sharing.texts import FeedEntry, atom_feed, llms_txt, robots_txt

MANIFEST = "manifest.webmanifest"
FEED = "feed.xml"
CARDS = "assets/images/social"
ICON_FOLDER = "assets/images"
SITEMAP = "sitemap.xml"


def write(site: Site) -> None:
    """Write all of it.

    Raises:
        FinishError: when the icon cannot be read or drawn.
    """
    build = site.build
    icon = _icon(build)
    for name, (side, purpose) in ICONS.items():
        site.write(
            f"{ICON_FOLDER}/{name}", _drawn(build, lambda side=side, purpose=purpose: icon_png(icon, side, purpose))
        )
    site.write(MANIFEST, _manifest(build, icon))
    site.write("robots.txt", robots_txt(build.settings.url))
    site.write("llms.txt", _llms(build))
    if contact := security_contact.text_for(build.settings):
        site.write(security_contact.PATH, contact)
    elif not (build.settings.docs / security_contact.PATH).exists():
        # A generator that empties the folder may leave it: that is of the build before.
        site.remove(security_contact.PATH)
    _date_sitemap(site)
    if build.settings.url:
        site.write(FEED, _feed(build))
        if not build.settings.is_served:  # nobody shares those
            _draw_cards(site, icon)


def _icon(build: Build) -> str:
    name = build.settings.icon
    try:
        return Path(build.settings.docs, name).read_text(encoding="utf-8")
    except OSError as error:
        raise FinishError(f"docs/{name}: нет рисунка, который назван в theme.favicon в mkdocs.yml: {error}") from error
    except UnicodeDecodeError as error:
        raise FinishError(f"docs/{name}:1: рисунок не в UTF-8; сохраните его в этой кодировке") from error


def _drawn(build: Build, draw: Callable[[], bytes]) -> bytes:
    try:
        return draw()
    except IconError as error:
        raise FinishError(f"docs/{build.settings.icon}:1: {error}") from error


def _manifest(build: Build, icon: str) -> str:
    icons = [
        {"src": f"{ICON_FOLDER}/{name}", "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}
        for name, (side, purpose) in ICONS.items()
        if name.startswith("icon-")
    ]
    manifest = {
        # No "id": it would be resolved against the origin, which sites of one owner on GitHub Pages share. Without
        # it the site is known by start_url: https://www.w3.org/TR/appmanifest/#id-member
        "name": build.settings.name,
        "short_name": build.settings.name,
        "description": build.settings.description,
        "lang": "ru",
        "dir": "ltr",
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "theme_color": _drawn(build, lambda: background(icon)),
        "background_color": "#ffffff",
        "categories": ["education"],
        "icons": icons,
    }
    return json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"


def _pages(build: Build) -> Iterator[PageInfo]:
    """Yield the pages in the order of the navigation."""
    yield from (page for page in build.pages if page.in_navigation)


def card_path(info: PageInfo, build: Build) -> str:
    """Return the path of a page's card: pages of questions have their own, the others share one."""
    name = anchor_of(info.source) if build.questions_of(info.source) else "site"
    return f"{CARDS}/{name}.png"


def _draw_cards(site: Site, icon: str) -> None:
    build = site.build
    title = "Вопросы собеседований с модельными ответами"
    cards = [(f"{CARDS}/site.png", "", title, len(build.questions))]
    for page in build.pages:
        if questions := build.questions_of(page.source):
            section = page.sections[-1][0] if page.sections else ""
            cards.append((card_path(page, build), section, page.title, len(questions)))
    for path, section, title, number in cards:
        # A form that needs no declension.
        note = f"Вопросов с ответами: {number}"
        drawn = _drawn(
            build,
            lambda section=section, title=title, note=note: card(icon, build.settings.name, section, title, note),
        )
        site.write(path, drawn)


def _feed(build: Build) -> str:
    entries = [
        FeedEntry(
            id=f"{build.settings.url}#{question.id}",
            title=question.title,
            url=build.absolute(build.url(question)),
            summary=question.short,
            section=question.section,
            updated=page.fields["checked"],
        )
        for page in _pages(build)
        if page.fields.get("checked")
        for question in build.questions_of(page.source).values()
    ]
    settings = build.settings
    return atom_feed(settings.name, settings.description, settings.url, build.absolute(FEED), entries)


def _llms(build: Build) -> str:
    sections: dict[str, list[tuple[str, str, str]]] = {}
    for page in _pages(build):
        top = page.sections[0][0] if page.sections else "Сайт"
        link = build.absolute(page.url) or page.url or "./"
        about = page.fields.get("description") or f"{page.title}. {build.settings.description}"
        sections.setdefault(top, []).append((page.title, link, about))
    return llms_txt(build.settings.name, build.settings.description, sections.items())


def _date_sitemap(site: Site) -> None:
    """Give the map of the site, which the generator writes, the dates of texts, not of the build.

    Pages without a date of their own are indexes: they change with the last page that does.
    """
    path, build = site.folder / SITEMAP, site.build
    dates = {build.absolute(page.url): page.fields.get("checked") for page in build.pages}
    latest = max(filter(None, dates.values()), default=None)
    if latest is None or not path.is_file():
        return
    # The file is the generator's own and flat; a parser would write its namespaces otherwise than it came.
    text = re.sub(
        r"(<loc>(?P<url>[^<]*)</loc>\s*<lastmod>)[^<]*",
        lambda found: found[1] + str(dates.get(_unescaped(found["url"])) or latest),
        path.read_text(encoding="utf-8"),
    )
    site.replace(SITEMAP, text)
    packed = io.BytesIO()
    moment = datetime.datetime.combine(build.settings.date, datetime.time(), datetime.UTC).timestamp()
    with gzip.GzipFile(filename=SITEMAP, fileobj=packed, mode="wb", mtime=int(moment)) as file:
        file.write(text.encode())
    site.replace(f"{SITEMAP}.gz", packed.getvalue())


def _unescaped(text: str) -> str:
    return text.replace("&amp;", "&")
