"""Programs that no wheel brings: used where found, installed with apt where not.

Standard library only: this runs before anything is installed.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
"""Names under which a browser of the Chromium family may be on the path."""


class MissingPackagesError(Exception):
    """System packages are missing and cannot be installed; the message names each."""


def find_chromium() -> str | None:
    """Return the path of a Chromium browser, None where there is none."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


def ensure_test_programs() -> None:
    """Install what the test run needs of the system.

    Raises:
        MissingPackagesError: when something is missing and apt cannot be used.
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
    if missing:
        install(missing)


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
    """Install Debian packages as root or with a `sudo` that asks no password.

    Args:
        packages: name of each package -> what it is for, in Russian.

    Raises:
        MissingPackagesError: when that is impossible or fails.
    """
    prefix = _privilege()
    if shutil.which("apt-get") is None or prefix is None:
        raise MissingPackagesError(_advice(packages, "Не хватает системных пакетов:"))
    print("Устанавливаю системные пакеты: " + ", ".join(packages) + "…", flush=True)
    environ = ["env", "DEBIAN_FRONTEND=noninteractive"]
    subprocess.run([*prefix, "apt-get", "update", "-qq"], check=False)
    done = subprocess.run(
        [*prefix, *environ, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
        stdout=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        raise MissingPackagesError(_advice(packages, "apt-get не смог установить пакеты:"))


def _privilege() -> list[str] | None:
    """Return what must stand before a command to run it as root, None where it cannot be."""
    if not hasattr(os, "geteuid"):
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def _advice(packages: Mapping[str, str], title: str) -> str:
    lines = [f"  {name} — {reason}" for name, reason in packages.items()]
    return "\n".join([title, *lines, f"Установите их: sudo apt-get install {' '.join(packages)}"])
