"""What many tests share: the real site, built once, and a browser to drive it."""

from __future__ import annotations

import fcntl
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from hooks.cache import results
from scripts import build
from scripts.book.cache import books
from scripts.tools import environment
from scripts.tools.browser import chromium as start_chromium
from scripts.tools.local_server import served
from tests.annotations import pytest_sessionfinish  # noqa: F401 (a hook: pytest finds it by name)
from tests.clones import make_clone, run
from tests.samples.report import pytest_report_header, pytest_terminal_summary  # noqa: F401 (hooks: found by name)

REPOSITORY = "https://github.com/example/sobesednik"
BASE_PATH = "sobesednik"
"""GitHub Pages serves a project below a path of its own, so the tests do too."""

COMMITTED = "2026-11-19T12:00:00+0000"
"""When the commit of the clone was made: not today, so that each date shows where it comes from."""

READY_SITE = "SOBESEDNIK_TESTED_SITE"
"""Names a site that is built already, in a run of tests that another test has started."""

# What is made with code that a test has changed must not be found later.
results.detach()
books.detach()

# Our scripts start themselves anew in the environment; pytest would vanish with them.
if not environment.is_inside():
    pytest.exit("Тесты запускает python3 -m scripts.test: им нужно окружение .venv.", returncode=1)

# What the tests capture of our scripts is UTF-8, whatever the terminal of whoever runs them.
os.environ["PYTHONIOENCODING"] = "utf-8"

# A loaded machine is slow; a test that passes waits no longer for it.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh copy of the repository that makes its environment itself, shared by slow tests.

    Tests that use it are marked `xdist_group("clone")`: one worker, one environment.
    """
    return make_clone(tmp_path_factory.mktemp("clone") / "sobesednik")


ENTER = """
import sys
from scripts.tools import environment, running

def main():
    environment.enter()
    print("внутри")
    return 0

sys.exit(running.run(main))
"""


@pytest.fixture(scope="session")
def small_clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone whose lock holds one package, with its environment made: what breaks an environment needs no more.

    Tests that use it are marked `xdist_group("environment")`, and each leaves it in order.
    """
    clone = make_clone(tmp_path_factory.mktemp("small") / "sobesednik")
    lock = clone / "requirements.txt"
    text = re.search(r"^mergedeep==(?:.*\\\n)+.*\n", lock.read_text(encoding="utf-8"), re.MULTILINE)[0]
    lock.write_text(text, encoding="utf-8")
    (clone / "scripts/enter.py").write_text(ENTER, encoding="utf-8")
    assert run(clone, "enter").stdout.endswith("внутри\n")
    return clone


@pytest.fixture(scope="session")
def first_start(clone: Path) -> subprocess.CompletedProcess[str]:
    """What the first command in the fresh clone said."""
    return run(clone, "check")


@pytest.fixture(scope="session")
def published(clone: Path, first_start: subprocess.CompletedProcess[str]) -> Path:  # noqa: ARG001 (it comes first)
    """The site with its books, built in the clone by the workflow's own command, from a commit.

    Tests that use it are of the group "clone", too.
    """
    environ = {"GIT_AUTHOR_DATE": COMMITTED, "GIT_COMMITTER_DATE": COMMITTED}
    author = ("-c", "user.name=Собеседник", "-c", "user.email=sobesednik@example.org")
    for command in (["init", "-q"], ["add", "--all"], ["commit", "-q", "-m", "Сайт"]):
        subprocess.run(["git", *author, *command], cwd=clone, env=os.environ | environ, check=True)
    addresses = {"SITE_URL": f"https://example.github.io/{BASE_PATH}/", "REPO_URL": REPOSITORY}
    result = run(clone, "build", GITHUB_ACTIONS="true", **addresses)
    assert result.returncode == 0, result.stdout + result.stderr
    return clone / "site"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The real site, built strictly, once for all workers; or the one that test_contributor.py has built."""
    if ready := os.environ.get(READY_SITE):
        return Path(ready)
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "www"
    shared.mkdir(exist_ok=True)
    target = shared / BASE_PATH
    with (shared / ".lock").open("w", encoding="utf-8") as lock, pytest.MonkeyPatch.context() as patch:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not target.exists():
            patch.setenv("REPO_URL", REPOSITORY)
            patch.setenv("SITE_URL", f"https://example.github.io/{BASE_PATH}/")
            assert build.main(["--site-dir", str(target), "--no-pdf"]) == 0
    return target


@pytest.fixture(scope="session")
def site_url(site: Path) -> Iterator[str]:
    """The address under which the real site is served, with a slash at its end."""
    with served(site.parent) as address:
        yield f"{address}{BASE_PATH}/"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser of the system; its own background connections are switched off."""
    with start_chromium() as browser:
        yield browser


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A fresh profile of the browser."""
    context = chromium.new_context(locale="ru-RU")
    # Else a test would get from the copy what another page has left there; tests/offline/ has profiles that keep one.
    context.add_init_script("delete Navigator.prototype.serviceWorker")
    yield context
    context.close()


@pytest.fixture
def tab(context: BrowserContext) -> Page:
    """A tab of a fresh profile."""
    return context.new_page()
