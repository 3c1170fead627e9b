"""A lighter site looks the same: rules that are dropped are those that nothing can use."""

from __future__ import annotations

import re
from pathlib import Path

import material
import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Page, expect

from hooks.lean.stylesheet import usage, without_unasked, without_unused
from scripts.tools.environment import ROOT
from tests.bank import questions
from tests.searching import ask, open_search
from tests.site_text import pages
from tests.waiting import wait_until

OURS = ROOT / "docs/assets/stylesheets"
HTML = '<body dir="ltr" data-scheme="dark"><p class="used" id="here">x</p><pre class="code">'
SCRIPT = 'element.classList.add("made");element.setAttribute("data-state","open")'


def whole_stylesheet() -> str:
    """Return the stylesheets of the site as they are without our rewriting, in their order."""
    folder = Path(material.__file__).parent / "templates/assets/stylesheets"
    theme = [next(folder.glob(f"{name}.*.min.css")) for name in ("main", "palette")]
    names = re.search(
        r"^extra_css:\n((?:  [-#] .*\n)+)", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE
    )[1]
    ours = [ROOT / "docs" / name for name in yaml.safe_load(names)]
    return "\n".join(path.read_text(encoding="utf-8") for path in [*theme, *ours])


def profile(chromium: Browser, width: int, scheme: str, stylesheet: str | None) -> BrowserContext:
    """Return a profile of a screen; with another stylesheet in place of the site's where one is given."""
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce", locale="ru-RU"
    )
    context.add_init_script("delete Navigator.prototype.serviceWorker")
    if stylesheet:
        context.route(
            re.compile(r"/stylesheets/(site|indexes|checklists)\.\w+\.css"),
            lambda route: route.fulfill(
                body=stylesheet if "/site." in route.request.url else "", content_type="text/css"
            ),
        )
    return context


STYLES = """() => {
    const seen = [];
    const kinds = new Set();
    const kind = one => one && one.tagName + "." + one.getAttribute("class");
    for (const element of document.querySelectorAll("*")) for (const part of [null, "::before", "::after"]) {
        // One of each kind: to ask every letter of the code for its style takes minutes.
        const which = [kind(element), kind(element.parentElement), part].join();
        if (kinds.has(which)) continue;
        kinds.add(which);
        const style = getComputedStyle(element, part);
        if (part && style.content === "none") continue;
        // The minifier writes `none` of a background as `0 0`: the place of no picture.
        const values = Array.from(style).filter(name => !name.startsWith("--"))
            .map(name => name + ": " + style.getPropertyValue(name).replace("0% 0%", "0px 0px"));
        seen.push([which, values.join("; ")]);
    }
    return seen;
}"""


@pytest.mark.parametrize(("width", "scheme", "second"), [(1280, "light", "junior/"), (390, "dark", "evening-before/")])
def test_pages_look_as_with_the_whole_stylesheet(chromium, site_url, width, scheme, second):
    contexts = [profile(chromium, width, scheme, stylesheet) for stylesheet in (None, whole_stylesheet())]
    tabs = [context.new_page() for context in contexts]
    still = "document.documentElement.classList.add('still'); for (const one of document.getAnimations()) one.finish()"
    for address in ("junior/sql-basics/", second):
        for tab in tabs:
            tab.goto(site_url + address)
            tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        for media in ("screen", "print"):
            for tab in tabs:
                tab.emulate_media(media=media)
                tab.evaluate(still)
            assert settled_differences(tabs) == [], (address, media)
    for tab in tabs if width > 1000 else []:
        tab.emulate_media(media="screen")
        open_search(tab, site_url + "junior/sql-basics/")
        assert ask(tab, "JOIN")
        tab.evaluate(still)
    assert settled_differences(tabs) == []
    for context in contexts:
        context.close()


def settled_differences(tabs: list[Page], patience: int = 20) -> list[str]:
    """Return what still looks different once both tabs had time to come to rest.

    The theme hides its tabs and moves its button «наверх» from timers of its own, at another moment in each tab:
    a look that differs only for that moment is not the stylesheet's doing.
    """
    for _ in range(patience):
        if not (found := differences(*(tab.evaluate(STYLES) for tab in tabs))):
            return []
        tabs[0].wait_for_timeout(250)
    return found


def differences(ours: list, whole: list) -> list[str]:
    """Return what looks different, element by element."""
    assert len(ours) > 100
    if kinds := {name for name, _ in ours} ^ {name for name, _ in whole}:
        return [f"{name}: there in one of the two only" for name in sorted(kinds)]
    theirs = dict(whole)
    return [
        f"{name}: {set(mine.split('; ')) ^ set(theirs[name].split('; '))}"
        for name, mine in ours
        if mine != theirs[name]
    ]


def test_page_asks_for_one_stylesheet_and_one_more_where_it_lists_questions(site):
    (sheet,) = site.glob("assets/stylesheets/site.*.css")
    assert sheet.stat().st_size < 0.65 * len(whole_stylesheet())
    asked = {}
    for path in pages(site):
        links = re.findall(r'<link rel="stylesheet" href="([^"]+)"', path.read_text(encoding="utf-8"))
        assert Path(links[0]).name == sheet.name, path
        asked[path.relative_to(site).as_posix()] = [Path(link).name.partition(".")[0] for link in links[1:]]
    lists = ("", "junior/", "middle/", "any-level/", "soft-skills/", "employer/", "tags/", "marks/", "asked/", "plan/")
    few = {f"{page}index.html": ["indexes"] for page in lists}
    few |= {"downloads/index.html": ["tools"]}  # the bar of the copy for reading without a network
    few |= {f"{page}index.html": ["indexes", "tools"] for page in ("", "marks/", "plan/")}
    sheets = [page for page in asked if page.startswith("short/")]
    few |= {page: ["indexes", "short"] for page in sheets}
    few |= {"practice/index.html": ["indexes", "short", "practice"], "interview/index.html": ["interview"]}
    few |= {
        f"{page.removesuffix('.md')}/index.html": ["stories"]
        for page in {one.page for one in questions(folder="soft-skills")}
    }
    few |= {"stories/index.html": ["stories"], "evening-before/index.html": ["checklists", "stories"]}
    few |= {"employer-checklist/index.html": ["checklists"]}
    assert {page: names for page, names in asked.items() if names} == few
    for name in ("indexes", "tools", "checklists", "short", "practice", "interview", "stories"):
        own = classes_of(name) - set().union(
            *(classes_of(path.stem) for path in OURS.glob("*.css") if path.stem != name)
        )
        assert own
        for page in [page for page, names in asked.items() if name not in names]:
            html = (site / page).read_text(encoding="utf-8")
            assert not own & set(" ".join(re.findall(r'class="([^"]*)"', html)).split()), (page, name)


def classes_of(name: str) -> set[str]:
    """Return the classes that a stylesheet of ours names."""
    css = re.sub(r"/\*.*?\*/", "", (OURS / f"{name}.css").read_text(encoding="utf-8"), flags=re.DOTALL)
    return set(re.findall(r"\.([a-z][\w-]*)", css))


@pytest.mark.parametrize(
    ("rule", "is_kept"),
    [
        (".used{a:b}", True),
        (".unused{a:b}", False),
        (".made{a:b}", True),
        ("#here>.used:hover{a:b}", True),
        (".used .unused{a:b}", False),
        ("p:not(.unused){a:b}", True),
        ("p:is(.unused,.used){a:b}", True),
        ("[data-state=open]{a:b}", True),
        ("[data-scheme=light]{a:b}", False),
        ('[data-scheme="dark"] p{a:b}', True),
        ("[class^=us]{a:b}", True),
        ("[dir=rtl] .used{a:b}", False),
        ("table{a:b}", False),
        ("::selection{a:b}", True),
        (":root{a:b}", True),
        ("@media print{.unused{a:b}}", False),
        ("@media print{.used{a:b}}", True),
        ("@font-face{font-family:x}", True),
        ("@keyframes x{from{a:b}to{a:c}}", True),
        ("@import 'x';", True),
        ('.used{content:"}.unused{"}', True),
        (".used{background:url(data:image/svg+xml;a{b})}", True),
    ],
)
def test_rule_is_kept_where_something_may_use_it(rule, is_kept):
    used = usage([HTML], [SCRIPT])
    assert without_unused(rule + "p{a:b}", used) == (rule if is_kept else "") + "p{a:b}"


def test_list_of_selectors_loses_the_unused():
    assert without_unused(".used,.unused:is(.a,.b),p{a:b}", usage([HTML], [])) == ".used,p{a:b}"


def test_custom_property_that_no_rule_asks_for_goes():
    css = ":root{--a:url('data:;{}');--b:url(\"x;y\");--c:hsla(var(--d), 1px);--d:1;--e:hsla(var(--d))}"
    css += "p{m:var(--b) var(--c)}"
    assert without_unasked(css, usage([HTML], [])) == (
        ':root{--b:url("x;y");--c:hsla(var(--d), 1px);--d:1;}p{m:var(--b) var(--c)}'
    )


def test_class_of_a_feature_that_is_off_counts_in_pages_only():
    assert without_unused(".md-tooltip{a:b}", usage([HTML], ["md-tooltip"], ("md-tooltip",))) == ""
    assert without_unused(".md-tooltip{a:b}", usage(['<p class="md-tooltip">'], [], ("md-tooltip",)))


def test_picture_of_a_closed_answer_is_loaded_when_it_is_opened(site_url, context: BrowserContext):
    tab = context.new_page()
    asked = []
    tab.on("request", lambda request: "diagrams/" in request.url and asked.append(request.url))
    tab.goto(site_url + "middle/fastapi-security/", wait_until="networkidle")
    assert asked == []
    closed = tab.locator("details:has(img[src*=diagrams])").first
    closed.evaluate("one => { one.open = true; one.scrollIntoView() }")
    expect(closed.locator("img").first).to_have_js_property("complete", True)
    closed.locator("img").first.scroll_into_view_if_needed()
    loaded = "Array.from(document.images).some(one => /diagrams/.test(one.src) && one.naturalWidth)"
    wait_until(tab, lambda: tab.evaluate(loaded))
    assert len(asked) >= 1


def test_pictures_are_loaded_before_the_page_is_printed(site_url, context: BrowserContext):
    tab = context.new_page()
    asked = set()
    tab.on("requestfinished", lambda request: "diagrams/" in request.url and asked.add(request.url))
    tab.goto(site_url + "middle/fastapi-security/", wait_until="networkidle")
    number = tab.locator("img[src*=diagrams]").count()
    tab.pdf()
    assert len(asked) == number > 1


def test_block_that_was_pressed_has_no_halo_of_the_theme(site_url, tab: Page):
    tab.goto(site_url + "junior/python-basics/")
    for block in (tab.locator("details.success").first, tab.locator("details:not(.success)").first):
        block.locator("> summary").click()
        expect(block.locator("> summary")).to_be_focused()
        expect(block).to_have_css("box-shadow", "none")
