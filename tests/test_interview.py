"""«Собеседование» in Chromium: planned, held, recorded; nothing of it is lost and nothing leaves the browser."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import axe
from tests.bank import questions
from tests.conftest import BASE_PATH
from tests.test_marks import FULL, notice

ADDRESS = "interview/"
CHOICE = "?level=middle&minutes=45&topics=fastapi postgresql"
PREFIX = f"sobesednik.own:/{BASE_PATH}/#interview."
PLANNED = ".interview-plan > li"
TITLE = ".interview > h2"
HOUR = 3_600_000


def kept(tab: Page) -> list[dict]:
    """The interviews that the browser has, those that were erased left out."""
    texts = tab.evaluate(
        "key => Object.keys(localStorage).filter(name => name.startsWith(key)).map(name => localStorage[name])", PREFIX
    )
    return [one for one in map(json.loads, texts) if not one.get("gone")]


def record(tab: Page) -> dict:
    """The only interview that there is."""
    (one,) = kept(tab)
    return one


def planned(tab: Page) -> list[str]:
    """The ids of the plan, in order."""
    return tab.locator(PLANNED).evaluate_all("all => all.map(one => one.dataset.id)")


def start(tab: Page, site_url: str, query: str = CHOICE, name: str = "") -> None:
    """Plan an interview and begin it."""
    tab.goto(f"{site_url}{ADDRESS}{query}")
    tab.get_by_label("Кандидат, можно не писать").fill(name)
    tab.get_by_role("button", name="Начать", exact=True).click()
    expect(tab.locator(TITLE)).to_be_focused()


def finish(tab: Page) -> None:
    """Score what is there, with a sign ticked, until there is no more."""
    while tab.locator(".interview-nav").count():
        place = tab.locator(".interview-place").inner_text()
        tab.locator(".interview-signs input").first.check()
        tab.locator(".interview-scores input").nth(4).check()
        tab.locator(".interview-nav .button--primary").click()
        expect(tab.locator(".interview-place", has_text=place.partition("·")[0])).to_have_count(0)


def put(tab: Page, **changed: object) -> None:
    """Change the only interview as another tab would."""
    tab.evaluate(
        """([prefix, changed]) => {
            const name = Object.keys(localStorage).find(one => one.startsWith(prefix));
            localStorage[name] = JSON.stringify({...JSON.parse(localStorage[name]), ...changed});
        }""",
        [PREFIX, changed],
    )


# -- the plan ---------------------------------------------------------------------------------


def test_plan_covers_the_topics_fits_the_time_goes_from_easy_to_hard_and_is_the_same_from_its_address(
    site_url, tab: Page, chromium
):
    tab.goto(site_url + ADDRESS)
    tab.get_by_text("Темы и разделы").click()
    tab.get_by_label("Найти тему или раздел").fill("postgre")
    tab.locator("[data-tag=postgresql]").click()
    expect(tab.locator("[data-tag=fastapi]")).to_be_hidden()
    tab.get_by_label("Найти тему или раздел").fill("")
    tab.locator("[data-tag=fastapi]").click()
    every = {one.id: one for one in questions()}
    plan = [every[name] for name in planned(tab)]
    minutes = re.search(r"(\d+) минут\w* из 45", tab.locator(".interview-status").inner_text())
    assert 36 <= int(minutes[1]) <= 45
    assert [one.level for one in plan] == sorted(one.level for one in plan)  # junior, middle
    topics = [{"fastapi", "postgresql"} & set(one.tags) for one in plan]
    assert all(topics)
    assert abs(sum("fastapi" in one for one in topics) - sum("postgresql" in one for one in topics)) <= 1
    assert "fastapi+postgresql" in tab.url

    first, second, third = planned(tab)[:3]
    tab.get_by_role("button", name="Другой вопрос").first.click()
    tab.get_by_role("button", name="Ниже").nth(1).click()
    expect(tab.get_by_role("button", name="Ниже").nth(2)).to_be_focused()
    tab.get_by_label("Добавить вопрос").select_option("gil")
    tab.locator(PLANNED).nth(3).get_by_role("button", name="Убрать").click()
    changed = planned(tab)
    assert first not in changed
    assert changed[1:3] == [third, second]
    assert changed[-1] == "gil"
    assert len(changed) == len(plan)
    with chromium.new_context() as context:
        other = context.new_page()
        other.goto(tab.url)
        assert planned(other) == changed
        expect(other.locator(".interview-choice summary")).to_contain_text("FastAPI, PostgreSQL")
        other.goto(tab.url.replace("gil", "no-such-question"))
        expect(notice(other)).to_contain_text("которых сейчас нет на сайте: 1")
        assert planned(other) == changed[:-1]
    tab.locator("[name=minutes]").select_option("30")
    assert len(planned(tab)) < len(plan)
    tab.get_by_role("button", name="Вернуть прежний").click()
    assert planned(tab) == changed


# -- while it is held -------------------------------------------------------------------------


def test_interview_is_held_by_keys_alone(site_url, tab: Page):
    start(tab, site_url, "?level=junior&minutes=own&plan=list-vs-tuple gil")
    tab.keyboard.press("KeyF")
    expect(tab.locator(".interview-asked summary")).to_be_focused()
    tab.keyboard.press("Enter")
    expect(tab.locator(".interview-asked details div")).to_contain_text("(1,)")
    tab.keyboard.press("KeyF")
    tab.keyboard.press("Digit3")
    expect(tab.get_by_label("3 — уверенно")).to_be_checked()
    tab.locator(".interview-signs input").first.focus()
    tab.keyboard.press("Space")
    tab.keyboard.press("KeyN")  # the page of the theme's next must not open
    expect(tab.locator(TITLE)).to_have_text("GIL")
    expect(tab.locator(TITLE)).to_be_focused()
    tab.keyboard.press("Space")
    expect(tab.get_by_role("button", name="Пуск")).to_be_visible()
    tab.keyboard.press("KeyP")
    expect(tab.get_by_label("3 — уверенно")).to_be_checked()
    expect(tab.locator(".interview-asked li")).to_have_count(2)
    tab.keyboard.press("KeyN")
    tab.keyboard.press("Numpad1")
    tab.keyboard.press("KeyN")
    expect(tab.locator(TITLE)).to_be_focused()
    expect(tab.locator(".interview-facts")).to_contain_text("спрошено 2 из 2 · средняя оценка 2,0 из 4")
    one, other = record(tab)["items"]
    assert (one["score"], one["asked"], [sign[2] for sign in one["signs"]].count(True)) == (3, 2, 1)
    assert (other["score"], other["asked"]) == (1, 0)
    expect(tab.locator(".interview-columns section").nth(0)).to_contain_text("Список и кортеж")
    expect(tab.locator(".interview-columns section").nth(1)).to_contain_text("GIL")


def test_other_question_and_skipping_lose_nothing_of_what_was_asked(site_url, tab: Page):
    start(tab, site_url, "?level=middle&minutes=45&topics=fastapi&plan=middleware gil")
    tab.get_by_role("button", name="Другой вопрос").click()
    replaced = [one["id"] for one in record(tab)["items"]]
    assert len(replaced) == 2
    assert "middleware" not in replaced
    tab.keyboard.press("Digit2")
    tab.get_by_role("button", name="Другой вопрос").click()
    assert [one["id"] for one in record(tab)["items"]][::2] == replaced
    expect(tab.locator(".interview-place")).to_contain_text("Вопрос 2 из 3")
    tab.get_by_role("button", name="Пропустить").click()
    tab.get_by_text("Все вопросы").click()
    expect(tab.locator(".interview-row button").nth(0)).to_contain_text("2 (с подсказками)")
    expect(tab.locator(".interview-row button").nth(1)).to_contain_text("пропущен")
    tab.locator(".interview-row button").nth(0).click()
    expect(tab.get_by_label("2 — с подсказками")).to_be_checked()


def test_reload_and_closing_in_the_middle_lose_nothing(site_url, context: BrowserContext):
    tab = context.new_page()
    start(tab, site_url, name="Анна")
    tab.keyboard.press("KeyN")
    tab.evaluate("window.setTimeout = () => 1")  # what is kept is kept because the page goes
    tab.get_by_label("Заметки").fill("Знает, где ломается")
    tab.reload()
    expect(tab.locator(".interview-place")).to_contain_text("Вопрос 2 из")
    expect(tab.get_by_label("Заметки")).to_have_value("Знает, где ломается")
    tab.close()
    other = context.new_page()
    other.goto(site_url + ADDRESS)
    # An hour later it was no interview any more.
    put(other, seen=other.evaluate("Date.now()") - HOUR)
    other.reload()
    other.get_by_role("button", name="Продолжить: Анна").click()
    expect(notice(other)).to_contain_text("Часы остановились")
    expect(other.get_by_role("button", name="Пуск")).to_be_visible()
    assert sum(one["spent"] for one in record(other)["items"]) < HOUR / 2


def test_two_tabs_keep_what_both_have_written_and_count_the_time_once(site_url, context: BrowserContext):
    one, other = context.new_page(), context.new_page()
    start(one, site_url)
    other.goto(one.url)
    one.get_by_label("Заметки").fill("из первой")
    other.locator(".interview-signs input").nth(1).check()
    expect(other.get_by_label("Заметки")).to_have_value("из первой")
    other.get_by_label("3 — уверенно").check()
    expect(one.get_by_label("3 — уверенно")).to_be_checked()
    expect(one.locator(".interview-signs input").nth(1)).to_be_checked()
    put(one, seen=one.evaluate("Date.now()") - 300_000)
    for tab in (one, other):
        tab.locator(".interview-signs input").nth(0).click()
    assert 300_000 <= sum(item["spent"] for item in record(one)["items"]) < 500_000
    other.keyboard.press("KeyN")
    expect(one.locator(".interview-place")).to_contain_text("Вопрос 2 из")
    assert record(one)["items"][0]["notes"] == "из первой"


def test_storage_that_is_full_is_told_and_the_interview_goes_on_to_its_file(site_url, tab: Page, tmp_path):
    tab.add_init_script(FULL)
    start(tab, site_url, "?level=middle&minutes=45&plan=gil")
    expect(notice(tab)).to_contain_text("Текст не сохранён: хранение запрещено или место кончилось.")
    tab.get_by_label("Заметки").fill("не потеряется")
    finish(tab)
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Сохранить в JSON").click()
    download.value.save_as(tmp_path / "one.json")
    saved = json.loads((tmp_path / "one.json").read_text(encoding="utf-8"))
    assert saved["record"]["items"][0]["notes"] == "не потеряется"


def test_record_that_a_newer_site_has_written_is_not_called_erased(site_url, tab: Page):
    start(tab, site_url, "?level=middle&minutes=45&plan=gil")
    put(tab, version=2)
    tab.evaluate("document.dispatchEvent(new Event('stories'))")  # as another tab's writing is heard of
    expect(notice(tab)).to_contain_text("записала другая версия сайта")
    assert record(tab)["version"] == 2
    tab.reload()
    expect(notice(tab)).to_contain_text("Не читается ваших текстов: 1.")


def test_candidate_sees_nothing_of_the_record_when_the_last_question_is_over(site_url, tab: Page):
    start(tab, site_url, "?level=middle&minutes=45&plan=gil")
    tab.keyboard.press("KeyC")
    tab.keyboard.press("KeyN")
    screen = tab.locator("dialog")
    expect(screen).to_contain_text("Собеседование закончено")
    assert screen.bounding_box() == {"x": 0, "y": 0, **tab.viewport_size}
    screen.get_by_role("button", name="Закрыть").click()
    expect(tab.get_by_role("button", name="Сохранить в Markdown")).to_be_visible()


def test_note_that_was_just_typed_keeps_its_question_when_another_is_asked_for(site_url, tab: Page):
    start(tab, site_url, "?level=middle&minutes=45&topics=fastapi&plan=middleware gil")
    tab.evaluate("window.setTimeout = () => 1")  # it is not kept by itself yet
    tab.get_by_label("Заметки").fill("Знает")
    tab.get_by_role("button", name="Другой вопрос").click()
    assert [one["notes"] for one in record(tab)["items"]] == ["Знает", "", ""]


def test_screen_of_the_candidate_shows_only_the_question(site_url, tab: Page):
    start(tab, site_url)
    title = tab.locator(TITLE).inner_text()
    seen = """() => [1, 3, 5, 7, 9].flatMap(x => [1, 3, 5, 7, 9].map(y => [innerWidth * x / 10, innerHeight * y / 10]))
        .every(([x, y]) => document.elementFromPoint(x, y).closest('dialog'))"""
    tab.keyboard.press("KeyC")
    screen = tab.locator("dialog")
    expect(screen).to_contain_text(title)
    assert screen.bounding_box() == {"x": 0, "y": 0, **tab.viewport_size}
    assert tab.evaluate(seen)
    one = record(tab)["items"][0]
    assert not [text for text in [*one["asks"], *(sign[1] for sign in one["signs"])] if text in screen.inner_text()]
    tab.keyboard.press("KeyF")  # would change what is behind it
    tab.keyboard.press("KeyN")
    expect(screen).not_to_contain_text(title)
    assert record(tab)["items"][0]["asked"] == 0
    tab.keyboard.press("Escape")
    with tab.expect_popup() as opened:
        tab.get_by_role("button", name="Он же в отдельном окне").click()
    other = opened.value
    expect(other.locator("dialog")).to_contain_text(tab.locator(TITLE).inner_text())
    assert other.evaluate(seen)
    assert other.locator("dialog button").count() == 0
    tab.keyboard.press("KeyN")
    expect(other.locator("dialog")).to_contain_text(tab.locator(TITLE).inner_text())
    tab.get_by_role("button", name="Закончить").click()
    expect(other.locator("dialog")).to_contain_text("Собеседование закончено")


def test_answers_are_there_though_the_network_goes(site_url, context: BrowserContext):
    tab = context.new_page()
    with tab.expect_response("**/middle/async-concurrency/"):
        start(tab, site_url, "?level=middle&minutes=45&plan=gil deadlock")
    tab.wait_for_load_state("networkidle")
    context.set_offline(True)
    tab.keyboard.press("KeyN")
    tab.locator("summary", has_text="Модельный ответ").click()
    expect(tab.locator(".interview .question-blocks")).to_contain_text("Взаимная блокировка (deadlock)")
    finish(tab)
    expect(tab.locator(".interview-facts")).to_contain_text("спрошено 1 из 2")


# -- the record, its files, paper -------------------------------------------------------------


def test_record_goes_through_its_files_and_is_erased_after_one_question(site_url, tab: Page, tmp_path):
    start(tab, site_url, "?level=middle&minutes=45&plan=list-vs-tuple gil", name="Анна")
    finish(tab)
    tab.get_by_label("Итог").fill("Берём | на испытательный срок")
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Сохранить в Markdown").click()
    download.value.save_as(tmp_path / "one.md")
    text = (tmp_path / "one.md").read_text(encoding="utf-8")
    assert text.startswith("# Собеседование: Анна\n\n")
    assert "## Итог\n\nБерём | на испытательный срок\n" in text
    assert "- Прозвучало, Junior: " in text
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Сохранить в JSON").click()
    path = tmp_path / "one.json"
    download.value.save_as(path)
    before = record(tab)

    asked = []
    tab.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    tab.get_by_role("button", name="Стереть").click()
    expect(tab.get_by_role("button", name="Начать", exact=True)).to_be_visible()
    assert len(asked) == 1
    assert kept(tab) == []
    assert "Анна" not in tab.evaluate("JSON.stringify(localStorage)")

    field = tab.get_by_label("Файл собеседования")
    whole = json.loads(path.read_text(encoding="utf-8"))
    for bad, words in {
        "{broken": "это не файл собеседования или он повреждён",
        json.dumps(whole | {"interview": 2}): "он записан более новой версией сайта",
        json.dumps({"version": 2, "entries": {}}): "это файл отметок",
        json.dumps(whole | {"record": whole["record"] | {"place": 7}}): "он повреждён",
        json.dumps(whole | {"record": whole["record"] | {"items": [{"id": "gil"}]}}): "он повреждён",
    }.items():
        field.set_input_files({"name": "a.json", "mimeType": "application/json", "buffer": bad.encode()})
        expect(notice(tab)).to_contain_text(words)
        expect(notice(tab)).to_contain_text("Здесь ничего не изменилось.")
        tab.get_by_role("button", name="Закрыть").click()
        assert kept(tab) == []
    field.set_input_files(path)
    expect(tab.locator(TITLE)).to_have_text("Собеседование: Анна")
    assert record(tab) | {"at": 0} == before | {"at": 0}
    # The same file again is the same interview; what was written since is not written over.
    tab.get_by_role("button", name="К началу").click()
    field.set_input_files(path)
    expect(tab.locator(TITLE)).to_be_visible()
    assert len(kept(tab)) == 1
    tab.get_by_label("Итог").fill("Передумали")
    tab.get_by_role("button", name="К началу").click()
    field.set_input_files(path)
    expect(tab.get_by_label("Итог")).to_have_value("Берём | на испытательный срок")
    assert sorted(one["notes"] for one in kept(tab)) == ["Берём | на испытательный срок", "Передумали"]


def test_what_takes_the_place_of_a_record_takes_no_word_of_it_but_when_it_was_erased(site_url, tab: Page):
    """Taken from a file that is newer and emptier; kept by a tab that had no room while another one had."""
    start(tab, site_url, "?level=middle&minutes=45&plan=list-vs-tuple gil", name="Анна")
    tab.get_by_label("Заметки").fill("Знает")
    tab.keyboard.press("Tab")
    finish(tab)
    take = """more => {
        const [[name, one]] = Object.entries(sobesednik.own.records()).filter(([, one]) => !one.gone);
        sobesednik.own.take({[name]: {...one, at: one.at + 1, ...more}})();
    }"""
    before = record(tab)
    tab.evaluate(take, {"items": [{**one, "notes": ""} for one in before["items"]]})
    assert sorted(one["items"][0]["notes"] for one in kept(tab)) == ["", "Знает"]

    tab.evaluate("localStorage.clear()")
    start(tab, site_url, "?level=middle&minutes=45&plan=gil")
    tab.evaluate("""window.setItem = Storage.prototype.setItem;
        Storage.prototype.setItem = function (...words) {
            if (window.isFull) throw new Error("full");
            setItem.call(this, ...words);
        };
        window.isFull = true""")
    tab.get_by_label("Заметки").fill("Знает")
    expect(notice(tab)).to_contain_text("Текст не сохранён")
    tab.evaluate("window.isFull = false")
    put(tab, items=[{**one, "score": 3} for one in record(tab)["items"]])
    tab.keyboard.type(" всё")
    expect(notice(tab)).to_contain_text("Текст сохранён")
    assert {(one["items"][0]["notes"], one["items"][0]["score"]) for one in kept(tab)} >= {("", 3), ("Знает всё", None)}

    tab.evaluate("localStorage.clear()")
    start(tab, site_url, "?level=middle&minutes=45&plan=gil")
    tab.evaluate(take, {"gone": True, "items": []})
    assert kept(tab) == []


def test_file_of_all_marks_carries_interviews(site_url, tab: Page):
    start(tab, site_url, name="Анна")
    finish(tab)
    before = record(tab)
    tab.goto(site_url + "marks/")
    text = tab.evaluate("sobesednik.export()")
    assert json.loads(text)["version"] == 4
    asked = []
    tab.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    tab.get_by_role("button", name="Стереть всё").click()
    expect(notice(tab)).to_have_text("Отметки, галочки и записи собеседований стёрты.")
    assert "Сотрутся и записи собеседований: 1." in asked[0]
    assert kept(tab) == []
    file = {"name": "marks.json", "mimeType": "application/json", "buffer": text.encode()}
    tab.locator("[data-marks=file]").set_input_files(file)
    expect(notice(tab)).to_contain_text("Историй, текстов и собеседований: 1, изменилось: 1.")
    assert record(tab) == before


def test_record_of_an_hour_with_many_notes_prints_on_two_sheets_without_its_buttons(site_url, tab, tmp_path: Path):
    start(tab, site_url, "?level=middle&minutes=60", name="Анна Петрова")
    items = record(tab)["items"]
    assert len(items) >= 10
    for n, one in enumerate(items):
        one |= {"score": n % 5, "asked": 3, "spent": 280_000, "notes": "Путается в деталях, но рассуждает здраво. " * 5}
        one["signs"] = [[*sign[:2], True] for sign in one["signs"]]
    put(tab, items=items, ended=1, notes="Рассказал о проекте подробно и честно. " * 10)
    tab.reload()
    expect(tab.locator(TITLE)).to_have_text("Собеседование: Анна Петрова")
    tab.pdf(path=tmp_path / "record.pdf", prefer_css_page_size=True)
    with pdfium.PdfDocument(tmp_path / "record.pdf") as paper:
        text = "\n".join(page.get_textpage().get_text_range() for page in paper)
        assert len(paper) <= 2
    assert "Рассказал о проекте" in text
    assert "Что прочитать" in text
    assert "#gil" in text  # where to read it
    assert not [word for word in ("Сохранить", "Стереть", "Для того, кто спрашивает") if word in text]


# -- everybody --------------------------------------------------------------------------------


@pytest.mark.parametrize(("scheme", "width"), [("default", 320), ("slate", 1280)])
def test_every_step_is_accessible_and_fits(site_url, tab: Page, scheme, width):
    right = axe.watch_steps(tab, site_url + ADDRESS, scheme, width)

    tab.get_by_text("Темы и разделы").click()
    tab.locator("[data-tag=fastapi]").click()
    assert tab.locator(".interview-choices").evaluate("one => one.scrollWidth <= one.clientWidth")
    right("plan")
    tab.get_by_role("button", name="Начать", exact=True).click()
    tab.keyboard.press("KeyF")
    tab.get_by_text("Все вопросы").click()
    right("question")
    tab.keyboard.press("KeyC")
    right("screen of the candidate")
    tab.keyboard.press("KeyC")
    finish(tab)
    right("record")
    tab.get_by_role("button", name="К началу").click()
    right("beginning with a record")


def test_without_javascript_the_page_says_what_it_needs_and_leads_to_the_indexes(site_url, chromium):
    with chromium.new_context(java_script_enabled=False) as context:
        tab = context.new_page()
        tab.goto(site_url + ADDRESS)
        told = tab.locator("article noscript")
        assert "Собеседование работает на JavaScript" in told.text_content()
        assert tab.locator("article :is(button, input, select):visible").count() == 0
        tab.locator("article noscript a", has_text="Middle").click()
        expect(tab).to_have_url(site_url + "middle/")
