"""Few files in place of many: one stylesheet, one more where few pages need it, two scripts of ours for each page.

`choose` looks at what a page holds and leaves a placeholder for the address of a joined file; `join` makes the files
when all pages are known, because a rule of the theme stays only where some page or script can use it. Only what the
build itself has put into the site is joined: the rest is left for `wall.py` to refuse.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from hooks.finish import wall
from hooks.finish.errors import FinishError
from hooks.finish.page import Page
from hooks.finish.site import Site
from hooks.finish.tree import put_before
from hooks.lean import theme
from hooks.lean.addresses import path_in_site, prefix_of
from hooks.lean.scripts import isolated
from hooks.lean.stylesheet import usage, without_idle_keyframes, without_overruled, without_unasked, without_unused
from hooks.minifier import minified_script, minified_stylesheet
from hooks.offline import publish as offline

ONLY_WITH: Mapping[str, str] = {
    "assets/stylesheets/indexes.css": "[class^='index-'], [class^='filter'], h2#parts",
    "assets/stylesheets/tools.css": "[data-marks], [data-offline], .plan, h2#start",
    "assets/stylesheets/checklists.css": ".task-list",
    "assets/stylesheets/short.css": "[data-short]",
    "assets/stylesheets/practice.css": "[data-practice]",
    "assets/stylesheets/interview.css": "[data-interview]",
    "assets/javascripts/evening.js": "[data-repeat]",
    "assets/javascripts/plan.js": ".plan",
    "assets/stylesheets/stories.css": "[data-skeleton], [data-stories]",
    "assets/javascripts/order.js": "form.filter [name='order']",
    "assets/javascripts/filter.js": "form.filter",
    "assets/javascripts/story-store.js": "[data-skeleton], [data-stories], [data-marks], [data-interview]",
    "assets/javascripts/story-form.js": "[data-skeleton]",
    "assets/javascripts/story-page.js": "[data-stories]",
    "assets/javascripts/mark-tools.js": "[data-marks]",
    "assets/javascripts/offline-tools.js": "[data-offline]",
    "assets/javascripts/reading.js": ".question-blocks",
    "assets/javascripts/continue.js": "[data-continue]",
    "assets/javascripts/due.js": "[data-due]",
    "assets/javascripts/not-found.js": "[data-not-found]",
    "assets/javascripts/pieces.js": "[data-practice], [data-interview]",
    "assets/javascripts/practice.js": "[data-practice]",
    "assets/javascripts/interview-kind.js": "[data-interview], [data-marks]",
    "assets/javascripts/interview-plan.js": "[data-interview]",
    "assets/javascripts/interview.js": "[data-interview]",
    "assets/javascripts/contents.js": ".md-nav--secondary a[href^='#']",
}
"""Script or stylesheet -> selector of what a page must hold for it to be of use."""

_Named = tuple[LexborNode, str, str]
"""Element, address that it names, path of that file in the site."""


# -- a page -----------------------------------------------------------------------------------


def choose(page: Page, site: Site) -> None:
    """Let a page ask for as few stylesheets and scripts as it needs, and for its pictures when they come in sight.

    Most pictures stand in closed answers; a browser loads them all before it prints. While the site is served the
    scripts only take the order in which the joined one runs them: an author's stylesheet is what the browser shows.
    """
    for image in page.tree.css("article img:not([loading])"):
        image.attrs["loading"] = "lazy"
    if site.build.settings.is_served:
        _order_scripts(list(_scripts(page, site)))
        return
    _add_offline(page, site)
    _choose_stylesheets(page, site)
    _choose_scripts(page, site)


def _choose_stylesheets(page: Page, site: Site) -> None:
    for group in list(_runs(page, site)):
        element, address, first = group[0]
        if first not in ONLY_WITH:
            names = tuple(name for _, _, name in group)
            element.attrs["href"] = _prefix(page, address, first) + _placeholder(page, names)
            _remove(group[1:])
        elif page.tree.css_first(ONLY_WITH[first]):
            element.attrs["href"] = _prefix(page, address, first) + _placeholder(page, (first,))
        else:
            _remove(group)


def _runs(page: Page, site: Site) -> Iterator[list[_Named]]:
    """Yield the stylesheets of ours in the head that stand in a row: of equal rules the last wins.

    What few pages need is alone. Only those of one folder: addresses in a stylesheet are told from there.
    """
    run: list[_Named] = []
    for element in page.tree.css("head link[rel=stylesheet]"):
        address = element.attributes.get("href") or ""
        name = _own_path(page, site, address)
        if posixpath.dirname(name) != theme.STYLESHEETS:
            continue
        is_next = bool(run) and _follows(element, run[-1][0])
        if run and (not is_next or name in ONLY_WITH or run[-1][2] in ONLY_WITH):
            yield run
            run = []
        run.append((element, address, name))
    if run:
        yield run


def _follows(element: LexborNode, other: LexborNode) -> bool:
    """Tell whether nothing but space stands between two elements."""
    before = element.prev
    while before is not None and (before.is_comment_node or before.is_text_node):
        before = before.prev
    return before is not None and before.mem_id == other.mem_id


def _choose_scripts(page: Page, site: Site) -> None:
    """Give a page two scripts of ours where the first of them stood, before the theme's: what all pages ask for,
    which a reader has by the second page, and what this one needs besides.
    """
    ours = list(_scripts(page, site))
    if not ours:
        return
    asked = dict.fromkeys(name for _, _, name in ours)
    common = tuple(name for name in asked if name not in ONLY_WITH)
    besides = tuple(name for name in asked if name in ONLY_WITH and page.tree.css_first(ONLY_WITH[name]))
    element, address, first = ours[0]
    _run_at_once(element)
    joined = [_prefix(page, address, first) + _placeholder(page, names) for names in (common, besides) if names]
    for name in joined:
        element.attrs["src"] = name
        put_before(element, element.html or "")
    _remove(ours)
    _ask_early(page, joined)


def _ask_early(page: Page, ours: list[str]) -> None:
    """Let the browser ask for the scripts together with the stylesheet.

    Where a page tells its policy itself, Chromium looks for nothing beyond what it has parsed, and parsing waits for
    the stylesheet and for each script: on a slow network two waits more.
    """
    sheet = page.tree.css_first("head link[rel=stylesheet]")
    addresses = [one.attributes["src"] or "" for one in page.tree.css("body script[src]")]
    names = [*ours, *filter(theme.is_script, addresses)]
    if sheet is not None:
        put_before(sheet, "".join(f'<link rel="preload" href="{escape(name)}" as="script">' for name in names))


def _scripts(page: Page, site: Site) -> Iterator[_Named]:
    """Yield the scripts of ours in the body; what the head asks for stays: there the page is not yet read."""
    for element in page.tree.css("body script[src]"):
        address = element.attributes.get("src") or ""
        name = _own_path(page, site, address)
        if name and not theme.is_script(name) and not set(element.attributes) - {"src", "defer"}:
            yield element, address, name


def _order_scripts(ours: list[_Named]) -> None:
    for element, _, _ in ours:
        _run_at_once(element)
    if ours:
        put_before(ours[0][0], "".join(element.html or "" for element, _, _ in ours))
        _remove(ours)


def _add_offline(page: Page, site: Site) -> None:
    """Let a page of the theme start the worker that keeps the site for reading without a network."""
    settings = site.build.settings
    if offline.SCRIPT not in site.own:
        site.write(offline.SCRIPT, offline.registration())
    if ours := [one for one in _scripts(page, site) if one[2] in settings.scripts]:
        element, address, name = ours[-1]
        # A copy goes in; the first of the two keeps its old address.
        put_before(element, element.html or "")
        element.attrs["src"] = _prefix(page, address, name) + offline.SCRIPT


def _run_at_once(element: LexborNode) -> None:
    # Not after the theme's, which stands below and is run at once, too.
    if "defer" in element.attributes:
        del element.attrs["defer"]


def _own_path(page: Page, site: Site, address: str) -> str:
    """Return the path of a file of the build that a page names; empty where it is somebody else's."""
    name = path_in_site(address, page.folder, urlsplit(site.build.settings.url).path or "/")
    return name if wall.is_named(site, name) else ""


def _prefix(page: Page, address: str, name: str) -> str:
    """Return what leads from a page to the root of the site: as its template says, `404.html` is shown anywhere."""
    path = address.partition("?")[0]
    return prefix_of(address, name) if path.endswith(name) else page.link("").removeprefix("./")


def _placeholder(page: Page, names: tuple[str, ...]) -> str:
    placeholder = f"joined-{hashlib.sha256(repr(names).encode()).hexdigest()[:16]}"
    page.wanted[placeholder] = names
    return placeholder


def _remove(named: list[_Named]) -> None:
    for element, _, _ in named:
        element.decompose()


# -- the site ---------------------------------------------------------------------------------


def join(site: Site) -> None:
    """Make the joined files, tell the pages their names, and remove what stands in them now.

    Raises:
        FinishError: where a script or a stylesheet cannot be read; of our own scripts all are told.
    """
    scripts = _minified_scripts(site)
    if site.build.settings.is_served:
        return
    # Asked before they are changed: what nothing names does not become the build's own by being minified.
    own = {name: text for name, text in scripts.items() if wall.is_named(site, name)}
    for name, text in scripts.items():
        site.replace(name, text)
    site.own.update(own)
    make = _Maker(site)
    for page in site.pages:
        for placeholder, names in page.wanted.items():
            page.text = page.text.replace(placeholder, make.joined(names))
    make.remove_joined()


def _minified_scripts(site: Site) -> dict[str, str]:
    """Return the scripts that lie in `docs/`: path -> what is sent of it."""
    found, mistakes = {}, []
    for path in sorted(site.folder.rglob("*.js")):
        name = path.relative_to(site.folder).as_posix()
        if (site.build.settings.docs / name).is_file():
            try:
                found[name] = minified_script(site.text_of(name), f"docs/{name}")
            except FinishError as error:
                mistakes.append(str(error))
    if mistakes:
        raise FinishError("\n".join(mistakes))
    return found


class _Maker:
    """Makes the joined files of a site, each once."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._made: dict[tuple[str, ...], str] = {}
        named = [name for name in self._files("*.js") if theme.may_make_elements(name)]
        used = usage(
            (page.text for page in site.pages),
            map(site.text_of, named),
            theme.idle(page.text for page in site.pages),
        )
        self._used = used
        self._css = {name: self._sheet(name) for name in self._files("*.css")}

    def joined(self, names: tuple[str, ...]) -> str:
        """Return the path in the site of the file that holds others."""
        if names not in self._made:
            is_css = names[:1] and names[0].endswith(".css")
            text = self._stylesheet(names) if is_css else self._script(names)
            folder, kind = (theme.STYLESHEETS, "css") if is_css else (theme.SCRIPTS, "js")
            stem = Path(names[0]).stem if is_css and len(names) == 1 else "site"
            self._made[names] = f"{folder}/{stem}.{hashlib.sha256(text.encode()).hexdigest()[:8]}.{kind}"
            self._site.write(self._made[names], text)
        return self._made[names]

    def remove_joined(self) -> None:
        """Remove the files that stand in others now or that no page has use for."""
        few = {name for name in ONLY_WITH if wall.is_named(self._site, name)}
        for name in few.union(*self._made):
            self._site.remove(name)
            self._site.remove(f"{name}.map")
        # A megabyte that no reader asks for. The scripts still name them: the wall takes these only as they came.
        for name in self._files(f"{theme.SCRIPTS}/**/*.map"):
            self._site.remove(name)

    def _files(self, pattern: str) -> list[str]:
        folder = self._site.folder
        return [path.relative_to(folder).as_posix() for path in sorted(folder.rglob(pattern))]

    def _sheet(self, name: str) -> str:
        css = re.sub(r"/\*# sourceMappingURL=[^*]*+\*/", "", self._site.text_of(name))
        # Ours are written for this site: what is unused in them is a fault to see, not to hide.
        return without_unused(css, self._used) if theme.is_stylesheet(name) else css

    def _stylesheet(self, names: tuple[str, ...]) -> str:
        css = without_overruled(_shortened(minified_stylesheet, [self._css[name] for name in names], names))
        others = "\n".join(text for name, text in self._css.items() if name not in names)
        return without_unasked(without_idle_keyframes(css, others), self._used, others)

    def _script(self, names: tuple[str, ...]) -> str:
        texts = [self._site.text_of(name).strip() for name in names]
        return _shortened(minified_script, [isolated(texts)], names) + "\n"


def _shortened(shorten: Callable[[str, str], str], texts: list[str], names: tuple[str, ...]) -> str:
    return shorten("\n".join(texts), ", ".join(names))
