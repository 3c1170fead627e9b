"""The policy in the browser, and the wide wall: what a published page may not hold is told by the build."""

from __future__ import annotations

import re
from pathlib import Path

import material
import pytest
from playwright.sync_api import BrowserContext
from selectolax.lexbor import LexborHTMLParser

from hooks.finish.paper import STYLE
from hooks.security import published_page
from hooks.security.content_policy import inline_scripts, known_scripts
from hooks.security.content_policy import policy as policy_text
from hooks.security.published_page import Own
from scripts.tools.environment import ROOT
from tests.conftest import BASE_PATH
from tests.searching import ask, open_search
from tests.sites import build, make_site, page, question

WATCH = """
    window.violations = [];
    document.addEventListener("securitypolicyviolation", event =>
        violations.push(event.effectiveDirective + " " + (event.blockedURI || "")));
"""

INJECTED = """
<p id="styled" style="color: rgb(1, 2, 3)" onclick="window.pwned = 'handler'">Текст</p>

<script>window.pwned = 'inline'</script>

<style>#styled { background: rgb(4, 5, 6) }</style>

<script src="https://evil.example/x.js"></script>

<img src="https://evil.example/x.png" alt="" onerror="window.pwned = 'error'">

<link rel="stylesheet" href="https://evil.example/x.css">

<iframe src="https://evil.example/frame"></iframe>

<a id="link" href="javascript:window.pwned = 'link'">ссылка</a>

<form action="https://evil.example/form"><button id="send">Отправить</button></form>

<base href="https://evil.example/">

<object data="https://evil.example/o"></object>
"""


# -- in the browser ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def injected_site(tmp_path_factory):
    """A site one page of which holds everything that must not run, built in spite of the warnings."""
    # A script of the site's own folder, too: the browser would run it.
    pages = {
        "evil.md": f"# Чужое\n{INJECTED}",
        "near.md": '# Своё\n\n<script src="/assets/notes.txt"></script>\n',
        "assets/notes.txt": "window.pwned = 'near'",
    }
    site = make_site(tmp_path_factory.mktemp("injected"), pages, nav=["evil.md", "near.md"])
    result = build(site, "--no-strict")
    assert result.returncode == 0, result.stdout
    return site / "site", result.stdout


def test_injected_parts_are_refused_by_the_browser(injected_site, context: BrowserContext):
    site, _ = injected_site
    asked = []
    tab = context.new_page()
    tab.add_init_script(WATCH)

    def answer(route):
        address = route.request.url
        if address.startswith("https://site.example/"):
            path = site / address.removeprefix("https://site.example/").partition("?")[0]
            path = path / "index.html" if path.is_dir() else path
            route.fulfill(path=path) if path.exists() else route.fulfill(status=404)
        else:
            asked.append(address)
            route.fulfill(body="window.pwned = 'remote'", content_type="text/javascript")

    context.route("**/*", answer)
    tab.goto("https://site.example/evil/")
    tab.locator("#styled").click()
    tab.locator("#link").click()
    # Not Playwright's click: it would wait for the page that the form leads to.
    tab.evaluate("document.getElementById('send').click()")
    tab.evaluate("fetch('https://evil.example/f').catch(() => 0)")
    # Not from the site either: its texts are set in fonts of the system.
    tab.evaluate("new FontFace('evil', 'url(/evil.woff2)').load().catch(() => 0)")
    tab.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.pwned = 1\">')")
    tab.wait_for_timeout(200)

    assert tab.evaluate("window.pwned") is None
    assert asked == []
    assert tab.url == "https://site.example/evil/"
    style = tab.evaluate("(({color, backgroundColor}) => [color, backgroundColor])(getComputedStyle(styled))")
    assert "rgb(1, 2, 3)" not in style
    assert "rgb(4, 5, 6)" not in style
    refused = {one.split()[0] for one in tab.evaluate("violations")}
    assert refused >= {
        *("script-src-elem", "script-src-attr", "style-src-elem", "style-src-attr", "img-src", "frame-src"),
        *("object-src", "base-uri", "form-action", "connect-src", "font-src"),
    }


def test_build_names_every_refused_part_with_its_line(injected_site):
    _, output = injected_site
    source = f"# Чужое\n{INJECTED}".split("\n")
    told = re.findall(r"docs/evil\.md:(\d+): политика безопасности не пропустит (.*)", output)
    assert [source[int(line) - 1][:8] for line, _ in told if _.startswith("встроенный")] == ["<script>"]
    for words in (
        *("встроенный скрипт «window.pwned = 'inline'»", "обработчик onclick", "обработчик onerror"),
        *("атрибут style", "элемент <style>", "элемент <iframe>", "элемент <base>", "элемент <object>"),
        *("отправку формы", "«https://evil.example/x.js»", "«https://evil.example/x.png»"),
        *('<link rel="stylesheet"> с адресом «https://evil.example/x.css»', "адрес «javascript:window.pwned = 'link'»"),
    ):
        assert any(text.startswith(words) for _, text in told), words


def test_script_that_lies_among_the_files_of_the_site_is_not_the_builds_own(injected_site):
    _, output = injected_site
    assert "docs/near.md:3: политика безопасности не пропустит «/assets/notes.txt»: файл не из сборки" in output


def test_strict_build_fails_on_an_inline_script(tmp_path):
    text = page(question().replace("Подробный ответ.", "Ответ. <script>alert(1)</script>"))
    result = build(make_site(tmp_path, {"junior/a.md": text}))
    assert result.returncode == 1
    line = text.split("\n").index("    **Подробно.** Ответ. <script>alert(1)</script>") + 1
    assert f"docs/junior/a.md:{line}: политика безопасности не пропустит встроенный скрипт «alert(1)»" in result.stdout


def test_site_works_under_its_policy(site_url, context: BrowserContext):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab = context.new_page()
    tab.add_init_script(WATCH)
    noise = []
    tab.on("console", lambda message: noise.append(message.text))

    open_search(tab, site_url + "middle/python-core/")
    workers = len(tab.workers)
    assert any("#gil" in address or "python" in address for address in ask(tab, "GIL потоки"))
    tab.keyboard.press("Escape")

    scheme = tab.locator("body").get_attribute("data-md-color-scheme")
    for _ in range(3):
        tab.locator("[data-md-component=palette] label:not([hidden])").first.click()
        if tab.locator("body").get_attribute("data-md-color-scheme") != scheme:
            break
    chosen = tab.locator("body").get_attribute("data-md-color-scheme")
    assert chosen != scheme
    tab.reload()
    # Restored by the theme's inline script: its hash is right.
    assert tab.locator("body").get_attribute("data-md-color-scheme") == chosen

    tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    code = tab.locator("article .highlight").first
    # Its button is made when it comes in sight.
    code.scroll_into_view_if_needed()
    code.hover()
    code.locator("[data-clipboard-target], .md-code__button, .md-clipboard").first.click()
    assert len(tab.evaluate("navigator.clipboard.readText()")) > 10
    drawn = "Array.from(document.querySelectorAll('img')).filter(one => one.complete && !one.naturalWidth).length"
    tab.locator("img[src*=diagrams]").first.scroll_into_view_if_needed()
    assert tab.evaluate(drawn) == 0
    assert workers == 1
    assert (tab.evaluate("violations"), noise) == ([], [])


def test_copy_opened_from_the_disk_works_under_its_policy(site, context: BrowserContext):
    tab = context.new_page()
    tab.add_init_script(WATCH)
    open_search(tab, (site / "junior/python-basics/index.html").as_uri())
    assert ask(tab, "кортеж")
    assert tab.evaluate("violations") == []


# -- the policy itself ------------------------------------------------------------------------


def test_every_page_has_its_policy_before_anything_that_loads(site):
    pages = sorted(site.rglob("*.html"))
    for path in pages:
        html = path.read_text(encoding="utf-8")
        head, found, rest = html.partition('<meta http-equiv="Content-Security-Policy"')
        assert found, path
        assert not re.search(r"<script|<link|<img|<style", head), path
        assert "unsafe" not in rest.partition(">")[0], path
    assert site / "404.html" in pages
    assert len(pages) > 25


def test_hash_is_that_of_the_specification():
    # https://www.w3.org/TR/CSP3/#external-hash gives alert('Hello, world.') this hash.
    assert "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='" in policy_text(["alert('Hello, world.');"])


def refusals(html: str, own: Own, folder: str = ".", **known: object) -> list[published_page.Refusal]:
    return list(published_page.refusals(LexborHTMLParser(html), own, folder, **known))


@pytest.mark.parametrize(
    ("script", "is_known"),
    [
        ('scope=new URL("../..",location)', True),
        ('scope=new URL("/sobesednik/",location)', True),
        ('scope=new URL("");alert(1);("",location)', False),
        ('scope=new URL("../..",location);alert(1)', False),
    ],
)
def test_script_of_the_theme_differs_only_in_the_address(script, is_known):
    known = known_scripts(['<script>scope=new URL("{{ base_url }}",location)</script>'])
    assert bool(refusals(f"<script>{script}</script>", Own(scripts=tuple(known)))) is not is_known


@pytest.mark.parametrize(
    ("style", "is_known"),
    [
        ('@page { content: "https://site.example/a/" }', True),
        ('@page { content: "" } #styled { background: red } x { content: "" }', False),
    ],
)
def test_style_of_our_templates_differs_only_in_the_address(style, is_known):
    known = known_scripts(['<style media="print">@page { content: "{{ address }}" }</style>'], "style")
    assert bool(refusals(f"<style>{style}</style>", Own(styles=tuple(known)))) is not is_known


def test_data_is_no_script():
    html = '<script type="application/ld+json">{}</script><script type="module">a()</script>'
    assert inline_scripts(LexborHTMLParser(html)) == ["a()"]
    assert len(refusals(html, Own())) == 1


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://docs.python.org/3/">Python</a>',
        '<img src="../assets/a.svg" alt="style=\'x\' onload=1">',
        "<p>Атрибут onclick= и style= в тексте</p>",
        '<link rel="canonical" href="https://example.org/">',
        "<!-- <script>a()</script> -->",
        "<code>&lt;script&gt;</code>",
    ],
)
def test_ordinary_html_is_not_refused(html):
    assert refusals(html, Own(site_url="https://example.org/")) == []


# -- the wide wall ----------------------------------------------------------------------------

FORBIDDEN = {
    "script of the site": '<script src="/sobesednik/assets/notes.txt"></script>',
    "script beside our own": '<script src="../../assets/javascripts/notes.js"></script>',
    "script from another host": '<script src="//example.com/assets/javascripts/x.js"></script>',
    "script by a path that climbs": '<script src="../../%2e%2e/x.js"></script>',
    "module": '<script type="module">import "/x.js"</script>',
    "speculation rules": '<script type="speculationrules">{"prefetch": []}</script>',
    "import map": '<script type="importmap">{}</script>',
    "second data of the theme": '<script id="__config" type="application/json">{}</script>',
    "refresh": '<meta http-equiv="refresh" content="0; url=https://example.com/">',
    "refresh to the site itself": '<meta http-equiv="Refresh" content="0; url=../x/">',
    "second policy": '<meta http-equiv="Content-Security-Policy" content="default-src *">',
    "second description": '<meta name="description" content="x">',
    "policy of addresses": '<meta name="referrer" content="unsafe-url">',
    "order to robots": '<meta name="robots" content="noindex">',
    "base": '<base href="https://example.com/">',
    "stylesheet of the site": '<link rel="stylesheet" href="/sobesednik/assets/notes.txt">',
    "stylesheet from another host": '<link rel="stylesheet" href="https://example.com/x.css">',
    "file asked for early": '<link rel="preload" href="https://example.com/x" as="image">',
    "file of the site asked for early": '<link rel="preload" href="/sobesednik/assets/notes.txt" as="script">',
    "name of a host asked for": '<link rel="dns-prefetch" href="//example.com">',
    "second manifest": '<link rel="manifest" href="x.json">',
    "canonical address elsewhere": '<link rel="canonical" href="https://example.com/">',
    "style": "<style>body { display: none }</style>",
    "frame": '<iframe srcdoc="x"></iframe>',
    "form": '<form name="login"></form>',
    "form that sends": '<form name="search" action="https://example.com/"></form>',
    "button that sends": '<button formaction="https://example.com/">x</button>',
    "password": '<form name="search"><input type="password"></form>',
    "drawing that uses another": '<svg><use href="https://example.com/x.svg#a"/></svg>',
    "drawing with HTML": "<svg><foreignObject><p>x</p></foreignObject></svg>",
    "drawing with a link": '<svg><a href="https://example.com/"><path d="M0 0"/></a></svg>',
    "formula": '<math><mtext><img src="x"></mtext></math>',
    "picture from another host": '<img src="https://example.com/x.png" alt="">',
    "picture of another size": '<img srcset="https://example.com/x.png" alt="">',
    "handler": '<p onpointerenter="x()">x</p>',
    "style of an element": '<p style="position: fixed">x</p>',
    "link that is a script": '<a href=" java&#10;script:x()">x</a>',
    "link that is data": '<a href="data:text/html,x">x</a>',
    "link that tells of a click": '<a href="x" ping="https://example.com/">x</a>',
    "id of another element": '<p id="__search">x</p>',
    "template": "<template><script>x()</script></template>",
    "element of its own": "<x-y>x</x-y>",
    "video": "<video autoplay></video>",
    "title in the text": "<p><title>x</title></p>",
}


@pytest.fixture(scope="module")
def own(site) -> Own:
    """What the real site's build puts into its pages."""
    folders = (ROOT / "overrides", Path(material.__file__).parent / "templates")
    templates = [path.read_text(encoding="utf-8") for folder in folders for path in folder.rglob("*.html")]
    files = (path.relative_to(site).as_posix() for path in site.rglob("*") if path.suffix in {".js", ".css"})
    styles = (*known_scripts(templates, "style"), STYLE)
    return Own(
        tuple(known_scripts(templates)),
        styles,
        frozenset(files),
        f"https://example.github.io/{BASE_PATH}/",
        f"/{BASE_PATH}/",
    )


def _refused(html: str, own: Own) -> list[str]:
    own_policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1]
    return [one.text for one in refusals(html, own, "junior/python-basics", policy=own_policy)]


@pytest.fixture(scope="module")
def real(site) -> str:
    return (site / "junior/python-basics/index.html").read_text(encoding="utf-8")


def test_real_page_holds_nothing_forbidden(real, own):
    assert _refused(real, own) == []


@pytest.mark.parametrize("place", ["</head>", "</article>"])
@pytest.mark.parametrize("name", FORBIDDEN)
def test_what_the_build_does_not_make_is_refused_anywhere_in_a_page(name, place, real, own):
    assert real.count(place) == 1
    assert _refused(real.replace(place, FORBIDDEN[name] + place), own) != []
