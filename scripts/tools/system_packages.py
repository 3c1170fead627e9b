"""Programs that no wheel brings: used where found, installed where not.

The browser is looked for in this order: a system's one that starts; Debian's package (Ubuntu has none); the
download of Playwright, which needs the open network. All others come with apt. Whoever sits at a terminal is
asked first; where nobody does (CI, a container), it is done straight away; `--no-install` refuses. Whatever is
not installed is named, with what it is for, and the command ends with 1.

Standard library only: this runs before anything is installed.
"""

from __future__ import annotations

import ctypes
import functools
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

CHROMIUM = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
"""Names under which a browser of the Chromium family may be on the path, and where macOS has it."""

may_install = True
"""False after `--no-install`."""


class MissingPackagesError(Exception):
    """System packages are missing and cannot be installed; the message names each."""


@functools.cache
def find_chromium() -> str | None:
    """Return the path of a Chromium browser that starts, None where there is none."""
    found = filter(None, map(shutil.which, CHROMIUM))
    return next(filter(_is_browser, found), None) or next(filter(_is_browser, _downloaded()), None)


def _is_browser(path: str) -> bool:
    """Ask a program for its version: Ubuntu has one named chromium-browser that only asks for a snap."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and re.search(rb"(?<!\d)\d+\.\d+", done.stdout) is not None


def _downloaded() -> list[str]:
    """Return where Playwright keeps the browser that it has downloaded, whether it has or not."""
    code = (
        "from playwright.sync_api import sync_playwright as start\nwith start() as p: print(p.chromium.executable_path)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    return [os.fsdecode(done.stdout.strip())] if done.returncode == 0 else []


def ensure_test_programs() -> None:
    """Install what the test run needs of the system.

    Raises:
        MissingPackagesError: when something is missing and cannot be installed.
    """
    missing = {}
    if find_chromium() is None:
        missing["chromium"] = "в нём проверяется сайт"
    if shutil.which("git") is None:
        missing["git"] = "на нём проверяются примеры"
    if not _has_libatomic():
        missing["libatomic1"] = "без неё не запускается Playwright"
    if sys.platform.startswith("linux") and not all(Path(jar).exists() for jar in JAXB_JARS):
        missing["libjaxb-java"] = "с ней veraPDF проверяет книги"
    missing |= _missing_pango()
    if missing and (missing.keys() != {"chromium"} or _apt() is not None):
        install(missing)
    find_chromium.cache_clear()
    if find_chromium() is None:
        _download_chromium()


def _download_chromium() -> None:
    """Download the browser that Playwright was made for.

    Raises:
        MissingPackagesError: when that may not be done or fails.
    """
    advice = "Нет браузера Chromium: в нём проверяется сайт.{}\nПоставьте Chromium или Google Chrome сами."
    what = "Chromium, с которым работает Playwright, в свою папку (нужна сеть, около 200 МБ)"
    if not may_install or not _agreed(f"В apt браузера нет. Скачать {what}?"):
        raise MissingPackagesError(advice.format(""))
    print(f"Скачиваю {what}…", flush=True)
    playwright = [sys.executable, "-m", "playwright"]
    if (prefix := _apt()) is not None:
        # The libraries that it needs; where they are not found, it will not start and that is told below.
        subprocess.run([*prefix, *playwright, "install-deps", "chromium"], stdout=subprocess.DEVNULL, check=False)
    done = subprocess.run([*playwright, "install", "--no-shell", "chromium"], check=False)
    find_chromium.cache_clear()
    if find_chromium() is None:
        reason = " Скачать не удалось: нужна сеть." if done.returncode else " Скачанный не запускается."
        raise MissingPackagesError(advice.format(reason))


def _has_libatomic() -> bool:
    """Tell whether the library is there that Playwright's own Node needs and a bare Debian lacks."""
    if not sys.platform.startswith("linux"):
        return True
    return _has_library("libatomic.so.1")


PANGO = {
    "libpango-1.0-0": ("libpango-1.0.so.0", "раскладывает текст книг"),
    "libpangoft2-1.0-0": ("libpangoft2-1.0.so.0", "рисует буквы книг"),
    "libharfbuzz-subset0": ("libharfbuzz-subset.so.0", "вкладывает шрифты в книги"),
}
"""Debian package -> its library and what it is for: what WeasyPrint needs of the system."""


JAXB_JARS = tuple(f"/usr/share/java/{name}.jar" for name in ("jaxb-api", "jaxb-runtime", "jaxb-impl"))
"""What veraPDF needs and Java no longer brings; all in Debian's libjaxb-java."""


def ensure_pango() -> None:
    """Install what printing the books needs of the system.

    Raises:
        MissingPackagesError: when something is missing and apt cannot be used.
    """
    if not sys.platform.startswith("linux"):
        return  # WeasyPrint itself knows where Homebrew and MSYS2 keep theirs and says what is missing
    if missing := _missing_pango():
        install(missing)


def _missing_pango() -> dict[str, str]:
    return {package: about for package, (library, about) in PANGO.items() if not _has_library(library)}


def _has_library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def install(packages: Mapping[str, str]) -> None:
    """Install Debian packages as root or with `sudo`; a browser where the archive has it.

    Args:
        packages: name of each package -> what it is for, in Russian.

    Raises:
        MissingPackagesError: when that may not be done, is refused, is impossible or fails.
    """
    prefix = _apt()
    if prefix is None:
        raise MissingPackagesError(_advice(packages, "Не хватает системных пакетов:"))
    if not _agreed(_question(packages, prefix)):
        raise MissingPackagesError(
            _advice(packages, "Системные пакеты не поставлены, без них эта команда не работает:")
        )
    print("Устанавливаю системные пакеты: " + ", ".join(packages) + "…", flush=True)
    environ = ["env", "DEBIAN_FRONTEND=noninteractive"]
    subprocess.run([*prefix, "apt-get", "update", "-qq"], check=False)
    names = [name for name in packages if name != "chromium" or _is_in_archive(name)]
    done = subprocess.run(
        [*prefix, *environ, "apt-get", *_INSTALL, *names],
        stdout=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        raise MissingPackagesError(_advice(packages, "apt-get не смог установить пакеты:"))


_INSTALL = ("install", "-y", "-qq", "--no-install-recommends")


def _question(packages: Mapping[str, str], prefix: list[str]) -> str:
    """Return what whoever sits at the terminal is asked: what is missing, what for, and what would be run."""
    commands = ([*prefix, "apt-get", "update", "-qq"], [*prefix, "apt-get", *_INSTALL, *packages])
    missing = _listed(packages, "Не хватает системных пакетов:")
    return f"{missing}\nИх поставит команда:\n  {' && '.join(map(shlex.join, commands))}\nПоставить их?"


def _apt() -> list[str] | None:
    """Return what must stand before apt-get, None where it may not or cannot be used."""
    return _privilege() if may_install and shutil.which("apt-get") else None


def _is_in_archive(package: str) -> bool:
    """Tell whether apt could install a package; where nobody knows, it is tried."""
    if shutil.which("apt-cache") is None:
        return True
    command = ["apt-cache", "policy", package]
    done = subprocess.run(command, env=os.environ | {"LC_ALL": "C"}, capture_output=True, check=False)
    return re.search(rb"Candidate: (?!\(none\))\S", done.stdout) is not None


def _agreed(question: str) -> bool:
    """Ask whoever sits at the terminal: Enter means yes, Ctrl+C and the end of the input mean no.

    Where nobody sits there, go ahead. Where the question would not be seen, since both outputs go to files, do not.
    """
    if not _is_at_terminal():
        return True
    screen = next((one for one in (sys.stdout, sys.stderr) if one is not None and one.isatty()), None)
    while screen is not None:
        print(f"{question} [Д/н] ", end="", file=screen, flush=True)
        try:
            line = sys.stdin.readline()
        except (KeyboardInterrupt, UnicodeDecodeError):  # or letters in an encoding that is not the terminal's
            line = ""
        if not line:
            print(file=screen)
            return False
        answer = line.strip().lower()
        if answer in {"", "д", "да", "y", "yes"}:
            return True
        if answer in {"н", "нет", "n", "no"}:
            return False
        question = question.rpartition("\n")[2]
    return False


def _is_at_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _privilege() -> list[str] | None:
    """Return what must stand before a command to run it as root, None where it cannot be."""
    if not hasattr(os, "geteuid"):
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    if _is_at_terminal():
        return ["sudo"]  # it asks for the password there, after our question
    if subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0:
        return ["sudo", "-n"]
    return None


def _listed(packages: Mapping[str, str], title: str) -> str:
    return "\n".join([title, *(f"  {name} — {reason}" for name, reason in packages.items())])


def _advice(packages: Mapping[str, str], title: str) -> str:
    return f"{_listed(packages, title)}\nУстановите их: sudo apt-get install {' '.join(packages)}"
