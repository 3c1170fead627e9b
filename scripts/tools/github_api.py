"""A small client of GitHub's REST API: what our workflows write goes through it.

Standard library only: the job that holds a token installs nothing and runs no other's code.
"""

from __future__ import annotations

import json
import os
import re
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from typing import NoReturn, Self
from urllib.parse import urlsplit

VERSION = "2022-11-28"
"""Version of the API that we speak (docs.github.com, «API Versions»)."""


class GitHubError(Exception):
    """GitHub cannot be asked or refused; the message says what was asked and why not."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Takes a redirect for an error: urllib would carry the token to whatever host it names."""

    def redirect_request(self, req, fp, code, msg, headers, newurl) -> NoReturn:  # noqa: ARG002
        raise urllib.error.HTTPError(req.full_url, code, f"переадресация на {newurl}", headers, fp)


_opener = urllib.request.build_opener(_NoRedirects)


class GitHub:
    """The API for one repository."""

    def __init__(self, repository: str, token: str, api: str = "https://api.github.com") -> None:
        self.root = f"{api.rstrip('/')}/repos/{repository}"
        self.headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {token}",
            "User-Agent": "sobesednik",
            "X-GitHub-Api-Version": VERSION,
        }

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Make it of the variables that GitHub Actions sets, and of the token given to the step.

        Raises:
            GitHubError: when one is missing.
        """
        missing = [name for name in ("GITHUB_REPOSITORY", "GITHUB_TOKEN") if not environ.get(name)]
        if missing:
            raise GitHubError(f"не заданы переменные: {', '.join(missing)}")
        api = environ.get("GITHUB_API_URL") or "https://api.github.com"
        return cls(environ["GITHUB_REPOSITORY"], environ["GITHUB_TOKEN"].strip(), api)

    def list(self, path: str) -> Iterator[dict]:
        """Yield the items of every page of a list.

        Raises:
            GitHubError: see `send`.
        """
        url = f"{self.root}/{path}{'&' if '?' in path else '?'}per_page=100"
        while url:
            items, link = self._ask("GET", url, None)
            yield from items
            following = re.search(r'<([^<>]+)>; rel="next"', link)
            url = following[1] if following else None

    def send(self, method: str, path: str, data: dict) -> dict:
        """Send data; return the answer.

        Raises:
            GitHubError: when the host does not answer, or answers with an error.
        """
        return self._ask(method, f"{self.root}/{path}", data)[0]

    def _ask(self, method: str, url: str, data: dict | None) -> tuple[object, str]:
        # The token goes to our own host and nowhere else.
        if _origin(url) != _origin(self.root):
            raise GitHubError(f"{method} {url}: это не адрес API ({self.root}), токен туда не отправлен")
        body = None if data is None else json.dumps(data).encode()
        request = urllib.request.Request(url, body, self.headers, method=method)  # noqa: S310 (an address of ours)
        try:
            with _opener.open(request, timeout=60) as answer:
                return json.loads(answer.read() or b"null"), answer.headers.get("Link") or ""
        except urllib.error.HTTPError as error:
            said = error.read().decode(errors="replace")[:300]
            raise GitHubError(f"{method} {url}: {error.code} {error.reason}: {said}") from error
        except (OSError, ValueError) as error:
            raise GitHubError(f"{method} {url}: {error}") from error


def _origin(url: str) -> tuple[str, str | None, int | None]:
    """Return what makes a host one and the same: scheme, name, port; user names before an @ are no part of it."""
    parts = urlsplit(url)
    try:
        return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:  # an impossible port
        return "", None, None
