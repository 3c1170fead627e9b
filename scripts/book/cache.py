"""A book that was printed before of the same things is not printed again: books by the hash of what they are made of.

`.cache/books/` beside `mkdocs.yml`, one file a book: a hash of the rest, a line of JSON, the PDF. Safe to delete at any
moment, safe for two builds at once, bounded in size. The key of a book is its HTML, our code, styles and fonts, and the
versions of all that prints; drawings are compared with those that it was printed with. A cache that cannot be read or
written is told of once and done without.
"""

from __future__ import annotations

import ctypes
import functools
import hashlib
import json
import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path

from hooks.cache import FOLDER
from scripts.tools import environment, safe_write

LIMIT = 128 * 2**20
"""Most bytes of books; those that were asked for last stay."""
_HERE = Path(__file__).resolve().parent
_CODE = frozenset({".py", ".css", ".woff2"})
"""What makes a book of its HTML."""
_LIBRARIES = (
    (("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"), "pango_version_string"),
    (("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"), "hb_version_string"),
)
"""What lays out text and is no package of Python: file names by system, and what tells the version."""


@dataclass(frozen=True)
class Printed:
    """What a book came out as."""

    pages: int
    files: dict[str, str]
    """Files of the site that are drawn in it: name -> `file_hash` of the content."""


class Books:
    """Books of earlier runs.

    Args:
        root: where `.cache/` lies.
    """

    def __init__(self, root: Path) -> None:
        self._folder: Path | None = root / FOLDER / "books"
        self._has_told = False

    def detach(self) -> None:
        """Know nothing and keep nothing: what a test prints with code that it has changed is nobody's book."""
        self._folder = None

    def take(self, text: str, site: Path, target: Path) -> Printed | None:
        """Write an earlier book into a file; return None where there is none of this HTML and of these drawings.

        Raises:
            OSError: when the target cannot be written.
        """
        try:
            found = self._read(text)
            if found is None or any(file_hash(site / name) != one for name, one in found[0].files.items()):
                return None
        except ValueError as error:
            self._tell(f"прежняя книга испорчена, она печатается заново: {error}")
            return None
        except OSError as error:
            self._go_without(error)
            return None
        target.write_bytes(found[1])
        return found[0]

    def keep(self, text: str, printed: Printed, book: Path) -> None:
        """Keep a printed book, and forget those that have not been asked for longest where they are too much."""
        if self._folder is None:
            return
        try:
            path = self._folder / _key(text)
            self._folder.mkdir(parents=True, exist_ok=True)
            safe_write.replace(path, _sealed(path.name, printed, book.read_bytes()))
            _shrink(self._folder)
        except OSError as error:
            self._go_without(error)

    def _read(self, text: str) -> tuple[Printed, bytes] | None:
        if self._folder is None:
            return None
        path = self._folder / _key(text)
        if not path.exists():
            return None
        found = _unsealed(path.name, path.read_bytes())
        os.utime(path)  # asked for last
        return found

    def _go_without(self, error: OSError) -> None:
        self._tell(f"прежние книги не читаются и не пишутся, печать идёт без них: {error}")
        self._folder = None

    def _tell(self, what: str) -> None:
        if not self._has_told:
            print(f"{self._folder}: {what}; папку можно удалить", file=sys.stderr)
        self._has_told = True


def file_hash(path: Path) -> str:
    """Return the hash of a file's content; empty where there is no such file."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _sealed(key: str, printed: Printed, pdf: bytes) -> bytes:
    """Return a book as it is kept: what is no longer the book of its key, is known by the hash."""
    rest = json.dumps({"key": key} | vars(printed)).encode() + b"\n" + pdf
    return hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest


def _unsealed(key: str, data: bytes) -> tuple[Printed, bytes]:
    """Return a book as it was printed.

    Raises:
        ValueError: where something else stands in its place.
    """
    seal, _, rest = data.partition(b"\n")
    head, _, pdf = rest.partition(b"\n")
    if hashlib.sha256(rest).hexdigest().encode() != seal or (known := json.loads(head)).pop("key") != key:
        raise ValueError("не то, что было записано")
    return Printed(**known), pdf


def _shrink(folder: Path) -> None:
    """Remove what has not been asked for longest, also what a run that was ended by force has left half written."""
    found = sorted(((stat.st_mtime, stat.st_size, path) for path, stat in _files(folder)), reverse=True)
    size = 0
    for _, bytes_, path in found:
        size += bytes_
        if size > LIMIT:
            path.unlink(missing_ok=True)


def _files(folder: Path) -> list[tuple[Path, os.stat_result]]:
    found = []
    for path in folder.iterdir():
        try:
            found.append((path, path.stat()))
        except FileNotFoundError:  # another build was faster
            continue
    return found


def _key(text: str) -> str:
    return hashlib.sha256(f"{_version()}\0{text}".encode()).hexdigest()


@functools.cache
def _version() -> str:
    """Return what all books depend on: our code, styles and fonts, packages, libraries, Python, the machine."""
    versions = (sys.version, platform.machine(), *(_library_version(*one) for one in _LIBRARIES))
    digest = hashlib.sha256("\0".join(versions).encode())
    files = (path for path in _HERE.rglob("*") if path.suffix in _CODE)
    for path in (*sorted(files), environment.ROOT / "requirements.txt"):
        digest.update(f"\0{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _library_version(names: tuple[str, ...], function: str) -> str:
    """Return the version of a library of the system.

    Raises:
        OSError: when it is not found.
    """
    for name in names:
        try:
            ask = getattr(ctypes.CDLL(name), function)
        except OSError:
            continue
        ask.restype = ctypes.c_char_p
        return ask().decode()
    raise OSError(f"нет библиотеки {names[0]}")


books = Books(environment.ROOT)
"""The books of this checkout. All that they depend on is in their keys, so all builds share them."""
