"""Two small links under every question: correct it, or tell of a mistake.

Both follow the repository that published the site and are absent where none is known, or where it
lies on a host whose addresses we do not know (`code_host.is_github`).
"""

from __future__ import annotations

from markupsafe import Markup

from hooks.bank.records import Question
from hooks.build import Build, PageInfo
from hooks.finish.code_host import MISTAKE_FORM, is_github, new_issue_url
from hooks.finish.page import Page
from hooks.finish.site import Site
from hooks.finish.tree import put_before

# The names begin with the visible words, so that a voice command finds them (WCAG 2.5.3).
_ACTIONS = Markup(
    '<p class="question-actions">'
    '<a href="{edit}" aria-label="Исправить вопрос «{title}»">Исправить</a>'
    '<a href="{report}" aria-label="Нашли ошибку? Вопрос «{title}»">Нашли ошибку?</a>'
    "</p>\n"
)


def add(page: Page, site: Site) -> None:
    """Put the links at the end of each question of a page."""
    build = site.build
    if page.info is None or not page.info.edit_url or not is_github(build.settings.repository):
        return
    questions = build.questions_of(page.info.source)
    for name, card in page.cards.items():
        put_before(card.css_first(".question-footer"), _actions(questions[name], page.info, build))


def _actions(question: Question, info: PageInfo, build: Build) -> str:
    home = build.absolute(info.url)
    address = f"{home}#{question.id}" if home else ""
    values = dict(zip(MISTAKE_FORM.fields, (question.id, question.title, address), strict=True))
    # GitHub's editor takes `#L25` and puts the cursor there (github.com/isaacs/github/issues/295).
    return _ACTIONS.format(
        edit=f"{info.edit_url}#L{question.line}",
        report=new_issue_url(build.settings.repository, MISTAKE_FORM, f"Ошибка: {question.title}", values),
        title=question.title,
    )
