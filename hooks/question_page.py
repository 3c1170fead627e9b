"""What a reader does with a question page: bar at its top, marks and neighbours under each question.

The controls stand in the page before any script runs, so that nothing moves when one does; those that
are dead without JavaScript bear the class `needs-script` and are not shown without it. Runs after the
other hooks: it only wraps what they have made.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import site_bank
from copied_commands import with_commands
from markup_parts import MARK_BUTTONS, progress
from markupsafe import Markup, escape
from mkdocs.plugins import event_priority
from mkdocs.utils import get_relative_url

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from hooks.bank.records import Question

# A heading of a question, or what Markdown puts after the last of them.
_PART = re.compile(r'<h2\b[^<>]*\bid="(?P<id>[^"<>]+)"')
_FIRST_BLOCK = re.compile(r"<details\b")
_LAST_BLOCK = re.compile(r".*</details>", re.DOTALL)
_CHECKED = re.compile(r'<p class="page-checked">(?>(?:(?!</?p\b).)*)</p>\n?', re.DOTALL)
_TASK = re.compile(
    r'(?P<start><li class="task-list-item">(?:<p>)?<label class="task-list-control"><input type="checkbox")'
    r'(?P<rest>(?: checked)?\s*/?><span class="task-list-indicator"></span></label>)(?P<text>.*?)'
    r"(?=</li>|</p>|<[uo]l>)",
    re.DOTALL,
)
# The policy of the site lets no element have a style of its own.
_ALIGNED = re.compile(r'(<t[hd]) style="text-align: (left|center|right);"')
_LINKED_QUESTION = re.compile(r'href="[^"#]*#(?P<id>[^"]+)"')

_BAR = Markup(
    '<div class="page-bar needs-script">{progress}<span class="fold-all">'
    '<button type="button" class="button" data-fold="open" disabled>Раскрыть все</button>'
    '<button type="button" class="button" data-fold="close" disabled>Скрыть все</button></span></div>\n'
)
_FOOTER = Markup(
    '<div class="question-footer"><div class="question-marks needs-script" role="group"'
    ' aria-label="Отметка вопроса «{title}»">{buttons}</div>'
    '<p class="question-neighbours">{previous}{next}</p></div>\n'
)
_NEIGHBOUR = Markup(
    '<a class="neighbour neighbour--{way}" href="{url}"><span class="neighbour__way">{label}</span>'
    '<span class="neighbour__title">{title}</span></a>'
)


@event_priority(-100)
def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Wrap each question in a section with its controls; name the boxes of lists of tasks.

    Raises:
        PluginError: when a question of the page is not found in what Markdown made of it.
    """
    questions = site_bank.on_page(page.file.src_uri)
    # The corner of a table with two headings names nothing.
    html = _ALIGNED.sub(r'\1 class="align-\2"', with_commands(html).replace("<th></th>", "<td></td>"))
    html = _TASK.sub(_named_task, html)
    return _with_questions(html, questions, page, files) if questions else html


def _with_questions(html: str, questions: dict[str, Question], page: Page, files: Files) -> str:
    starts = [*_PART.finditer(html), None]
    parts = [_with_bar(html[: starts[0].start()], list(questions)) if starts[0] else html]
    made = set()
    for part, following in itertools.pairwise(starts):
        text = html[part.start() : following.start() if following else len(html)]
        question = questions.get(part["id"] or "")
        if question:
            made.add(question.id)
            text = _section(question, text, page, files)
        parts.append(text)
    if made != set(questions) and not site_bank.is_damaged(page.file.src_uri):
        missing = [(one.line, f"вопроса «{name}»") for name, one in questions.items() if name not in made]
        raise site_bank.not_shown(page.file.src_uri, missing)
    return "".join(parts)


def _with_bar(head: str, ids: list[str]) -> str:
    bar = str(_BAR.format(progress=progress(ids)))
    checked = _CHECKED.search(head)
    place = checked.end() if checked else len(head)
    return head[:place] + bar + head[place:]


def _section(question: Question, text: str, page: Page, files: Files) -> str:
    first, last = _FIRST_BLOCK.search(text), _LAST_BLOCK.match(text)
    if first and last:
        blocks = f'<div class="question-blocks">\n{text[first.start() : last.end()]}\n</div>\n'
        text = text[: first.start()] + blocks + text[last.end() :].lstrip("\n")
    previous, following = site_bank.neighbours(question)
    footer = _FOOTER.format(
        title=question.title,
        buttons=MARK_BUTTONS,
        previous=_neighbour("previous", "← Предыдущий вопрос", previous, page, files),
        next=_neighbour("next", "Следующий вопрос →", following, page, files),
    )
    return f'<section class="question-card" data-question="{question.id}">\n{text}{footer}</section>\n'


def _neighbour(way: str, label: str, question: Question | None, page: Page, files: Files) -> Markup:
    if question is None:
        return Markup("")
    here = question.page == page.file.src_uri
    url = f"#{question.id}" if here else get_relative_url(site_bank.url(question, files), page.url)
    return _NEIGHBOUR.format(way=way, label=label, title=question.title, url=url)


def _named_task(found: re.Match) -> str:
    """Return an item of a checklist whose box has a name, and a key under which its tick is kept."""
    name = Markup(found["text"]).striptags()  # noqa: S704 (our own page; only its text is taken)
    question = _LINKED_QUESTION.search(found["text"])
    attributes = f' aria-label="{escape(name)}" data-tick="{escape(question["id"] if question else name)}"'
    return found["start"] + attributes + found["rest"] + found["text"]
