"""The live site as a contributor meets it: in a clone of its own, edited while it runs."""

from __future__ import annotations

import contextlib
import locale
import re
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clones import base_python, newcomer_environ, run, start_in_background

pytestmark = pytest.mark.xdist_group("clone")

PATIENCE = 60
"""Seconds to wait for what the live site does in one or two; loaded machines are slower."""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetch(address: str) -> str:
    """Return a page of the live site."""
    with urllib.request.urlopen(address, timeout=PATIENCE) as response:  # noqa: S310 (our own server)
        return response.read().decode()


def wait_for(seen, what: str):
    """Return what `seen()` returns once it is true; fail after a minute."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if result := seen():
            return result
        time.sleep(0.2)
    raise AssertionError(f"не дождались: {what}")


class Live:
    """A running `scripts.serve` in a clone."""

    def __init__(self, clone: Path, port: int) -> None:
        self.clone = clone
        self.port = port
        self.address = f"http://127.0.0.1:{port}/"
        self.log = clone / "serve.log"
        self.process = subprocess.Popen(
            [base_python(), "-m", "scripts.serve", "--port", str(port)],
            cwd=clone,
            env=newcomer_environ(PYTHONUNBUFFERED="1"),
            stdout=self.log.open("w", encoding="utf-8"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=start_in_background,
        )

    def stop(self, number: int = signal.SIGINT) -> int:
        """Send a signal as a supervisor does, to the script alone; return the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(timeout=PATIENCE)

    def processes(self) -> list[str]:
        """Return the command lines of the processes that serve at this address."""
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                found.append(path.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        return [line for line in found if f"--port {self.port}" in line]


@pytest.fixture(scope="module")
def live(clone, first_start) -> Iterator[Live]:  # noqa: ARG001 (it makes the environment)
    """The live site of a fresh clone."""
    live = Live(clone, free_port())
    wait_for(lambda: "Сайт: " in live.log.read_text(encoding="utf-8") or live.process.poll() is not None, "адрес сайта")
    assert live.process.poll() is None, live.log.read_text(encoding="utf-8")
    yield live
    live.stop()


def test_address_is_printed_and_answers(live):
    lines = [line for line in live.log.read_text(encoding="utf-8").splitlines() if line]
    assert lines[-2:] == ["Собираю сайт…", f"  Сайт: {live.address}  (остановить — Ctrl+C)"]
    assert "<title>Собеседник" in fetch(live.address)


def test_edited_question_changes_the_indexes_without_a_restart(live):
    page = live.clone / "docs/junior/python-basics.md"
    page.write_text(
        re.sub(
            r"^## .*? \{", "## Совсем новое название {", page.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE
        ),
        encoding="utf-8",
    )
    for address in ("junior/", "tags/"):
        wait_for(lambda address=address: "Совсем новое название" in fetch(live.address + address), address)
    # One line a rebuild: when, what, how long.
    last = live.log.read_text(encoding="utf-8").splitlines()[-1]
    assert re.fullmatch(r"\d\d:\d\d:\d\d  docs/junior/python-basics\.md: обновлено за \d+,\d с", last)


def test_index_of_the_search_waits_until_it_is_asked_for_and_knows_what_was_saved_last(live):
    page = live.clone / "docs/junior/python-basics.md"
    before = page.read_text(encoding="utf-8")
    for word in ("дирижабль", "апельсин"):
        page.write_text(re.sub(r"(?m)^## (.*?) \{", rf"## \1: {word} {{", before, count=1), encoding="utf-8")
        wait_for(lambda word=word: f": {word}" in fetch(f"{live.address}junior/"), "новое название в указателе")
        assert "searchVersion=" not in fetch(f"{live.address}search/worker.js")
        assert f": {word}" in fetch(f"{live.address}search/core.js")
    page.write_text(before, encoding="utf-8")
    wait_for(lambda: ": апельсин" not in fetch(f"{live.address}junior/"), "прежнее название")


def test_settings_that_cannot_be_taken_are_told_and_the_site_stays(live):
    settings = live.clone / "mkdocs.yml"
    before = settings.read_text(encoding="utf-8")
    settings.write_text(before + "watch: !!python/name:os.system\n", encoding="utf-8")
    wait_for(lambda: "mkdocs.yml: сайт остался прежним" in live.log.read_text(encoding="utf-8"), "отказ")
    assert "Traceback" not in live.log.read_text(encoding="utf-8")
    assert "<title>Собеседник" in fetch(live.address)
    settings.write_text(before, encoding="utf-8")
    wait_for(lambda: "  mkdocs.yml: обновлено" in live.log.read_text(encoding="utf-8"), "новая сборка")


def test_page_with_mistakes_is_served_and_names_them(live):
    page = live.clone / "docs/junior/python-basics.md"
    before = page.read_text(encoding="utf-8")
    page.write_text(before.replace(".hashing", ".heshing", 1), encoding="utf-8")
    line = before[: before.index(".hashing")].count("\n") + 1
    text = "неизвестный тег «heshing» (возможно, «hashing»); список тегов — extra.topics в mkdocs.yml"
    address = live.address + "junior/python-basics/"
    shown = wait_for(lambda: "На этой странице есть ошибки" in fetch(address) and fetch(address), "ошибка на странице")
    assert f"строка {line}:" in shown
    assert text in shown
    assert f"docs/junior/python-basics.md:{line}: {text}" in live.log.read_text(encoding="utf-8")
    page.write_text(before, encoding="utf-8")
    wait_for(lambda: "На этой странице есть ошибки" not in fetch(address), "исправленная страница")


def test_unknown_macro_does_not_end_the_live_site(live):
    page = live.clone / "docs/tags.md"
    before = page.read_text(encoding="utf-8")
    page.write_text(before + "\n{= unknown() =}\n", encoding="utf-8")
    address = live.address + "tags/"
    wait_for(lambda: "На этой странице есть ошибки" in fetch(address), "ошибка на странице")
    page.write_text(before, encoding="utf-8")
    wait_for(lambda: "На этой странице есть ошибки" not in fetch(address), "исправленная страница")


def test_served_page_reloads_itself_and_is_kept_by_no_browser(live):
    shown = fetch(live.address)
    assert "livereload(" in shown
    # The policy would refuse MkDocs' script, and a kept copy would hide what was saved last.
    assert "Content-Security-Policy" not in shown
    assert "offline.js" not in shown
    assert "registration.unregister()" in fetch(live.address + "service-worker.js")


def test_served_page_runs_its_scripts_in_the_published_order(live):
    tags = re.findall(r'<script src="([^"]*)"([^>]*)>', fetch(live.address).partition("</head>")[2])
    names = [address.rpartition("/")[2].partition(".")[0] for address, _ in tags]
    ours = re.findall(r"javascripts/([\w-]+)\.js, defer", (live.clone / "mkdocs.yml").read_text(encoding="utf-8"))
    assert names == ["page", *ours, "bundle"]
    assert {others for _, others in tags} == {""}


def test_nothing_is_written_into_docs(live):
    names = {path.name for path in (live.clone / "docs").iterdir()}
    assert "questions.json" not in names
    assert "contributing.md" not in names


def test_busy_port_is_named_and_another_is_offered(live):
    port = live.address.rstrip("/").rpartition(":")[2]
    second = run(live.clone, "serve", "--port", port)
    assert second.returncode == 1
    assert f"Порт {port} занят" in second.stderr
    assert "python3 -m scripts.serve --port" in second.stderr


@pytest.mark.parametrize("port", ["0", "65536", "восемь", "-1"])
def test_impossible_port_is_refused(port, live):
    # As a terminal of this locale gives it.
    result = run(live.clone, "serve", f"--port={port}".encode(locale.getencoding()))
    assert result.returncode == 2
    assert f"Ошибка: параметр --port: «{port}» — не порт; нужно число от 1 до 65535" in result.stderr


# The last test of this file: it ends the live site of all the others.
def test_ctrl_c_ends_the_live_site_cleanly(live):
    assert live.processes() != []
    assert live.stop() == 0
    assert live.processes() == []
    log = live.log.read_text(encoding="utf-8")
    assert log.rstrip().endswith("Сайт остановлен.")
    assert "Traceback" not in log


@pytest.mark.usefixtures("first_start")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 0)])
def test_signal_to_the_script_alone_ends_it(clone, number, code):
    live = Live(clone, free_port())
    # In the middle of the first build, which is when an impatient supervisor comes.
    wait_for(lambda: "Собираю" in live.log.read_text(encoding="utf-8"), "начало сборки")
    assert live.stop(number) == code
    assert live.processes() == []
    assert "Traceback" not in live.log.read_text(encoding="utf-8")
