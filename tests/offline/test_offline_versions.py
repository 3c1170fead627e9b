"""A new version: only what changed is fetched, no page mixes two, every tab learns of it, nothing kept is lost."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import shutil
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from scripts.tools.environment import ROOT
from tests.conftest import BASE_PATH
from tests.offline.host import (
    LAST,
    OTHER_PAGE,
    PAGE,
    SAY,
    STATUS,
    UPDATE,
    WORKER,
    build_of,
    change_word,
    copied,
    kept,
    save,
    small_build,
    visit,
    wait_for,
    wait_for_status,
)
from tests.waiting import wait_until

BEFORE = ROOT / "tests/data/service-worker-before.js"
"""The worker of the design before this one: a cache for each version, filled whole and unasked."""


def notice(tab: Page):
    return tab.locator(".notice [role=status]")


def write_worker_of_before(site: Path) -> None:
    """Write the worker that a browser has from the time before there was a choice."""
    files, later = {}, {}
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.is_file() and name != WORKER and "social" not in name:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
            (later if path.suffix in {".pdf", ".json"} else files)[re.sub(r"(^|/)index\.html$", r"\1", name)] = digest
    listing = {"version": "0123456789abcdef", "files": files, "later": later}
    text = f"self.PRECACHE={json.dumps(listing)};\n{BEFORE.read_text(encoding='utf-8')}\n"
    (site / WORKER).write_text(text, encoding="utf-8")


def test_update_fetches_only_what_has_changed(host, site, tmp_path, tab: Page):
    host.folder = tmp_path
    copy = copied(site, tmp_path)
    save(tab, host)
    change_word(copy)
    host.asked.clear()
    assert tab.evaluate(UPDATE) == "installed"
    assert [path for path in host.paths() if path != WORKER] == [PAGE]


def test_copy_that_is_read_only_fetches_only_what_has_changed_of_what_was_read(host, site, tmp_path, tab: Page):
    host.folder = tmp_path
    copy = copied(site, tmp_path)
    visit(tab, host, PAGE)
    tab.goto(host.url + OTHER_PAGE, wait_until="networkidle")
    host.asked.clear()  # before the change: the browser looks for a new version by itself, too
    for page in (PAGE, "tags/"):
        change_word(copy, page)
    tab.evaluate("navigator.serviceWorker.getRegistration().then(one => one.update())")
    expect(notice(tab)).to_have_text("Вышла новая версия сайта.")
    assert [path for path in host.paths() if path != WORKER] == [PAGE]
    host.cut()
    assert tab.goto(host.url + PAGE).status == tab.goto(host.url + OTHER_PAGE).status == 200


def test_two_tabs_learn_of_a_new_version_and_never_stand_between_two(
    host, new_build, context: BrowserContext, tab: Page
):
    save(tab, host, PAGE)
    tab.evaluate("caches.open('sobesednik /other/ 1')")
    second = context.new_page()
    second.goto(host.url + PAGE)
    host.folder = new_build
    assert tab.evaluate(UPDATE) == "installed"
    for one in (tab, second):
        expect(notice(one)).to_have_text("Вышла новая версия сайта.")
        one.reload()
        # Two tabs are open: both stay with what they have, though the new version is ready.
        expect(notice(one)).to_have_text("Вышла новая версия сайта.")
        assert build_of(one) == (False, False)
    tab.goto(f"{host.url}{PAGE}#{LAST}")
    tab.get_by_role("button", name="Обновить", exact=True).click()
    for one in (tab, second):
        expect(one.locator("h1[data-build='2']")).to_be_visible()
        assert build_of(one) == (True, True)
    assert tab.url.endswith(f"#{LAST}")
    host.cut()
    tab.reload()
    assert build_of(tab) == (True, True)
    names = tab.evaluate("caches.keys()")
    assert {name.split()[1] for name in names} == {"/other/", f"/{BASE_PATH}/"}


def test_tabs_of_a_reader_who_keeps_nothing_learn_of_it_too(host, new_build, context: BrowserContext, tab: Page):
    visit(tab, host, PAGE)
    second = context.new_page()
    second.goto(host.url + OTHER_PAGE)
    second.wait_for_timeout(500)
    host.folder = new_build
    tab.evaluate("navigator.serviceWorker.getRegistration().then(one => one.update())")
    for one in (tab, second):
        expect(notice(one)).to_have_text("Вышла новая версия сайта.")
    tab.get_by_role("button", name="Обновить", exact=True).click()
    expect(tab.locator("h1[data-build='2']")).to_be_visible()
    assert build_of(tab) == (True, True)


def test_only_tab_takes_the_new_version_as_its_next_page_begins(host, new_build, tab: Page):
    save(tab, host, PAGE)
    tab.reload()
    host.folder = new_build
    assert tab.evaluate(UPDATE) == "installed"
    tab.goto(f"{host.url}{PAGE}#{LAST}")
    for _ in range(10):
        tab.reload()
        # A loaded machine forgets late what stood in the tab before: to the worker these are two, then.
        with contextlib.suppress(AssertionError):
            expect(tab.locator("h1[data-build='2']")).to_be_visible(timeout=5000)
            break
    wait_for(tab, "() => document.readyState === 'complete'")
    expect(tab.locator("h1[data-build='2']")).to_be_visible()
    assert build_of(tab) == (True, True)
    assert tab.url.endswith(f"#{LAST}")


def test_half_published_version_is_not_taken(host, tmp_path, tab: Page):
    host.folder = first = small_build(tmp_path / "1", 1)
    save(tab, host, PAGE)
    tab.reload()  # else nothing keeps a new version from being taken at once
    second = small_build(tmp_path / "2", 2)
    half = small_build(tmp_path / "half", 1)
    shutil.copy(second / BASE_PATH / WORKER, half / BASE_PATH)
    host.folder = half
    assert tab.evaluate(UPDATE) == "redundant"
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
    save(tab, host, PAGE)
    tab.reload()
    host.folder = small_build(tmp_path / "2", 2)
    assert tab.evaluate(UPDATE) == "installed"
    host.held = f"/{BASE_PATH}/a.css"
    host.folder = small_build(tmp_path / "3", 3)
    tab.evaluate("navigator.serviceWorker.getRegistration().then(one => { one.update() })")
    wait_for(tab, "navigator.serviceWorker.getRegistration().then(one => Boolean(one.installing && one.waiting))")
    with tab.expect_navigation():
        tab.evaluate("sobesednik.offline.update()")
    assert build_of(tab) == (True, True)
    host.release.set()
    wait_for(tab, "navigator.serviceWorker.getRegistration().then(one => Boolean(one.waiting))")
    # The first too: it goes when the third takes over.
    assert kept(tab).count("a.css") == 3
    with tab.expect_navigation():
        tab.evaluate("sobesednik.offline.update()")
    expect(tab).to_have_title("3")
    wait_for_status(tab, "isWhole")
    assert kept(tab).count("a.css") == 1


def test_update_whose_link_is_lost_goes_on_where_it_was(host, site, new_build, tab: Page):
    save(tab, host, PAGE)
    host.folder = new_build
    host.delay = 0.2
    tab.evaluate("navigator.serviceWorker.getRegistration().then(one => { one.update() })")
    # Of what has changed there are two by now.
    wait_until(tab, lambda: len(kept(tab)) - len(set(kept(tab))) > 3)
    host.cut()
    wait_for(tab, "navigator.serviceWorker.getRegistration().then(one => !one.installing && !one.waiting)")
    # Nothing of what was there is lost meanwhile.
    assert tab.goto(host.url + "tags/").status == 200
    fetched = len(kept(tab)) - len(set(kept(tab)))
    assert fetched > 3
    host.restore()
    host.asked.clear()
    host.delay = 0
    assert tab.evaluate(UPDATE) == "installed"
    pages = len(list(site.rglob("index.html"))) + 1
    assert 0 < len(host.paths()) < pages - fetched + 8


# -- the design before this one -----------------------------------------------------------------


def test_copy_of_the_design_before_is_taken_over_whole(host, site, tmp_path, tab: Page):
    host.folder = tmp_path
    copy = copied(site, tmp_path)
    for name in ("book", "other"):
        (copy / f"{name}.pdf").write_bytes(f"%PDF-1.7 {name}".encode())
    write_worker_of_before(copy)
    tab.goto(host.url + PAGE)
    wait_for(tab, "navigator.serviceWorker.getRegistration().then(one => one?.active?.state === 'activated')")
    tab.reload()
    assert tab.evaluate("fetch('/sobesednik/book.pdf').then(one => one.text())") == "%PDF-1.7 book"
    tab.evaluate("localStorage.setItem('kept', '1')")
    tab.get_by_role("button", name="Знаю", exact=True).first.click()
    assert len(tab.evaluate("caches.keys()")) == 1
    change_word(copy)
    host.asked.clear()
    assert tab.evaluate(UPDATE) == "installed"
    assert [path for path in host.paths() if path != WORKER] == [PAGE]
    # As the page of that design does, when it begins alone.
    with tab.expect_navigation():
        tab.evaluate("navigator.serviceWorker.addEventListener('controllerchange', () => location.reload())")
        tab.evaluate("navigator.serviceWorker.getRegistration().then(one => one.waiting.postMessage('take over'))")
    status = tab.evaluate(STATUS)
    assert (status["isWhole"], status["isWanted"]) == (True, True)
    assert all(not re.search("[0-9a-f]{16}$", name) for name in tab.evaluate("caches.keys()"))
    assert tab.get_by_role("button", name="Знаю", exact=True).first.get_attribute("aria-pressed") == "true"
    host.cut()
    for address in ("", PAGE, OTHER_PAGE, "tags/"):
        assert tab.goto(host.url + address).status == 200
    read = "path => fetch(path).then(one => one.ok ? one.text() : null, () => null)"
    assert tab.evaluate(read, f"/{BASE_PATH}/book.pdf") == "%PDF-1.7 book"
    assert tab.evaluate(read, f"/{BASE_PATH}/other.pdf") is None
    tab.evaluate(SAY, {"ask": "remove"})
    wait_for_status(tab, "isWanted", False)
