"""Reading without a network: the copy in the browser, its updates, and what spoils them."""

from __future__ import annotations

import http.server
import json
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from hooks.minifier import minified_script
from hooks.offline.precache import WORKER, registration, write_removal, write_service_worker
from tests.bank import questions
from tests.conftest import BASE_PATH
from tests.searching import ask, open_search
from tests.test_browser import addresses

INSTALLED = """async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return Boolean(registration?.active) && !registration.installing;
}"""
UPDATE = """async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const end = new Promise(resolve => registration.addEventListener("updatefound", () => {
        const worker = registration.installing;
        worker.addEventListener("statechange", () => resolve(worker.state));
    }));
    await registration.update();
    return end;
}"""
SPOIL = """async path => {
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        const address = new URL(path, document.baseURI).href;
        if (await cache.match(address)) await cache.put(address, new Response("spoilt"));
    }
}"""
WHOLE_COPIES = """async () => {
    let count = 0;
    for (const name of await caches.keys())
        for (const request of await (await caches.open(name)).keys()) count += request.url.includes("whole?");
    return count;
}"""
BREAK_STORAGE = """
addEventListener("message", event => {
    caches.open = () => Promise.reject(new DOMException("Unexpected internal error.", "UnknownError"));
    event.source.postMessage("broken");
});
"""
PAGE = "junior/python-basics/"
LAST = questions(page="junior/python-basics.md")[-1].id


class Host:
    """A host of sites that can be cut off; `folder` is what it serves."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[str] = []
        self.held = ""
        """Path that is answered only when `release` is set."""
        self.release = threading.Event()
        self.is_cut = False
        host = self

        class Handler(http.server.SimpleHTTPRequestHandler):
            def __init__(self, *arguments, **options) -> None:
                super().__init__(*arguments, directory=str(host.folder), **options)

            def do_GET(self) -> None:
                host.asked.append(self.path)
                # The connection may have been opened, and this handler made, before the folder was changed.
                self.directory = str(host.folder)
                del self.headers["If-Modified-Since"]  # builds of one second differ too
                if self.path == host.held:
                    host.release.wait(60)
                if not host.is_cut:
                    super().do_GET()

            def log_message(self, *_: object) -> None:
                """Say nothing: pytest's output is for failures."""

        self._handler = Handler
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}/{BASE_PATH}/"
        threading.Thread(target=self._server.serve_forever, daemon=True, args=(0.05,)).start()

    def cut(self) -> None:
        """Stop listening: connections are refused, and those that a browser has opened in advance get nothing."""
        self.is_cut = True
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def host(site: Path) -> Iterator[Host]:
    """The real site on a host of its own: a fresh origin, without caches of other tests."""
    host = Host(site.parent)
    yield host
    host.cut()


@pytest.fixture
def context(chromium) -> Iterator[BrowserContext]:
    """A fresh profile in which service workers are allowed."""
    context = chromium.new_context(locale="ru-RU")
    yield context
    context.close()


@pytest.fixture
def tab(context: BrowserContext) -> Page:
    """A tab of that profile."""
    return context.new_page()


@pytest.fixture(scope="module")
def new_build(site: Path, tmp_path_factory) -> Path:
    """The folder of a host that has a newer build: a page and a stylesheet differ."""
    target = tmp_path_factory.mktemp("new") / BASE_PATH
    shutil.copytree(site, target)
    for path in target.glob("assets/stylesheets/*.css"):
        path.write_text(path.read_text(encoding="utf-8") + "\n:root { --build: 2 }\n", encoding="utf-8")
    page = target / PAGE / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("<h1", '<h1 data-build="2"', 1), encoding="utf-8")
    write_service_worker(target, minified_script)
    return target.parent


def small_build(folder: Path, number: int) -> Path:
    """Write a site of few files, the build of a number, into the folder of a host, and return that folder."""
    target = folder / BASE_PATH
    html = f"""<!doctype html><link rel="stylesheet" href="/{BASE_PATH}/a.css"><title>{number}</title>
        <h1 data-build="{number}">Дом</h1><script src="/{BASE_PATH}/assets/javascripts/offline.js"></script>"""
    files = {name: html for name in ("index.html", "404.html", f"{PAGE}index.html")} | {
        "a.css": f":root {{ --build: {number} }}",
        "assets/javascripts/offline.js": registration(),
    }
    for name, text in files.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_text(text, encoding="utf-8")
    write_service_worker(target, minified_script)
    return folder


def install(tab: Page, host: Host, address: str = "") -> None:
    """Visit the site and wait until its copy is in the browser."""
    tab.goto(host.url + address)
    wait_for(tab, INSTALLED)


def wait_for(tab: Page, script: str) -> None:
    """Wait until an asynchronous function of the page returns true."""
    for _ in range(300):
        if tab.evaluate(script):
            return
        tab.wait_for_timeout(50)
    raise AssertionError(script)


def build_of(tab: Page) -> tuple[bool, bool]:
    """Tell whether the page, and whether its stylesheets, are of the newer build."""
    sheet = "getComputedStyle(document.documentElement).getPropertyValue('--build').trim()"
    return tab.locator("h1[data-build='2']").count() == 1, tab.evaluate(sheet) == "2"


# -- without a network ------------------------------------------------------------------------


def test_every_page_and_the_search_work_with_the_network_cut(host, site, tab: Page):
    install(tab, host)
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


def test_file_that_was_opened_stays_at_hand(host, site, tmp_path, tab: Page):
    host.folder = tmp_path
    copy = tmp_path / BASE_PATH
    shutil.copytree(site, copy)
    (copy / "book.pdf").write_bytes(b"%PDF-1.7 book")
    (copy / "other.pdf").write_bytes(b"%PDF-1.7 other")
    (copy / "later.pdf").write_bytes(b"%PDF-1.7 later")
    write_service_worker(copy, minified_script)
    install(tab, host)
    assert not any(path.endswith(".pdf") for path in host.asked)
    read = "path => fetch(path).then(one => one.text(), () => null)"
    tab.reload()
    assert tab.evaluate(read, "book.pdf") == "%PDF-1.7 book"
    tab.wait_for_timeout(200)
    # Nothing of this harms what is kept: a book of a newer build, a name that every JavaScript object knows.
    (copy / "later.pdf").write_bytes(b"%PDF-1.7 newer")
    assert tab.evaluate(read, "later.pdf") == "%PDF-1.7 newer"
    assert tab.goto(host.url + "constructor").status == 404
    assert tab.evaluate(WHOLE_COPIES) == 1
    tab.goto(host.url)
    host.cut()
    assert tab.evaluate(read, "book.pdf") == "%PDF-1.7 book"
    assert tab.evaluate(read, "other.pdf") is None


def test_first_page_is_shown_before_anything_is_kept(host, tab: Page):
    install(tab, host, PAGE)
    first = host.asked.index(f"/{BASE_PATH}/service-worker.js")
    assert any("bundle" in path for path in host.asked[:first])
    assert not any("advanced-data" in path for path in host.asked[:first])


# -- a new version ----------------------------------------------------------------------------


def test_reader_never_stands_between_two_versions(host, new_build, context: BrowserContext, tab: Page):
    install(tab, host, PAGE)
    tab.evaluate("caches.open('sobesednik /other/ 1')")
    second = context.new_page()
    second.goto(host.url + PAGE)
    host.folder = new_build
    assert tab.evaluate(UPDATE) == "installed"
    for one in (tab, second):
        one.reload()
        one.wait_for_timeout(200)
        # Two tabs are open: both stay with what they have, though the new version is ready.
        assert build_of(one) == (False, False)
    second.close()
    tab.goto(f"{host.url}{PAGE}#{LAST}")
    for _ in range(20):
        tab.reload()
        tab.wait_for_timeout(500)
        if any(build_of(tab)):
            break  # a loaded machine forgets the closed tab late
    assert build_of(tab) == (True, True)
    assert tab.url.endswith(f"#{LAST}")
    host.cut()
    tab.reload()
    assert build_of(tab) == (True, True)
    names = tab.evaluate("caches.keys()")
    assert sorted(name.split()[1] for name in names) == ["/other/", f"/{BASE_PATH}/"]


def test_half_published_version_is_not_taken(host, tmp_path, tab: Page):
    host.folder = first = small_build(tmp_path / "1", 1)
    install(tab, host, PAGE)
    tab.reload()  # else nothing keeps a new version from being taken at once
    second = small_build(tmp_path / "2", 2)
    half = small_build(tmp_path / "half", 1)
    shutil.copy(second / BASE_PATH / WORKER, half / BASE_PATH)
    host.folder = half
    assert tab.evaluate(UPDATE) == "redundant"
    assert len(tab.evaluate("caches.keys()")) == 1
    host.folder = second
    assert tab.evaluate(UPDATE) == "installed"
    # The host goes back, and its files cannot be had: those that the reader has must not be lost by it.
    shutil.copy(first / BASE_PATH / WORKER, second / BASE_PATH)
    assert tab.evaluate(UPDATE) == "installed"
    host.cut()
    tab.reload()
    assert build_of(tab) == (False, False)
    expect(tab).to_have_title("1")


def test_version_that_takes_over_leaves_the_next_one_its_files(host, tmp_path, tab: Page):
    host.folder = small_build(tmp_path / "1", 1)
    install(tab, host, PAGE)
    tab.reload()
    host.folder = small_build(tmp_path / "2", 2)
    assert tab.evaluate(UPDATE) == "installed"
    host.held = f"/{BASE_PATH}/a.css"
    host.folder = small_build(tmp_path / "3", 3)
    tab.evaluate("navigator.serviceWorker.getRegistration().then(one => { one.update() })")
    wait_for(tab, "navigator.serviceWorker.getRegistration().then(one => Boolean(one.installing && one.waiting))")
    with tab.expect_navigation():
        tab.evaluate("navigator.serviceWorker.getRegistration().then(one => one.waiting.postMessage('take over'))")
    assert build_of(tab) == (True, True)
    host.release.set()
    wait_for(tab, "navigator.serviceWorker.getRegistration().then(one => Boolean(one.waiting))")
    # The first too: it goes when the third takes over.
    assert tab.evaluate(WHOLE_COPIES) == 3


# -- what spoils it ---------------------------------------------------------------------------


def test_broken_storage_leaves_the_server(host, tmp_path, tab: Page):
    host.folder = small_build(tmp_path, 1)
    with (tmp_path / BASE_PATH / WORKER).open("a", encoding="utf-8") as worker:
        worker.write(BREAK_STORAGE)
    install(tab, host)
    tab.reload()
    tab.evaluate("""() => new Promise(resolve => {
        navigator.serviceWorker.onmessage = resolve;
        navigator.serviceWorker.controller.postMessage("break");
    })""")
    host.asked.clear()
    tab.goto(host.url + PAGE, wait_until="networkidle")
    # From the server, and once: nothing loads the page again and again.
    assert host.asked.count(f"/{BASE_PATH}/{PAGE}") == 1
    assert f"/{BASE_PATH}/a.css" in host.asked


def test_spoilt_file_is_taken_from_the_server_again(host, tab: Page):
    install(tab, host)
    for path in (PAGE, "assets/favicon.svg"):
        tab.evaluate(SPOIL, path)
    for _ in range(2):
        tab.goto(host.url + PAGE)
        expect(tab.locator("h1")).to_contain_text("Основы Python")
        assert tab.evaluate("document.querySelector('.md-logo img').naturalWidth") > 0
        host.asked.clear()
    host.cut()
    tab.goto(host.url + PAGE)
    expect(tab.locator("h1")).to_contain_text("Основы Python")


def test_spoilt_copy_of_an_old_version_gives_way_to_the_server(host, new_build, tab: Page):
    install(tab, host)
    sheet = next((new_build / BASE_PATH).glob("assets/stylesheets/site.*.css")).relative_to(new_build / BASE_PATH)
    tab.evaluate(SPOIL, sheet.as_posix())
    host.folder = new_build
    tab.goto(host.url + PAGE)
    expect(tab.locator("h1[data-build]")).to_be_visible()
    assert build_of(tab) == (True, True)


def test_lost_cache_leaves_the_page_readable_and_comes_back(host, tab: Page):
    install(tab, host)
    tab.evaluate("caches.keys().then(names => Promise.all(names.map(name => caches.delete(name))))")
    tab.goto(host.url + PAGE)
    expect(tab.locator("h1")).to_contain_text("Основы Python")
    wait_for(tab, WHOLE_COPIES)
    host.cut()
    tab.goto(host.url + "tags/")
    expect(tab.locator("h1")).to_contain_text("Темы")


@pytest.mark.parametrize(
    "refusal",
    [
        "delete Navigator.prototype.serviceWorker",
        "navigator.serviceWorker.register = () => Promise.reject(new DOMException('refused', 'SecurityError'))",
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
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 100_000})
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
    install(tab, host)
    edited = tmp_path / BASE_PATH
    shutil.copytree(site, edited)
    write_removal(edited)
    host.folder = tmp_path
    tab.evaluate("navigator.serviceWorker.getRegistration().then(one => one.update())")
    wait_for(tab, "caches.keys().then(names => names.length === 0)")
    wait_for(tab, "navigator.serviceWorker.getRegistrations().then(all => all.length === 0)")


# -- what is written --------------------------------------------------------------------------


def listing(site: Path) -> dict:
    """Return what the worker of a site keeps."""
    return json.loads(re.match(r"self\.PRECACHE=(.*?);\n", (site / WORKER).read_text(encoding="utf-8"))[1])


def test_worker_lists_what_pages_need_and_no_more(site):
    kept = listing(site)
    names = set(kept["files"])
    assert {"", PAGE, "tags/", "404.html", "search/core.js", "search/worker.js", "assets/favicon.svg"} <= names
    assert not any(re.search(r"\.map$|\.xml|workers/|screenshot|\.pdf$|index\.html$", name) for name in names)
    assert "questions.json" in kept["later"]


def test_version_changes_with_any_file_and_only_then(tmp_path):
    (tmp_path / "index.html").write_text("1", encoding="utf-8")
    write_service_worker(tmp_path, minified_script)
    first = (tmp_path / WORKER).read_text(encoding="utf-8")
    write_service_worker(tmp_path, minified_script)
    assert (tmp_path / WORKER).read_text(encoding="utf-8") == first
    (tmp_path / "index.html").write_text("2", encoding="utf-8")
    write_service_worker(tmp_path, minified_script)
    assert listing(tmp_path)["version"] not in first


def test_large_site_keeps_pages_as_they_are_opened(tmp_path, monkeypatch):
    monkeypatch.setattr("hooks.offline.precache.LIMIT", 10)
    for name, text in {"index.html": "x" * 11, "404.html": "404", "a.css": "a"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert write_service_worker(tmp_path, minified_script) == 4
    kept = listing(tmp_path)
    assert (set(kept["files"]), set(kept["later"])) == ({"404.html", "a.css"}, {""})
