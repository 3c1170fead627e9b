"""The project's own environment, `.venv`: made by whichever script is run first.

Standard library only: this runs before anything is installed.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

from scripts import system_packages
from scripts.progress import Progress

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
SITE_LOCK = ROOT / "requirements.txt"
TEST_LOCK = ROOT / "requirements-dev.txt"
_RESTARTED = "SOBESEDNIK_RESTARTED"


class SetupError(Exception):
    """The environment cannot be made; the message says why and what to do."""


def run(main: Callable[[], int]) -> int:
    """Run a script's `main` and turn what may go wrong outside it into a message and an exit code.

    Returns:
        What `main` returns, 130 after Ctrl+C, 1 after a `SetupError`, an error of the system or a mistake of ours.
    """
    try:
        return main()
    except KeyboardInterrupt:
        print("\nОстановлено.", file=sys.stderr)
        return 130
    except (SetupError, system_packages.MissingPackagesError) as error:
        print(error, file=sys.stderr)
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        print(f"Не получилось{where}: {error.strerror or error}", file=sys.stderr)
    except Exception as error:
        from hooks import own_errors

        if own_errors.is_traceback_wanted():
            raise
        print(own_errors.describe(error), file=sys.stderr)
    return 1


def enter(*, tests: bool = False) -> None:
    """Go on in `.venv`: return when this process runs in it, else make it and start anew there.

    Args:
        tests: install the test tools too.

    Raises:
        SetupError: when the environment cannot be made.
    """
    lock = TEST_LOCK if tests else SITE_LOCK
    if not _is_ready(lock):
        with _one_at_a_time():
            if not _is_ready(lock):
                _make(lock)
    if not is_inside():
        _restart()
    _check_version()


def python() -> Path:
    """Return the path of the environment's interpreter."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def is_inside() -> bool:
    """Tell whether this process runs in the environment."""
    return VENV.exists() and Path(sys.prefix).resolve() == VENV.resolve()


def _stamp(lock: Path) -> Path:
    return VENV / f".installed-{lock.stem}"


def _fingerprint(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def _is_ready(lock: Path) -> bool:
    if not lock.exists():
        raise SetupError(f"Нет файла {lock.name}; запускайте из папки проекта.")
    try:
        return _stamp(lock).read_text() == _fingerprint(lock) and python().exists()
    except FileNotFoundError:
        return False


def _check_version() -> None:
    """Find out whether the interpreter was replaced by a newer one under the installed packages.

    Raises:
        SetupError: when it was; the packages of the old one cannot be imported.
    """
    for line in (VENV / "pyvenv.cfg").read_text().splitlines():
        name, _, version = (part.strip() for part in line.partition("="))
        if name == "version" and version.split(".")[:2] != [str(part) for part in sys.version_info[:2]]:
            raise SetupError(
                f"Окружение .venv создано для Python {version}, а запускается {sys.version.split()[0]};"
                " удалите папку .venv и запустите ещё раз."
            )


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let only one process make the environment; the others wait for it."""
    try:
        import fcntl
    except ImportError:  # Windows: two first starts at once are left to luck
        yield
        return
    with (ROOT / ".venv.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _make(lock: Path) -> None:
    if not _works():
        _create()
    _install(lock)
    # The test lock holds the whole site lock, so both are installed with it.
    for done in {lock, SITE_LOCK}:
        _stamp(done).write_text(_fingerprint(done))


def _works() -> bool:
    """Tell whether `.venv` has an interpreter that starts and finds pip."""
    if not python().exists():
        return False
    try:
        check = subprocess.run([python(), "-m", "pip", "--version"], capture_output=True, check=False)
    except OSError:
        return False
    return check.returncode == 0


def _create() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        # Debian and Ubuntu keep this part of the standard library in a package of its own.
        system_packages.install({"python3-venv": "создаёт окружение .venv"})
    print("Окружение .venv повреждено, создаю заново…" if VENV.exists() else "Создаю окружение .venv…", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True, check=False)
    if made.returncode:
        raise SetupError(f"Не удалось создать .venv:\n{(made.stderr or made.stdout).strip()}")


def _install(lock: Path) -> None:
    total = sum(line[:1].isalpha() for line in lock.read_text().splitlines())
    command = [
        *(python(), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"),
        # Bytecode of modules is made when one is first imported; most never are, and the first start waits for this.
        *("--no-compile", "--require-hashes", "-r", lock),
    ]
    tail: deque[str] = deque(maxlen=8)
    with (
        Progress(f"Устанавливаю зависимости ({lock.name})", total) as progress,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip,
    ):
        for line in pip.stdout:
            tail.append(line.strip())
            if line.startswith(("Collecting ", "Requirement already satisfied")):
                progress.step()
    if pip.returncode:
        raise SetupError(
            "Не удалось установить зависимости; проверьте сеть и место на диске и запустите ещё раз.\n"
            "Последнее, что сказал pip:\n  " + "\n  ".join(tail)
        )


def _restart() -> None:
    """Start the running script anew with the environment's interpreter."""
    broken = SetupError("Окружение .venv не запускается; удалите папку .venv и запустите ещё раз.")
    if os.environ.get(_RESTARTED):
        raise broken
    script = sys.modules["__main__"].__spec__.name
    command = [str(python()), "-m", script, *sys.argv[1:]]
    environ = os.environ | {_RESTARTED: "1"}
    if os.name == "nt":
        sys.exit(subprocess.run(command, env=environ, check=False).returncode)
    sys.stdout.flush()
    try:
        os.execve(command[0], command, environ)  # noqa: S606 (our own interpreter, no shell)
    except OSError:
        raise broken from None
