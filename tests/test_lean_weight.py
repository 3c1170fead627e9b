"""What readers download less of: scripts of other pages, animations that nothing starts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from hooks.lean.scripts import isolated
from hooks.lean.stylesheet import without_idle_keyframes, without_overruled
from hooks.minifier import IS_INSTALLED, minified_script
from scripts.benchmarks.pages import MEDIAN, excess_of, median_of, visits_of
from tests.site_text import pages


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


def test_animation_that_no_rule_starts_goes():
    css = "@keyframes used{from{a:b}}@keyframes idle{to{c:d}}p{animation:used 1s}"
    assert without_idle_keyframes(css) == "@keyframes used{from{a:b}}p{animation:used 1s}"


def test_property_that_a_later_rule_for_the_same_elements_sets_anew_goes():
    css = ":root{--a:1;--b:url(x;y);--c:3!important}p{--a:2}@media print{:root{--b:3}}:root,p{--a:4;--c:5}p{--b:6}"
    left = ":root{--b:url(x;y);--c:3!important}p{}@media print{:root{--b:3}}:root,p{--a:4;--c:5}p{--b:6}"
    assert without_overruled(css) == left


@pytest.mark.skipif(not IS_INSTALLED, reason="для этой машины нет колеса tdewolff-minify")
def test_every_page_asks_for_the_script_of_all_pages_and_at_most_one_of_its_own_and_keeps_to_its_budget(site: Path):
    first = set()
    for path in pages(site):
        html = path.read_text(encoding="utf-8")
        scripts = re.findall(r'<script src="[^"]*/((?:site|bundle)\.[0-9a-f]+(?:\.min)?\.js)"', html)
        assert [name.partition(".")[0] for name in scripts] in (["site", "bundle"], ["site", "site", "bundle"]), path
        first.add(scripts[0])
        assert not json.loads(re.search(r'id="__config"[^>]*>(.*?)</script>', html)[1]).get("tags")
    assert len(first) == 1
    visits = visits_of(site)
    assert median_of(visits) <= MEDIAN
    assert {visit.page: excess for visit in visits if (excess := excess_of(visit))} == {}
