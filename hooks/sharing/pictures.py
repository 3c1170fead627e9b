"""Pictures of the site made of its own icon: cards for links in messengers, icons of an installed site.

Drawn as SVG and rendered by resvg, which needs neither network nor fonts of the system: the same
input gives the same bytes everywhere.
"""

from __future__ import annotations

import base64
import functools
import re
import textwrap
from collections.abc import Mapping
from html import escape
from pathlib import Path

import resvg_py

from hooks import cache
from hooks.sharing.texts import NOT_XML

FONT = Path(__file__).with_name("Inter-SemiBold.otf")
WIDTH, HEIGHT = 1200, 630
"""Size of a card, as the Open Graph guides of networks recommend."""
ICONS: Mapping[str, tuple[int, str]] = {
    "icon-192.png": (192, "any"),
    "icon-512.png": (512, "any"),
    "icon-maskable-512.png": (512, "maskable"),
    "apple-touch-icon.png": (180, "maskable"),
}
"""Name of an icon -> its side in pixels and its purpose by the Web App Manifest."""

_LINE = 25
"""Most letters of a title in one line of a card."""


class IconError(ValueError):
    """The icon is not drawn as the pictures need it; the message says how it must be."""


@functools.lru_cache(maxsize=256)
def card(icon: str, site: str, section: str, title: str, note: str) -> bytes:
    """Return the card of a page as PNG.

    Args:
        icon: SVG of the site's icon.
        site: name of the site.
        section: what the page stands in; may be empty.
        title: title of the page, wrapped to at most three lines.
        note: one line below the title; may be empty.

    Raises:
        IconError: when the icon has no background to take the colour from.
    """
    colour, drawing = _parts(icon)
    # A short word goes to the next line with what it belongs to.
    bound = re.sub(r"(?<!\S)(\w{1,2}) ", "\\1\N{NO-BREAK SPACE}", title)
    lines = textwrap.wrap(bound, _LINE, max_lines=3, placeholder="…")
    texts = [(80 + 116, 130, 44, 1, site), (80, 230, 36, 0.75, section)]
    first = 330 if len(lines) < 3 else 310
    texts += [(80, first + 92 * number, 76, 1, line) for number, line in enumerate(lines)]
    texts.append((80, 550, 36, 0.75, note))
    spans = "".join(
        f'<text x="{x}" y="{y}" font-size="{size}" fill-opacity="{opacity}">{escape(NOT_XML.sub("", text))}</text>'
        for x, y, size, opacity, text in texts
        if text
    )
    return _render(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colour}"/>'
        f'<g transform="translate(70 66) scale(2.1)">{drawing}</g>'
        f'<g font-family="Inter Display" font-weight="600" fill="#fff">{spans}</g></svg>',
        WIDTH,
    )


@functools.lru_cache(maxsize=16)
def icon_png(icon: str, side: int, purpose: str) -> bytes:
    """Return an icon as PNG; a maskable one keeps its drawing in the safe zone, 80 % of its side.

    Source: https://www.w3.org/TR/appmanifest/#icon-masks.

    Raises:
        IconError: when the icon has no background to take the colour from.
    """
    if purpose != "maskable":
        return _render(icon, side)
    colour, drawing = _parts(icon)
    return _render(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">'
        f'<rect width="48" height="48" fill="{colour}"/>'
        f'<g transform="translate(4.8 4.8) scale(.8)">{drawing}</g></svg>',
        side,
    )


def background(icon: str) -> str:
    """Return the colour behind the icon's drawing.

    Raises:
        IconError: when there is none.
    """
    return _parts(icon)[0]


def _parts(icon: str) -> tuple[str, str]:
    """Return the colour of the icon's background and its drawing without it."""
    found = re.fullmatch(
        r"\s*<svg[^>]*viewBox=\"0 0 48 48\"[^>]*>\s*<rect[^>]*fill=\"(#\w+)\"[^>]*/>(.*)</svg>\s*", icon, re.DOTALL
    )
    if found is None:
        raise IconError('нужен рисунок 48 × 48, у которого первым стоит фон: <rect … fill="#…"/>')
    return found[1], found[2]


def _render(svg: str, width: int) -> bytes:
    def draw() -> str:
        try:
            drawn = resvg_py.svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True, font_files=[str(FONT)])
        except ValueError as error:
            raise IconError(f"рисунок не рисуется, сохраните его заново: {error}") from error
        return base64.b64encode(drawn).decode()

    return base64.b64decode(cache.results.remember("picture", (svg, width), draw))
