"""The environment that any script makes: a fresh clone, and what can go wrong on the way."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.tools import environment, running, system_packages
from scripts.tools.command_line import Parser
from tests.clones import base_python, make_clone, run

# One worker and in this order: each test finds the clone as the one before left it.
in_clone = pytest.mark.xdist_group("clone")


@in_clone
def test_any_script_may_be_the_first_command_in_a_fresh_clone(first_start):
    first = first_start
    assert first.returncode == 0, first.stderr
    assert "Создаю окружение .venv…" in first.stdout
    assert "Устанавливаю зависимости (requirements.txt): готово" in first.stdout
    assert "Ошибок нет; проверено вопросов: " in first.stdout


@in_clone
def test_second_start_installs_nothing(clone):
    second = run(clone, "check")
    assert second.stdout.startswith("Ошибок нет; проверено вопросов: ")


# One worker makes the small environment, and each test leaves it in order.
in_small_clone = pytest.mark.xdist_group("environment")


@in_small_clone
def test_broken_environment_is_made_anew(small_clone):
    break_python(small_clone)
    (small_clone / ".venv/.installed-requirements").unlink()
    repaired = run(small_clone, "enter")
    assert repaired.returncode == 0, repaired.stderr
    assert "Окружение .venv повреждено, создаю заново…" in repaired.stdout
    assert repaired.stdout.endswith("внутри\n")
    assert run(small_clone, "enter").stdout == "внутри\n"


@in_small_clone
def test_environment_that_does_not_start_is_named(small_clone):
    program = break_python(small_clone)
    result = run(small_clone, "enter")
    (small_clone / ".venv/bin/python").unlink()
    (small_clone / ".venv/bin/python").symlink_to(program)
    assert result.returncode == 1
    assert result.stderr == "Окружение .venv не запускается; удалите папку .venv и запустите ещё раз.\n"


@in_small_clone
def test_environment_of_another_python_is_named(small_clone):
    settings = small_clone / ".venv/pyvenv.cfg"
    before = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub(r"^version = .*", "version = 3.9.2", before, flags=re.MULTILINE), encoding="utf-8")
    result = run(small_clone, "enter")
    settings.write_text(before, encoding="utf-8")
    assert result.returncode == 1
    assert "Окружение .venv создано для Python 3.9.2, а запускается 3." in result.stderr


@in_small_clone
def test_changed_lock_is_installed(small_clone):
    with (small_clone / "requirements.txt").open("a", encoding="utf-8") as lock:
        lock.write("# правка\n")
    assert "Устанавливаю зависимости (requirements.txt): готово" in run(small_clone, "enter").stdout


def break_python(clone: Path) -> Path:
    """Put a file that is no program in the place of an environment's interpreter; return what stood there."""
    python = clone / ".venv/bin/python"
    program = python.readlink()
    python.unlink()
    python.write_text("не программа", encoding="utf-8")
    python.chmod(0o755)
    return program


def test_no_network_gets_a_clear_message(tmp_path):
    clone = make_clone(tmp_path / "sobesednik")
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_EXTRA_INDEX_URL": "", "PIP_FIND_LINKS": ""}
    result = run(clone, "check", **nowhere, PIP_NO_CACHE_DIR="1", PIP_RETRIES="0", PIP_TIMEOUT="1")
    assert result.returncode == 1
    assert "Не удалось установить зависимости; проверьте сеть и место на диске" in result.stderr
    assert "Traceback" not in result.stderr


def test_help_needs_no_environment(tmp_path):
    clone = make_clone(tmp_path / "sobesednik")
    for path in sorted((clone / "scripts").glob("*.py")):
        if "running.run(main)" in path.read_text(encoding="utf-8"):
            result = run(clone, path.stem, "--help")
            assert result.stdout.startswith(f"Вызов: python3 -m scripts.{path.stem} [-h]"), path.name
            assert result.returncode == 0
    assert not (clone / ".venv").exists()


def test_old_python_is_told_that_it_is_too_old():
    code = "import sys; sys.version_info = (3, 10, 12, 'final', 0); import scripts"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=environment.ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert result.stderr == "Нужен Python 3.11 или новее, а это 3.10.\n"
    assert result.returncode == 1


def test_ctrl_c_ends_a_script_with_130_and_no_traceback(capsys):
    def interrupted():
        raise KeyboardInterrupt

    assert running.run(interrupted) == 130
    assert "Остановлено." in capsys.readouterr().err


def test_full_disk_is_named_with_its_file(capsys):
    def full():
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "site/index.html")

    assert running.run(full) == 1
    assert capsys.readouterr().err == "Не получилось: site/index.html: на диске нет места\n"


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


class Terminal(io.StringIO):
    """A terminal where somebody answers."""

    def isatty(self) -> bool:
        """Say that it is one."""
        return True


@pytest.mark.parametrize(("answer", "is_installed"), [("\n", True), ("да\n", True), ("n\n", False), ("", False)])
def test_who_sits_at_a_terminal_is_asked_first(machine, monkeypatch, capsys, answer, is_installed):
    calls = machine(apt_cache=IN_ARCHIVE)
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    with contextlib.nullcontext() if is_installed else pytest.raises(system_packages.MissingPackagesError):
        system_packages.install({"git": "на нём проверяются примеры"})
    assert calls.exists() == is_installed
    assert "  git — на нём проверяются примеры\nПоставить их? [Д/н] " in capsys.readouterr().out


def test_failed_apt_is_an_error(tmp_path, monkeypatch):
    apt = tmp_path / "apt-get"
    apt.write_text("#!/bin/sh\nexit 100\n", encoding="utf-8")
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(system_packages.MissingPackagesError, match="apt-get не смог установить пакеты:\n  chromium"):
        system_packages.install({"chromium": "в нём проверяется сайт"})


def test_base_python_of_these_tests_is_not_the_environment():
    assert not base_python().is_relative_to(environment.VENV)
