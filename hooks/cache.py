"""What was made before of the same things is not made again: results by the hash of what they are made of.

One SQLite file, `.cache/results.sqlite` beside `mkdocs.yml`: safe to delete at any moment, safe for two builds at
once, bounded in size. The key of a result holds the code of `hooks/`, the versions of the packages and Python's own,
so another version finds nothing. A cache that cannot be read or written is told of once and done without.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = ".cache"
_FILE = "results.sqlite"
LIMIT = 64 * 2**20
"""Most bytes of results; those that were asked for last stay."""
_DAY = 24 * 60 * 60
"""Seconds after which it is written down that a result is still asked for: to write it each time takes longer."""
_PATIENCE = 5
"""Seconds that a build waits for another one that is writing."""
_HOOKS = Path(__file__).resolve().parent
_CODE = frozenset({".py", ".otf"})
"""What makes results; lists of words are what they are made of."""

log = logging.getLogger("mkdocs.plugins.cache")


class Cache:
    """Results of earlier runs.

    Args:
        folder: where `.cache/` lies; None for results that nothing outlives.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._path = folder / FOLDER / _FILE if folder else None
        self._known: dict[str, dict[str, Any]] = {}
        """Kind -> key -> result, as read and as made."""
        self._made: set[tuple[str, str]] = set()
        self._used: set[tuple[str, str]] = set()
        self._stale: set[str] = set()
        """Keys of results read that were last asked for before today."""

    def remember(self, kind: str, made_of: object, make: Callable[[], Any]) -> Any:
        """Return a result as JSON knows it: an earlier one, or what `make` returns.

        Args:
            kind: what it is, such as `language`.
            made_of: everything that it is made of besides code; its `repr` tells it from all others.
            make: makes it.
        """
        return self.remember_all(kind, {"": made_of}, lambda _: {"": make()})[""]

    def remember_all(
        self, kind: str, made_of: Mapping[str, object], make: Callable[[list[str]], Mapping[str, Any]]
    ) -> dict[str, Any]:
        """Return many results at once; `make` is given the names of those that are not known."""
        known = self._of(kind)
        keys = {name: _key(kind, one) for name, one in made_of.items()}
        unknown = [name for name, key in keys.items() if key not in known]
        for name, result in make(unknown).items() if unknown else ():
            # As it will be read, so that a first run and a second give the same.
            known[keys[name]] = json.loads(json.dumps(result))
            self._made.add((kind, keys[name]))
        self._used.update((kind, key) for key in keys.values())
        return {name: known[key] for name, key in keys.items()}

    def known(self, kind: str, made_of: object) -> Any:
        """Return an earlier result, None where there is none; for results that are large, and made elsewhere."""
        key = _key(kind, made_of)
        self._used.add((kind, key))
        results = self._known.setdefault(kind, {})
        if key not in results:
            results |= self._read("key = ?", key)
        return results.get(key)

    def keep(self, kind: str, made_of: object, result: Any) -> None:
        """Keep a result that `known` did not know."""
        key = _key(kind, made_of)
        self._known.setdefault(kind, {})[key] = result
        self._made.add((kind, key))

    def detach(self) -> None:
        """Keep what is made in memory only: what a test makes of code that it has changed is nobody's result."""
        self._path = None

    def save(self) -> None:
        """Write what was made, and forget what has not been asked for longest where it is too much."""
        if self._path is None or not self._made:
            return
        try:
            self._path.parent.mkdir(exist_ok=True)
            now = int(time.time())
            with _opened(self._path) as base:
                base.execute("CREATE TABLE IF NOT EXISTS results (kind TEXT, key TEXT PRIMARY KEY, result TEXT, used)")
                rows = ((kind, key, _sealed(key, json.dumps(self._known[kind][key])), now) for kind, key in self._made)
                base.executemany("REPLACE INTO results VALUES (?, ?, ?, ?)", rows)
                stale = ((now, key) for _, key in self._used if key in self._stale)
                base.executemany("UPDATE results SET used = ? WHERE key = ?", stale)
                _shrink(base)
            self._made.clear()
            self._stale.clear()
            # A server that is edited all day keeps in mind what its last build has asked for.
            self._known = {
                kind: {key: result for key, result in results.items() if (kind, key) in self._used}
                for kind, results in self._known.items()
            }
            self._used.clear()
        except (OSError, sqlite3.Error, ValueError) as error:
            self._go_without(error)

    def _of(self, kind: str) -> dict[str, Any]:
        if kind not in self._known:
            self._known[kind] = self._read("kind = ?", kind)
        return self._known[kind]

    def _read(self, which: str, value: str) -> dict[str, Any]:
        if self._path is None:
            return {}
        try:
            if not self._path.is_file():
                return {}
            with _opened(self._path) as base:
                query = f"SELECT key, result, used <= ? FROM results WHERE {which}"  # noqa: S608 (one of two texts)
                rows = base.execute(query, (time.time() - _DAY, value)).fetchall()
            self._stale.update(key for key, _, is_stale in rows if is_stale)
            return {key: json.loads(_unsealed(key, result)) for key, result, _ in rows}
        except (OSError, sqlite3.Error, ValueError) as error:
            self._go_without(error)
            return {}

    def _go_without(self, error: Exception) -> None:
        # Not a warning: the site is right, and only slower to build.
        log.info("%s: кэш не читается и не пишется, сборка идёт без него: %s; его можно удалить", self._path, error)
        self._path = None


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a file for one transaction: all of it is written, or nothing."""
    with contextlib.closing(sqlite3.connect(path, timeout=_PATIENCE)) as base, base:
        yield base


def _shrink(base: sqlite3.Connection) -> None:
    """Remove the results that have not been asked for longest, until the rest is below the limit."""
    (size,), (free,), (page,) = (
        base.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "freelist_count", "page_size")
    )
    if (size - free) * page < LIMIT:
        return  # all results would be read to be measured
    base.execute(
        "DELETE FROM results WHERE key IN (SELECT key FROM (SELECT key, sum(length(result)) OVER"
        " (ORDER BY used DESC, key) AS size FROM results) WHERE size > ?)",
        (LIMIT,),
    )


def _sealed(key: str, text: str) -> str:
    """Return a result as it is written: what is no longer the result of its key, is known by this."""
    return hashlib.sha256(f"{key}\0{text}".encode()).hexdigest()[:16] + text


def _unsealed(key: str, text: str) -> str:
    """Return a result as it was made.

    Raises:
        ValueError: where something else stands in its place.
    """
    if not isinstance(text, str) or _sealed(key, text[16:]) != text:
        raise ValueError("не то, что было записано")
    return text[16:]


def _key(kind: str, made_of: object) -> str:
    return hashlib.sha256(f"{kind}\0{_version()}\0{made_of!r}".encode()).hexdigest()


@cache
def _version() -> str:
    """Return what all results depend on: our code, the packages and their versions, Python's own."""
    digest = hashlib.sha256(sys.version.encode())
    files = (path for path in _HOOKS.rglob("*") if path.suffix in _CODE)
    for path in (*sorted(files), _HOOKS.parent / "requirements.txt"):
        if path.is_file():
            digest.update(f"\0{path.relative_to(_HOOKS.parent).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()


results = Cache(_HOOKS.parent)
"""The cache of this checkout. What is in it depends on nothing that a build could change, so all builds share it."""
