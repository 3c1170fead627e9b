"""Two small links under every question: correct it, or tell of a mistake.

Both follow the repository that published the site and are absent where none is known, or where it
lies on a host whose addresses we do not know (`code_host.is_github`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import site_bank
from code_host import MISTAKE_FORM, is_github, new_issue_url
from markupsafe import Markup
from mkdocs.plugins import event_priority

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from hooks.bank.records import Question

# A heading of a question, or what Markdown puts after the last of them.
_PART = re.compile(r'<h2\b[^<>]*\bid="(?P<id>[^"<>]+)"')
# The names begin with the visible words, so that a voice command finds them (WCAG 2.5.3).
_ACTIONS = Markup(
    '<p class="question-actions">'
    '<a href="{edit}" aria-label="Исправить вопрос «{title}»">Исправить</a>'
    '<a href="{report}" aria-label="Нашли ошибку? Вопрос «{title}»">Нашли ошибку?</a>'
    "</p>\n"
)


class _State:
    """What one build knows, set in `on_config`."""

    repository = ""


# Before question_index.py, which takes `repo_url` away from the theme.
@event_priority(100)
def on_config(config: MkDocsConfig) -> None:
    """Remember the repository that publishes the site."""
    _State.repository = config.repo_url or ""


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Put the links at the end of each question of a page."""
    questions = site_bank.on_page(page.file.src_uri)
    if not questions or not page.edit_url or not is_github(_State.repository):
        return html
    parts = list(_PART.finditer(html))
    ends = [part.start() for part in parts[1:]] + [len(html)]
    for part, end in reversed(list(zip(parts, ends, strict=True))):
        if part["id"] in questions:
            html = html[:end] + _actions(questions[part["id"]], page) + html[end:]
    return html


def _actions(question: Question, page: Page) -> str:
    address = f"{page.canonical_url}#{question.id}" if page.canonical_url else ""
    values = dict(zip(MISTAKE_FORM.fields, (question.id, question.title, address), strict=True))
    # GitHub's editor takes `#L25` and puts the cursor there (github.com/isaacs/github/issues/295).
    actions = _ACTIONS.format(
        edit=f"{page.edit_url}#L{question.line}",
        report=new_issue_url(_State.repository, MISTAKE_FORM, f"Ошибка: {question.title}", values),
        title=question.title,
    )
    return str(actions)  # Markup would escape the text that it is added to
