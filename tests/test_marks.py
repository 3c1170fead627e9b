"""Marks and ticks in Chromium: kept in the browser, carried in a file, never lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import BrowserContext, Page, expect

from hooks.bank.headings import is_valid_id
from scripts.tools.local_server import served
from tests.bank import questions
from tests.conftest import BASE_PATH
from tests.searching import ask, open_search

SHARED = "sobesednik.marks"
"""Key of all copies of an origin, before each had its own."""
OLD = f"{SHARED}:/{BASE_PATH}/"
"""Key of the first version, which knew marks and ticks apart."""
KEY = f"sobesednik.records:/{BASE_PATH}/"
QUESTIONS = "junior/python-basics/"
ON_PAGE = questions(page="junior/python-basics.md")
FIRST, SECOND, THIRD = (one.id for one in ON_PAGE[:3])
OTHER = questions(level="middle")[0].id


def button(tab: Page, name: str, question: str = FIRST):
    """Return a mark's button under a question."""
    return tab.locator(f".question-card[data-question={question}] .mark", has_text=name)


def kept(tab: Page) -> dict:
    """Return what the browser keeps."""
    return json.loads(tab.evaluate("key => localStorage.getItem(key)", KEY) or "{}")


def states(tab: Page) -> dict[str, str]:
    """Return the kept marks without their times."""
    return {question: one["mark"] for question, one in kept(tab).get("entries", {}).items()}


def give(tab: Page, text: str, name: str = "marks.json") -> None:
    """Give the page of marks a file."""
    tab.locator("[data-marks=file]").set_input_files(
        {"name": name, "mimeType": "application/json", "buffer": text.encode()}
    )


def file_of(version: int = 2, **marks: tuple[str, int]) -> str:
    """Return the text of a file with marks: id -> mark and time."""
    entries = {name: {"mark": mark, "at": at} for name, (mark, at) in marks.items()}
    return json.dumps({"version": version, "entries": entries})


def old_file(ticks: dict[str, list[str]] | None = None, **marks: tuple[str, int]) -> str:
    """Return the text of a file of the first version."""
    entries = {name: {"state": state, "at": at} for name, (state, at) in marks.items()}
    return json.dumps({"version": 1, "marks": entries, "ticks": ticks or {}}, ensure_ascii=False)


def notice(tab: Page):
    """Return the message that the page shows."""
    return tab.locator(".notice [role=status]")


# -- marks ------------------------------------------------------------------------------------


@pytest.mark.counts
def test_mark_is_kept_shown_in_indexes_and_taken_away(site_url, tab: Page):
    tab.goto(site_url + QUESTIONS)
    button(tab, "Знаю").click()
    button(tab, "Повторить", SECOND).click()
    expect(tab.locator(".page-bar .progress__text")).to_have_text(f"знаю 1 из {len(ON_PAGE)}, повторить 1")
    tab.reload()
    expect(button(tab, "Знаю")).to_have_attribute("aria-pressed", "true")
    expect(button(tab, "Повторить")).to_have_attribute("aria-pressed", "false")
    expect(tab.locator(f".md-sidebar--secondary a[href$='#{FIRST}']")).to_contain_text("знаю")

    tab.goto(site_url + "junior/")
    expect(tab.locator(f"li[data-question={FIRST}] .mark-badge")).to_have_text("знаю")
    expect(tab.locator(".section-progress .progress__text").first).to_have_text(
        f"знаю 1 из {len(ON_PAGE)}, повторить 1"
    )
    tab.goto(site_url)
    juniors = len(questions(level="junior"))
    expect(tab.locator("#parts + ul > li:first-child .progress__text")).to_have_text(
        f"знаю 1 из {juniors}, повторить 1"
    )
    expect(tab.locator("#parts + ul > li:first-child progress")).to_have_js_property("value", 1)

    tab.goto(site_url + QUESTIONS)
    button(tab, "Знаю").click()
    expect(button(tab, "Знаю")).to_have_attribute("aria-pressed", "false")
    button(tab, "Знаю", SECOND).click()
    expect(button(tab, "Повторить", SECOND)).to_have_attribute("aria-pressed", "false")
    assert states(tab) == {FIRST: "none", SECOND: "know"}


def test_two_tabs_keep_the_marks_of_both(site_url, context: BrowserContext):
    one, other = context.new_page(), context.new_page()
    one.goto(site_url + QUESTIONS)
    other.goto(site_url + QUESTIONS)
    button(one, "Знаю").click()
    expect(button(other, "Знаю")).to_have_attribute("aria-pressed", "true")
    button(other, "Повторить", SECOND).click()
    expect(button(one, "Повторить", SECOND)).to_have_attribute("aria-pressed", "true")
    assert states(one) == {FIRST: "know", SECOND: "repeat"}


def test_tick_of_the_evening_sheet_is_the_mark_of_its_question(site_url, tab: Page):
    tab.goto(site_url + "evening-before/")
    box = tab.locator(f"[data-tick={FIRST}]")
    box.locator("xpath=..").click()
    assert states(tab) == {FIRST: "know"}
    tab.goto(site_url + QUESTIONS)
    expect(button(tab, "Знаю")).to_have_attribute("aria-pressed", "true")
    button(tab, "Повторить").click()
    button(tab, "Знаю", SECOND).click()
    tab.goto(site_url + "evening-before/")
    expect(box).not_to_be_checked()
    expect(tab.locator(f"[data-tick={SECOND}]")).to_be_checked()
    tab.locator(f"[data-tick={SECOND}]").locator("xpath=..").click()
    assert states(tab) == {FIRST: "repeat", SECOND: "none"}


def test_question_chosen_for_an_employer_is_not_one_that_is_known(site_url, tab: Page):
    tab.goto(site_url + "employer-checklist/")
    box = tab.locator("[data-tick]").first
    name = box.get_attribute("data-tick")
    box.locator("xpath=..").click()
    assert states(tab) == {f"employer-checklist/{name}": "done"}


@pytest.mark.parametrize("address", ["evening-before/", "employer-checklist/"])
def test_ticks_of_a_checklist_outlive_a_reload(site_url, tab: Page, address):
    tab.goto(site_url + address)
    boxes = tab.locator("[data-tick]")
    total = boxes.count()
    assert total > 10
    for number in (0, total - 1):
        boxes.nth(number).locator("xpath=..").click()
    tab.reload()
    expect(boxes.first).to_be_checked()
    assert [number for number in range(total) if boxes.nth(number).is_checked()] == [0, total - 1]
    boxes.first.locator("xpath=..").click()
    tab.reload()
    expect(boxes.last).to_be_checked()
    expect(boxes.first).not_to_be_checked()


def test_what_is_to_be_repeated_stands_first_on_the_evening_sheet_each_line_once(site_url, tab: Page):
    tab.goto(site_url + QUESTIONS)
    button(tab, "Повторить").click()
    tab.goto(site_url + "short/soft-skills/")
    other = tab.locator(".index-short > li").last
    name = other.get_attribute("data-question")
    other.get_by_role("button", name="Повторить").click()
    tab.goto(site_url + "evening-before/")
    first = tab.locator("[data-repeat]:visible + .task-list [data-tick]")
    expect(first).to_have_count(2)
    assert first.evaluate_all("boxes => boxes.map(one => one.dataset.tick)") == [FIRST, name]
    ticks = tab.locator("[data-tick]").evaluate_all("boxes => boxes.map(one => one.dataset.tick)")
    assert len(ticks) == len(set(ticks))
    sheets = pdfium.PdfDocument(tab.pdf(format="A4"))
    text = sheets[0].get_textpage().get_text_bounded()
    assert len(sheets) == 1
    assert text.index("Повторить") < text.index("Приготовить")
    # What is ticked stays under the finger, and is no more among these when the page comes anew.
    first.first.locator("xpath=..").click()
    expect(first).to_have_count(2)
    tab.reload()
    expect(first).to_have_count(1)


def test_evening_sheet_without_anything_to_repeat_has_no_such_list(site_url, tab: Page):
    tab.goto(site_url + "evening-before/")
    expect(tab.locator("[data-repeat]")).to_be_hidden()


def test_section_of_which_all_is_to_be_repeated_leaves_no_empty_heading(site_url, tab: Page):
    tab.goto(site_url + QUESTIONS)
    for one in tab.locator(".question-footer .mark--repeat").all():
        one.click()
    tab.goto(site_url + "evening-before/")
    expect(tab.locator(".checklist:visible", has_text="Основы Python")).to_have_count(0)
    expect(tab.locator(".task-list:visible:not(:has(li))")).to_have_count(0)


def test_line_without_a_link_is_ticked_by_its_words_and_the_box_stays_square(site_url, tab: Page):
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.goto(site_url + "evening-before/")
    line = tab.locator(".task-list-item:not(:has(a))").first
    size = line.bounding_box()
    line.click(position={"x": size["width"] / 3, "y": size["height"] - 12})
    expect(line.get_by_role("checkbox")).to_be_checked()
    shape = "one => getComputedStyle(one, '::before')[%r]"
    sign = line.locator(".task-list-indicator")
    assert sign.evaluate(shape % "maskImage") == "none"
    assert [sign.evaluate(shape % side) for side in ("width", "height")] == ["20px", "20px"]
    # The words of a line with a link lead to the question.
    tab.locator(f".task-list-item:has([data-tick={FIRST}]) a").click()
    tab.wait_for_url(f"**/#{FIRST}")


@pytest.mark.counts
def test_ticks_have_names_of_their_own(site_url, tab: Page):
    tab.goto(site_url + "employer-checklist/")
    names = tab.locator("[data-tick]").evaluate_all("boxes => boxes.map(one => one.ariaLabel)")
    keys = tab.locator("[data-tick]").evaluate_all("boxes => boxes.map(one => one.dataset.tick)")
    assert len(set(names)) == len(set(keys)) == len(names) == len(questions(folder="employer"))


# -- the file ---------------------------------------------------------------------------------


def test_marks_go_to_another_browser_in_a_file(site_url, chromium, tab: Page, tmp_path: Path):
    tab.goto(site_url + QUESTIONS)
    button(tab, "Знаю").click()
    tab.goto(site_url + "evening-before/")
    tab.locator("[data-tick]").nth(2).locator("xpath=..").click()
    tab.goto(site_url + "marks/")
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Сохранить в файл").click()
    assert download.value.suggested_filename.startswith("sobesednik-marks-20")
    path = tmp_path / "marks.json"
    download.value.save_as(path)

    context = chromium.new_context()
    other = context.new_page()
    other.goto(site_url + "marks/")
    other.locator("[data-marks=file]").set_input_files(path)
    expect(notice(other)).to_have_text("Файл загружен. Отметок и галочек в файле: 2, изменилось здесь: 2.")
    assert kept(other) == kept(tab)
    expect(other.locator(f"li[data-question={FIRST}] .mark-badge")).to_have_text("знаю")
    context.close()


def test_import_merges_and_the_newer_mark_wins(site_url, tab: Page):
    tab.goto(site_url + "marks/")
    give(tab, file_of(**{FIRST: ("know", 2000), THIRD: ("know", 2000)}))
    expect(notice(tab)).to_contain_text("изменилось здесь: 2")
    give(tab, file_of(**{FIRST: ("repeat", 1000), THIRD: ("repeat", 3000), OTHER: ("know", 5)}))
    expect(notice(tab)).to_contain_text("Отметок и галочек в файле: 3, изменилось здесь: 2.")
    assert states(tab) == {FIRST: "know", THIRD: "repeat", OTHER: "know"}


@pytest.mark.counts
def test_marks_of_unknown_questions_are_kept_and_told(site_url, tab: Page):
    tab.goto(site_url + "marks/")
    give(tab, file_of(**{"a-question-to-come": ("know", 1), OTHER: ("know", 1)}))
    expect(notice(tab)).to_contain_text("Вопросов, которых сейчас нет на сайте: 1; их отметки сохранены.")
    assert states(tab)["a-question-to-come"] == "know"
    expect(tab.locator(".mark-tools .progress__text")).to_have_text(f"знаю 1 из {len(questions())}")


BAD_FILES = {
    "empty": "",
    "not JSON": "{version: 1",
    "a list": "[]",
    "null": "null",
    "no version": '{"marks": {}}',
    "another version": file_of(version=4, gil=("know", 1)),
    "no entries": '{"version": 2, "entries": []}',
    "unknown mark": file_of(gil=("maybe", 1)),
    "mark of a tick": file_of(gil=("done", 1)),
    "time is no number": '{"version": 2, "entries": {"gil": {"mark": "know", "at": "today"}}}',
    "entry is null": '{"version": 2, "entries": {"gil": null}}',
    "id with markup": '{"version": 2, "entries": {"<img src=x onerror=alert(1)>": {"mark": "know", "at": 1}}}',
    "prototype": '{"version": 2, "entries": {"__proto__": {"mark": "know", "at": 1}}}',
    "tick is a mark": '{"version": 2, "entries": {"evening-before/gil": {"mark": "know", "at": 1}}}',
    "log is text": '{"version": 2, "entries": {"gil": {"mark": "know", "at": 1, "log": "1 3"}}}',
    "log without a grade": '{"version": 2, "entries": {"gil": {"mark": "know", "at": 1, "log": [[1, 5]]}}}',
    "half good": '{"version": 2, "entries": {"gil": {"mark": "know", "at": 1}, "UPPER": {}}}',
    "too large": json.dumps({"version": 2, "entries": {}, "padding": "x" * 4_000_001}),
    "old, unknown state": old_file(gil=("maybe", 1)),
    "old, mark is null": '{"version": 1, "marks": {"gil": null}}',
    "old, ticks are text": '{"version": 1, "marks": {}, "ticks": {"evening-before": "gil"}}',
    "old, half good": '{"version": 1, "marks": {"gil": {"state": "know", "at": 1}, "UPPER": {}}}',
    "binary": "\x00\x01\x02",
}


def test_bad_file_is_refused_whole_with_its_name_and_changes_nothing(site_url, tab: Page):
    tab.goto(site_url + "marks/")
    give(tab, file_of(**{THIRD: ("repeat", 10)}))
    expect(notice(tab)).to_contain_text("Файл загружен")
    before = kept(tab)
    for number, (what, text) in enumerate(BAD_FILES.items()):
        give(tab, text, f"file-{number}.json")
        expect(notice(tab), what).to_contain_text(f"Файл «file-{number}.json» не загружен: ")
        expect(notice(tab)).to_contain_text("Ваши отметки не изменились.")
        assert kept(tab) == before, what


def test_erase_asks_first_and_takes_everything(site_url, tab: Page):
    tab.goto(site_url + "marks/")
    give(tab, file_of(**{OTHER: ("know", 1)}))
    expect(notice(tab)).to_contain_text("Файл загружен")
    tab.once("dialog", lambda dialog: dialog.dismiss())
    tab.get_by_role("button", name="Стереть всё").click()
    assert states(tab) == {OTHER: "know"}
    questions = []
    tab.once("dialog", lambda dialog: (questions.append(dialog.message), dialog.accept()))
    tab.get_by_role("button", name="Стереть всё").click()
    expect(notice(tab)).to_have_text("Отметки и галочки стёрты.")
    assert states(tab) == {}
    assert "Стереть все отметки и галочки" in questions[0]
    assert "место, где вы остановились" in questions[0]
    expect(tab.locator(".mark-badge")).to_have_count(0)


# -- copies under one owner ------------------------------------------------------------------


def start_with(tab: Page, site_url: str, **values: str) -> None:
    """Put texts into the browser's storage before any of our scripts sees it: `shared`, `old` or `own` -> text."""
    keys = {"shared": SHARED, "old": OLD, "own": KEY}
    tab.route("**/empty", lambda route: route.fulfill(body="", content_type="text/html"))
    tab.goto(site_url + "empty")
    for name, text in values.items():
        tab.evaluate("([key, text]) => localStorage.setItem(key, text)", [keys[name], text])


def put_aside(tab: Page) -> list[str]:
    """Return the texts that were put aside."""
    script = "key => Object.entries(localStorage).filter(([name]) => name.startsWith(key)).map(([, text]) => text)"
    return tab.evaluate(script, f"{KEY}.")


@pytest.fixture(scope="module")
def copies(site: Path, tmp_path_factory) -> Iterator[tuple[str, str]]:
    """The addresses of two copies of the site under one origin."""
    folder = tmp_path_factory.mktemp("copies")
    for name in (BASE_PATH, "test-copy"):
        (folder / name).symlink_to(site)
    with served(folder) as address:
        yield f"{address}{BASE_PATH}/", f"{address}test-copy/"


def test_two_copies_of_one_origin_share_neither_marks_nor_keys(copies, context: BrowserContext):
    one, other = context.new_page(), context.new_page()
    one.goto(copies[0] + QUESTIONS)
    other.goto(copies[1] + QUESTIONS)
    button(one, "Знаю").click()
    button(other, "Повторить", SECOND).click()
    assert states(one) == {FIRST: "know"}
    one.goto(copies[0] + "marks/")
    one.locator("[data-keys]").uncheck()
    other.goto(copies[1] + "marks/")
    expect(other.locator("[data-keys]")).to_be_checked()
    expect(other.locator("li[data-question] .mark-badge")).to_have_text(["повторить"])
    other.once("dialog", lambda dialog: dialog.accept())
    other.get_by_role("button", name="Стереть всё").click()
    expect(notice(other)).to_have_text("Отметки и галочки стёрты.")
    one.reload()
    expect(one.locator("li[data-question] .mark-badge")).to_have_text(["знаю"])


def test_marks_of_all_copies_are_taken_over_by_each_once(copies, context: BrowserContext):
    one, other = context.new_page(), context.new_page()
    start_with(one, copies[0], shared=old_file(gil=("know", 1)))
    one.goto(copies[0] + "marks/")
    expect(one.locator("li[data-question] .mark-badge")).to_have_text(["знаю"])
    one.once("dialog", lambda dialog: dialog.accept())
    one.get_by_role("button", name="Стереть всё").click()
    expect(one.locator(".mark-badge")).to_have_count(0)
    one.reload()
    expect(one.locator(".mark-badge")).to_have_count(0)
    # The copy that comes later finds what there was; what was kept for all is nobody's to take away.
    other.goto(copies[1] + "marks/")
    expect(other.locator("li[data-question] .mark-badge")).to_have_text(["знаю"])
    assert one.evaluate("key => localStorage.getItem(key)", SHARED) == old_file(gil=("know", 1))


# -- bad luck ---------------------------------------------------------------------------------

REFUSED = """for (const name of ["localStorage", "sessionStorage"])
    Object.defineProperty(window, name, {get() { throw new DOMException("no", "SecurityError") }});"""
FULL = """Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }; 0"""


@pytest.mark.parametrize("script", [REFUSED, FULL], ids=["refused", "full"])
def test_page_works_where_storage_is_refused_or_full(site_url, tab: Page, script):
    """Our marks stay for as long as the page does, and the reader is told; the theme's script works too."""
    errors = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.add_init_script(script)
    open_search(tab, site_url + QUESTIONS)
    assert ask(tab, "кортеж")
    tab.keyboard.press("Escape")
    assert tab.locator(".notice").count() == 0
    button(tab, "Знаю").click()
    expect(notice(tab)).to_contain_text("Браузер не сохранил отметку")
    expect(button(tab, "Знаю")).to_have_attribute("aria-pressed", "true")
    button(tab, "Повторить", SECOND).click()
    expect(tab.locator(".page-bar .progress__text")).to_have_text(f"знаю 1 из {len(ON_PAGE)}, повторить 1")
    tab.get_by_role("button", name="Закрыть").click()
    expect(notice(tab)).to_be_hidden()
    tab.locator("[data-fold=open]").click()
    # A question a frame.
    expect(tab.locator(".question-blocks > details:not([open])")).to_have_count(0)
    # Material's own line in the page asks for the palette before our script has come.
    assert len(errors) == (script == REFUSED)


def test_full_storage_that_is_freed_takes_what_waited(site_url, context: BrowserContext):
    tab, other = context.new_page(), context.new_page()
    tab.goto(site_url + QUESTIONS)
    tab.evaluate("window.real = Storage.prototype.setItem; " + FULL)
    button(tab, "Знаю").click()
    expect(notice(tab)).to_contain_text("не сохранил")
    other.goto(site_url + QUESTIONS)
    button(other, "Повторить", THIRD).click()
    # What one tab has written another sees a little later.
    tab.evaluate(
        """async (key) => {
            while (!localStorage.getItem(key)) await new Promise(requestAnimationFrame);
        }""",
        KEY,
    )
    tab.evaluate("Storage.prototype.setItem = window.real; 0")
    button(tab, "Повторить", SECOND).click()
    expect(button(other, "Повторить", SECOND)).to_have_attribute("aria-pressed", "true")
    assert states(other) == {FIRST: "know", SECOND: "repeat", THIRD: "repeat"}


UNREADABLE = ["{broken", file_of(version=7, gil=("know", 1)), '{"version": 1, "marks": []}', '{"version": 2}']


@pytest.mark.parametrize("text", UNREADABLE)
def test_unreadable_marks_are_put_aside_not_written_over(site_url, tab: Page, text):
    tab.goto(site_url + "404.html")
    tab.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
    tab.goto(site_url + QUESTIONS)
    expect(notice(tab)).to_contain_text("Прежние отметки не читаются")
    button(tab, "Знаю").click()
    assert states(tab) == {FIRST: "know"}
    assert put_aside(tab) == [text]
    tab.reload()
    expect(button(tab, "Знаю")).to_have_attribute("aria-pressed", "true")
    assert tab.locator(".notice").count() == 0


BAD_ENTRIES = {
    "marks": {"UPPER": {"state": "know", "at": 1}, "dict-get": None, "mro": {"state": "maybe", "at": 1}, "tdd": 1},
    "ticks": {"sheet": "gil", "other": [1, 2]},
}


def test_entry_that_is_not_right_costs_no_other_and_is_put_aside(site_url, tab: Page):
    good = {"gil": {"mark": "know", "at": 1}, "evening-before/Сон": {"mark": "done", "at": 2}}
    bad = {"UPPER": {"mark": "know", "at": 1}, "dict-get": None, "mro": {"mark": "maybe", "at": 1}, "tdd": 1}
    text = json.dumps({"version": 2, "entries": good | bad}, ensure_ascii=False)
    start_with(tab, site_url, own=text)
    tab.goto(site_url + "marks/")
    expect(notice(tab)).to_contain_text("Некоторые из прежних отметок не читаются")
    assert kept(tab) == {"version": 2, "entries": good}
    assert put_aside(tab) == [text]
    tab.reload()
    expect(tab.locator("li[data-question] .mark-badge")).to_have_text(["знаю"])
    assert tab.locator(".notice").count() == 0


def test_the_same_of_what_the_first_version_kept(site_url, tab: Page):
    good = {"marks": {"gil": {"state": "know", "at": 1}}, "ticks": {"evening-before": ["Сон"]}}
    text = json.dumps({"version": 1} | {part: good[part] | BAD_ENTRIES[part] for part in good}, ensure_ascii=False)
    start_with(tab, site_url, old=text)
    tab.goto(site_url + "marks/")
    expect(notice(tab)).to_contain_text("Некоторые из прежних отметок не читаются")
    assert states(tab) == {"gil": "know", "evening-before/Сон": "done"}
    assert put_aside(tab) == [text]


def test_erase_takes_what_was_put_aside_too(site_url, tab: Page):
    start_with(tab, site_url, own="{broken")
    tab.goto(site_url + "marks/")
    expect(notice(tab)).to_contain_text("не читаются")
    assert put_aside(tab) == ["{broken"]
    tab.evaluate("sobesednik.erase()")
    assert put_aside(tab) == []


def test_mark_taken_away_stays_away_though_a_clock_was_ahead(site_url, tab: Page):
    tab.goto(site_url + "marks/")
    text = file_of(gil=("know", 9_000_000_000_000))
    give(tab, text)
    expect(notice(tab)).to_contain_text("Файл загружен")
    tab.evaluate("sobesednik.setMark('gil', null)")
    tab.evaluate("text => sobesednik.import(text)", text)
    assert tab.evaluate("sobesednik.mark('gil') ?? null") is None


def test_erased_mark_stays_erased_though_a_clock_was_ahead(site_url, context: BrowserContext):
    one, other = context.new_page(), context.new_page()
    one.goto(site_url + QUESTIONS)
    other.goto(site_url + "marks/")
    one.evaluate("Date.now = () => 9_000_000_000_000")
    button(one, "Знаю").click()
    expect(other.locator(f"li[data-question={FIRST}] .mark-badge")).to_have_text("знаю")
    other.evaluate("sobesednik.erase()")
    expect(button(one, "Знаю")).to_have_attribute("aria-pressed", "false")
    one.wait_for_timeout(300)
    assert states(other) == {}


def test_unreadable_marks_stay_where_a_full_storage_cannot_put_them_aside(site_url, tab: Page):
    text = file_of(gil=("know", 1), UPPER=("know", 1))
    start_with(tab, site_url, own=text)
    tab.add_init_script(FULL)
    tab.goto(site_url + "marks/")
    expect(tab.locator("li[data-question] .mark-badge")).to_have_text(["знаю"])
    tab.evaluate("sobesednik.setMark('dict-get', 'know')")
    expect(notice(tab)).to_contain_text("Браузер не сохранил отметку")
    assert tab.evaluate("key => localStorage.getItem(key)", KEY) == text


WORDS = st.one_of(
    st.text(st.characters(categories=("L", "N", "P", "S", "Zs", "Cc", "Cs")), max_size=12),
    st.sampled_from(["", "__proto__", "constructor", "toString", "\ud800", "UPPER", "Моя памятка", "ё" * 5_000, "\0"]),
)
CALLS = st.lists(
    st.one_of(
        st.tuples(st.just("tick"), WORDS, WORDS, st.sampled_from(["done", None])),
        st.tuples(st.just("mark"), WORDS | st.just("gil"), st.sampled_from(["know", "repeat", None, "maybe", ""])),
    ),
    max_size=12,
)


def test_whatever_is_written_is_read_again_and_goes_through_the_file(site_url, tab: Page):
    """Any calls of the writers, each read back at once; what one refuses changes nothing else."""
    tab.goto(site_url + "marks/")
    tab.evaluate(
        """key => {
            window.run = async (calls) => {
                localStorage.clear();
                for (const [name, ...values] of JSON.parse(calls)) {
                    const mark = values.pop();
                    const id = values.join("/");
                    const before = localStorage.getItem(key);
                    sobesednik.setMark(id, mark);
                    const after = localStorage.getItem(key);
                    if ((name === "tick" || after !== before) && (sobesednik.mark(id) ?? null) !== mark) return "lost";
                }
                const all = () => JSON.parse(sobesednik.export()).entries;
                const [whole, text] = [JSON.stringify(all()), sobesednik.export()];
                if (Object.keys(localStorage).some((name) => name.startsWith(key + "."))) return "put aside";
                localStorage.clear();
                await sobesednik.import(text);
                return JSON.stringify(all()) === whole ? "right" : "file lost something";
            };
        }""",
        KEY,
    )

    @settings(max_examples=150, deadline=None, derandomize=True, database=None)
    @given(CALLS)
    def judge(calls):
        # As ASCII: half a pair of surrogates does not travel otherwise.
        assert tab.evaluate("calls => run(calls)", json.dumps(calls)) == "right"

    judge()


def test_marks_that_would_not_fit_the_file_are_refused_alone(site_url, tab: Page):
    tab.goto(site_url + "marks/")
    give(tab, file_of(gil=("know", 1)))
    expect(notice(tab)).to_contain_text("Файл загружен")
    tab.evaluate("sobesednik.setMark('sheet/' + 'x'.repeat(4_000_000), 'done')")
    expect(notice(tab)).to_contain_text("Отметка не сохранена: файл с нею не прочёлся бы")
    assert states(tab) == {"gil": "know"}
    tab.evaluate("sobesednik.setMark('sheet/' + 'x'.repeat(400), 'done')")
    tab.reload()
    assert states(tab) == {"gil": "know", "sheet/" + "x" * 400: "done"}


def test_file_that_a_full_storage_does_not_take_is_told(site_url, tab: Page):
    tab.add_init_script(FULL)
    tab.goto(site_url + "marks/")
    give(tab, file_of(gil=("know", 1)))
    expect(notice(tab)).to_contain_text("Файл загружен")
    expect(notice(tab)).to_contain_text("Браузер их не сохранил")


def test_store_takes_every_id_that_the_bank_takes(site_url, tab: Page):
    tab.goto(site_url + "marks/")
    ids = ["a", "a1-2b", "long-" * 60 + "id"]
    assert [name for name in ids if not is_valid_id(name)] == []
    tab.evaluate("ids => ids.forEach((id) => sobesednik.setMark(id, 'know'))", ids)
    assert states(tab) == dict.fromkeys(ids, "know")


def test_storage_in_place_of_a_refused_one_answers_like_one(site_url, tab: Page):
    tab.add_init_script(REFUSED)
    tab.goto(site_url + "marks/")
    script = """() => {
        localStorage.removeItem("x");
        localStorage.clear();
        try { localStorage.setItem("x", "y") } catch (error) {
            const kept = [localStorage.getItem("x"), localStorage.key(0), localStorage.length];
            return [error.name, ...kept, Object.keys(localStorage)];
        }
    }"""
    assert tab.evaluate(script) == ["QuotaExceededError", None, None, 0, []]


def test_without_javascript_there_are_no_dead_controls(site_url, chromium):
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    for address in (QUESTIONS, "junior/", "marks/", ""):
        tab.goto(site_url + address)
        expect(tab.locator("article .needs-script").first).to_be_hidden()
        assert tab.locator("article :is(button, input, select):visible").count() == 0
    context.close()


def test_page_of_marks_says_without_javascript_what_works(site_url, chromium):
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(site_url + "marks/")
    told = tab.locator("article noscript").text_content()
    dead = ("нет отметок", "поиск", "отбор вопросов", "галочки", "копирование кода", "выбор темы", "без сети")
    assert [word for word in dead if word not in told] == []
    assert "всё остальное" not in told
    context.close()


# -- what the first version kept, and tabs side by side ---------------------------------------


def test_marks_and_ticks_of_the_first_version_are_carried_over(site_url, tab: Page):
    """Into one list, once; what was kept stays as it was for a tab that is still open."""
    sheets = {"evening-before": ["Сон", FIRST, SECOND, THIRD], "employer-checklist": ["employer-growth"]}
    text = old_file(sheets, **{SECOND: ("repeat", 5), THIRD: ("none", 7), OTHER: ("know", 6)})
    start_with(tab, site_url, old=text)
    tab.goto(site_url + "evening-before/")
    expect(tab.locator(f"[data-tick={FIRST}]")).to_be_checked()
    expect(tab.locator("[data-tick]:checked")).to_have_count(3)
    assert kept(tab) == {
        "version": 2,
        "entries": {
            FIRST: {"mark": "know", "at": 1},
            SECOND: {"mark": "repeat", "at": 5},
            THIRD: {"mark": "know", "at": 7},
            OTHER: {"mark": "know", "at": 6},
            "evening-before/Сон": {"mark": "done", "at": 1},
            "employer-checklist/employer-growth": {"mark": "done", "at": 1},
        },
    }
    assert tab.evaluate("key => localStorage.getItem(key)", OLD) == text
    assert tab.locator(".notice").count() == 0
    tab.goto(site_url + QUESTIONS)
    expect(button(tab, "Повторить", SECOND)).to_have_attribute("aria-pressed", "true")
    tab.goto(site_url + "marks/")
    tab.once("dialog", lambda dialog: dialog.accept())
    tab.get_by_role("button", name="Стереть всё").click()
    tab.reload()
    expect(tab.locator("[data-marks=export]")).to_be_enabled()
    assert states(tab) == {}


def test_mark_made_before_the_old_ones_are_carried_over_is_kept_and_no_loss_is_told(site_url, tab: Page):
    tab.goto(site_url + "marks/")
    tab.evaluate("([key, text]) => localStorage.setItem(key, text)", [OLD, old_file(**{OTHER: ("know", 5)})])
    held = []
    tab.route("**/store-mend*", lambda route: held.append(route))
    tab.goto(site_url + QUESTIONS, wait_until="commit")
    button(tab, "Знаю").click()
    expect(notice(tab)).to_contain_text("не сохранил")
    held[0].continue_()
    expect(notice(tab)).to_be_hidden()
    assert states(tab) == {OTHER: "know", FIRST: "know"}


def test_file_of_the_first_version_is_read(site_url, tab: Page):
    tab.goto(site_url + "marks/")
    give(tab, old_file({"evening-before": [FIRST, "Сон"]}, **{SECOND: ("repeat", 5)}))
    expect(notice(tab)).to_contain_text("Отметок и галочек в файле: 3, изменилось здесь: 3")
    assert states(tab) == {FIRST: "know", SECOND: "repeat", "evening-before/Сон": "done"}


def test_what_a_tab_of_an_older_site_marks_is_taken_over_too(site_url, context: BrowserContext):
    one, other = context.new_page(), context.new_page()
    one.goto(site_url + QUESTIONS)
    button(one, "Знаю").click()
    other.goto(site_url + "404.html")
    other.evaluate("([key, text]) => localStorage.setItem(key, text)", [OLD, old_file(**{SECOND: ("know", 5)})])
    expect(button(one, "Знаю", SECOND)).to_have_attribute("aria-pressed", "true")
    assert states(one) == {FIRST: "know", SECOND: "know"}


def test_histories_of_two_browsers_are_joined_whatever_mark_is_newer(site_url, tab: Page):
    """For practice, which keeps its grades there; what a newer site adds to an entry stays in it."""
    tab.goto(site_url + "marks/")
    one = {"mark": "know", "at": 30, "log": [[10, 1], [30, 3]], "later": {"kept": True}}
    other = {"mark": "repeat", "at": 20, "log": [[10, 1], [20, 2]]}
    for entry in (one, other):
        give(tab, json.dumps({"version": 2, "entries": {"gil": entry}}))
        expect(notice(tab)).to_contain_text("Файл загружен")
        notice(tab).evaluate("one => { one.textContent = '' }")
    assert kept(tab)["entries"]["gil"] == one | {"log": [[10, 1], [20, 2], [30, 3]]}
    tab.evaluate("sobesednik.setMark('gil', 'repeat')")
    entry = kept(tab)["entries"]["gil"]
    assert entry["log"] == [[10, 1], [20, 2], [30, 3], [entry["at"], 1]]


def test_mark_that_another_tab_has_written_over_comes_again(site_url, context: BrowserContext):
    """Two tabs of two processes may read the same text before either has written."""
    one, other = context.new_page(), context.new_page()
    other.goto(site_url + "marks/")
    one.goto(site_url + QUESTIONS)
    button(one, "Знаю").click()
    other.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, file_of(**{OTHER: ("know", 1)})])
    expect(other.locator("li[data-question] .mark-badge")).to_have_text(["знаю", "знаю"])
    assert states(other) == {FIRST: "know", OTHER: "know"}
    # What was erased stays so.
    other.evaluate("sobesednik.erase()")
    expect(button(one, "Знаю")).to_have_attribute("aria-pressed", "false")
    assert states(one) == {}


def test_what_is_to_be_repeated_is_one_press_away_from_home(site_url, tab: Page):
    tab.goto(site_url + QUESTIONS)
    button(tab, "Повторить").click()
    button(tab, "Повторить", SECOND).click()
    button(tab, "Знаю", THIRD).click()
    tab.goto(site_url)
    tab.get_by_role("link", name="повторить 2").click()
    shown = tab.locator("li[data-question]:visible")
    expect(shown).to_have_count(2)
    assert shown.evaluate_all("all => all.map((one) => one.dataset.question)") == [FIRST, SECOND]
