"""Few files in place of many: what pages ask for, and what is left in the folder."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hooks.finish import assets, wall
from hooks.finish.errors import FinishError
from hooks.finish.site import Site
from hooks.lean.scripts import isolated
from hooks.minifier import IS_INSTALLED
from hooks.offline import publish as offline
from scripts.tools.environment import ROOT
from tests.rendered import rendered_site

needs_library = pytest.mark.skipif(not IS_INSTALLED, reason="для этой машины нет колеса tdewolff-minify")

JS, CSS = "assets/javascripts", "assets/stylesheets"
BUNDLE = f"{JS}/bundle.0a1b.min.js"
SCRIPTS = {f"{JS}/{name}.js": f'"{name}";' for name in ("a", "filter", "head")}
TEMPLATE = (
    f"<script src=\"{{{{ '{BUNDLE}' | url }}}}\"></script><script src=\"{{{{ 'search/page.js' | url }}}}\"></script>"
)
TAGS = (
    f'<script src="{{0}}{JS}/a.js?v=1"></script><script src="{{0}}{BUNDLE}"></script>'
    f'<script src="{{0}}{JS}/filter.js" defer></script>'
)


@pytest.fixture(autouse=True)
def _shorten_nothing(monkeypatch):
    """The minifier has tests of its own."""
    for name in ("minified_script", "minified_stylesheet"):
        monkeypatch.setattr(assets, name, lambda text, _name: text)


def scripts_site(root: Path, pages: dict[str, str], *, is_served: bool = False) -> Site:
    theme = {"base.html": TEMPLATE, BUNDLE: "theme()"}
    return rendered_site(root, {**SCRIPTS, BUNDLE: "theme()", **pages}, docs=SCRIPTS, theme=theme, is_served=is_served)


def choose_all(site: Site) -> Site:
    for page in site.pages:
        assets.choose(page, site)
        page.close()
    return site


def joined(site: Site) -> dict[str, str]:
    """Return the pages of a site after both steps."""
    assets.join(choose_all(site))
    return {page.path: page.text for page in site.pages}


def names_in(site: Site, pattern: str) -> list[str]:
    return sorted(path.relative_to(site.folder).as_posix() for path in site.folder.rglob(pattern))


def test_page_loads_the_scripts_that_it_has_use_for(tmp_path):
    head = f'<script src="/base/{JS}/head.js" defer></script>'
    pages = {
        "page/index.html": f"<head></head><body>{TAGS.format('../')}",
        "404.html": f'<head>{head}</head><body><form class="filter"></form>{TAGS.format("/base/")}',
    }
    site = scripts_site(tmp_path, pages)
    texts = joined(site)
    found = {
        path: re.findall(r'<script src="([^"]+)"></script>', html.partition("</head>")[2])
        for path, html in texts.items()
    }
    common, bundle = found["page/index.html"]
    assert bundle == f"../{BUNDLE}"
    other, form, bundle = found["404.html"]
    assert (other, bundle) == (f"/base/{common.removeprefix('../')}", f"/base/{BUNDLE}")
    written = isolated(['"a";', offline.registration()]) + "\n"
    assert (site.folder / common.removeprefix("../")).read_text("utf-8") == written
    assert (site.folder / form.removeprefix("/base/")).read_text("utf-8") == isolated(['"filter";']) + "\n"
    # What the head asks for stays where it is: there the page is not yet read.
    assert head.replace(" defer", ' defer=""') in texts["404.html"]
    made = {common.removeprefix("../"), form.removeprefix("/base/")}
    assert names_in(site, "*.js") == sorted({*made, BUNDLE, f"{JS}/head.js"})
    wall.refuse_foreign_pages(site)
    assert [one for one in site.problems if "файл не из сборки" in one] == []


def test_scripts_that_stay_apart_run_in_the_order_of_the_joined_ones(tmp_path):
    body = (
        f'<script src="search/page.js"></script>\n<script>1</script><script src="{BUNDLE}"></script>'
        f'<script src="{JS}/a.js" defer></script>\n<script src="{JS}/filter.js" defer></script>'
    )
    site = scripts_site(tmp_path, {"index.html": f"<html><head></head><body>{body}</body></html>"}, is_served=True)
    (html,) = joined(site).values()
    assert re.findall(r"<script.*?</script>", html) == [
        '<script src="search/page.js"></script>',
        f'<script src="{JS}/a.js"></script>',
        f'<script src="{JS}/filter.js"></script>',
        "<script>1</script>",
        f'<script src="{BUNDLE}"></script>',
    ]
    assert names_in(site, "*.js") == sorted([*SCRIPTS, BUNDLE])


def test_page_of_no_theme_starts_no_worker(tmp_path):
    site = scripts_site(tmp_path, {"moved.html": f'<body><script src="{BUNDLE}"></script>', "x.html": "abc"})
    html = joined(site)["moved.html"]
    assert re.findall(r"<script[^>]*>", html) == [f'<script src="{BUNDLE}">']


def test_stylesheet_of_another_folder_keeps_its_place_and_takes_nothing_away(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "ONLY_WITH", {f"{CSS}/lists.css": "ul"})
    sheets = {
        f"{CSS}/main.css": ":root{--a:1;--b:2;--c:3}p{a:b}",
        f"{CSS}/lists.css": "ul{a:var(--a)}",
        "theirs.css": "b{a:var(--b)}",
        f"{CSS}/last.css": "ul{c:d}",
    }
    links = "\n".join(f'<link rel="stylesheet" href="../{name}?v=1">' for name in sheets)
    bodies = {"1/index.html": "<p>", "2/index.html": "<ul>"}
    site = rendered_site(
        tmp_path, {**sheets, **{path: f"<head>{links}</head>{body}" for path, body in bodies.items()}}, docs=sheets
    )
    pages = [re.findall(r'href="\.\./([^"?]+)', html) for html in joined(site).values()]
    names = [[Path(link).name.partition(".")[0] for link in page] for page in pages]
    assert names == [["main", "theirs", "last"], ["main", "lists", "theirs", "last"]]
    assert (site.folder / pages[0][0]).read_text("utf-8") == ":root{--a:1;--b:2;}p{a:b}"
    assert names_in(site, "*.css") == sorted(pages[1])


def test_rules_of_the_theme_stay_where_a_page_or_a_script_may_use_them(tmp_path):
    theme, ours = f"{CSS}/main.0a1b.min.css", f"{CSS}/ours.css"
    css = {theme: ".used{a:b}.made{a:b}.idle{a:b}\n/*# sourceMappingURL=main.css.map */", ours: ".idle{c:d}"}
    links = f'<link rel="stylesheet" href="{theme}">\n<link rel="stylesheet" href="{ours}">'
    files = {
        **css,
        f"{theme}.map": "{}",
        "index.html": f'<head>{links}</head><p class="used">',
        f"{JS}/a.js": "add('made')",
    }
    template = f'<link rel="stylesheet" href="{{{{ \'{theme}\' | url }}}}">'
    site = rendered_site(tmp_path, files, docs=[ours, f"{JS}/a.js"], theme={"base.html": template, theme: css[theme]})
    (html,) = joined(site).values()
    (address,) = re.findall('href="([^"]+)"', html)
    assert re.fullmatch(rf"{CSS}/site\.[0-9a-f]{{8}}\.css", address)
    assert (site.folder / address).read_text("utf-8").split() == [".used{a:b}.made{a:b}", ".idle{c:d}"]
    assert names_in(site, "assets/stylesheets/*") == [address]


@pytest.mark.parametrize("change", ["in the place of the theme's", "written over"])
def test_file_that_is_not_the_builds_own_is_left_for_the_wall(tmp_path, change):
    theme, ours = f"{CSS}/main.0a1b.min.css", f"{CSS}/ours.css"
    links = f'<link rel="stylesheet" href="{theme}">\n<link rel="stylesheet" href="{ours}">'
    template = f'<link rel="stylesheet" href="{{{{ \'{theme}\' | url }}}}">'
    files = {theme: "p{a:b}", ours: "p{c:d}", "index.html": f"<head>{links}</head><p>"}
    site = rendered_site(
        tmp_path,
        files,
        docs=[theme, ours] if change == "in the place of the theme's" else [ours],
        theme={"base.html": template, theme: "p{a:b}" if change == "in the place of the theme's" else "p{}"},
    )
    (html,) = joined(site).values()
    assert f'<link rel="stylesheet" href="{theme}">' in html
    assert len(names_in(site, "*.css")) == 2
    wall.refuse_foreign_pages(site)
    assert (
        f"index.html: политика безопасности не пропустит «{theme}»: файл не из сборки; назовите его в extra_css"
        " в mkdocs.yml" in site.problems
    )


def test_only_pictures_of_the_article_wait(tmp_path):
    html = '<img src="logo"><article><img src="a"><img loading="eager" src="b"></article>'
    for is_served in (False, True):
        site = rendered_site(tmp_path, {"index.html": html}, is_served=is_served)
        (text,) = joined(site).values()
        assert re.findall("<img[^>]*>", text) == [
            *('<img src="logo">', '<img src="a" loading="lazy">', '<img loading="eager" src="b">')
        ]


@needs_library
@pytest.mark.parametrize("is_served", [False, True])
def test_mistakes_of_our_scripts_are_told_all_at_once(tmp_path, monkeypatch, is_served):
    monkeypatch.undo()
    files = {f"{JS}/a.js": "a();\nlet b = ;", f"{JS}/b.js": "b(", f"{JS}/c.js": "c();\n", "search/x.js": "x("}
    site = rendered_site(tmp_path, files, docs=list(files)[:3], is_served=is_served)
    with pytest.raises(FinishError) as caught:
        assets.join(site)
    told = str(caught.value).split("\n")
    assert [line.partition(": ошибка синтаксиса, исправьте её")[0] for line in told] == [
        *(f"docs/{JS}/a.js:2", f"docs/{JS}/b.js:1")
    ]


@needs_library
def test_scripts_that_are_asked_for_alone_are_sent_minified(tmp_path, monkeypatch):
    monkeypatch.undo()
    files = {f"{JS}/a.js": "/* a */ a( );\n", "x/notes.js": "b( );\n"}
    site = rendered_site(tmp_path, files, docs=[f"{JS}/a.js"])
    (tmp_path / "docs/x").mkdir()
    (tmp_path / "docs/x/notes.js").write_text(files["x/notes.js"], encoding="utf-8")
    assets.join(site)
    assert [(site.folder / name).read_text("utf-8") for name in files] == ["a()", "b()"]
    # Nothing names the second: to be minified does not make it the build's own.
    assert site.own == {f"{JS}/a.js": "a()"}


def test_scripts_of_ours_share_no_names():
    """Joined they are functions of their own: what one declares at its top another would not see."""
    folders = (ROOT / "docs/assets/javascripts", ROOT / "hooks/offline/browser", ROOT / "hooks/search/browser")
    joined_ones = [path for path in folders[0].glob("*.js")]
    joined_ones += [folders[1] / "register.js", folders[2] / "page.js"]
    for path in joined_ones:
        found = re.findall(
            r"^(?:const|let|var|class|function|async function)\b.*", path.read_text("utf-8"), re.MULTILINE
        )
        assert found == [], path


@pytest.mark.parametrize(("name", "shown"), [(f"{JS}/a.js", f"docs/{JS}/a.js"), (f"{CSS}/x.css", f"{CSS}/x.css")])
def test_file_of_another_encoding_is_named(tmp_path, name, shown):
    site = choose_all(scripts_site(tmp_path, {"index.html": TAGS.format("")}))
    (site.folder / name).parent.mkdir(exist_ok=True)
    (site.folder / name).write_bytes("/* Привет */".encode("cp1251"))
    with pytest.raises(FinishError, match=rf"^{shown}: файл не в UTF-8; сохраните его в этой кодировке$"):
        assets.join(site)
