"""What is asked at interviews: the evidence, the grade that is made of it, the lists and the plan that go by it."""

from __future__ import annotations

import itertools
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import BrowserContext, Page, expect

from hooks import asked
from hooks.asked import Evidence, grade_of
from hooks.markdown.plan import FIRST, cut
from scripts.tools.environment import ROOT
from tests import axe, bank
from tests.test_marks import button

NARROW = {"width": 360, "height": 640}
KNOWN = asked.load(ROOT / "docs")
RANKED = sorted(
    (one for one in bank.questions() if KNOWN.grade(one.id)), key=lambda one: KNOWN.weight(one.id), reverse=True
)
"""The questions of the real site that are known to be asked, those that are asked most first."""
IDS = "items => items.map(one => one.dataset.question)"


def _evidence(*shares: int) -> tuple[Evidence, ...]:
    return tuple(Evidence(1, f"source{number}", "?", share) for number, share in enumerate(shares))


# -- the list ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shares", "grade"),
    [
        ((), ""),
        ((90,), ""),
        ((0, 0), "sometimes"),
        ((19, 0), "sometimes"),
        ((20, 0), "often"),
        ((0, 0, 0), "often"),
        ((50, 0), "always"),
        ((0, 0, 0, 0), "always"),
    ],
)
def test_grade_needs_two_sources_and_rises_with_them_and_with_the_share(shares, grade):
    assert grade_of(_evidence(*shares)) == grade


def test_wording_and_share_of_evidence_are_read():
    found = asked.read("# a\n\nsite = Сайт | https://example.org/a | Хорош.\ngil | site 10% | Что такое GIL?\n")
    assert found.problems == ()
    assert found.sources["site"].url == "https://example.org/a"
    assert found.evidence == {"gil": (Evidence(4, "site", "Что такое GIL?", 10),)}
    # One source is none.
    assert found.grade("gil") == ""


def test_question_without_evidence_has_no_grade_and_is_no_mistake():
    without = [one.id for one in bank.questions() if one.id not in KNOWN.evidence]
    assert without
    assert {KNOWN.grade(id) for id in without} == {""}
    assert KNOWN.problems == ()


def test_questions_for_the_employer_have_no_grade():
    assert [one.id for one in bank.questions(folder="employer") if KNOWN.grade(one.id)] == []


def test_programs_learn_how_often_a_question_is_asked(site):
    data = json.loads((site / "questions.json").read_text(encoding="utf-8"))
    assert {one["id"]: one["asked"] or "" for one in data["questions"]} == {
        one.id: KNOWN.grade(one.id) for one in bank.questions()
    }
    assert {"always", "often", "sometimes", None} == {one["asked"] for one in data["questions"]}


def test_evidence_itself_is_not_published(site):
    assert not list(site.rglob("asked.txt"))


# -- the page of what is asked -----------------------------------------------------------------


def test_first_twenty_are_a_list_without_javascript_and_every_source_is_named(chromium, site_url):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site_url}asked/#first")
    section = page.locator("section", has=page.locator("h2#first"))
    assert section.locator("li").evaluate_all(IDS) == [one.id for one in RANKED[:FIRST]]
    everything = page.locator("li[data-question]").evaluate_all(IDS)
    assert everything == [one.id for one in RANKED]
    text = page.locator("article").inner_text()
    assert [one.title for one in KNOWN.sources.values() if one.title not in text] == []
    context.close()


def test_index_is_put_in_the_order_of_what_is_asked_and_back(site_url, tab: Page):
    tab.goto(f"{site_url}middle/")
    items = tab.locator(".index-section:visible li[data-question]:visible")
    before = items.evaluate_all(IDS)
    tab.locator("select[name=order]").select_option("asked")
    expect(tab).to_have_url(f"{site_url}middle/?order=asked")
    ranked = [one.id for one in RANKED if one.level == "middle"]
    after = items.evaluate_all(IDS)
    assert after == ranked + [id for id in before if id not in ranked]
    # Narrowed, it keeps its order, and its address holds both.
    tab.locator("[data-tag=concurrency]").click()
    expect(tab).to_have_url(f"{site_url}middle/?order=asked&tags=concurrency")
    narrow = items.evaluate_all(IDS)
    assert 0 < len(narrow) < len(after)
    assert narrow == [id for id in after if id in narrow]
    tab.reload()
    assert items.evaluate_all(IDS) == narrow
    tab.locator("[data-tag=concurrency]").click()
    tab.locator("select[name=order]").select_option("")
    expect(tab).to_have_url(f"{site_url}middle/")
    assert items.evaluate_all(IDS) == before


def test_index_of_which_nothing_is_known_offers_no_order(site):
    assert 'name="order"' not in (site / "employer/index.html").read_text(encoding="utf-8")
    assert 'name="order"' in (site / "junior/index.html").read_text(encoding="utf-8")


# -- the plan ----------------------------------------------------------------------------------


@given(st.lists(st.integers(1, 12), min_size=1, max_size=120), st.integers(1, 31))
def test_days_follow_each_other_and_none_is_longer_than_its_share_and_a_piece(lengths, days):
    found = cut(lengths, days)
    assert found == sorted(found)
    assert set(found) <= set(range(days))
    share = sum(lengths) / days
    for day in set(found):
        own = [length for length, of in zip(lengths, found, strict=True) if of == day]
        assert sum(own) <= share + (own[0] + own[-1]) / 2


def _days(page: Page, term: str) -> list[list[str]]:
    plan = page.locator(f"h2#{term} ~ .plan").first
    return [day.locator("li:visible").evaluate_all(IDS) for day in plan.locator(".plan-day:visible").all()]


def test_plan_without_javascript_holds_every_question_once_and_the_minutes_of_each_day(chromium, site_url):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site_url}plan/")
    assert _days(page, "evening") == [[one.id for one in RANKED[:FIRST]]]
    for term, number in (("week", 6), ("month", 20)):
        days = _days(page, term)
        assert len(days) == number
        assert sorted(itertools.chain(*days)) == sorted(one.id for one in bank.questions())
    plan = page.locator("h2#week ~ .plan").first
    for day in plan.locator(".plan-day").all():
        minutes = day.locator("li").evaluate_all("items => items.map(one => Number(one.dataset.minutes))")
        assert day.locator(".plan-day__about").inner_text().startswith(f"{sum(minutes)} минут")
    assert not page.locator(".plan-choice").is_visible()
    context.close()


def test_script_cuts_the_days_as_the_build_does(chromium, site_url, tab: Page):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site_url}plan/")
    tab.goto(f"{site_url}plan/")
    expect(tab.locator(".plan-choice")).to_be_visible()
    for term in ("evening", "week", "month"):
        assert _days(tab, term) == _days(page, term)
    context.close()


def test_level_shortens_the_plan_and_stands_in_the_address(site_url, tab: Page):
    tab.goto(f"{site_url}plan/")
    tab.locator("select[name=level]").select_option("junior")
    expect(tab).to_have_url(f"{site_url}plan/?level=junior")
    wanted = sorted(one.id for one in bank.questions() if one.level in {"junior", "any"})
    assert sorted(itertools.chain(*_days(tab, "week"))) == wanted
    tab.reload()
    assert tab.locator("select[name=level]").input_value() == "junior"
    assert sorted(itertools.chain(*_days(tab, "month"))) == wanted
    tab.goto(f"{site_url}plan/?level=tsar")
    assert len(list(itertools.chain(*_days(tab, "week")))) == len(bank.questions())


def test_what_is_known_takes_no_time_what_is_to_repeat_comes_first_and_a_day_is_done(site_url, tab: Page):
    one, other = [question for question in RANKED if question.page == "junior/python-basics.md"][:2]
    tab.goto(f"{site_url}junior/python-basics/")
    button(tab, "Знаю", one.id).click()
    button(tab, "Повторить", other.id).click()
    tab.goto(f"{site_url}plan/")
    (evening,) = _days(tab, "evening")
    assert evening[0] == other.id
    assert evening[-1] == one.id
    day = tab.locator("h2#evening ~ .plan .plan-day").first
    expect(day.locator(".plan-day__about")).to_contain_text(f"осталось {2 * FIRST - 2} минут из {2 * FIRST}")
    assert day.get_attribute("data-done") == "false"
    tab.evaluate("ids => ids.forEach(id => sobesednik.setMark(id, 'know'))", evening)
    expect(day.locator(".plan-day__about")).to_contain_text("Сделано")
    assert day.get_attribute("data-done") == "true"
    # Nothing is kept but marks.
    assert [key for key in tab.evaluate("Object.keys(localStorage)") if "plan" in key] == []


# -- home --------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_four_ways_in_stand_on_the_first_screen_of_a_phone_and_lead_there_at_once(chromium, site_url, scheme):
    context: BrowserContext = chromium.new_context(viewport=NARROW, color_scheme=scheme, is_mobile=True, has_touch=True)
    page = context.new_page()
    page.goto(site_url)
    ways = page.locator("h2#start + ul > li")
    bottoms = [box["y"] + box["height"] for box in (way.bounding_box() for way in ways.all())]
    assert len(bottoms) == 4
    assert max(bottoms) <= NARROW["height"]
    for number, (address, anchor) in enumerate(
        [("plan/", "#evening"), ("plan/", "#week"), ("interview/", ""), ("contributing/", "")]
    ):
        page.goto(site_url)
        box = ways.nth(number).bounding_box()
        page.touchscreen.tap(box["x"] + box["width"] - 12, box["y"] + 12)
        # What the page is set to stands in its address soon.
        expect(page).to_have_url(re.compile(rf"{re.escape(site_url + address)}(\?[^#]*)?{anchor}$"))
    context.close()


@pytest.mark.parametrize("address", ["asked/", "plan/?level=junior", "junior/?order=asked"])
def test_pages_of_the_plan_are_accessible(site_url, tab: Page, address):
    axe.load(tab, site_url + address)
    assert axe.findings_everywhere(tab) == []
