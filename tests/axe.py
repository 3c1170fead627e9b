"""axe-core in a tab: what it finds in the states in which a reader may see a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

SCRIPT = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
COLOURS = ["color-contrast", "link-in-text-block"]
COLOUR_STATES = ({}, {"scheme": "slate", "size": PHONE}, {"scheme": "slate", "media": "print"})
FEWEST_LOOKS = 20
NO_COLOURS = {"color-contrast": {"enabled": False}}

# Everything that was folded is open: axe passes over what cannot be seen.
_UNFOLD = "document.querySelectorAll('article details').forEach(one => { one.open = true })"
# What is wide is made reachable when it has been laid out, in the frame after a change.
_REST = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
# A colour follows from the names and classes of an element and of those around it. So one element of each
# such path is enough for the rules of colour, which take nine tenths of axe's time.
_THIN = """known => {
    const path = one => one.parentElement
        ? `${path(one.parentElement)}>${one.tagName}.${one.className}` : one.tagName;
    const [seen, kept, before] = [new Set(), new Set(), new Set(known)];
    for (const one of document.querySelectorAll('body *')) {
        if (![...one.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue;
        if (seen.has(path(one))) continue;
        seen.add(path(one));
        if (before.has(path(one))) continue;
        for (let node = one; node; node = node.parentElement) kept.add(node);
    }
    for (const one of document.querySelectorAll('article *, .md-sidebar *')) {
        if (!kept.has(one) && !one.closest('svg, a')) one.remove();
    }
    return [...seen];
}"""
_RUN = """async settings => {
    const options = {resultTypes: ['violations'], ...settings};
    const {violations} = await axe.run(document, options);
    return violations.flatMap(({id, nodes}) => nodes.map(({target, html, any, all, none}) =>
        `${id}: ${target.join(' ')}: ${[...any, ...all, ...none][0]?.message} ${html.slice(0, 200)}`));
}"""


def load(tab: Page, address: str) -> None:
    """Open a page with everything unfolded and axe in it."""
    tab.emulate_media(media="screen", reduced_motion="reduce")
    tab.set_viewport_size(DESKTOP)
    tab.goto(address)
    tab.evaluate(SCRIPT)
    tab.evaluate(_UNFOLD)
    # axe tells no contrast above a gradient: the shadow of what is scrolled, on the colour that it looks for.
    tab.evaluate(
        "document.querySelectorAll('article *').forEach(one => {"
        " if (getComputedStyle(one).backgroundImage.includes('gradient')) one.style.backgroundImage = 'none' })"
    )


def show(tab: Page, *, scheme: str = "default", size: dict[str, int] | None = None, media: str = "screen") -> None:
    """Show the page in a palette (`default`, `slate`), in a window of a size, on the screen or in print."""
    tab.set_viewport_size(size or DESKTOP)
    tab.emulate_media(media=media, reduced_motion="reduce")
    tab.evaluate("scheme => document.body.setAttribute('data-md-color-scheme', scheme)", scheme)
    settle(tab)


def settle(tab: Page) -> None:
    """Wait until what a change has brought is laid out and made reachable."""
    tab.evaluate(_REST)


def watch_steps(tab: Page, address: str, scheme: str, width: int) -> Callable[[str], None]:
    """Open a page in a palette and a width; return what fails at a step where axe finds anything or it is too wide."""
    tab.set_viewport_size({"width": width, "height": 700})
    tab.emulate_media(reduced_motion="reduce")
    tab.goto(address)
    tab.evaluate(SCRIPT)
    tab.evaluate("scheme => document.body.setAttribute('data-md-color-scheme', scheme)", scheme)

    def right(step: str) -> None:
        settle(tab)
        assert findings(tab) == [], step
        assert tab.evaluate("document.documentElement.scrollWidth") == width, step

    return right


def findings_everywhere(tab: Page, seen: set[str] | None = None) -> list[tuple[object, str]]:
    """Return what axe finds wide and narrow, light, dark and in print; the page is thinned on the way.

    Args:
        tab: a tab that `load` has opened.
        seen: looks of elements whose colours were looked at on pages before, which are not asked again; grows.
    """
    found: list[tuple[object, str]] = []
    show(tab)
    found += [(DESKTOP, one) for one in findings(tab, rules=NO_COLOURS)]
    elements = tab.locator("article *").count()
    looks = thin(tab)
    if len(looks) < min(FEWEST_LOOKS, elements // 2):
        found.append(("thinned", "hardly anything is left of the page to look at"))
    # A phone shows the same elements, other ones of them hidden: one of each look tells what is wrong there.
    show(tab, size=PHONE)
    found += [(PHONE, one) for one in findings(tab, rules=NO_COLOURS)]
    thin(tab, seen or ())
    for state in COLOUR_STATES:
        show(tab, **state)
        found += [(state, one) for one in findings(tab, runOnly=COLOURS)]
    if seen is not None:
        seen.update(looks)
    return found


def thin(tab: Page, known: Iterable[str] = ()) -> list[str]:
    """Leave one element of each look that is not known in the text; return all looks. Only for colours then."""
    return tab.evaluate(_THIN, list(known))


def findings(tab: Page, **settings: object) -> list[str]:
    """Return what axe finds in the page as it is: rule, element, what is wrong.

    Args:
        tab: a tab that `load` has opened.
        settings: options of `axe.run`; where none are given, all that axe runs by itself, best practices too.
    """
    return tab.evaluate(_RUN, settings)
