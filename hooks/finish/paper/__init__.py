"""What only the printed page shows: its address and date, and the addresses behind its links.

Made at build, so that Ctrl+P needs no script. On the screen all of it is `hidden`;
docs/assets/stylesheets/print.css shows it on paper, and has all of the foot of a sheet but the address.
"""

from __future__ import annotations

import re

from markupsafe import Markup

from hooks.finish.page import Page
from hooks.finish.paper import link_notes, long_lines, wide_tables
from hooks.finish.paper.parts import parts
from hooks.finish.russian_date import russian_date
from hooks.finish.site import Site
from hooks.finish.tree import put_after, put_first, put_last

_RULE = '@page { @bottom-left { content: "%s" } }'
STYLE = re.compile(re.escape(_RULE).replace("%s", r"[\w./:@%~-]*"))
"""The text of the one style element that we put into a page: `wall.py` lets through nothing else."""
# Only on paper, and where the browser cannot write into the margins too.
_ORIGIN = Markup('<p class="print-origin" hidden>{site} · {address} · версия от {date}</p>\n')


def prepare(page: Page, site: Site) -> None:
    """Number the links of each question for paper, mark what is wide there, say where and of when the page is."""
    info, article, settings = page.info, page.article, site.build.settings
    if info is None or article is None:
        return
    for part in parts(page):
        notes = link_notes.add(part)
        long_lines.mark(part)
        wide_tables.mark(part)
        if notes:
            put_after(part[-1], notes)
    address = site.build.absolute(info.url) or f"/{info.url}"
    put_last(page.tree.head, f'<style media="print">{_RULE % css_string(address)}</style>\n')
    put_first(article, _ORIGIN.format(site=settings.name, address=address, date=russian_date(settings.date)))


def css_string(text: str) -> Markup:
    """Return a text for between the quotation marks of CSS in a style element, where HTML knows no escapes."""
    inside = re.sub(r'[\\"<>&\x00-\x1f\x7f]', lambda found: f"\\{ord(found[0]):x} ", text)
    return Markup(inside)  # noqa: S704 (nothing is left in it that could end the string or the element)
