"""A repository on a GitHub of our own: issues and labels in memory, the part of the API that we use."""

from __future__ import annotations

import http.server
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN = "token-of-the-tests"  # noqa: S105 (of a server of our own)
PAGE = 2
"""Items on a page: few, so that lists have more than one."""


class Repository:
    """What the repository holds, and what was asked of it."""

    def __init__(self) -> None:
        self.issues: list[dict] = []
        self.labels: list[dict] = []
        self.writes: list[tuple[str, str]] = []
        self.url = ""

    def environ(self) -> dict[str, str]:
        """Return the variables that GitHub Actions would set."""
        return {"GITHUB_REPOSITORY": "example/sobesednik", "GITHUB_TOKEN": TOKEN, "GITHUB_API_URL": self.url}

    def answer(self, method: str, path: str, query: dict[str, list[str]], data: dict) -> tuple[int, object]:
        """Return code and body of an answer."""
        if method != "GET":
            self.writes.append((method, path))
        if (method, path) == ("GET", "issues"):
            label, state = query["labels"][0], query["state"][0]
            return 200, [one for one in self.issues if label in one["labels"] and one["state"] == state]
        if (method, path) == ("GET", "labels"):
            return 200, self.labels
        if method == "POST":
            items = getattr(self, path)
            items.append({"number": len(items) + 1, "state": "open", **data})
            return 201, items[-1]
        kind, name = re.fullmatch(r"(issues|labels)/(.+)", path).groups()
        key = "number" if kind == "issues" else "name"
        found = [one for one in getattr(self, kind) if str(one[key]) == unquote(name)]
        if method != "PATCH" or not found:
            return 404, {"message": "Not Found"}
        found[0].update({"name" if field == "new_name" else field: value for field, value in data.items()})
        return 200, found[0]


def _handler(repository: Repository) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def answer(self) -> None:
            address = urlsplit(self.path)
            data = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}")
            query = parse_qs(address.query)
            if self.headers["Authorization"] != f"Bearer {TOKEN}":
                code, body = 401, {"message": "Bad credentials"}
            else:
                path = address.path.removeprefix("/repos/example/sobesednik/")
                code, body = repository.answer(self.command, path, query, data)
            link = None
            if isinstance(body, list):
                page = int(query.get("page", ["1"])[0])
                if len(body) > page * PAGE:
                    rest = self.path.partition("&page=")[0]
                    link = f'<{repository.url}{rest}&page={page + 1}>; rel="next"'
                body = body[(page - 1) * PAGE : page * PAGE]
            self.send_response(code)
            if link:
                self.send_header("Link", link)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        do_GET = do_POST = do_PATCH = answer  # noqa: N815 (http.server finds them by these names)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


@contextmanager
def fake_github() -> Iterator[Repository]:
    """Serve an empty repository on this machine."""
    repository = Repository()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(repository)) as server:
        repository.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield repository
        server.shutdown()
