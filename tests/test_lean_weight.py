"""What readers download less of: elements of code, settings, scripts of other pages, overruled styles."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from hooks.lean.code import with_few_elements
from hooks.lean.markup import OF_TEMPLATES, with_short_settings
from hooks.lean.scripts import Joiner, isolated, without_unasked_parts
from hooks.lean.stylesheet import without_idle_keyframes, without_known, without_overruled
from hooks.lean.theme_rules import DROPPED_DECLARATIONS, DROPPED_SELECTORS
from hooks.minifier import IS_INSTALLED, minified_script
from scripts.benchmarks.pages import BUDGET, MEDIAN, median_of, visits_of

CODE = (
    '<pre><span></span><code><span class="kn">from</span><span class="w"> </span><span class="nn">a</span>'
    '<span class="w"> </span><span class="kn">import</span> <span class="n">b</span>\n'
    '<span class="k">NOT</span> <span class="ow">in</span><span class="p">(</span><span class="s2">&quot;x&quot;</span>'
    '<span class="gp">&gt;&gt;&gt; </span></code></pre>'
)


def test_code_keeps_its_text_and_colours_with_fewer_elements():
    html = with_few_elements(f'<span class="n">не код</span>{CODE}')
    assert html == (
        '<span class="n">не код</span><pre><code><span class="k">from</span> <span class="nn">a</span> '
        '<span class="k">import</span> b\n<span class="k">NOT in</span>(<span class="s">&quot;x&quot;</span>'
        '<span class="gp">&gt;&gt;&gt; </span></code></pre>'
    )


def test_settings_hold_no_features_of_templates_and_letters_as_letters():
    html = '<script id="__config" type="application/json">{"features": ["navigation.top", "toc.follow"], '
    html += '"tags": null, "base": "<\\/b>\\u0416"}</script>'
    short = with_short_settings(html)
    settings = '{"features":["toc.follow"],"tags":null,"base":"<\\/b>Ж"}'
    assert short == f'<script id="__config" type="application/json">{settings}</script>'


def test_page_loads_the_scripts_that_it_has_use_for(tmp_path: Path):
    folder = tmp_path / "assets/javascripts"
    folder.mkdir(parents=True)
    for name in ("a.js", "b.js", "bundle.0a1b.min.js", "head.js"):
        (folder / name).write_text(f'"{name}"', encoding="utf-8")
    parts = {"assets/javascripts/b.js": ("<form", "<output")}
    joiner = Joiner(tmp_path, "/base/", parts, lambda code, _: code.upper())
    tags = '<script src="{0}a.js?v=1"></script><script src="{0}bundle.0a1b.min.js"></script>'
    tags += '<script src="{0}b.js" defer></script>'
    plain = joiner.join(tags.format("../assets/javascripts/"), "page")
    form = joiner.join("<form>" + tags.format("/base/assets/javascripts/"), "404")
    joiner.finish()
    found = [re.findall(r'src="(?:\.\./|/base/)assets/javascripts/([^"]+)"', html) for html in (plain, form)]
    assert [len(names) for names in found] == [2, 2]
    assert [names[1] for names in found] == ["bundle.0a1b.min.js"] * 2
    assert (folder / found[0][0]).read_text(encoding="utf-8") == '"A.JS"\n'
    assert (folder / found[1][0]).read_text(encoding="utf-8") == isolated(['"a.js"', '"b.js"']).upper() + "\n"
    assert sorted(path.name for path in folder.iterdir()) == sorted({*found[0], *found[1], "head.js"})


def test_scripts_that_stay_apart_run_in_the_order_of_the_joined_ones(tmp_path: Path):
    for name in ("page.js", "a.js", "bundle.0a1b.min.js"):
        (tmp_path / name).write_text("", encoding="utf-8")
    tags = '<script src="page.js"></script>\n<script>1</script><script src="x/bundle.0a1b.min.js"></script>'
    html = f'<head><script src="a.js" defer></script></head>{tags}<script src="a.js" defer></script></body>'
    assert Joiner(tmp_path, "/", {}, lambda code, _: code).order(html, ".") == (
        '<head><script src="a.js" defer></script></head><script src="page.js"></script>\n<script src="a.js"></script>'
        '<script>1</script><script src="x/bundle.0a1b.min.js"></script></body>'
    )


def test_error_in_a_joined_script_ends_only_that_script_and_is_told(tab: Page):
    errors = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    parts = [
        '"use strict"; window.ran = ["first"]; (() => { undeclared = 1 })()',
        "(() => ran.push('second'))() // a comment at the end",
        "const ran = window.ran; throw new Error('third')",
        "window.ran.push('fourth')",
    ]
    tab.goto("about:blank")
    tab.add_script_tag(content=minified_script(isolated(parts), "parts.js"))
    tab.wait_for_function("ran.length === 3")
    tab.wait_for_timeout(0)
    assert tab.evaluate("ran") == ["first", "second", "fourth"]
    assert "undeclared" in errors[0]
    assert "third" in errors[1]


def test_page_lives_on_where_a_script_of_ours_fails(site_url, tab: Page):
    """The first script of the page, that of the search, is stopped at its start; then a part of the theme is gone."""
    tab.add_init_script(
        """const Observer = window.MutationObserver;
        window.MutationObserver = function () { window.MutationObserver = Observer; throw new Error("stopped") };"""
    )
    errors = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.goto(site_url + "junior/python-basics/")
    tab.locator(".mark").first.click()
    expect(tab.locator(".mark").first).to_have_attribute("aria-pressed", "true")
    tab.locator("[data-fold=open]").click()
    expect(tab.locator(".question-blocks > details:not([open])")).to_have_count(0)
    assert "stopped" in errors[0]


def test_script_of_the_head_stays_where_it_is(tmp_path: Path):
    (tmp_path / "a.js").write_text("", encoding="utf-8")
    head = '<head><script src="a.js" defer></script></head><body></body>'
    assert Joiner(tmp_path, "/", {}, lambda code, _: code).join(head, ".") == head


def test_palette_of_the_theme_gives_way_to_ours():
    css = ":root,[data-md-color-scheme=default]{--a:1;--b:2}p{--a:3}"
    css += '@media screen{[data-md-color-scheme=slate]{--a:4;--c:5}}:root,[data-md-color-scheme="default"]{--a:6}'
    assert without_overruled(css) == (
        ":root,[data-md-color-scheme=default]{--b:2}p{--a:3}"
        '@media screen{[data-md-color-scheme=slate]{--a:4;--c:5}}:root,[data-md-color-scheme="default"]{--a:6}'
    )


def test_animation_that_no_rule_starts_goes():
    css = "@keyframes used{from{a:b}}@keyframes idle{to{c:d}}p{animation:used 1s}"
    assert without_idle_keyframes(css) == "@keyframes used{from{a:b}}p{animation:used 1s}"


def test_rules_of_the_theme_are_dropped_by_name():
    css = ".md-typeset details.info{a:b}.md-typeset details{-webkit-mask-size:contain;mask-size:contain;top:0}"
    assert without_known(css, DROPPED_SELECTORS, DROPPED_DECLARATIONS) == (
        ".md-typeset details{mask-size:contain;top:0}"
    )


def test_theme_s_script_loses_the_style_of_diagrams_and_the_class_of_focus(site: Path):
    assert without_unasked_parts('var a=1,Xn=".node circle{a:b}",b="c";') == 'var a=1,Xn="",b="c";'
    script = (
        'm((e,t)=>{x(e,(function(){"use strict";add("js-focus-visible");a&&e(document)}))});n(()=>{"use strict";b()})'
    )
    assert without_unasked_parts(script) == 'm((e,t)=>{x(e,(function(){"use strict";}))});n(()=>{"use strict";b()})'
    (bundle,) = site.glob("assets/javascripts/bundle.*.min.js")
    text = bundle.read_text(encoding="utf-8")
    assert "mermaid" in text
    assert ".node circle" not in text
    assert "focus-visible" not in text
    assert not [name for name in OF_TEMPLATES if f'"{name}"' in text]
    assert not list(site.glob("assets/javascripts/*.map"))


@pytest.mark.skipif(not IS_INSTALLED, reason="для этой машины нет колеса tdewolff-minify")
def test_every_page_asks_for_one_script_of_ours_and_keeps_to_its_budget(site: Path):
    for path in site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        scripts = re.findall(r'<script src="[^"]*/(site|bundle)\.[0-9a-f]+(?:\.min)?\.js"', html)
        assert scripts == ["site", "bundle"], path
        assert json.loads(re.search(r'id="__config"[^>]*>(.*?)</script>', html)[1])["tags"] is None
    visits = visits_of(site)
    assert median_of(visits) <= MEDIAN
    assert not [f"/{visit.page}: {visit.total} Б, больше {BUDGET}" for visit in visits if visit.total > BUDGET]
