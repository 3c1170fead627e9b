"""The whole site at the reader's wish: what it costs, how far it is, a lost link, no room, its end."""

from __future__ import annotations

import datetime
import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from hooks.minifier import minified_script
from hooks.offline.precache import write_service_worker
from tests.conftest import BASE_PATH
from tests.offline.host import (
    KEPT,
    OTHER_PAGE,
    PAGE,
    change_word,
    copied,
    kept,
    save,
    thrifty,
    visit,
    wait_for,
    wait_for_status,
)
from tests.searching import ask, open_search
from tests.test_browser import addresses
from tests.waiting import wait_until

TOOLS = "downloads/"
SAVE = "Сохранить для чтения без сети"
MONTHS = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]


def told(tab: Page):
    """Return what the page of downloads says of the copy."""
    return tab.locator("[data-offline] [role=status]")


def button(tab: Page, name: str):
    return tab.get_by_role("button", name=name, exact=True)


def limit(tab: Page, host, size: int) -> None:
    """Give a site no more room than so many bytes."""
    session = tab.context.new_cdp_session(tab)
    origin = host.url.removesuffix(f"/{BASE_PATH}/")
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": size})


def test_every_page_and_the_search_work_with_the_network_cut(host, site, tab: Page):
    visit(tab, host, TOOLS)
    expect(told(tab)).to_contain_text(re.compile(r"Скачается (?:1,\d МБ|\d{3} КБ)\."))
    button(tab, SAVE).click()
    today = datetime.datetime.now(tz=datetime.UTC).astimezone()
    expect(told(tab)).to_contain_text(
        re.compile(rf"Сохранено {today.day} {MONTHS[today.month - 1]}, (?:1,\d МБ|\d{{3}} КБ)\.")
    )
    host.cut()
    failed, noise = [], []
    # What the browser gave up itself, as it went on to the next page, has not failed.
    tab.on("requestfailed", lambda request: request.failure == "net::ERR_ABORTED" or failed.append(request.url))
    tab.on("console", lambda message: noise.append(message.text))
    seen = addresses(site)
    for address in seen:
        response = tab.goto(host.url + address, wait_until="load")
        assert response.status == 200, address
        assert tab.locator("h1").count() or tab.locator("article").count(), address
        assert tab.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky", address
        assert tab.evaluate("Array.from(document.images).every(one => !one.complete || one.naturalWidth)"), address
    assert len(seen) > 25

    tab.goto(f"{host.url}junior?from=letter")
    assert tab.url == f"{host.url}junior/?from=letter"
    assert (failed, [text for text in noise if "service-worker.js" not in text]) == ([], [])

    open_search(tab, host.url + "tags/")
    assert any("#gil" in address for address in ask(tab, "GIL"))

    for address in ("no/such/page/", "no/broken%E0/escape"):
        assert tab.goto(host.url + address).status == 404
        expect(tab.locator(".md-content h1")).to_have_text("Такой страницы нет")
    tab.goto(host.url + TOOLS)
    expect(told(tab)).to_contain_text("Сохранено")


def test_copy_is_few_files(host, tab: Page):
    save(tab, host)
    # 376 in the design before, 311 of them texts of answers; by now one of texts for each question.
    assert len(kept(tab)) < 190


@pytest.mark.parametrize("seconds", [3, 12, 20])
def test_lost_link_loses_nothing(host, tab: Page, seconds):
    visit(tab, host, TOOLS)
    host.delay = 0.75
    started = datetime.datetime.now(tz=datetime.UTC)
    button(tab, SAVE).click()
    expect(tab.locator("[data-offline] progress")).to_be_visible()
    tab.wait_for_timeout(1000 * seconds)
    host.cut()
    expect(told(tab)).to_contain_text("Связь прервалась: сохранено")
    fetched = set(kept(tab))
    if (datetime.datetime.now(tz=datetime.UTC) - started).seconds < 26:
        assert len(fetched) > 3 * seconds
    # What was fetched can be read; a tab that is closed meanwhile loses nothing either.
    tab.goto(host.url)
    assert set(kept(tab)) == fetched
    host.delay = 0
    host.asked.clear()
    host.restore()
    tab.goto(host.url + TOOLS)
    expect(told(tab)).to_contain_text("Сохранено")
    expect(button(tab, "Удалить")).to_be_visible()
    wait_for_status(tab, "isWhole")
    again = fetched & set(host.paths())
    # The pages that were opened just now come from the server: the copy was not whole yet.
    assert not [path for path in again if path.startswith(("search/answers", "assets/diagrams", "middle/"))]
    host.cut()
    assert tab.goto(host.url + OTHER_PAGE).status == 200


def test_link_that_comes_back_is_noticed_without_a_touch(host, tab: Page):
    visit(tab, host, TOOLS)
    host.delay = 0.3
    button(tab, SAVE).click()
    tab.wait_for_timeout(1500)
    host.cut()
    expect(told(tab)).to_contain_text("Связь прервалась")
    host.restore()
    host.delay = 0
    expect(told(tab)).to_contain_text(re.compile(r"Сохранено \d+ "))


def test_reader_may_stop_go_on_and_remove(host, tab: Page):
    visit(tab, host, TOOLS)
    tab.evaluate("localStorage.setItem('mark', '1')")
    host.delay = 0.3
    button(tab, SAVE).click()
    wait_until(tab, lambda: len(kept(tab)) > 15)
    button(tab, "Остановить").click()
    expect(button(tab, SAVE)).to_be_visible()
    count = len(kept(tab))
    assert count < 100
    host.delay = 0
    tab.reload()
    tab.wait_for_timeout(1000)
    assert len(kept(tab)) - count < 5
    button(tab, SAVE).click()
    expect(told(tab)).to_contain_text(re.compile(r"Сохранено \d+ "))
    tab.on("dialog", lambda dialog: dialog.accept())
    button(tab, "Удалить").click()
    expect(told(tab)).to_contain_text("Скачается")
    assert PAGE not in kept(tab)
    assert "404.html" in kept(tab)
    assert tab.evaluate("localStorage.getItem('mark')") == "1"
    # Removed is removed: nothing comes again unasked.
    tab.reload()
    tab.wait_for_timeout(1000)
    assert PAGE not in kept(tab)
    # But for the shell, where the browser has thrown it away.
    tab.evaluate("caches.keys().then(names => Promise.all(names.map(name => caches.delete(name))))")
    tab.reload()
    wait_for(tab, f"async () => (await ({KEPT})()).some(url => url.includes('404.html'))")


def test_chosen_book_is_kept_and_renewed(host, site, tmp_path, tab: Page):
    host.folder = tmp_path
    copy = copied(site, tmp_path)
    (copy / "pdf").mkdir()
    for name in ("book", "other"):
        (copy / f"pdf/{name}.pdf").write_bytes(f"%PDF-1.7 {name}".encode() + b"." * 1_200_000)
    page = copy / TOOLS / "index.html"
    link = '<ul><li><a href="../pdf/book.pdf">Вся книга</a></li></ul><!-- books -->'
    page.write_text(page.read_text(encoding="utf-8").replace("<!-- books -->", link, 1), encoding="utf-8")
    write_service_worker(copy, minified_script)
    visit(tab, host, TOOLS)
    box = tab.get_by_label("и книгу «Вся книга», 1,2 МБ")
    box.check()
    button(tab, SAVE).click()
    expect(told(tab)).to_contain_text(re.compile(r"Сохранено \d+ [а-я]+, 2,\d МБ"))
    assert [path for path in kept(tab) if path.endswith(".pdf")] == ["pdf/book.pdf"]
    expect(tab.get_by_label("и книгу «Вся книга», 1,2 МБ — сохранена")).to_be_checked()
    (copy / "pdf/book.pdf").write_bytes(b"%PDF-1.7 newer")
    write_service_worker(copy, minified_script)
    button(tab, "Проверить обновление").click()
    expect(tab.locator(".notice [role=status]")).to_have_text("Вышла новая версия сайта.")
    tab.locator(".notice").get_by_role("button", name="Обновить").click()
    expect(tab.get_by_label("и книгу «Вся книга», 1 КБ — сохранена")).to_be_checked()
    host.cut()
    read = "path => fetch(path).then(one => one.text())"
    assert tab.evaluate(read, f"/{BASE_PATH}/pdf/book.pdf") == "%PDF-1.7 newer"


def test_button_tells_that_there_is_nothing_newer(host, tab: Page):
    save(tab, host, TOOLS)
    button(tab, "Проверить обновление").click()
    expect(tab.locator(".notice [role=status]")).to_have_text("Сохранена последняя версия сайта.")
    host.cut()
    button(tab, "Проверить обновление").click()
    expect(tab.locator(".notice [role=status]")).to_contain_text("Связи нет")


def test_version_that_comes_while_the_site_is_saved_is_the_one_that_is_saved(host, site, tmp_path, tab: Page):
    host.folder = tmp_path
    copy = copied(site, tmp_path)
    visit(tab, host, TOOLS)
    host.delay = 0.2
    button(tab, SAVE).click()
    tab.wait_for_timeout(1000)
    for page in ("tags/", PAGE, OTHER_PAGE, "middle/"):
        change_word(copy, page)
    expect(tab.locator(".notice [role=status]")).to_have_text("Вышла новая версия сайта.")
    host.delay = 0
    tab.locator(".notice").get_by_role("button", name="Обновить").click()
    wait_for_status(tab, "isWhole")
    host.cut()
    tab.goto(host.url + OTHER_PAGE)
    expect(tab.locator("h1[data-build='2']")).to_be_visible()


# -- an installed app ---------------------------------------------------------------------------

STANDALONE = """
const native = window.matchMedia;
window.matchMedia = query =>
    query.includes("display-mode: standalone") ? { matches: true } : native.call(window, query);
"""


def test_installed_app_keeps_everything_by_itself_until_it_is_told_not_to(host, tab: Page):
    tab.add_init_script(STANDALONE)
    visit(tab, host)
    wait_for_status(tab, "isWhole")
    tab.goto(host.url + TOOLS)
    tab.on("dialog", lambda dialog: dialog.accept())
    button(tab, "Удалить").click()
    expect(button(tab, SAVE)).to_be_visible()
    tab.goto(host.url, wait_until="networkidle")
    tab.wait_for_timeout(1000)
    assert PAGE not in kept(tab)


def test_site_that_is_being_installed_is_kept(host, tab: Page):
    visit(tab, host)
    tab.evaluate("dispatchEvent(new Event('appinstalled'))")
    wait_for_status(tab, "isWhole")


def test_installed_app_with_save_data_keeps_no_more_than_the_shell(host, site, tmp_path, tab: Page):
    host.folder = tmp_path
    tab.add_init_script(STANDALONE)
    tab.add_init_script(thrifty(copied(site, tmp_path)))
    tab.goto(host.url + TOOLS, wait_until="networkidle")
    expect(told(tab)).to_contain_text("Включена экономия трафика")
    tab.reload(wait_until="networkidle")
    tab.wait_for_timeout(1000)
    assert {path for path in kept(tab) if path.endswith("/")} == set()


# -- where it cannot be kept --------------------------------------------------------------------


def test_full_storage_is_told_and_what_is_kept_stays(host, tab: Page):
    visit(tab, host, TOOLS)
    limit(tab, host, tab.evaluate("navigator.storage.estimate().then(one => one.usage)") + 600_000)
    button(tab, SAVE).click()
    expect(told(tab)).to_contain_text("не хватает места: сохранено")
    count = len(kept(tab))
    assert count > 15
    limit(tab, host, 50_000_000)
    button(tab, "Продолжить").click()
    expect(told(tab)).to_contain_text(re.compile(r"Сохранено \d+ "))
    assert len(kept(tab)) > count


def test_storage_too_small_for_the_shell_is_told(host, tab: Page):
    limit(tab, host, 20_000)
    tab.goto(host.url + TOOLS)
    expect(told(tab)).to_contain_text("Браузер не даёт места")


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        ("delete Navigator.prototype.serviceWorker", "Браузер не разрешает хранить сайт: так бывает в частном окне"),
        (
            "navigator.serviceWorker.register = () => Promise.reject(new DOMException('refused', 'SecurityError'))",
            "Браузер не разрешает хранить сайт",
        ),
        ("caches.keys = () => Promise.reject(new DOMException('x', 'SecurityError'))", "Браузер не разрешает"),
    ],
)
def test_refusal_is_told_in_words(host, tab: Page, refusal, words):
    tab.add_init_script(refusal)
    tab.goto(host.url + TOOLS)
    expect(told(tab)).to_contain_text(words)
    assert tab.locator("[data-offline] button").count() == 0


def test_two_tabs_show_one_copy(host, context: BrowserContext, tab: Page):
    visit(tab, host, TOOLS)
    second = context.new_page()
    second.goto(host.url + TOOLS)
    expect(button(second, SAVE)).to_be_visible()
    button(tab, SAVE).click()
    for one in (tab, second):
        expect(told(one)).to_contain_text(re.compile(r"Сохранено \d+ "))
    wait_for(second, "() => !document.querySelector('[data-offline] progress:not([hidden])')")
