"""Write the service worker of a finished site: what a browser may keep, each file with its hash.

It is written after everything else in the folder, because a worker refuses a file that differs from
its hash. `scripts.build` writes it anew when it has added files to what was built.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from hooks.offline import theme

SCRIPTS = Path(__file__).with_name("browser")
WORKER = "service-worker.js"
PARTS = ("store", "copy", "answers", "worker")
"""The worker, in this order: each part needs those before it."""
LEVEL = 6
"""Of the compression that hosts use: a reader is told what a copy costs on its way."""

_KEPT = frozenset({".html", ".css", ".js", ".svg", ".png", ".webp", ".woff2", ".webmanifest"})
_CHOSEN = frozenset({".pdf", ".epub", ".apkg", ".json"})
"""Kept when the reader has opened or chosen them."""
_PACKED = frozenset({".png", ".webp", ".woff2", ".pdf", ".epub", ".apkg"})
_LEFT_OUT = re.compile(r"assets/images/social/|assets/screenshot\.png$")
"""What nothing on a page asks for."""
_SHELL = re.compile(
    r"(?:index|404)\.html$|manifest\.webmanifest$|assets/(?:javascripts|stylesheets)/|assets/[^/]+\.svg$"
)
"""What any page needs, and the two pages that a reader without a network gets first: kept unasked."""

Listing = dict[str, tuple[str, int]]
"""Path in the site -> hash, and bytes on its way to a browser."""


def write_service_worker(site: Path, shorten: Callable[[str, str], str]) -> int:
    """Write `service-worker.js` into a finished site.

    Args:
        site: folder of the site, to which nothing is added or changed afterwards.
        shorten: minifier of scripts, given code and file; the same for one site, or a browser sees another version.

    Returns:
        How many bytes a browser downloads for the whole site, without the books.

    Raises:
        OSError: when the folder cannot be read or written.
    """
    shell, rest, later = _listing(site)
    code = "\n".join(shorten(_script(name), f"hooks/offline/browser/{name}.js") for name in PARTS)
    listing = {"shell": _addresses(shell), "rest": _addresses(rest), "later": _addresses(later)}
    version = hashlib.sha256(json.dumps([listing, code], sort_keys=True).encode()).hexdigest()[:16]
    text = json.dumps({"version": version} | listing, ensure_ascii=False, separators=(",", ":"))
    (site / WORKER).write_text(f"self.PRECACHE={text};\n{code}\n", encoding="utf-8")
    return sum(size for _, size in (shell | rest).values())


def write_removal(site: Path) -> None:
    """Write a worker that takes away the one before it, and itself."""
    (site / WORKER).write_text(_script("unregister") + "\n", encoding="utf-8")


def registration() -> str:
    """Return the script by which a page starts the worker; it stands in `assets/javascripts/`."""
    return _script("register")


def _listing(site: Path) -> tuple[Listing, Listing, Listing]:
    """Return the files that are kept unasked, the others of the whole site, and those kept when opened or chosen."""
    shell: Listing = {}
    rest: Listing = {}
    later: Listing = {}
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if not path.is_file() or name == WORKER or _LEFT_OUT.search(name) or theme.LEFT_OUT.search(name):
            continue
        if theme.ASKED_BY_EVERY_PAGE.match(name) or (path.suffix in _KEPT and _SHELL.match(name)):
            shell[name] = _told(path)
        elif path.suffix in _KEPT:
            rest[name] = _told(path)
        elif path.suffix in _CHOSEN:
            later[name] = _told(path)
    return shell, rest, later


def _told(path: Path) -> tuple[str, int]:
    content = path.read_bytes()
    # As the browser names it: it compares these with what it has downloaded.
    digest = hashlib.sha256(content).hexdigest()[:16]
    return digest, len(content if path.suffix in _PACKED else gzip.compress(content, LEVEL))


def _addresses(files: Mapping[str, tuple[str, int]]) -> Listing:
    return {re.sub(r"(^|/)index\.html$", r"\1", path): about for path, about in files.items()}


def _script(name: str) -> str:
    return (SCRIPTS / f"{name}.js").read_text(encoding="utf-8").strip()
