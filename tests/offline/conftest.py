"""A host of its own for each test, and profiles in which service workers are allowed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from hooks.minifier import minified_script
from hooks.offline.precache import write_service_worker
from tests.conftest import BASE_PATH
from tests.offline.host import PAGE, Host

HASH = re.compile(r"\.[0-9a-f]{8}\.css")


@pytest.fixture
def host(site: Path) -> Iterator[Host]:
    """The real site on a host of its own: a fresh origin, without caches of other tests."""
    host = Host(site.parent)
    yield host
    host.release.set()
    if not host.is_cut:
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


@pytest.fixture(scope="session")
def new_build(site: Path, tmp_path_factory) -> Path:
    """The folder of a host that has a newer build: a page and a stylesheet differ."""
    target = tmp_path_factory.mktemp("new") / BASE_PATH
    shutil.copytree(site, target)
    for path in target.glob("assets/stylesheets/*.css"):
        text = path.read_text(encoding="utf-8") + "\n:root { --build: 2 }\n"
        path.with_name(HASH.sub(".22222222.css", path.name)).write_text(text, encoding="utf-8")
        path.unlink()
    for path in target.rglob("*.html"):
        text = HASH.sub(".22222222.css", path.read_text(encoding="utf-8"))
        # One page says it besides.
        is_changed = path == target / PAGE / "index.html"
        path.write_text(text.replace("<h1", '<h1 data-build="2"', 1) if is_changed else text, encoding="utf-8")
    write_service_worker(target, minified_script)
    return target.parent
