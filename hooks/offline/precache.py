"""Write the service worker of a finished site: what a browser keeps, each file with its hash.

It is written after everything else in the folder, because a worker refuses a file that differs from
its hash. `scripts.build` writes it anew when it has added files to what was built.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

from hooks.offline import theme

SCRIPTS = Path(__file__).with_name("browser")
WORKER = "service-worker.js"
LIMIT = 25 * 2**20
"""Most bytes that a browser downloads unasked; in a larger site pages are kept as they are opened."""

_KEPT = frozenset({".html", ".css", ".js", ".svg", ".png", ".webp", ".woff2", ".webmanifest"})
_LATER = frozenset({".pdf", ".epub", ".apkg", ".json"})
"""Kept when the reader has opened them."""
_LEFT_OUT = re.compile(r"assets/images/social/|assets/screenshot\.png$")
"""What nothing on a page asks for."""


def write_service_worker(site: Path, shorten: Callable[[str, str], str]) -> int:
    """Write `service-worker.js` into a finished site.

    Args:
        site: folder of the site, to which nothing is added or changed afterwards.
        shorten: minifier of scripts, given code and file; the same for one site, or a browser sees another version.

    Returns:
        How many bytes a browser downloads for reading without a network.

    Raises:
        OSError: when the folder cannot be read or written.
    """
    files, later = _listing(site)
    size = sum((site / path).stat().st_size for path in files)
    if size > LIMIT:
        later |= {path: digest for path, digest in files.items() if path.endswith(".html") and path != "404.html"}
        files = {path: digest for path, digest in files.items() if path not in later}
        size = sum((site / path).stat().st_size for path in files)
    code = shorten(_script("service-worker"), "hooks/offline/browser/service-worker.js")
    listing = {"files": _addresses(files), "later": _addresses(later)}
    version = hashlib.sha256(json.dumps([listing, code], sort_keys=True).encode()).hexdigest()[:16]
    text = json.dumps({"version": version} | listing, ensure_ascii=False, separators=(",", ":"))
    (site / WORKER).write_text(f"self.PRECACHE={text};\n{code}\n", encoding="utf-8")
    return size


def write_removal(site: Path) -> None:
    """Write a worker that takes away the one before it, and itself."""
    (site / WORKER).write_text(_script("unregister") + "\n", encoding="utf-8")


def registration() -> str:
    """Return the script by which a page starts the worker; it stands in `assets/javascripts/`."""
    return _script("register")


def _listing(site: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return the files to keep at once and those to keep when opened: path in the site -> hash."""
    files, later = {}, {}
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if not path.is_file() or name == WORKER or _LEFT_OUT.search(name) or theme.LEFT_OUT.search(name):
            continue
        # As the browser names it: it compares these with what it has downloaded.
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        if path.suffix in _KEPT or name == theme.ASKED_BY_EVERY_PAGE:
            files[name] = digest
        elif path.suffix in _LATER:
            later[name] = digest
    return files, later


def _addresses(files: dict[str, str]) -> dict[str, str]:
    return {re.sub(r"(^|/)index\.html$", r"\1", path): digest for path, digest in files.items()}


def _script(name: str) -> str:
    return (SCRIPTS / f"{name}.js").read_text(encoding="utf-8").strip()
