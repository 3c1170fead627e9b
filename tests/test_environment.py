"""The environment that any script makes: a fresh clone, and what can go wrong on the way."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.tools import environment, running
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


@in_small_clone
def test_environment_beside_ours_holds_its_own_lock_and_nothing_else(small_clone, tmp_path, monkeypatch, capsys):
    lock, folder = small_clone / "requirements.txt", tmp_path / "other"
    monkeypatch.setattr(environment.system_packages, "may_install", False)
    with pytest.raises(running.SetupError, match="не установлено из requirements"):
        environment.beside(folder, lock)
    assert not folder.exists()
    monkeypatch.setattr(environment.system_packages, "may_install", True)
    python = environment.beside(folder, lock)
    assert "готово" in capsys.readouterr().out
    shown = "import mergedeep, importlib.util; print(importlib.util.find_spec('mkdocs'))"
    assert subprocess.run([python, "-c", shown], capture_output=True, check=True).stdout == b"None\n"
    # The second time nothing is installed.
    assert environment.beside(folder, lock) == python
    assert capsys.readouterr().out == ""


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


def test_base_python_of_these_tests_is_not_the_environment():
    assert not base_python().is_relative_to(environment.VENV)
