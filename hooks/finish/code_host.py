"""Addresses at the code host: the issue forms of this repository, filled in.

Knows neither MkDocs nor the bank. Forms and their fields are named here only; a test holds them
against `.github/ISSUE_TEMPLATE/`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit


@dataclass(frozen=True)
class IssueForm:
    """An issue form: its file in `.github/ISSUE_TEMPLATE/` and the ids of the fields that we fill in."""

    file: str
    fields: tuple[str, ...]


MISTAKE_FORM = IssueForm("mistake.yml", ("question-id", "question-title", "address"))
NEW_QUESTION_FORM = IssueForm("new-question.yml", ("question-title",))


def is_github(repository: str) -> bool:
    """Tell whether a repository (its web address) lies on GitHub, the public one or a company's own.

    Only GitHub opens a form by the address used here, and its editor at a line: elsewhere the same
    address would lead nowhere. A company's server has a name of its own choice; those that say
    «github» in it or are hosted by GitHub (`ghe.com`) are known.
    """
    host = urlsplit(repository or "").hostname or ""
    return host in {"github.com", "ghe.com"} or host.startswith("github.") or host.endswith(".ghe.com")


def new_issue_url(repository: str, form: IssueForm, title: str, values: Mapping[str, str]) -> str:
    """Return the address of a form filled in, as docs.github.com, «Creating an issue from a URL query».

    Args:
        repository: its web address.
        form: the form to open.
        title: title of the issue.
        values: id of a field of the form -> its text; empty texts are left out.

    Raises:
        ValueError: when the form has no such field.
    """
    unknown = set(values) - set(form.fields)
    if unknown:
        raise ValueError(f"в форме {form.file} нет полей: {', '.join(sorted(unknown))}")
    query = {"template": form.file, "title": title} | {name: text for name, text in values.items() if text}
    return f"{repository.rstrip('/')}/issues/new?{'&'.join(f'{name}={_quoted(text)}' for name, text in query.items())}"


def _quoted(text: str) -> str:
    """Return a text for a query. Letters stand as they are: browsers write them as UTF-8, a page is shorter by far."""
    return re.sub(r"[^\w.~/:«»—-]", lambda found: quote(found[0], safe=""), text)
