"""System packages: what is installed, what is asked first, and what is said where nothing may be installed."""

from __future__ import annotations

import importlib
import os
import shlex
import sys
from pathlib import Path

import pytest

from scripts.tools import running, system_packages
from scripts.tools.command_line import Parser
from scripts.tools.environment import ROOT
from tests.terminals import Terminal


@pytest.fixture
def no_apt(monkeypatch, tmp_path):
    """A machine where no program is found and nobody may install one."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(system_packages, "_has_libatomic", lambda: False)
    monkeypatch.setattr(system_packages, "_downloaded", list)
    system_packages.find_chromium.cache_clear()
    yield
    system_packages.find_chromium.cache_clear()


@pytest.mark.usefixtures("no_apt")
def test_missing_programs_are_all_named_where_apt_cannot_be_used(capsys):
    def install():
        system_packages.ensure_test_programs()
        return 0

    assert running.run(install) == 1
    assert capsys.readouterr().err == (
        "Не хватает системных пакетов:\n"
        "  chromium — в нём проверяется сайт\n"
        "  git — на нём проверяются примеры\n"
        "  libatomic1 — без неё не запускается Playwright\n"
        "Установите их: sudo apt-get install chromium git libatomic1\n"
    )


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """Make a machine with an apt that keeps a list of its calls: its programs by name and what each does."""

    (tmp_path / "bin").mkdir()
    for name in ("env", "sh", "echo"):
        (tmp_path / "bin" / name).symlink_to(f"/usr/bin/{name}")

    def make(**programs: str) -> Path:
        for name, text in {"apt-get": f'echo "$@" >> {tmp_path}/calls', **programs}.items():
            path = tmp_path / "bin" / name.replace("_", "-")
            path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
            path.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path / "bin"))
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        monkeypatch.setattr(system_packages, "_has_library", lambda _: True)
        monkeypatch.setattr(system_packages, "JAXB_JARS", ())
        monkeypatch.setattr(system_packages, "CHROMIUM", ("chromium", "chromium-browser"))
        monkeypatch.setattr(system_packages, "_downloaded", list)
        monkeypatch.setattr(sys, "stdin", None)
        system_packages.find_chromium.cache_clear()
        return tmp_path / "calls"

    yield make
    system_packages.find_chromium.cache_clear()


BROWSER = "echo Chromium 151.0"
STUB = 'echo "requires the chromium snap to be installed" >&2; exit 10'
IN_ARCHIVE, NOT_IN_ARCHIVE = "echo '  Candidate: 151.0'", "echo '  Candidate: (none)'"
INSTALL = "install -y -qq --no-install-recommends"


def test_missing_programs_are_installed_with_apt_where_it_can_be_used(machine):
    calls = machine(apt_cache=IN_ARCHIVE)
    system_packages.install({"chromium": "в нём проверяется сайт"})
    assert calls.read_text(encoding="utf-8").splitlines() == ["update -qq", f"{INSTALL} chromium"]


def test_program_that_only_asks_for_a_snap_is_no_browser(machine):
    machine(chromium_browser=STUB)
    assert system_packages.find_chromium() is None
    machine(chromium_browser=BROWSER)
    assert system_packages.find_chromium().endswith("/chromium-browser")


def test_browser_is_downloaded_where_the_archive_has_none(machine, monkeypatch, tmp_path, capsys):
    calls = machine(apt_cache=NOT_IN_ARCHIVE, chromium_browser=STUB)
    playwright = tmp_path / "python"
    playwright.write_text(f'#!/bin/sh\necho "$@" >> {calls}\n', encoding="utf-8")
    playwright.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(playwright))
    with pytest.raises(system_packages.MissingPackagesError, match="Нет браузера Chromium: в нём проверяется сайт"):
        system_packages.ensure_test_programs()
    assert "нужна сеть" in capsys.readouterr().out
    assert calls.read_text(encoding="utf-8").splitlines() == [
        *("update -qq", f"{INSTALL} git"),
        *("-m playwright install-deps chromium", "-m playwright install --no-shell chromium"),
    ]
    # And is found by every script from then on.
    own = tmp_path / "own"
    own.write_text(f"#!/bin/sh\n{BROWSER}\n", encoding="utf-8")
    own.chmod(0o755)
    monkeypatch.setattr(system_packages, "_downloaded", lambda: [str(own)])
    system_packages.ensure_test_programs()
    assert system_packages.find_chromium() == str(own)


def test_nothing_is_installed_where_it_is_refused(machine, monkeypatch):
    calls = machine(apt_cache=IN_ARCHIVE)
    monkeypatch.setattr(system_packages, "may_install", True)
    Parser("test", "Тест").parse_args(["--no-install"])
    with pytest.raises(system_packages.MissingPackagesError, match="chromium — в нём проверяется сайт\n  git — "):
        system_packages.ensure_test_programs()
    machine(git="")
    with pytest.raises(system_packages.MissingPackagesError, match="Нет браузера Chromium"):
        system_packages.ensure_test_programs()
    assert not calls.exists()


def test_failed_apt_is_an_error(tmp_path, monkeypatch):
    apt = tmp_path / "apt-get"
    apt.write_text("#!/bin/sh\nexit 100\n", encoding="utf-8")
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(system_packages.MissingPackagesError, match="apt-get не смог установить пакеты:\n  chromium"):
        system_packages.install({"chromium": "в нём проверяется сайт"})


# -- in a real terminal ---------------------------------------------------------------------------

COMMAND = """
import sys
from scripts.tools import running, system_packages
from scripts.tools.command_line import Parser

def main():
    Parser("test", "Тест").parse_args()
    system_packages.install({"git": "на нём проверяются примеры"})
    print("сделано")
    return 0

sys.exit(running.run(main))
"""
"""A command that lacks a package, whatever the machine has."""
ASKED = "Поставить их? [Д/н] "
REFUSED = (
    "Системные пакеты не поставлены, без них эта команда не работает:\r\n"
    "  git — на нём проверяются примеры\r\n"
    "Установите их: sudo apt-get install git\r\n"
)


@pytest.fixture
def computer(tmp_path):
    """A computer with an apt that keeps a list of its calls, and a sudo that asks nothing; how to run COMMAND on it."""
    programs = {"apt-get": f'echo "$@" >> {tmp_path}/calls', "sudo": 'test "$1" = -n && shift; exec "$@"'}
    for name, text in programs.items():
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        path.chmod(0o755)

    def start(*arguments: str, end: str = "") -> Terminal:
        command = shlex.join([sys.executable, "-c", COMMAND, *arguments])
        environ = os.environ | {"PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin", "PYTHONUTF8": "1"}
        return Terminal("/bin/bash", "-c", f"set -o pipefail; {command} {end}", environ=environ)

    start.calls = tmp_path / "calls"
    return start


@pytest.mark.parametrize("answer", ["", "д", "Да", "y"])
def test_terminal_names_what_is_missing_and_the_command_and_installs_after_a_yes(computer, answer):
    terminal = computer()
    terminal.wait_for(ASKED)
    assert "Не хватает системных пакетов:\r\n  git — на нём проверяются примеры\r\n" in terminal.screen
    assert "apt-get install -y -qq --no-install-recommends git\r\n" in terminal.screen
    assert not computer.calls.exists()
    terminal.type(f"{answer}\n")
    assert terminal.exit_code() == 0
    assert "сделано" in terminal.screen
    assert computer.calls.read_text(encoding="utf-8").splitlines() == ["update -qq", f"{INSTALL} git"]


@pytest.mark.parametrize("answer", ["н\n", "Нет\n", "n\n", "no\n", "\x04"])
def test_no_in_a_terminal_installs_nothing_and_says_what_will_not_work(computer, answer):
    terminal = computer()
    terminal.wait_for(ASKED)
    terminal.type(answer)
    assert terminal.exit_code() == 1
    assert terminal.screen.endswith(REFUSED)
    assert not computer.calls.exists()


def test_ctrl_c_at_the_question_means_no(computer):
    terminal = computer()
    terminal.wait_for(ASKED)
    terminal.screen = ""
    assert terminal.exit_code("\x03") == 1
    assert terminal.screen.endswith(REFUSED)
    assert "Traceback" not in terminal.screen
    assert not computer.calls.exists()


def test_other_answer_is_asked_for_again(computer):
    terminal = computer()
    terminal.wait_for(ASKED)
    terminal.type("что?\n")
    terminal.wait_for(ASKED)
    assert not computer.calls.exists()
    terminal.type("нет\n")
    assert terminal.exit_code() == 1


def test_question_is_seen_where_the_output_goes_into_a_pipe(computer):
    terminal = computer(end="| cat")
    terminal.wait_for(ASKED)
    terminal.type("нет\n")
    assert terminal.exit_code() == 1
    assert not computer.calls.exists()


def test_nothing_is_installed_where_the_question_would_not_be_seen(computer, tmp_path):
    assert computer(end=f"> {tmp_path}/log 2>&1").exit_code() == 1
    assert (tmp_path / "log").read_text(encoding="utf-8") == REFUSED.replace("\r", "")
    assert not computer.calls.exists()


def test_without_a_terminal_it_goes_ahead(computer):
    terminal = computer(end="< /dev/null")
    assert terminal.exit_code() == 0
    assert "Поставить" not in terminal.screen
    assert computer.calls.exists()


@pytest.mark.parametrize("end", ["", "< /dev/null"])
def test_no_install_refuses_and_names_what_is_missing(computer, end):
    terminal = computer("--no-install", end=end)
    assert terminal.exit_code() == 1
    assert "Не хватает системных пакетов:\r\n  git — на нём проверяются примеры\r\n" in terminal.screen
    assert "Поставить" not in terminal.screen
    assert not computer.calls.exists()


COMMANDS = sorted(
    path.stem for path in (ROOT / "scripts").glob("*.py") if "running.run(main)" in path.read_text(encoding="utf-8")
)


def test_every_command_that_may_install_can_be_told_not_to():
    """Only what GitHub runs with rights to write, on a bare Python, installs nothing at all."""
    deaf = {
        name
        for name in COMMANDS
        if "--no-install" not in importlib.import_module(f"scripts.{name}").parser().format_usage()
    }
    assert deaf == {"report_upkeep"}
