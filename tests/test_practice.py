"""Practice in Chromium: what is asked, in which order, by which keys, and that no grade is lost."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests import axe
from tests.bank import questions

ADDRESS = "practice/"
KEPT = "() => JSON.parse(localStorage[`sobesednik.records:${__md_scope.pathname}`] ?? '{}')"
TITLE = ".practice h2"
DAY = 86_400_000


def kept(tab: Page) -> dict[str, dict]:
    """The entries of the store."""
    return tab.evaluate(KEPT).get("entries", {})


def start(tab: Page, site_url: str, query: str = "") -> None:
    tab.goto(f"{site_url}{ADDRESS}{query}")
    tab.get_by_role("button", name="Начать", exact=True).click()


def answer(tab: Page, grade: int) -> str:
    """Show the answer and give a grade; return the wording that was asked."""
    wording = tab.locator(TITLE).inner_text()
    tab.get_by_role("button", name="Показать ответ").click()
    tab.locator(f"[data-grade='{grade}']").click()
    return wording


def remembered(tab: Page, site_url: str, entries: dict[str, dict]) -> None:
    """Have a store with these entries before the next page is opened."""
    tab.goto(site_url)
    tab.evaluate(
        "entries => { const scope = __md_scope.pathname;"
        " localStorage.setItem(`sobesednik.records:${scope}`, JSON.stringify({version: 2, entries})) }",
        entries,
    )


def test_ten_questions_end_with_what_went_well_and_a_calendar(site_url, tab: Page):
    start(tab, site_url)
    for number in range(10):
        expect(tab.locator(".practice__place")).to_contain_text(f"Вопрос {number + 1} из 10")
        answer(tab, 3)
    expect(tab.locator(TITLE)).to_have_text("Вспомнили 10 из 10")
    assert len(kept(tab)) == 10
    assert {one["mark"] for one in kept(tab).values()} == {"know"}
    assert tab.locator(".practice__days span").count() == 35
    assert tab.locator(".practice__days [data-count='4']").count() == 1
    expect(tab.get_by_text("вы занимались 1 день")).to_be_visible()


def test_answer_is_that_of_the_question_and_the_whole_of_it_comes_on_demand(site_url, tab: Page):
    start(tab, site_url, "?section=junior-python-basics&number=")
    every = {one.prompt: one for one in questions(page="junior/python-basics.md")}
    wording = tab.locator(TITLE).inner_text()
    assert " ".join(wording.split()) in every
    tab.get_by_role("button", name="Показать ответ").click()
    expect(tab.locator(".practice__answer")).to_be_focused()
    first = every[" ".join(wording.split())].short.split("\n")[0]
    expect(tab.locator(".practice__answer")).to_contain_text(first[:30])
    tab.locator("summary", has_text="Весь ответ").click()
    expect(tab.locator(".practice .question-blocks details").first).to_have_attribute("open", "")
    expect(tab.locator(".practice .question-blocks")).to_contain_text("Подробно.")
    assert tab.locator(".practice [id^='" + every[" ".join(wording.split())].id + "']").count() == 0


def test_what_is_due_comes_first_then_what_was_never_asked(site_url, tab: Page):
    long_ago = 1_700_000_000_000
    first, second, third = (one.id for one in questions(page="junior/sql-basics.md")[:3])
    now = tab.evaluate("Date.now()")
    remembered(
        tab,
        site_url,
        {
            first: {"mark": "know", "at": now - DAY, "log": [[now - DAY, 4]]},
            second: {"mark": "repeat", "at": long_ago, "log": [[long_ago, 3], [long_ago + DAY, 1]]},
            third: {"mark": "know", "at": long_ago},  # as the site before practice kept it
        },
    )
    start(tab, site_url, "?section=junior-sql-basics&number=")
    every = questions(page="junior/sql-basics.md")
    wordings = {" ".join(one.prompt.split()): one.id for one in every}
    asked = [wordings[" ".join(answer(tab, 4).split())] for _ in every]
    assert set(asked[:2]) == {second, third}
    assert asked[-1] == first
    expect(tab.locator(TITLE)).to_contain_text("Вспомнили")


def test_address_with_a_seed_asks_two_people_the_same(site_url, chromium):
    rows = []
    for _ in range(2):
        with chromium.new_context() as context:
            tab = context.new_page()
            start(tab, site_url, "?order=random&seed=abc&number=5&level=middle")
            rows.append([answer(tab, 3) for _ in range(5)])
    assert rows[0] == rows[1]
    assert len(set(rows[0])) == 5


def test_keys_alone_are_enough_in_a_russian_layout(site_url, tab: Page):
    start(tab, site_url, "?number=5")
    expect(tab.locator(TITLE)).to_be_focused()
    tab.keyboard.press("Space")
    expect(tab.locator(".practice__answer")).to_be_focused()
    tab.keyboard.press("1")
    expect(tab.locator(".practice__place")).to_contain_text("Вопрос 2 из 6")
    assert [one["mark"] for one in kept(tab).values()] == ["repeat"]
    tab.evaluate(
        "dispatchEvent(new KeyboardEvent('keydown', {key: 'я', code: 'KeyZ', bubbles: true, cancelable: true}))"
    )
    expect(tab.locator(".practice__place")).to_contain_text("Вопрос 1 из 5")
    assert [(one["mark"], one["log"]) for one in kept(tab).values()] == [("none", [])]
    tab.keyboard.press("3")  # nothing is shown yet
    assert [one["mark"] for one in kept(tab).values()] == ["none"]


def test_letters_and_digits_do_nothing_where_the_reader_has_switched_them_off(site_url, tab: Page):
    tab.goto(site_url + "marks/")
    tab.locator("[data-keys]").uncheck()
    start(tab, site_url, "?number=5")
    tab.keyboard.press("Space")
    expect(tab.get_by_role("button", name="Показать ответ")).to_be_visible()


def test_closed_tab_loses_nothing_but_asks_where_to_go_on(site_url, tab: Page):
    start(tab, site_url, "?number=5")
    first = answer(tab, 4)
    second = tab.locator(TITLE).inner_text()
    tab.goto(site_url + ADDRESS)
    assert len(kept(tab)) == 1
    tab.get_by_role("button", name="Продолжить: 2 из 5").click()
    expect(tab.locator(TITLE)).to_have_text(re.compile(re.escape(second)))
    for _ in range(4):
        assert answer(tab, 4) != first
    expect(tab.locator(TITLE)).to_have_text("Вспомнили 5 из 5")


def test_two_tabs_keep_each_others_grades(site_url, context):
    one, other = context.new_page(), context.new_page()
    start(one, site_url, "?section=junior-python-basics&number=")
    start(other, site_url, "?section=junior-web-http&number=")
    for _ in range(3):
        answer(one, 3)
        answer(other, 2)
    assert len(kept(one)) == 6
    assert sorted(len(entry["log"]) for entry in kept(one).values()) == [1] * 6


def test_mark_is_a_grade_and_taken_away_it_is_none(site_url, tab: Page):
    tab.goto(site_url + "junior/python-basics/")
    card = tab.locator(".question-card").first
    name = card.get_attribute("data-question")
    card.locator("[data-mark=know]").click()
    entry = kept(tab)[name]
    assert entry["log"] == [[entry["at"], 4]]
    card.locator("[data-mark=know]").click()
    assert (kept(tab)[name]["mark"], kept(tab)[name]["log"]) == ("none", [])


def test_number_of_due_questions_leads_to_practice(site_url, tab: Page):
    names = [one.id for one in questions(page="junior/git-linux.md")[:2]]
    remembered(tab, site_url, {name: {"mark": "repeat", "at": 1_700_000_000_000} for name in names})
    for address in ("", "junior/", "junior/git-linux/"):
        tab.goto(site_url + address)
        expect(tab.locator("[data-due]")).to_have_text("Пора повторить: 2")
    tab.locator("[data-due] a").click()
    expect(tab.locator(".practice__status")).to_contain_text("Подходит 2 вопроса: пора повторить — 2")
    tab.goto(site_url + "junior/web-http/")
    expect(tab.locator("[data-due]")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["default", "slate"])
@pytest.mark.parametrize("width", [320, 1280])
def test_every_step_is_accessible_and_fits(site_url, tab: Page, scheme, width):
    right = axe.watch_steps(tab, site_url + ADDRESS, scheme, width)

    right("beginning")
    tab.locator("[name=clock]").select_option("30")
    tab.get_by_role("button", name="Начать", exact=True).click()
    right("question")
    tab.get_by_role("button", name="Показать ответ").click()
    right("answer")
    tab.locator("[data-grade='1']").click()
    tab.get_by_role("button", name="Закончить").click()
    right("end")


def test_without_javascript_the_page_says_what_it_needs(site_url, chromium):
    with chromium.new_context(java_script_enabled=False) as context:
        tab = context.new_page()
        tab.goto(site_url + ADDRESS)
        assert "Тренировка работает на JavaScript" in tab.locator("article noscript").text_content()
        assert tab.locator("[data-practice]").is_hidden()


def test_refused_storage_is_told_and_practice_goes_on(site_url, tab: Page):
    tab.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }")
    start(tab, site_url, "?number=5")
    answer(tab, 3)
    expect(tab.get_by_text("Браузер не сохранил отметку")).to_be_visible()
    expect(tab.locator(".practice__place")).to_contain_text("Вопрос 2 из 5")


def test_clock_set_back_gives_a_later_time_to_a_later_grade(site_url, tab: Page):
    name = questions(page="junior/sql-basics.md")[0].id
    future = tab.evaluate("Date.now()") + 400 * DAY
    remembered(tab, site_url, {name: {"mark": "repeat", "at": future, "log": [[future, 1]]}})
    tab.goto(site_url + ADDRESS)
    tab.evaluate(f"sobesednik.setGrade({json.dumps(name)}, 3)")
    assert [grade for _, grade in kept(tab)[name]["log"]] == [1, 3]
    assert kept(tab)[name]["log"][1][0] > future


def test_mark_that_was_taken_away_can_be_set_again(site_url, tab: Page):
    tab.goto(site_url + "junior/python-basics/")
    card = tab.locator(".question-card").first
    name = card.get_attribute("data-question")
    for _ in range(3):
        card.locator("[data-mark=repeat]").click()
    assert kept(tab)[name]["mark"] == "repeat"


def test_grade_that_is_taken_back_leaves_those_of_another_tab(site_url, context):
    one, other = context.new_page(), context.new_page()
    for tab in (one, other):
        start(tab, site_url, "?section=junior-sql-basics&number=&order=random&seed=a")
        answer(tab, 1)
    one.get_by_role("button", name="Вернуть оценку").click()
    ((entry),) = kept(one).values()
    assert [grade for _, grade in entry["log"]] == [1]
    assert entry["mark"] == "repeat"


def test_what_was_forgotten_in_a_set_stays_to_be_repeated(site_url, tab: Page):
    start(tab, site_url, "?section=employer-stack&number=")
    answer(tab, 1)
    expect(tab.locator(".practice__place")).to_contain_text("Вопрос 2 из 2")
    answer(tab, 3)
    expect(tab.locator(TITLE)).to_have_text("Вспомнили 0 из 1")
    ((entry),) = kept(tab).values()
    assert entry["mark"] == "repeat"
    assert [grade for _, grade in entry["log"]] == [1, 3]


def test_whole_answer_that_did_not_come_is_asked_for_again(site_url, tab: Page):
    start(tab, site_url, "?section=employer-stack&number=")
    tab.get_by_role("button", name="Показать ответ").click()
    tab.route("**/employer/stack/", lambda route: route.abort())
    whole = tab.locator("summary", has_text="Весь ответ")
    whole.click()
    expect(tab.get_by_text("Не получилось загрузить.")).to_be_visible()
    tab.unroute("**/employer/stack/")
    whole.click()
    whole.click()
    expect(tab.locator(".practice .question-blocks")).to_be_visible()


@pytest.mark.parametrize("place", [-1, None, 0.5, "1"])
def test_damaged_session_is_not_offered(site_url, tab: Page, place):
    name = questions(page="junior/sql-basics.md")[0].id
    tab.goto(site_url)
    tab.evaluate(
        "session => { localStorage.setItem(`sobesednik.practice:${__md_scope.pathname}`, JSON.stringify({session})) }",
        {"ids": [name, name], "place": place, "given": [], "at": 4_000_000_000_000},
    )
    tab.goto(site_url + ADDRESS)
    expect(tab.get_by_role("button", name="Начать", exact=True)).to_be_visible()
    assert tab.get_by_text("Продолжить:").count() == 0
