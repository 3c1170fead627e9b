"""Firefox and WebKitGTK, where they can be had: reading, marks, search, filter, printing, no network; clean consoles.

Chromium has all the other tests. Each browser is started once; the tests of one go through it in their order.
"""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from tests import webdriver
from tests.bank import questions
from tests.conftest import BASE_PATH
from tests.test_print import packed

QUESTIONS = "junior/python-basics/"
ON_PAGE = questions(page="junior/python-basics.md")
ESCAPE, TAB, DOWN, ENTER = "\ue00c", "\ue004", "\ue015", "\ue007"
FOCUSED = "document.activeElement.matches(arguments[0])"


class _Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing about requests."""


class _HeardHandler(_Handler):
    def do_GET(self) -> None:
        """Send a file, a page with what hears its console."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if path.suffix != ".html" or not path.exists():
            super().do_GET()
            return
        body = path.read_text(encoding="utf-8").replace("<head>", f"<head>{webdriver.LISTENER}", 1).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Say nothing of a browser that has left before it had everything."""


class Host:
    """The site on a host that can go away."""

    def __init__(self, folder: str, *, is_heard: bool = True) -> None:
        handler = functools.partial(_HeardHandler if is_heard else _Handler, directory=folder)
        self._server = _Server(("127.0.0.1", 0), handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self._server.server_port}/{BASE_PATH}/"

    def go_away(self) -> None:
        """Answer nothing any more."""
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="module")
def host(site) -> Iterator[Host]:
    """The real site."""
    return Host(str(site.parent))


@pytest.fixture(scope="module", params=["firefox", "webkit"])
def browser(request, tmp_path_factory, host) -> Iterator[webdriver.Browser]:  # noqa: ARG001 (it outlives the browser)
    """A browser with a fresh profile."""
    if reason := webdriver.missing(request.param):
        pytest.skip(reason)
    with webdriver.started(request.param, tmp_path_factory.mktemp(request.param)) as one:
        yield one


pytestmark = pytest.mark.xdist_group("other browsers")


def test_answer_is_read(browser, host):
    browser.open(host.address + QUESTIONS)
    answer = "document.querySelector('details.success')"
    assert not browser.run(f"return {answer}.open")
    browser.click("details.success summary")
    assert browser.run(f"return {answer}.open && {answer}.querySelector('p').checkVisibility()")


def test_mark_is_kept(browser, host):
    mark = f"[data-question={ON_PAGE[0].id}] [data-mark=know]"
    browser.open(host.address + QUESTIONS)
    browser.click(mark)
    browser.open(host.address + "marks/")
    browser.wait(f"document.querySelector('[data-question={ON_PAGE[0].id}]').dataset.state === 'know'")
    assert browser.run("return document.querySelector('.mark-tools progress').value") == 1


def test_search_is_worked_by_keys(browser, host):
    browser.open(host.address + QUESTIONS)
    browser.run("document.querySelector('details.success summary').focus()")
    browser.press("/")
    browser.wait("document.activeElement.matches('.md-search__input')")
    browser.press(*"tuple")
    browser.wait("document.querySelector('.md-search-result__item h1[role]')")
    browser.press(DOWN)
    assert browser.run("return document.activeElement.matches('.md-search-result__link')")
    browser.press(ESCAPE)
    browser.wait("document.activeElement.matches('details.success summary')")
    # Nothing of the search lies over the page.
    browser.click("details.success summary")
    browser.press("/", ENTER)
    browser.wait("location.hash === '#list-vs-tuple'")


def test_index_is_narrowed(browser, host):
    browser.open(host.address + "junior/")
    browser.click(".filter [data-tag=git]")
    shown = "[...document.querySelectorAll('li[data-question]')].filter(one => one.checkVisibility())"
    names = browser.run(f"return {shown}.map(one => one.dataset.question)")
    assert sorted(names) == sorted(one.id for one in questions(level="junior") if "git" in one.tags)


def test_page_is_printed_with_its_answers(browser, host):
    browser.open(host.address + QUESTIONS)
    try:
        paper = browser.pdf()
    except webdriver.WebDriverError as error:
        pytest.skip(f"{browser.name} не печатает по команде: {error}")
    text = packed("".join(page.get_textpage().get_text_bounded() for page in pdfium.PdfDocument(paper)))
    assert [one.id for one in ON_PAGE if packed(one.short)[:60] not in text] == []


def test_consoles_are_clean(browser, host):
    heard = []
    for address in ("", "junior/", QUESTIONS, "middle/async-concurrency/", "tags/", "marks/", "contributing/"):
        browser.open(host.address + address)
        browser.run("document.querySelectorAll('details').forEach(one => { one.open = true })")
        browser.run("await new Promise(done => setTimeout(done, 300))")
        heard += browser.console()
    assert heard == []


def test_console_is_heard(browser, host):
    browser.open(host.address)
    browser.run(
        "document.body.append(Object.assign(document.createElement('img'), {src: 'https://example.org/a.png'}))"
    )
    browser.run("await new Promise(done => setTimeout(done, 300))")
    assert [line for line in browser.console() if "example.org" in line]


def test_what_was_read_is_there_without_the_host(browser, site):
    # Whole: of a page that was changed on its way no copy is kept.
    host = Host(str(site.parent), is_heard=False)
    browser.open(host.address + QUESTIONS)
    browser.wait("'serviceWorker' in navigator")
    browser.run("await navigator.serviceWorker.ready")
    # Once more: what was read before the worker was there it has not seen.
    browser.open(host.address + QUESTIONS)
    browser.wait("navigator.serviceWorker.controller")
    browser.run("await new Promise(done => setTimeout(done, 3000))")
    host.go_away()
    browser.open(host.address + QUESTIONS)
    assert browser.run("return document.querySelector('h1').textContent") == "Основы Python"
    assert browser.run("return getComputedStyle(document.querySelector('.question-card')).borderTopStyle") == "solid"
