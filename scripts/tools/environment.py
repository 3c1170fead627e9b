"""The project's own environment, `.venv`: made by whichever script is run first.

Standard library only: this runs before anything is installed.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import importlib.util
import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from scripts.tools import system_packages
from scripts.tools.progress import Progress
from scripts.tools.running import SetupError, stop

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
SITE_LOCK = ROOT / "requirements.txt"
TEST_LOCK = ROOT / "requirements-dev.txt"
BENCH_LOCK = ROOT / "requirements-bench.txt"
_RESTARTED = "SOBESEDNIK_RESTARTED"

_PIP_SETTINGS = (
    *("index-url", "extra-index-url", "find-links", "no-index", "trusted-host", "proxy", "cert", "client-cert"),
    *("timeout", "default-timeout", "retries", "cache-dir", "no-cache-dir", "keyring-provider", "prefer-binary"),
    *("use-feature", "use-deprecated"),
)
"""What we take over of a user's settings of pip: where packages come from. Where they go is ours to say."""


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
    if not is_inside() or _names_differ():
        _restart()
    _check_version()


def beside(folder: Path, lock: Path) -> Path:
    """Make another environment in a folder, where it is not there yet, for programs that ours must not meet.

    Args:
        folder: where; what lies there is replaced.
        lock: what is installed; as wheels only, nothing is compiled.

    Returns:
        Its interpreter.

    Raises:
        SetupError: when it cannot be made, or `--no-install` forbids it.
    """
    other, stamp = folder / _PYTHON, folder / ".installed"
    if stamp.is_file() and stamp.read_bytes() == _fingerprint(lock).encode() and other.exists():
        return other
    if not system_packages.may_install:
        raise SetupError(f"не установлено из {lock.name}, а --no-install не даёт установить")
    made = _captured([sys.executable, "-m", "venv", "--clear", "--without-pip", folder], dict(os.environ))
    if made.returncode:
        raise SetupError(f"не удалось создать окружение:\n{(made.stderr or made.stdout).strip()}")
    _install(lock, "--python", other, options=("--only-binary", ":all:"))
    stamp.write_bytes(_fingerprint(lock).encode())
    return other


_PYTHON = "Scripts/python.exe" if os.name == "nt" else "bin/python"


def python() -> Path:
    """Return the path of the environment's interpreter."""
    return VENV / _PYTHON


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
        return _stamp(lock).read_bytes() == _fingerprint(lock).encode() and python().exists()
    except FileNotFoundError:
        return False


def _check_version() -> None:
    """Find out whether the interpreter was replaced by a newer one under the installed packages.

    Raises:
        SetupError: when it was; the packages of the old one cannot be imported.
    """
    # Python writes it in UTF-8, whatever the locale: a path in it may hold the user's name in Cyrillic.
    for line in (VENV / "pyvenv.cfg").read_text(encoding="utf-8", errors="replace").splitlines():
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
    with (ROOT / ".venv.lock").open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Окружение .venv уже создаёт другой запуск, жду его…", flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _make(lock: Path) -> None:
    if not _works():
        _create()
    # What is interrupted in the middle agrees with no lock, not with the one before either.
    for any_lock in (SITE_LOCK, TEST_LOCK):
        _stamp(any_lock).unlink(missing_ok=True)
    _install(lock)
    # The test lock holds the whole site lock, so both are installed with it.
    for done in {lock, SITE_LOCK}:
        _stamp(done).write_bytes(_fingerprint(done).encode())


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
    made = _captured([sys.executable, "-m", "venv", "--clear", VENV], dict(os.environ))
    if made.returncode:
        raise SetupError(f"Не удалось создать .venv:\n{(made.stderr or made.stdout).strip()}")


def _captured(command: list[str | Path], environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a Python program to its end; return what it printed."""
    environ |= {"PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, env=environ, capture_output=True, encoding="utf-8", errors="replace", check=False)


def _install(lock: Path, *where: str | Path, options: tuple[str, ...] = ()) -> None:
    total = sum(line[:1].isalpha() for line in lock.read_text(encoding="utf-8").splitlines())
    command = [
        *(python(), "-m", "pip", *where, "install", "--disable-pip-version-check", "--no-input", *options),
        # Bytecode of modules is made when one is first imported; most never are, and the first start waits for this.
        *("--no-compile", "--require-hashes", "-r", lock),
    ]
    tail: deque[str] = deque(maxlen=8)
    with (
        Progress(f"Устанавливаю зависимости ({lock.name})", total) as progress,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=_pip_environ()) as pip,
    ):
        try:
            for raw in pip.stdout:
                line = raw.decode(errors="replace")
                tail.append(line.strip())
                if line.startswith(("Collecting ", "Requirement already satisfied")):
                    progress.step()
        except BaseException:
            stop(pip)
            raise
    if pip.returncode:
        raise SetupError(
            "Не удалось установить зависимости; проверьте сеть и место на диске и запустите ещё раз.\n"
            "Последнее, что сказал pip:\n  " + "\n  ".join(tail)
        )


def _pip_environ() -> dict[str, str]:
    """Return the variables for pip: of the user's settings those that say where packages come from, and no others.

    `user`, `target`, `dry-run` and many more, in a variable or in a file, would leave our environment empty.

    Raises:
        SetupError: when pip cannot read its files of settings.
    """
    environ = {name: value for name, value in os.environ.items() if not name.upper().startswith("PIP_")}
    # Read as pip reads them: in the encoding of the machine. The same settings would mislead this command, too.
    asking = {name: value for name, value in environ.items() if name != "PYTHONUTF8"} | _PIP_LISTS_ALL
    asking |= {name: value for name, value in os.environ.items() if name == "PIP_CONFIG_FILE"}
    listed = _captured([python(), "-m", "pip", "config", "list"], asking)
    if listed.returncode:
        raise SetupError(f"pip не прочитал свои настройки; поправьте их:\n{(listed.stderr or listed.stdout).strip()}")
    settings = {}
    # As pip does: what is set for `install` goes before what is set for all, a variable before both.
    for section in ("global", "install"):
        for line in listed.stdout.splitlines():
            name, _, value = line.partition("=")
            if name.startswith(f"{section}."):
                settings[name.removeprefix(f"{section}.")] = str(ast.literal_eval(value))
    for name, value in os.environ.items():
        if name.startswith("PIP_") and value:
            settings[name.removeprefix("PIP_").lower().replace("_", "-")] = value
    chosen = {f"PIP_{name.upper().replace('-', '_')}": settings[name] for name in _PIP_SETTINGS if name in settings}
    return environ | chosen | {"PIP_CONFIG_FILE": os.devnull, "PYTHONIOENCODING": "utf-8"}


_PIP_LISTS_ALL = {f"PIP_{name}": "0" for name in ("USER", "GLOBAL", "SITE", "ISOLATED", "QUIET", "VERBOSE")}


def _names_differ() -> bool:
    """Tell whether this process reads the names of files otherwise than those that it starts (`running.run`).

    So it is with a locale other than UTF-8 when somebody starts the environment's own interpreter: a path handed to a
    worker would be another one there.
    """
    return os.environ.get("PYTHONUTF8") == "1" and sys.getfilesystemencoding().lower() not in {"utf-8", "utf8"}


def _restart() -> None:
    """Start the running script anew with the environment's interpreter."""
    broken = SetupError("Окружение .venv не запускается; удалите папку .venv и запустите ещё раз.")
    if os.environ.get(_RESTARTED):
        raise broken
    script = sys.modules["__main__"].__spec__.name
    command = [str(python()), "-m", script, *sys.argv[1:]]
    # The script is found again from whatever folder it was started; `run` forgets the variable.
    environ = os.environ | {_RESTARTED: "1", "PYTHONPATH": str(ROOT)}
    if os.name == "nt":
        sys.exit(subprocess.run(command, env=environ, check=False).returncode)
    sys.stdout.flush()
    try:
        os.execve(command[0], command, environ)  # noqa: S606 (our own interpreter, no shell)
    except OSError:
        raise broken from None
