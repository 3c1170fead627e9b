"""The articles as Markdown made them, kept in one file beside the site: the books are made of them.

Beside, not inside: readers get nothing of it. In the pages cards, chips, buttons and notes stand around an article by
then, and whoever reads those would have to take off what was just put on.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from hooks.finish.article.cards import checked
from hooks.finish.errors import FinishError
from hooks.finish.page import Page
from hooks.finish.site import Site

QUESTIONS = "questions.json"


def path(folder: Path) -> Path:
    """Return where the articles of a site lie; `scripts.build` moves them along with its folder."""
    return folder.with_name(f".{folder.name}-articles.json")


def stamp(content: bytes) -> str:
    """Return what tells whether a file of the site is the one that was published with an article."""
    return hashlib.sha256(content).hexdigest()


def keep(site: Site) -> None:
    """Write the articles of a site, or nothing where it is served.

    Raises:
        FinishError: when they cannot be written.
    """
    settings, questions = site.build.settings, site.folder / QUESTIONS
    if settings.is_served:
        return
    kept = {
        "url": settings.url,
        "repository": settings.repository,
        "questions": stamp(questions.read_bytes()) if questions.is_file() else "",
        "pages": {page.info.url: _article(page, site) for page in site.pages if page.info},
    }
    place = path(site.folder)
    try:
        place.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise FinishError(
            f"{place}: не получилось записать тексты страниц для книг: {error.strerror};"
            " проверьте права на эту папку и место на диске"
        ) from error


def _article(page: Page, site: Site) -> dict[str, str]:
    info = page.info
    return {
        "article": page.markup,
        "checked": str(checked(info)) if site.build.questions_of(info.source) else "",
        "description": info.fields.get("description") or f"{info.title}. {site.build.settings.description}",
        "page": stamp(page.text.encode()),
    }
