"""What only the printed page shows: its address and date, and the addresses behind its links.

Made at build, so that Ctrl+P needs no script. On the screen all of it is `hidden`;
docs/assets/stylesheets/print.css shows it on paper.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import site_bank
from link_notes import with_link_notes
from long_lines import with_long_lines
from markup_parts import css_string
from mkdocs.plugins import event_priority
from russian_date import russian_date
from wide_tables import with_wide_tables

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

_QUESTION = re.compile(r'(?=<section class="question-card")')
_FOOT = re.compile(r'(?=<p class="question-actions">|<div class="question-footer">)')


# After the search plugins, which read the content too: addresses are not what a reader looks for.
@event_priority(-100)
def on_page_context(context: dict[str, Any], *, page: Page, config: MkDocsConfig, **_: object) -> dict[str, Any]:
    """Number the links of a page for paper; give the template the page's address and the date of the build.

    MkDocs takes the date from SOURCE_DATE_EPOCH where it is set.
    """
    asked = {question.page for question in site_bank.current().questions}
    parts = _QUESTION.split(page.content) if page.file.src_uri in asked else [page.content]
    page.content = "".join(map(_with_notes, parts))
    address = page.canonical_url if config.site_url else f"/{page.url.removeprefix('./')}"
    date = russian_date(context["build_date_utc"])
    context["printed"] = {"address": address, "css_address": css_string(address), "date": date}
    return context


def _with_notes(part: str) -> str:
    """Return a question with its notes below its text, its long lines and wide tables marked.

    What is done with it has none of these.
    """
    text, *foot = _FOOT.split(part, maxsplit=1)
    return with_wide_tables(with_long_lines(with_link_notes(text))) + "".join(foot)
