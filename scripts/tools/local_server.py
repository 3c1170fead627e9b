"""Serve a folder on this machine: as it is, or as GitHub Pages does."""

from __future__ import annotations

import contextlib
import functools
import gzip
import http.server
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

LEVEL = 6
_PACKED = frozenset({".png", ".woff2", ".pdf"})


class _Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing about requests."""


class _HostHandler(_Handler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send a file, or the 404 page."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        found = path.is_file()
        path = path if found else Path(self.directory, "404.html")
        body = compressed(path) if path.suffix not in _PACKED else path.read_bytes()
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Cache-Control", "max-age=600")
        if path.suffix not in _PACKED:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that has left before it had everything."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def compressed(path: Path) -> bytes:
    """Return a file as a host sends it; what has not changed is compressed once."""
    return _compressed(path, path.stat().st_mtime_ns)


@functools.lru_cache(maxsize=2_000)
def _compressed(path: Path, changed: int) -> bytes:  # noqa: ARG001 (a changed file is another one)
    return gzip.compress(path.read_bytes(), LEVEL)


@contextlib.contextmanager
def served(folder: Path, *, like_host: bool = False) -> Iterator[str]:
    """Serve a folder; give its address, with a slash at the end.

    Args:
        folder: what is served.
        like_host: compressed, with the host's cache time, over kept connections, and with its own 404 page.
    """
    handler = functools.partial(_HostHandler if like_host else _Handler, directory=str(folder))
    with _Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
