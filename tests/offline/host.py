"""What the tests of reading without a network share: a host that can be slow and cut off, sites on it, questions to
the worker.
"""

from __future__ import annotations

import contextlib
import http.server
import re
import shutil
import threading
import time
from pathlib import Path

from playwright.sync_api import Error, Page

from hooks.minifier import minified_script
from hooks.offline.precache import WORKER, registration, write_service_worker
from tests.bank import questions
from tests.conftest import BASE_PATH

PAGE = "junior/python-basics/"
OTHER_PAGE = "middle/python-core/"
LAST = questions(page="junior/python-basics.md")[-1].id

INSTALLED = """async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return registration?.active?.state === "activated" && !registration.installing;
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
STATUS = """() => new Promise(resolve => {
    const hear = ({ data }) => {
        if (!data?.offline?.version) return;
        navigator.serviceWorker.removeEventListener("message", hear);
        resolve(data.offline);
    };
    navigator.serviceWorker.addEventListener("message", hear);
    navigator.serviceWorker.ready.then(({ active }) => active.postMessage({ ask: "status" }));
})"""
SAY = "message => navigator.serviceWorker.ready.then(({ active }) => active.postMessage(message))"
KEPT = """async () => {
    const found = [];
    for (const name of await caches.keys()) {
        if (!name.endsWith(" files")) continue;
        for (const { url } of await (await caches.open(name)).keys()) found.push(url);
    }
    return found;
}"""


class Host:
    """A host of sites that can be slow and cut off; `folder` is what it serves."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[str] = []
        self.held = ""
        """Path that is answered only when `release` is set."""
        self.release = threading.Event()
        self.delay = 0.0
        """Seconds before each answer."""
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
                time.sleep(host.delay)
                if not host.is_cut:
                    super().do_GET()

            def end_headers(self) -> None:
                # Else a browser would take a page from its own cache for as long as it deems right.
                self.send_header("Cache-Control", "max-age=0")
                super().end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing: pytest's output is for failures."""

        self._handler = Handler
        self._start(0)
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}/{BASE_PATH}/"

    def _start(self, port: int) -> None:
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", port), self._handler)
        threading.Thread(target=self._server.serve_forever, daemon=True, args=(0.05,)).start()

    def cut(self) -> None:
        """Stop listening: connections are refused, and those that a browser has opened in advance get nothing."""
        self.is_cut = True
        self._server.shutdown()
        self._server.server_close()

    def restore(self) -> None:
        """Listen again, at the same address."""
        self.is_cut = False
        self._start(self.port)

    def paths(self) -> list[str]:
        """Return what it was asked for, as paths inside the site."""
        return [path.removeprefix(f"/{BASE_PATH}/").partition("?")[0] for path in self.asked]


def copied(site: Path, folder: Path) -> Path:
    """Copy a site into the folder of a host, and return where it lies."""
    return shutil.copytree(site, folder / BASE_PATH)


def change_word(site: Path, page: str = PAGE) -> None:
    """Make a newer build: a word of a page differs, and with it the title, so that the browser tells them apart."""
    path = site / page / "index.html"
    path.write_text(path.read_text(encoding="utf-8").replace("<h1", '<h1 data-build="2"', 1), encoding="utf-8")
    write_service_worker(site, minified_script)


def thrifty(site: Path) -> str:
    """Let the worker of a site learn that traffic is to be saved, and return the script that says so to its pages."""
    script = "Object.defineProperty({}.prototype, 'connection', {{value: {{saveData: true}}}});\n"
    worker = site / WORKER
    worker.write_text(script.format("WorkerNavigator") + worker.read_text(encoding="utf-8"), encoding="utf-8")
    return script.format("Navigator")


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


def visit(tab: Page, host: Host, address: str = "") -> None:
    """Visit the site and wait until its worker is at work and what was read is kept."""
    tab.goto(host.url + address)
    wait_for(tab, INSTALLED)
    wait_for(tab, "() => Boolean(navigator.serviceWorker.controller)")
    for _ in range(200):
        if any(path == address for path in kept(tab)):
            return
        tab.wait_for_timeout(50)
    raise AssertionError(f"{address} is not kept")


def save(tab: Page, host: Host, address: str = "") -> None:
    """Visit the site and keep all of it."""
    visit(tab, host, address)
    tab.evaluate(SAY, {"ask": "save"})
    wait_for_status(tab, "isWhole")


def wait_for(tab: Page, script: str) -> None:
    """Wait until an asynchronous function of the page returns true."""
    for _ in range(300):
        with contextlib.suppress(Error):  # the page is just loading itself anew
            if tab.evaluate(script):
                return
        tab.wait_for_timeout(50)
    raise AssertionError(script)


def wait_for_status(tab: Page, name: str, value: object = True) -> dict:
    """Wait until the worker says this of its copy, and return all that it says."""
    status: dict = {}
    for _ in range(300):
        with contextlib.suppress(Error):  # as above
            status = tab.evaluate(STATUS)
            if status.get(name) == value:
                return status
        tab.wait_for_timeout(100)
    raise AssertionError(f"{name}: {status}")


def kept(tab: Page) -> list[str]:
    """Return the paths of the files that are kept."""
    return [re.sub(rf".*?/{BASE_PATH}/|\?.*", "", url) for url in tab.evaluate(KEPT)]


def build_of(tab: Page) -> tuple[bool, bool]:
    """Tell whether the page, and whether its stylesheets, are of the newer build."""
    sheet = "getComputedStyle(document.documentElement).getPropertyValue('--build').trim()"
    return tab.locator("h1[data-build='2']").count() == 1, tab.evaluate(sheet) == "2"
