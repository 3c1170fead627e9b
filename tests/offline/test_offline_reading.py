"""Reading without a network, unasked: what was read stays, the rest is the server's, whatever spoils the copy."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import Page, expect

from hooks.minifier import minified_script
from hooks.offline.precache import WORKER, write_removal, write_service_worker
from tests.conftest import BASE_PATH
from tests.offline.host import (
    KEPT,
    OTHER_PAGE,
    PAGE,
    build_of,
    copied,
    kept,
    save,
    small_build,
    thrifty,
    visit,
    wait_for,
)
from tests.searching import ask, open_search

SPOIL = """async path => {
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        const address = new URL(path, document.baseURI).href;
        for (const request of await cache.keys(address, { ignoreSearch: true })) {
            await cache.put(request, new Response("spoilt"));
        }
    }
}"""
BREAK_STORAGE = """
addEventListener("message", event => {
    if (event.data !== "break") return;
    caches.open = () => Promise.reject(new DOMException("Unexpected internal error.", "UnknownError"));
    event.source.postMessage("broken");
});
"""


def test_nothing_is_fetched_that_was_not_asked_for(host, tab: Page):
    visit(tab, host, PAGE)
    tab.wait_for_timeout(1000)
    pages = {path for path in host.paths() if path.endswith(("/", ".html")) or not path}
    # Besides the page: the two that a reader without a network gets first.
    assert pages == {PAGE, "", "404.html"}
    assert not any(path.startswith(("search/core", "search/answers", "assets/diagrams")) for path in kept(tab))


def test_first_page_is_shown_before_anything_is_kept(host, tab: Page):
    visit(tab, host, PAGE)
    first = host.asked.index(f"/{BASE_PATH}/service-worker.js")
    assert any("bundle" in path for path in host.asked[:first])
    assert not any("404" in path for path in host.asked[:first])


def test_what_was_read_stays_and_what_was_not_is_named(host, tab: Page):
    visit(tab, host, PAGE)
    tab.goto(host.url + OTHER_PAGE)
    open_search(tab, host.url + PAGE)
    assert any("#gil" in address for address in ask(tab, "GIL"))
    tab.wait_for_timeout(500)
    host.cut()
    for address in (PAGE, OTHER_PAGE, ""):
        assert tab.goto(host.url + address).status == 200, address
        assert tab.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky", address
    open_search(tab, host.url + OTHER_PAGE)
    assert any("#gil" in address for address in ask(tab, "GIL"))
    assert tab.goto(host.url + "tags/").status == 503
    expect(tab.locator(".md-content h1")).to_have_text("Нет связи")
    expect(tab.get_by_text("Этой страницы нет в браузере")).to_be_visible()
    expect(tab.get_by_text("адрес устарел")).to_be_hidden()
    tab.locator(".md-content li").get_by_role("link", name="Основы Python").click()
    expect(tab.locator("h1")).to_contain_text("Основы Python")
    tab.goto(host.url + "/" + PAGE.replace("/", "//"))
    assert tab.url == host.url + PAGE
    for address in ("no/such/page/", "no/broken%E0/escape"):
        assert tab.goto(host.url + address).status == 404
        expect(tab.locator(".md-content h1")).to_have_text("Такой страницы нет")


def test_server_that_is_silent_is_waited_for_no_longer_than_one_bears(host, tab: Page):
    visit(tab, host, PAGE)
    host.held = f"/{BASE_PATH}/{PAGE}"
    tab.goto(host.url + PAGE, timeout=20_000)
    expect(tab.locator("h1")).to_contain_text("Основы Python")
    # What is not kept is worth the wait.
    host.held = f"/{BASE_PATH}/tags/"
    tab.evaluate("address => { location.href = address }", host.url + "tags/")
    tab.wait_for_timeout(6000)
    host.release.set()
    expect(tab.locator("h1")).to_contain_text("Темы")


def test_reader_who_keeps_nothing_reads_what_the_server_has(host, new_build, tab: Page):
    visit(tab, host, PAGE)
    host.folder = new_build
    loads = []
    tab.on("framenavigated", lambda frame: loads.append(frame.url))
    tab.goto(host.url + PAGE)
    assert build_of(tab) == (True, True)
    wait_for(tab, f"async () => (await ({KEPT})()).length > 0")
    tab.wait_for_timeout(2000)
    # It is of the new version already: nothing is to be told, nothing to be loaded again.
    assert len(loads) == 1
    assert tab.locator(".notice").count() == 0
    tab.goto(host.url + PAGE)
    tab.wait_for_timeout(500)
    host.cut()
    tab.goto(host.url + PAGE)
    assert build_of(tab) == (True, True)


def test_book_that_was_opened_stays_at_hand(host, site, tmp_path, tab: Page):
    host.folder = tmp_path
    copy = copied(site, tmp_path)
    for name in ("book", "other", "later"):
        (copy / f"{name}.pdf").write_bytes(f"%PDF-1.7 {name}".encode())
    write_service_worker(copy, minified_script)
    save(tab, host)
    assert not any(path.endswith(".pdf") for path in host.asked)
    read = "path => fetch(path).then(one => one.ok ? one.text() : null, () => null)"
    assert tab.evaluate(read, "book.pdf") == "%PDF-1.7 book"
    tab.wait_for_timeout(200)
    # Nothing of this harms what is kept: a book of a newer build, a name that every JavaScript object knows.
    (copy / "later.pdf").write_bytes(b"%PDF-1.7 newer")
    assert tab.evaluate(read, "later.pdf") == "%PDF-1.7 newer"
    assert tab.goto(host.url + "constructor").status == 404
    tab.goto(host.url)
    (copy / "book.pdf").write_bytes(b"%PDF-1.7 newer")
    write_service_worker(copy, minified_script)
    tab.evaluate("navigator.serviceWorker.getRegistration().then(one => one.update())")
    tab.reload()
    tab.wait_for_timeout(1500)
    host.cut()
    # A book stands alone: an old one is better than none.
    assert tab.evaluate(read, "book.pdf") == "%PDF-1.7 book"
    assert tab.evaluate(read, "other.pdf") is None


# -- traffic to be saved ------------------------------------------------------------------------


def test_with_save_data_nothing_is_kept_beyond_the_shell(host, site, tmp_path, tab: Page):
    host.folder = tmp_path
    tab.add_init_script(thrifty(copied(site, tmp_path)))
    visit(tab, host)
    host.asked.clear()
    for address in (PAGE, OTHER_PAGE):
        tab.goto(host.url + address, wait_until="networkidle")
    tab.wait_for_timeout(500)
    assert [path for path in host.paths() if path.endswith("/")] == [PAGE, OTHER_PAGE]
    shell = {path for path in kept(tab) if not path.startswith(("assets/javascripts/", "assets/stylesheets/"))}
    assert shell == {
        *("", "404.html", "manifest.webmanifest", "assets/favicon.svg"),
        *("search/worker.js", "search/search_index.json"),
    }
    # What the reader asks for is another thing.
    save(tab, host)
    assert PAGE in kept(tab)


# -- what spoils it ---------------------------------------------------------------------------


def test_broken_storage_leaves_the_server(host, tmp_path, tab: Page):
    host.folder = small_build(tmp_path, 1)
    with (tmp_path / BASE_PATH / WORKER).open("a", encoding="utf-8") as worker:
        worker.write(BREAK_STORAGE)
    visit(tab, host)
    tab.reload()
    tab.evaluate("""() => new Promise(resolve => {
        navigator.serviceWorker.addEventListener("message", ({ data }) => data === "broken" && resolve());
        navigator.serviceWorker.controller.postMessage("break");
    })""")
    host.asked.clear()
    tab.goto(host.url + PAGE, wait_until="networkidle")
    # From the server, and once: nothing loads the page again and again.
    assert host.asked.count(f"/{BASE_PATH}/{PAGE}") == 1
    assert f"/{BASE_PATH}/a.css" in host.asked


def test_spoilt_file_is_taken_from_the_server_again(host, tab: Page):
    save(tab, host)
    for path in (PAGE, "assets/favicon.svg"):
        tab.evaluate(SPOIL, path)
    for _ in range(2):
        tab.goto(host.url + PAGE)
        expect(tab.locator("h1")).to_contain_text("Основы Python")
        assert tab.evaluate("document.querySelector('.md-logo img').naturalWidth") > 0
    host.cut()
    tab.goto(host.url + PAGE)
    expect(tab.locator("h1")).to_contain_text("Основы Python")


def test_spoilt_copy_of_an_old_version_gives_way_to_the_server(host, new_build, tab: Page):
    save(tab, host)
    sheet = next((host.folder / BASE_PATH).glob("assets/stylesheets/site.*.css")).relative_to(host.folder / BASE_PATH)
    tab.evaluate(SPOIL, sheet.as_posix())
    host.folder = new_build
    tab.goto(host.url + PAGE)
    expect(tab.locator("h1[data-build]")).to_be_visible()
    assert build_of(tab) == (True, True)


def test_lost_copy_leaves_the_page_readable_and_the_shell_comes_back(host, tab: Page):
    save(tab, host)
    tab.evaluate("caches.keys().then(names => Promise.all(names.map(name => caches.delete(name))))")
    tab.goto(host.url + PAGE)
    expect(tab.locator("h1")).to_contain_text("Основы Python")
    wait_for(tab, f"async () => (await ({KEPT})()).some(url => url.includes('404.html'))")
    wait_for(tab, f"async () => (await ({KEPT})()).some(url => url.includes('{PAGE}'))")
    host.cut()
    tab.goto(host.url + PAGE)
    expect(tab.locator("h1")).to_contain_text("Основы Python")


@pytest.mark.parametrize(
    "refusal",
    [
        "delete Navigator.prototype.serviceWorker",
        "navigator.serviceWorker.register = () => Promise.reject(new DOMException('refused', 'SecurityError'))",
        "delete window.caches",
        "Object.defineProperty(Navigator.prototype, 'connection', {value: {saveData: true}})",
    ],
)
def test_site_reads_where_a_worker_is_refused(host, tab: Page, refusal):
    noise = []
    tab.on("console", lambda message: noise.append(message.text))
    tab.on("pageerror", lambda error: noise.append(str(error)))
    tab.add_init_script(refusal)
    tab.goto(host.url + PAGE, wait_until="networkidle")
    expect(tab.locator("h1")).to_contain_text("Основы Python")
    assert noise == []


def test_site_reads_where_there_is_no_room(host, tab: Page):
    session = tab.context.new_cdp_session(tab)
    origin = host.url.removesuffix(f"/{BASE_PATH}/")
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 20_000})
    noise = []
    tab.on("console", lambda message: noise.append(message.text))
    tab.goto(host.url + PAGE, wait_until="networkidle")
    while f"/{BASE_PATH}/404.html" not in host.asked:
        tab.wait_for_timeout(50)
    wait_for(tab, "navigator.serviceWorker.getRegistrations().then(all => all.length === 0)")
    assert tab.evaluate("caches.keys()") == []
    tab.reload()
    expect(tab.locator("h1")).to_contain_text("Основы Python")
    assert noise == []


def test_worker_of_a_published_copy_leaves_while_the_site_is_edited(host, site, tmp_path, tab: Page):
    visit(tab, host)
    edited = tmp_path / BASE_PATH
    shutil.copytree(site, edited)
    write_removal(edited)
    host.folder = tmp_path
    tab.evaluate("navigator.serviceWorker.getRegistration().then(one => one.update())")
    wait_for(tab, "caches.keys().then(names => names.length === 0)")
    wait_for(tab, "navigator.serviceWorker.getRegistrations().then(all => all.length === 0)")
