"""What stands in the head of a page besides what the template writes: how a link to it looks, and where it stands.

Only where the site's address is known: cards and structured data need whole addresses.
"""

from __future__ import annotations

from markupsafe import Markup

from hooks.build import PageInfo
from hooks.finish.page import Page
from hooks.finish.site import Site
from hooks.finish.tree import put_last
from hooks.sharing.publish import card_path
from hooks.sharing.structured_data import breadcrumbs

_CARD = Markup(
    '<meta property="og:url" content="{url}">\n'
    '<meta property="og:image" content="{image}">\n'
    '<meta property="og:image:width" content="1200">\n'
    '<meta property="og:image:height" content="630">\n'
    '<meta property="og:image:alt" content="{alt}">\n'
    '<meta name="twitter:card" content="summary_large_image">\n'
)
_DATA = Markup('<script type="application/ld+json">{}</script>\n')


def fill(page: Page, site: Site) -> None:
    """Put the card and the structured data of a page into its head."""
    info, build = page.info, site.build
    if info is None or not build.settings.url:
        return
    name = build.settings.name
    # In a messenger «Главная» would say nothing.
    alt = name if not info.url else f"{info.title} — {name}"
    image = build.absolute(card_path(info, build))
    data = breadcrumbs(_trail(info, site))
    put_last(
        page.tree.head, _CARD.format(url=build.absolute(info.url), image=image, alt=alt) + (data and _DATA.format(data))
    )


def _trail(info: PageInfo, site: Site) -> tuple[tuple[str, str], ...]:
    """Return the names and addresses from the home page to a page."""
    build = site.build
    trail = [(build.settings.name, build.settings.url)]
    trail += [(title, build.absolute(url)) for title, url in info.sections if url is not None]
    here = build.absolute(info.url)
    if info.url and trail[-1][1] != here:
        trail.append((info.title, here))
    return tuple(trail)
