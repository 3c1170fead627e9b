"""Machines as they are: their locale, their output, their settings of Python and pip, their way to end a program."""

from __future__ import annotations

import locale
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.tools import environment, running
from tests.clones import base_python, newcomer_environ, run, start_in_background

pytestmark = pytest.mark.xdist_group("environment")

ASCII = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
"""A machine whose own encoding does not know Cyrillic letters: what it reads and writes unasked fails."""


def start(folder: Path, *command: str, **environ: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command of Python in a folder, as its user would; what it prints stays bytes."""
    environ = newcomer_environ() | {"PYTHONIOENCODING": ""} | environ
    return subprocess.run([base_python(), *command], cwd=folder, env=environ, capture_output=True, check=False)


# -- letters ------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1"])
def test_output_without_cyrillic_gets_question_marks(small_clone, encoding):
    commands = {("check", "--help"): (0, "stdout"), ("check", "--нет"): (2, "stderr"), ("enter",): (0, "stdout")}
    for (script, *arguments), (code, stream) in commands.items():
        result = start(small_clone, "-m", f"scripts.{script}", *arguments, PYTHONIOENCODING=encoding)
        assert result.returncode == code, result.stderr
        assert b"????" in getattr(result, stream)
        assert b"Traceback" not in result.stderr


def test_output_keeps_the_encoding_of_the_machine(small_clone):
    result = start(small_clone, "-m", "scripts.enter", PYTHONIOENCODING="cp1251")
    assert result.stdout.decode("cp1251").strip() == "внутри"


def test_machine_that_knows_no_cyrillic_reads_our_files(small_clone):
    settings = small_clone / ".venv/pyvenv.cfg"
    before = settings.read_bytes()
    # As Windows writes it for a user Иван: in UTF-8; the second byte of «И» is nothing in cp1251.
    settings.write_bytes(before + "command = C:\\Users\\Иван\\python.exe -m venv\n".encode())
    with (small_clone / "requirements.txt").open("a", encoding="utf-8") as lock:
        lock.write("# И это тоже\n")
    result = start(small_clone, "-m", "scripts.enter", **ASCII)
    settings.write_bytes(before)
    assert result.returncode == 0, result.stderr
    assert b"Traceback" not in result.stderr


def test_what_is_started_speaks_utf_8(small_clone):
    (small_clone / "scripts/told.py").write_text(
        "import locale, subprocess, sys\nfrom scripts.tools import running\n"
        "code = 'import locale; print(locale.getpreferredencoding(False))'\n"
        "sys.exit(running.run(lambda: subprocess.run([sys.executable, '-c', code]).returncode))\n",
        encoding="utf-8",
    )
    assert start(small_clone, "-m", "scripts.told", **ASCII).stdout.strip().lower() in {b"utf-8", b"utf8"}


@pytest.mark.skipif(os.name == "nt", reason="имена файлов в Windows — всегда UTF-8")
def test_interpreter_of_the_environment_reads_names_as_its_workers_do(tmp_path):
    """A path with Cyrillic letters, a locale without UTF-8, and no new start because of `.venv`."""
    (tmp_path / "Проект").mkdir()
    (tmp_path / "Проект/names.py").write_text(
        "import os, sys\nfrom scripts.tools import environment, running\n"
        "def main():\n    environment.enter()\n    print(ascii(os.path.basename(os.getcwd())))\n    return 0\n"
        "if __name__ == '__main__':\n    sys.exit(running.run(main))\n",
        encoding="utf-8",
    )
    environ = newcomer_environ() | ASCII | {"PYTHONPATH": str(environment.ROOT), "PYTHONIOENCODING": ""}
    command = [sys.executable, "-m", "names"]
    result = subprocess.run(command, cwd=tmp_path / "Проект", env=environ, capture_output=True, check=False)
    assert result.stdout.decode().strip() == ascii("Проект"), result.stderr


def test_output_that_nobody_reads_or_that_is_closed_is_no_traceback(small_clone):
    command = f"{base_python()} -m scripts.enter"
    for end in ("| true", ">&-", "> /dev/full"):
        result = subprocess.run(
            ["bash", "-c", f"{command} {end}"],
            cwd=small_clone,
            env=newcomer_environ(),
            capture_output=True,
            check=False,
        )
        assert b"Traceback" not in result.stderr, end
    assert result.returncode == 1
    assert "Не получилось: на диске нет места" in result.stderr.decode()


def test_input_that_is_closed_has_no_answers(small_clone):
    (small_clone / "scripts/asks.py").write_text(
        "import sys\nfrom scripts.tools import running\nsys.exit(running.run(lambda: print(sys.stdin.read()) or 0))\n",
        encoding="utf-8",
    )
    command = ["bash", "-c", f"{base_python()} -m scripts.asks <&-"]
    result = subprocess.run(command, cwd=small_clone, env=newcomer_environ(), capture_output=True, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (0, b"\n", b"")


def test_script_starts_from_any_folder(small_clone, tmp_path):
    result = start(tmp_path, "-m", "scripts.enter", PYTHONPATH=str(small_clone))
    assert result.stdout.decode(locale.getencoding()).endswith("внутри\n"), result.stderr


# -- settings of Python and pip -------------------------------------------------------------------


def packages(clone: Path) -> list[str]:
    """Return the names of what is installed in the environment of a clone."""
    return sorted(path.name for path in clone.glob(".venv/lib/python*/site-packages/mergedeep*"))


@pytest.mark.parametrize(
    "settings",
    [
        {"PIP_USER": "1"},
        {"PIP_TARGET": "elsewhere", "PIP_DRY_RUN": "1", "PIP_PYTHON": "/not/there", "PIP_REQUIRE_VIRTUALENV": "1"},
        {"PIP_CONFIG_FILE": "pip.conf"},
        {"PYTHONPATH": "shadow", "PYTHONOPTIMIZE": "2", "PYTHONWARNINGS": "error", "VIRTUAL_ENV": "/other"},
    ],
    ids=lambda settings: next(iter(settings)),
)
def test_packages_go_into_our_environment_whatever_is_set(small_clone, settings):
    (small_clone / "pip.conf").write_text("[global]\nuser = true\n[install]\ntarget = elsewhere\n", encoding="utf-8")
    (small_clone / "shadow").mkdir(exist_ok=True)
    (small_clone / "shadow/mergedeep.py").write_text("raise SystemExit('не тот модуль')\n", encoding="utf-8")
    (small_clone / "shadow/pip.py").write_text("raise SystemExit('не тот pip')\n", encoding="utf-8")
    run_pip = [small_clone / ".venv/bin/python", "-m", "pip", "uninstall", "-y", "-q", "mergedeep"]
    subprocess.run(run_pip, env=newcomer_environ(PIP_CONFIG_FILE=os.devnull), check=False)
    for stamp in small_clone.glob(".venv/.installed-*"):
        stamp.unlink()
    assert packages(small_clone) == []
    if "PIP_CONFIG_FILE" in os.environ and "PIP_CONFIG_FILE" not in settings:
        settings = settings | {"PIP_CONFIG_FILE": os.environ["PIP_CONFIG_FILE"]}
    result = run(small_clone, "enter", **settings)
    assert result.returncode == 0, result.stderr
    assert result.stdout.endswith("внутри\n")
    assert len(packages(small_clone)) == 2
    assert not (small_clone / "elsewhere").exists()


def test_settings_of_the_network_are_kept(monkeypatch, tmp_path):
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    file = tmp_path / "pip.conf"
    file.write_text(
        "[global]\nindex-url = https://index.example/simple\nproxy = http://proxy.example:3128\nuser = true\n"
        "[install]\nextra_index_url =\n    https://one.example\n    https://two.example\ncert = /ca.pem\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PIP_CONFIG_FILE", str(file))
    monkeypatch.setenv("PIP_CERT", "/own-ca.pem")
    monkeypatch.setenv("PIP_TARGET", "elsewhere")
    monkeypatch.setenv("HTTPS_PROXY", "http://other.example")
    given = environment._pip_environ()
    assert {name: value for name, value in given.items() if name.startswith("PIP_")} == {
        "PIP_INDEX_URL": "https://index.example/simple",
        "PIP_PROXY": "http://proxy.example:3128",
        "PIP_EXTRA_INDEX_URL": "\nhttps://one.example\nhttps://two.example",
        "PIP_CERT": "/own-ca.pem",
        "PIP_CONFIG_FILE": os.devnull,
    }
    assert given["HTTPS_PROXY"] == "http://other.example"


def test_broken_settings_of_pip_are_named(monkeypatch, tmp_path):
    file = tmp_path / "pip.conf"
    file.write_text("без раздела\n", encoding="utf-8")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(file))
    with pytest.raises(running.SetupError, match="pip не прочитал свои настройки"):
        environment._pip_environ()


# -- the end of a program -------------------------------------------------------------------------

WAIT = """
import subprocess, sys
from scripts.tools import running

def main():
    try:
        subprocess.run([sys.executable, "-c", "import time; print('жду', flush=True); time.sleep(100)"])
    finally:
        print("убрано", flush=True)

sys.exit(running.run(main))
"""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_signal_ends_a_script_that_a_background_job_started(small_clone, number, code):
    (small_clone / "scripts/wait.py").write_text(WAIT, encoding="utf-8")
    waiting = subprocess.Popen(
        [sys.executable, "-m", "scripts.wait"],
        cwd=small_clone,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=start_in_background,
    )
    assert waiting.stdout.readline().decode() == "жду\n"
    waiting.send_signal(number)
    output, errors = waiting.communicate(timeout=60)
    assert waiting.returncode == code
    assert output.decode() == "убрано\n"
    assert b"Traceback" not in errors


def test_nohup_is_obeyed(small_clone):
    (small_clone / "scripts/told.py").write_text(
        "import signal, sys\nfrom scripts.tools import running\n"
        "sys.exit(running.run(lambda: print(signal.getsignal(signal.SIGHUP).name) or 0))\n",
        encoding="utf-8",
    )
    told = subprocess.run(
        ["nohup", base_python(), "-m", "scripts.told"],
        cwd=small_clone,
        env=newcomer_environ(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert told.stdout.decode() == "SIG_IGN\n"
