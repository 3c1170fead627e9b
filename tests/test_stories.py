"""The reader's own stories in Chromium: written into «Заготовка», kept in the browser only, never lost."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from selectolax.lexbor import LexborHTMLParser

from hooks.minifier import IS_INSTALLED, minified_script
from tests import axe
from tests.bank import questions
from tests.conftest import BASE_PATH
from tests.test_marks import FULL, KEY, REFUSED, file_of, give, notice
from tests.waiting import wait_until

PREFIX = f"sobesednik.own:/{BASE_PATH}/#"
SOFT = questions(folder="soft-skills")
FIRST, SECOND = SOFT[:2]
PAGE = FIRST.page.removesuffix(".md") + "/"
OTHER = next(one for one in SOFT if one.page != FIRST.page)
OTHER_PAGE = OTHER.page.removesuffix(".md") + "/"
ASSETS = Path(__file__).parent.parent / "docs/assets/javascripts"
WORDS = "Я выкатил миграцию без проверки на копии базы. "
HALF_A_MINUTE = " ".join(["слово"] * 60)


def fields(tab: Page, question=FIRST) -> Locator:
    """Return the fields of a question's skeleton."""
    return tab.locator(f"[data-question={question.id}] .story-step textarea")


def place_of(question=FIRST) -> str:
    """Return the address of a skeleton in the site."""
    return f"{question.page.removesuffix('.md')}/#{question.id}--skeleton"


def open_form(tab: Page, site_url: str, question=FIRST) -> Locator:
    """Open the page of a question at its skeleton; return its fields."""
    tab.goto(site_url + place_of(question))
    expect(fields(tab, question).first).to_be_visible()
    return fields(tab, question)


def chip(tab: Page) -> Locator:
    """Return what leads from a question to its skeleton."""
    return tab.locator(f"[data-question={FIRST.id}] .question-chips a", has_text="своя история")


def kept(tab: Page) -> dict[str, dict]:
    """Return what the browser keeps: name -> record."""
    script = "key => Object.entries(localStorage).filter(([name]) => name.startsWith(key))"
    return {name.removeprefix(PREFIX): json.loads(text) for name, text in tab.evaluate(script, PREFIX)}


def titles(tab: Page) -> list[str]:
    """Return the names of the kept stories."""
    return sorted(record["title"] for name, record in kept(tab).items() if name.startswith("story."))


def parts(tab: Page, question=FIRST) -> list[str]:
    """Return the kept texts of a question's steps."""
    return [part for part in kept(tab).get(f"text.{question.id}", {}).get("parts", []) if part]


def put(tab: Page, name: str, text: str) -> None:
    """Write into the storage as another tab would, which tells this one nothing."""
    tab.evaluate("([key, text]) => localStorage.setItem(key, text)", [PREFIX + name, text])


def record(*texts: str, at: int = 1, **more) -> dict:
    """Return a kept text of the first question."""
    return {"version": 1, "at": at, "title": FIRST.title, "parts": list(texts)} | more


def story(title: str, *ids: str, at: int = 1, **more) -> dict:
    """Return a kept story."""
    return {"version": 1, "at": at, "title": title, "questions": list(ids)} | more


def file_with(**own: dict) -> str:
    """Return the text of a file with stories and one mark."""
    entries = {"gil": {"mark": "know", "at": 1}}
    return json.dumps({"version": 3, "entries": entries, "own": {name.replace("_", ".", 1): own[name] for name in own}})


@pytest.fixture
def start(site_url: str, tab: Page) -> Callable:
    """Give a function that puts records into the storage before any of our scripts sees it."""

    def begin(**own: dict | str) -> None:
        tab.route("**/empty", lambda route: route.fulfill(body="", content_type="text/html"))
        tab.goto(site_url + "empty")
        for name, one in own.items():
            text = one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)
            put(tab, name.replace("_", ".", 1), text)

    return begin


def text_name(question=FIRST) -> str:
    """Return a question's name for `start` and `file_with`."""
    return f"text_{question.id}"


# -- the form ---------------------------------------------------------------------------------


@pytest.mark.counts
def test_every_skeleton_is_marked_and_each_of_its_steps_becomes_a_field_with_its_words_as_label(
    site, site_url, tab: Page
):
    steps = {}
    for page in {one.page for one in SOFT}:
        tree = LexborHTMLParser((site / page.removesuffix(".md") / "index.html").read_text(encoding="utf-8"))
        for card in tree.css(".question-card"):
            (skeleton,) = card.css("[data-skeleton]")
            assert skeleton.attributes["data-skeleton"] == "../../stories/"
            steps[card.attributes["data-question"]] = [" ".join(one.text().split()) for one in skeleton.css("li")]
    assert list(sorted(steps)) == sorted(one.id for one in SOFT)
    open_form(tab, site_url)
    labels = fields(tab).evaluate_all("all => all.map(one => one.labels[0].textContent.trim())")
    assert [" ".join(one.split()) for one in labels] == steps[FIRST.id]
    # A gap is seen; it is not spelled out.
    assert "___" in labels[0]
    expect(fields(tab).first).to_have_accessible_name(" ".join(labels[0].replace("___", "").split()))


def test_text_is_kept_counted_and_outlives_a_reload(site_url, tab: Page):
    tab.goto(site_url + PAGE)
    form = fields(tab)
    expect(form.first).not_to_be_visible()
    chip(tab).click()
    expect(form.first).to_be_in_viewport()
    expect(tab.locator(".story-time").first).to_have_text(
        "Пишите прямо здесь: посчитается, сколько это вслух. Хранится только в этом браузере."
    )
    form.nth(0).fill(HALF_A_MINUTE)
    form.nth(2).fill(HALF_A_MINUTE + "\n\nслово ___ — 45")
    expect(tab.locator(".story-time").first).to_have_text(
        "≈ 60 секунд вслух при 120 словах в минуту. Хранится только в этом браузере."
    )
    tab.reload()
    expect(fields(tab).nth(0)).to_have_value(HALF_A_MINUTE)
    expect(fields(tab).nth(1)).to_have_value("")
    expect(fields(tab).nth(2)).to_have_value(HALF_A_MINUTE + "\n\nслово ___ — 45")


@pytest.mark.parametrize("way", ["closed", "left", "hidden"])
def test_text_is_kept_though_the_page_goes_in_the_middle_of_a_word(site_url, context: BrowserContext, way):
    tab, other = context.new_page(), context.new_page()
    other.goto(site_url + "404.html")
    open_form(tab, site_url)
    # No timer of the page runs: what is kept is kept because the page goes.
    tab.evaluate("window.setTimeout = () => 1")
    fields(tab).first.press_sequentially("Я выкатил мигр")
    assert kept(other) == {}
    if way == "closed":
        tab.close(run_before_unload=True)
    elif way == "left":
        tab.goto(site_url)
    else:
        tab.evaluate(
            "Object.defineProperty(document, 'hidden', {get: () => true});"
            "document.dispatchEvent(new Event('visibilitychange'))"
        )
    wait_until(other, lambda: kept(other))
    assert parts(other) == ["Я выкатил мигр"]


def test_field_grows_with_its_text_and_nothing_is_cut_at_320_pixels(site_url, tab: Page):
    tab.set_viewport_size({"width": 320, "height": 640})
    form = open_form(tab, site_url)
    low = form.first.bounding_box()["height"]
    form.first.fill(WORDS * 6 + "длинноесловобезпробелов" * 8)
    assert form.first.bounding_box()["height"] > 3 * low
    assert form.first.evaluate("one => one.scrollHeight - one.clientHeight") <= 1
    assert tab.evaluate("document.documentElement.scrollWidth") == 320
    open_page(tab, site_url)
    for number in range(5):
        name_story(tab, f"История с длинным именем {number}")
    assert tab.evaluate("document.documentElement.scrollWidth") == 320


def test_steps_that_the_skeleton_has_no_more_keep_their_texts(site_url, tab: Page, start):
    start(**{text_name(): record(*["шаг"] * 6, "", "лишний")})
    form = open_form(tab, site_url)
    expect(form.last).to_have_value("лишний")
    expect(form.last).to_have_accessible_name("Написано раньше, когда шагов было больше")
    form.first.fill("иной")
    tab.reload()
    expect(fields(tab).last).to_have_value("лишний")


def test_skeleton_is_text_and_leads_nowhere_without_javascript(site_url, chromium):
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(site_url + PAGE)
    chip(tab).click()
    expect(tab.locator("[data-skeleton] li").first).to_be_in_viewport()
    assert tab.locator("article :is(textarea, button, input, select):visible").count() == 0
    tab.goto(site_url + "stories/")
    told = tab.locator("article noscript").text_content()
    assert "JavaScript выключен, поэтому писать истории здесь негде" in told
    assert tab.locator("article :is(textarea, button, input, select)").count() == 0
    links = tab.locator("[data-serves] a")
    assert links.evaluate_all("all => all.map(one => one.hash.slice(1))") == [one.id for one in SOFT]
    links.first.click()
    expect(tab.locator(f"[id={FIRST.id}]")).to_be_in_viewport()
    context.close()


def test_another_story_is_put_below_what_is_written_and_taken_back(site_url, tab: Page, start):
    taken = record("начало", "", "конец", at=5) | {"title": OTHER.title}
    start(**{text_name(OTHER): taken, "story_a": story("Промокоды", OTHER.id)})
    form = open_form(tab, site_url)
    form.first.fill("своё")
    choice = tab.locator(f"[data-question={FIRST.id}]").get_by_label("Взять мою историю")
    expect(choice.locator("option")).to_have_text([f"Промокоды: {OTHER.title}"])
    tab.locator(f"[data-question={FIRST.id}] .story-take button").click()
    assert parts(tab) == ["своё\nначало", "конец"]
    assert kept(tab)["story.a"]["questions"] == [OTHER.id, FIRST.id]
    assert kept(tab)[f"text.{OTHER.id}"] == taken
    fields(tab).nth(1).fill("поправлено")
    tab.get_by_role("button", name="Отменить").click()
    # But for what has been written since.
    assert parts(tab) == ["своё", "поправлено"]
    assert kept(tab)["story.a"]["questions"] == [OTHER.id]


# -- tabs, storage ----------------------------------------------------------------------------


def test_two_tabs_keep_the_texts_of_both_and_see_each_other(site_url, context: BrowserContext):
    one, other = context.new_page(), context.new_page()
    open_form(one, site_url)
    open_form(other, site_url)
    fields(one).nth(0).fill("из первой")
    expect(fields(other).nth(0)).to_have_value("из первой")
    fields(other).nth(1).fill("из второй")
    other.locator(f"[data-question={SECOND.id}] summary").first.click()
    fields(other, SECOND).nth(0).fill("о другом")
    expect(fields(one).nth(1)).to_have_value("из второй")
    expect(fields(one, SECOND).nth(0)).to_have_value("о другом")
    assert parts(one) == ["из первой", "из второй"]


def test_field_that_two_tabs_change_at_once_keeps_both_texts(site_url, tab: Page):
    open_form(tab, site_url)
    tab.evaluate("setTimeout = (run) => { window.run = run; return 1 }")
    fields(tab).first.fill("мой текст")
    put(tab, f"text.{FIRST.id}", json.dumps(record("чужой текст", "и второй шаг", at=9_000_000_000_000)))
    tab.evaluate("run()")
    assert parts(tab) == ["чужой текст\n\nмой текст", "и второй шаг"]
    expect(fields(tab).first).to_have_value("чужой текст\n\nмой текст")


def test_tab_of_a_site_that_knows_marks_only_writes_over_no_text(site_url, tab: Page):
    """Its key is another; and it refuses a file with texts whole, it would drop them without a word."""
    open_form(tab, site_url).first.fill("моё")
    tab.reload()
    tab.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, file_of(gil=("know", 1))])
    tab.goto(site_url + "marks/")
    text = tab.evaluate("sobesednik.export()")
    told = "text => sobesednik.tools.mend().then(one => one.parseWhole(text)).catch(error => error.message)"
    assert tab.evaluate(told, text) == "он записан другой версией сайта"
    assert parts(tab) == ["моё"]


@pytest.mark.parametrize("script", [REFUSED, FULL], ids=["refused", "full"])
def test_text_that_the_storage_does_not_take_stays_and_can_be_copied(site_url, context: BrowserContext, script):
    errors, asked = [], []
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab = context.new_page()
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.add_init_script(script)
    form = open_form(tab, site_url)
    form.first.fill("Первый шаг")
    expect(notice(tab)).to_have_text(
        "Текст не сохранён: хранение запрещено или место кончилось."
        " Он пропадёт, когда вы закроете страницу: скопируйте его."
    )
    form.nth(1).fill("второй")
    expect(form.first).to_have_value("Первый шаг")
    expect(tab.locator(".story-time").first).to_contain_text("Не сохранено: скопируйте текст.")
    tab.get_by_role("button", name="Скопировать", exact=True).click()
    wait_until(tab, lambda: "Первый шаг" in tab.evaluate("navigator.clipboard.readText()"))
    # The browser asks before such a page is left.
    tab.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    tab.goto(site_url)
    assert asked == ["beforeunload"]
    # Material's own line in each of the two pages asks for the palette before our script has come.
    assert len(errors) == 2 * (script == REFUSED)


def test_text_is_kept_as_soon_as_there_is_room(site_url, tab: Page):
    open_form(tab, site_url)
    tab.evaluate("window.put = Storage.prototype.setItem; " + FULL)
    fields(tab).first.fill("не поместился")
    expect(notice(tab)).to_contain_text("Текст не сохранён")
    tab.evaluate("Storage.prototype.setItem = put; 0")
    fields(tab).nth(1).fill("поместился")
    expect(notice(tab)).to_have_text("Текст сохранён.")
    assert parts(tab) == ["не поместился", "поместился"]
    tab.reload()
    expect(fields(tab).first).to_have_value("не поместился")


def test_end_of_the_room_is_told_before_it_comes_and_then_in_words(site_url, tab: Page, start):
    start(**{text_name(OTHER): record("я" * 995_000)})
    form = open_form(tab, site_url)
    form.first.fill("я" * 1_000)
    expect(notice(tab)).to_contain_text("Место под ваши тексты кончается, осталось знаков: 3")
    form.nth(1).fill("ю" * 9_000)
    expect(notice(tab)).to_contain_text("Текст не сохранён: здесь помещается миллион знаков.")
    expect(form.nth(1)).to_have_value("ю" * 9_000)
    assert [len(part) for part in parts(tab)] == [1_000]
    form.nth(1).fill("ю")
    expect(notice(tab)).to_contain_text("осталось знаков: 3")
    assert [len(part) for part in parts(tab)] == [1_000, 1]


DAMAGED = {
    "not JSON": "{broken",
    "another version": json.dumps(record("из будущего") | {"version": 2}),
    "parts are text": json.dumps(record() | {"parts": "текст"}),
    "no time": json.dumps(record("текст") | {"at": None}),
}


@pytest.mark.parametrize("what", DAMAGED)
def test_text_that_cannot_be_read_is_told_and_put_aside_when_another_is_written(site_url, tab: Page, start, what):
    start(**{text_name(): DAMAGED[what], text_name(SECOND): record("цел")})
    open_form(tab, site_url)
    expect(notice(tab)).to_contain_text("Не читается ваших текстов: 1.")
    expect(fields(tab, SECOND).first).to_have_value("цел")
    fields(tab).first.fill("заново")
    wait_until(tab, lambda: "заново" in tab.evaluate("key => localStorage.getItem(key)", f"{PREFIX}text.{FIRST.id}"))
    aside = "key => Object.entries(localStorage).filter(([name]) => name.startsWith(key)).map(([, text]) => text)"
    assert tab.evaluate(aside, f"{PREFIX}aside.") == [DAMAGED[what]]


# -- the file ---------------------------------------------------------------------------------


def test_texts_and_stories_go_through_the_file_and_are_erased_with_the_marks(site_url, tab: Page, start, tmp_path):
    start(**{text_name(): record("шаг", "второй"), "story_a": story("Промокоды", FIRST.id, OTHER.id)})
    tab.goto(site_url + "marks/")
    tab.evaluate("sobesednik.setMark('gil', 'know')")
    before = kept(tab)
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Сохранить в файл").click()
    path = tmp_path / "marks.json"
    download.value.save_as(path)
    asked = []
    tab.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    tab.get_by_role("button", name="Стереть всё").click()
    expect(notice(tab)).to_have_text("Отметки, галочки, истории и тексты стёрты.")
    assert "Сотрутся и ваши истории с текстами: 2." in asked[0]
    assert kept(tab) == {}
    tab.locator("[data-marks=file]").set_input_files(path)
    expect(notice(tab)).to_have_text(
        "Файл загружен. Отметок и галочек в файле: 1, изменилось здесь: 1. Историй и текстов: 2, изменилось: 2."
    )
    assert kept(tab) == before


def test_file_without_texts_is_of_the_version_that_every_site_reads_and_changes_no_text(site_url, tab: Page, start):
    tab.goto(site_url + "marks/")
    assert json.loads(tab.evaluate("sobesednik.export()"))["version"] == 2
    start(**{text_name(): record("шаг")})
    tab.goto(site_url + "marks/")
    for old in (file_of(gil=("know", 1)), json.dumps({"version": 1, "marks": {"gil": {"state": "know", "at": 2}}})):
        give(tab, old)
        expect(notice(tab)).to_contain_text("Файл загружен")
    assert kept(tab) == {f"text.{FIRST.id}": record("шаг")}


def test_newer_text_of_a_file_wins_and_the_one_that_it_stands_in_for_is_shown_still(site_url, tab: Page, start):
    start(**{text_name(): record("написано здесь", at=5), text_name(SECOND): record("новее", at=9)})
    tab.goto(site_url + "marks/")
    give(tab, file_with(**{text_name(): record("из файла", at=6), text_name(SECOND): record("старее", at=8)}))
    expect(notice(tab)).to_contain_text("Историй и текстов: 2, изменилось: 1.")
    assert (parts(tab), parts(tab, SECOND)) == (["из файла"], ["новее"])
    tab.goto(site_url + "stories/")
    tab.locator(".story-texts summary").click()
    expect(tab.locator(".story-texts details .story-text")).to_have_text("написано здесь")


BAD_OWN = {
    "a list": "[]",
    "no record": '{"text.gil": null}',
    "foreign name": '{"<img src=x>": {"version": 1, "at": 1, "title": "", "parts": []}}',
    "prototype": '{"__proto__": {"version": 1, "at": 1, "title": "", "parts": []}}',
    "text without parts": '{"text.gil": {"version": 1, "at": 1, "title": ""}}',
    "part is a number": '{"text.gil": {"version": 1, "at": 1, "title": "", "parts": [1]}}',
    "story of no question": '{"story.a": {"version": 1, "at": 1, "title": "", "questions": ["a/b"]}}',
    "half good": '{"story.a": {"version": 1, "at": 1, "title": "", "questions": []}, "story.b": {}}',
    "of another version": '{"story.a": {"version": 2, "at": 1, "title": "", "questions": []}}',
    "too long": json.dumps({"text.gil": record("я" * 1_000_000)}),
}


def test_damaged_file_changes_neither_texts_nor_marks(site_url, tab: Page, start):
    start(**{text_name(): record("шаг")})
    tab.goto(site_url + "marks/")
    everything = "JSON.stringify(Object.entries(localStorage).sort())"
    before = tab.evaluate(everything)
    bad = {
        what: f'{{"version": 3, "entries": {{"gil": {{"mark": "know", "at": 1}}}}, "own": {BAD_OWN[what]}}}'
        for what in BAD_OWN
    }
    bad["marks are not right"] = '{"version": 3, "entries": {"UPPER": {}}, "own": {}}'
    bad["no texts"] = '{"version": 3, "entries": {}}'
    for number, (what, text) in enumerate(bad.items()):
        give(tab, text, f"file-{number}.json")
        expect(notice(tab), what).to_contain_text(f"Файл «file-{number}.json» не загружен: ")
        assert tab.evaluate(everything) == before, what


def test_file_whose_texts_a_full_storage_does_not_take_is_told(site_url, tab: Page):
    tab.add_init_script(FULL)
    tab.goto(site_url + "marks/")
    give(tab, file_with(story_a=story("Промокоды")))
    expect(notice(tab)).to_contain_text("Браузер их не сохранил")


# -- the page ---------------------------------------------------------------------------------


def open_page(tab: Page, site_url: str) -> None:
    """Open the page of stories."""
    tab.goto(site_url + "stories/")
    expect(tab.get_by_role("button", name="Добавить историю")).to_be_visible()


def name_story(tab: Page, title: str) -> None:
    """Add a story and type its name, as fast as a machine does."""
    tab.get_by_role("button", name="Добавить историю").click()
    tab.keyboard.type(title)


def row(tab: Page, question) -> Locator:
    """Return the row of the matrix that a question has."""
    return tab.get_by_role("row", name=question.title)


@pytest.mark.counts
def test_stories_are_named_ticked_counted_and_lead_to_the_fields(site_url, tab: Page):
    open_page(tab, site_url)
    total = len(SOFT)
    expect(tab.locator(".stories-sum")).to_contain_text(
        f"Историй пока нет. Добавьте первую и отметьте, на какие из {total}"
    )
    # No name is lost though the next story makes all fields anew.
    for title in ("Промокоды", "Миграция", "Переезд"):
        name_story(tab, title)
    row(tab, FIRST).get_by_role("checkbox", name=f"Миграция: {FIRST.title}", exact=True).check()
    row(tab, OTHER).get_by_role("checkbox").nth(1).check()
    tab.reload()
    expect(tab.locator(".stories-sum")).to_contain_text(
        f"Истории отвечают на 2 из {total} вопросов, текст написан для 0."
    )
    assert tab.locator(".story-name input").evaluate_all("all => all.map(one => one.value)") == [
        "Промокоды",
        "Миграция",
        "Переезд",
    ]
    expect(row(tab, FIRST).get_by_role("checkbox").nth(1)).to_be_checked()

    row(tab, FIRST).get_by_role("link").click()
    expect(fields(tab).first).to_be_in_viewport()
    fields(tab).first.fill(HALF_A_MINUTE)
    fields(tab).nth(1).fill(HALF_A_MINUTE)
    open_page(tab, site_url)
    expect(row(tab, FIRST).get_by_role("cell").last).to_have_text("≈ 60 с")
    expect(tab.locator(".stories-sum")).to_contain_text("текст написан для 1. ")
    expect(tab.locator(".stories-sum")).to_contain_text("при 120 словах в минуту")
    section = tab.locator(".story-texts section")
    expect(section.get_by_role("heading")).to_have_text(FIRST.title)
    expect(section.locator(".story-facts")).to_have_text("≈ 60 секунд вслух; история: Миграция")
    expect(section.locator(".story-text")).to_have_text([HALF_A_MINUTE] * 2)


def test_story_that_is_taken_away_comes_back_and_its_texts_stay(site_url, tab: Page, start):
    start(**{text_name(): record("шаг"), "story_a": story("Промокоды", FIRST.id)})
    open_page(tab, site_url)
    tab.get_by_role("button", name="Убрать историю 1").click()
    expect(tab.locator(".story-name")).to_have_count(0)
    assert parts(tab) == ["шаг"]
    expect(notice(tab)).to_have_text("История «Промокоды» убрана; тексты под вопросами остались.")
    tab.get_by_role("button", name="Вернуть").click()
    expect(row(tab, FIRST).get_by_role("checkbox")).to_be_checked()
    assert "gone" not in kept(tab)["story.a"]


def test_two_tabs_tick_one_story_and_neither_loses_the_name_that_is_typed(site_url, context: BrowserContext):
    one, other = context.new_page(), context.new_page()
    open_page(one, site_url)
    open_page(other, site_url)
    name_story(one, "Промокоды")
    expect(other.locator(".story-name input")).to_have_value("Промокоды")
    row(one, FIRST).get_by_role("checkbox").check()
    row(other, OTHER).get_by_role("checkbox").check()
    expect(row(one, OTHER).get_by_role("checkbox")).to_be_checked()
    one.evaluate("window.setTimeout = () => 1")
    one.locator(".story-name input").press("End")
    one.locator(".story-name input").press_sequentially(" и очередь")
    name_story(other, "Миграция")
    expect(one.locator(".story-name input").first).to_have_value("Промокоды и очередь")
    for tab in (one, other):
        tab.evaluate("dispatchEvent(new Event('pagehide'))")
    # What one process keeps another reads a moment later.
    wait_until(one, lambda: titles(one) == ["Миграция", "Промокоды и очередь"])


def test_text_of_a_question_that_is_no_more_is_shown_with_its_title(site_url, tab: Page, start):
    start(text_gone=record("сказано") | {"title": "Прежний вопрос"}, story_a=story("Промокоды", "gone", FIRST.id))
    open_page(tab, site_url)
    expect(tab.locator(".story-texts h2")).to_have_text("Прежний вопрос (такого вопроса сейчас нет на сайте)")
    row(tab, SECOND).get_by_role("checkbox").check()
    assert set(kept(tab)["story.a"]["questions"]) == {"gone", FIRST.id, SECOND.id}


def test_markup_in_a_text_stays_text(site_url, tab: Page, start):
    bad = "<img src=x onerror=\"document.title='run'\"> **жирно**"
    start(**{text_name(): record(bad), "story_a": story(bad, FIRST.id)})
    for address in ("stories/", "evening-before/", PAGE, OTHER_PAGE):
        tab.goto(site_url + address)
        assert tab.locator("article img[src=x]").count() == 0
        assert tab.title() != "run"
    tab.goto(site_url + "stories/")
    expect(tab.locator(".story-text")).to_have_text(bad)


# -- paper ------------------------------------------------------------------------------------


def paper_of(tab: Page) -> list[str]:
    """Return the texts of the sheets that Ctrl+P gives."""
    document = pdfium.PdfDocument(tab.pdf(format="A4", prefer_css_page_size=True))
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def test_page_of_a_question_is_printed_with_what_is_written_in_place_of_its_steps(site_url, tab: Page):
    form = open_form(tab, site_url)
    steps = fields(tab).evaluate_all("all => all.map(one => one.labels[0].textContent.trim())")
    form.first.fill(f"Первый абзац.\n{WORDS}")
    paper = " ".join(paper_of(tab))
    assert f"Первый абзац. {WORDS.strip()}" in paper
    assert steps[0] not in paper
    assert steps[1].split("___")[0].strip() in paper
    assert "Взять мою историю" not in paper
    assert "Хранится только" not in paper


def test_evening_sheet_with_five_stories_for_all_questions_is_one_sheet(site_url, tab: Page, start):
    groups = {f"История с именем в сорок знаков, номер {number}": SOFT[number::5] for number in range(5)}
    texts = {text_name(one): record(HALF_A_MINUTE, HALF_A_MINUTE, HALF_A_MINUTE) for one in SOFT}
    named = {f"story_{n}": story(title, *(one.id for one in groups[title])) for n, title in enumerate(groups)}
    start(**texts, **named)
    tab.goto(site_url + "evening-before/")
    (sheet,) = paper_of(tab)
    whole = sheet.replace(" ", "")
    for title, all_of_it in groups.items():
        line = f"{title} — " + ", ".join(f"{one.title} (≈ 90 с)" for one in all_of_it)
        assert line.replace(" ", "").replace("-", "") in whole.replace("-", "").replace("\ufffe", ""), line


def test_evening_sheet_without_stories_says_nothing_of_them(site_url, tab: Page, start):
    tab.goto(site_url + "evening-before/")
    assert "Мои истории" not in tab.locator("article").inner_text()
    start(**{text_name(): record(HALF_A_MINUTE)})
    tab.goto(site_url + "evening-before/")
    expect(tab.locator(".story-sheet li")).to_have_text([f"Без истории — {FIRST.title} (≈ 30 с)"])


def test_page_of_stories_is_printed_with_the_matrix_and_the_texts(site_url, tab: Page, start):
    start(**{text_name(): record("сказано вслух"), "story_a": story("Промокоды", FIRST.id)})
    open_page(tab, site_url)
    paper = " ".join(paper_of(tab))
    for words in ("Промокоды", f"{FIRST.title} ✓", "сказано вслух", OTHER.title):
        assert words in paper
    assert "Добавить историю" not in paper


# -- how it is for everybody ------------------------------------------------------------------


def test_axe_finds_nothing_in_a_form_and_on_the_page_in_use(site_url, tab: Page, start):
    own = {
        text_name(): record(WORDS, was="прежде"),
        text_name(SECOND): record(WORDS),
        "story_a": story("Имя", FIRST.id),
    }
    start(**own, story_b=story("", SECOND.id))
    for address in (PAGE, "stories/", "evening-before/"):
        axe.load(tab, site_url + address)
        assert axe.findings_everywhere(tab) == [], address


def test_everything_is_done_with_keys_alone(site_url, tab: Page):
    open_page(tab, site_url)
    tab.get_by_role("button", name="Добавить историю").focus()
    tab.keyboard.press("Enter")
    tab.keyboard.type("Промокоды")
    for _ in range(4):  # «Убрать», «Добавить», the question, its box
        tab.keyboard.press("Tab")
    tab.keyboard.press("Space")
    tab.keyboard.press("Shift+Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"**/*#{FIRST.id}--skeleton")
    fields(tab).first.focus()
    tab.keyboard.type("Печатаю / и n")
    tab.keyboard.press("Tab")
    expect(fields(tab).nth(1)).to_be_focused()
    tab.reload()
    assert parts(tab) == ["Печатаю / и n"]
    assert [one["questions"] for name, one in kept(tab).items() if name.startswith("story.")] == [[FIRST.id]]


def test_no_field_makes_a_touch_screen_zoom_in(site_url, chromium):
    context = chromium.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    tab = context.new_page()
    open_page(tab, site_url)
    name_story(tab, "Имя")
    sizes = tab.locator(".story-name input").evaluate_all(
        "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    open_form(tab, site_url).first.fill("текст")
    look = "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"
    sizes += tab.locator(":is(.story-step textarea, .story-take select)").evaluate_all(look)
    context.close()
    assert min(sizes) >= 16
    assert len(sizes) > 6


@pytest.mark.skipif(not IS_INSTALLED, reason="для этой машины нет колеса tdewolff-minify")
def test_scripts_of_stories_are_small_and_only_where_there_is_use_for_them(site: Path):
    scripts = {
        name: minified_script((ASSETS / f"{name}.js").read_text(encoding="utf-8"), name)
        for name in ("story-store", "story-form", "story-page")
    }
    form = scripts["story-store"] + scripts["story-form"]
    assert len(gzip.compress("".join(scripts.values()).encode())) <= 8 * 1024
    assert len(gzip.compress(form.encode())) <= 4 * 1024
    for path in site.rglob("index.html"):
        html = path.read_text(encoding="utf-8")
        name = path.relative_to(site).as_posix().removesuffix("index.html")
        pages = {one.page.removesuffix(".md") + "/" for one in SOFT} | {"stories/", "evening-before/"}
        assert ("stories." in html and "stylesheets/stories." in html) == (name in pages), name
