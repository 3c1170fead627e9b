"""MkDocs' side of the question bank: warnings, macros, chips, `questions.json`.

A thin adapter: what a page may hold is known by `bank/` beside it. Hook modules are
not reloaded by `mkdocs serve` and their globals survive rebuilds, so `on_files` fills the bank
anew each time; after editing this file, restart `serve`.
"""

from __future__ import annotations

import json
import logging
import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import markup_parts
import site_bank
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from russian_date import russian_date

from hooks import checks
from hooks.bank import front_matter
from hooks.bank.macro_calls import MACROS
from hooks.bank.records import Problem, Question, Source
from hooks.bank.vocabulary import Tag, Vocabulary

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.plugins.question_index")

(CONTRIBUTING,) = checks.files.GENERATED_PAGES
_COLUMNS = '<div class="index-columns" markdown="block">\n'


class _State:
    """What one build knows: set in `on_config`, filled in `on_files`."""

    is_serving = False
    vocabulary: Vocabulary
    questions: Mapping[str, list[Question]] = {}
    """Path of a page inside `docs/` -> its questions."""
    problems: Mapping[str, list[Problem]] = {}
    """Name of a page in messages -> its problems."""


# -- events -----------------------------------------------------------------------------------


def on_startup(*, command: str, dirty: bool) -> None:  # noqa: ARG001 (MkDocs passes both by name)
    """Remember whether the pages are served, so that mistakes can be shown on them."""
    _State.is_serving = command == "serve"


def on_config(config: MkDocsConfig) -> None:
    """Read the vocabularies, register the macros, keep the theme from calling other hosts."""
    files = [*config.extra_css, *config.extra_javascript]
    try:
        _State.vocabulary = Vocabulary.from_config(config.extra, config.nav, files)
    except ValueError as error:
        problems = checks.check_folder(Path(config.docs_dir)).problems
        raise PluginError("\n".join(map(str, problems)) or str(error)) from error
    config.plugins["macros"].register_macros({name: globals()[name] for name in MACROS})
    _link_repository(config)


def _link_repository(config: MkDocsConfig) -> None:
    """Keep edit links and a link to the repository, but not Material's own repository button.

    With `repo_url` set, Material's script asks the code host for stars and forks on every visit.
    """
    repository, config.repo_url = config.repo_url, None
    edit_uri, config.edit_uri = config.edit_uri, None
    if repository:
        config.edit_uri_template = urljoin(repository.rstrip("/") + "/", f"{edit_uri}{{path}}")
        config.extra["social"] = [{"icon": config.theme["icon"]["repo"], "link": repository, "name": "Репозиторий"}]


# Before the other hooks: they use the bank that this one fills.
@event_priority(100)
def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Check every page, warn about everything at once, leave out what is no part of a site, add the generated files."""
    docs_dir = Path(config.docs_dir)
    _leave_out(files, checks.misplaced_files(docs_dir, _State.vocabulary), config)
    pages = [file for file in files.documentation_pages() if file.generated_by is None]
    sources = [Source(file.src_uri, file.content_bytes) for file in pages]
    bank = checks.check_sources(sources, docs_dir, _State.vocabulary)
    site_bank.fill(bank)
    _State.questions = _grouped(bank.questions, "page")
    _State.problems = _grouped(bank.problems, "source")
    for problem in bank.problems:
        log.warning("%s", problem)
    if bank.problems:
        _silence_echoes(config)
    _replace_unreadable(pages)
    files.append(_questions_json(files, config))
    files.append(_contributing(config))
    return files


def _silence_echoes(config: MkDocsConfig) -> None:
    """Let MkDocs keep to itself what it thinks of links and navigation: all of it has been told, with lines."""
    for levels in (config.validation.nav, config.validation.links):
        for name in levels:
            levels[name] = logging.DEBUG


def _leave_out(files: Files, misplaced: set[str], config: MkDocsConfig) -> None:
    """Publish nothing that may not lie in `docs/`: the build is strict, but `serve` and a lax build go on."""
    strange = [
        file for file in files if file.src_dir == config.docs_dir and checks.is_misplaced(file.src_uri, misplaced)
    ]
    for file in strange:
        files.remove(file)
    if strange:
        # One may have stood in the place of a file of the theme.
        files.add_files_from_theme(config.theme.get_env(), config)


def _grouped(items: list, key: str) -> dict[str, list]:
    groups: dict[str, list] = {}
    for item in items:
        groups.setdefault(getattr(item, key), []).append(item)
    return groups


def _replace_unreadable(pages: list[File]) -> None:
    """Give MkDocs something to read where a page is not UTF-8 or over a limit: it would end, or never end."""
    for file in pages:
        if not checks.is_readable(Source(file.src_uri, file.content_bytes)):
            file.content_string = f"# {file.src_uri}\n"


def _questions_json(files: Files, config: MkDocsConfig) -> File:
    records = [question.record(site_bank.url(question, files)) for question in site_bank.current().questions]
    content = json.dumps({"version": 1, "questions": records}, ensure_ascii=False, indent=1)
    return File.generated(config, "questions.json", content=content + "\n")


def _contributing(config: MkDocsConfig) -> File:
    """Show the root's CONTRIBUTING.md as a page: one text for the code host and for the site."""
    root = Path(config.config_file_path).parent
    file = File.generated(config, CONTRIBUTING, abs_src_path=str(root / "CONTRIBUTING.md"))
    file.edit_uri = "../CONTRIBUTING.md"
    return file


# Before mkdocs-macros, which ends the whole process, `serve` too, at a macro that it does not know.
@event_priority(100)
def on_page_markdown(markdown: str, *, page: Page, **_: object) -> str:
    """Add level and tag chips under each question, and, while serving, the page's own mistakes.

    From here on the fields of the page are those of our own reader: what it refuses, no hook and no template sees.
    """
    page.meta.clear()
    page.meta.update(front_matter.read(page.file.content_string).values)
    problems = _State.problems.get(f"docs/{page.file.src_uri}", [])
    questions = _State.questions.get(page.file.src_uri, [])
    if problems:
        page.meta["render_macros"] = False
    if questions and not problems:
        markdown = _with_chips(markdown, page, questions)
    if problems and _State.is_serving:
        markdown = _problem_list(problems) + markdown
    return markdown


def _with_chips(markdown: str, page: Page, questions: list[Question]) -> str:
    lines = markdown.split("\n")
    # MkDocs has cut the front matter off, the parser counts lines of the whole file.
    cut = page.file.content_string.count("\n") + 1 - len(lines)
    for question in reversed(questions):
        place = question.blocks[0].line - 1 - cut
        lines[place:place] = [_chips(question), "{ .question-chips }", ""]
    place = questions[0].line - 1 - cut
    lines[place:place] = [_checked(page.meta), "{ .page-checked }", ""]
    return "\n".join(lines)


def _chips(question: Question) -> str:
    return " ".join([_level_chip(question.level), *(_tag_chip(tag) for tag in question.tags)])


def _level_chip(level: str) -> str:
    return f"[{_escape(_State.vocabulary.levels[level])}](/{_level_page(level)}){{ .chip .chip--{level} }}"


def _tag_chip(tag: str) -> str:
    return f"[{_escape(_State.vocabulary.tags[tag].title)}](/tags.md#{tag}){{ .chip }}"


def _level_page(level: str) -> str:
    return "any-level.md" if level == "any" else f"{level}/index.md"


def _checked(meta: dict) -> str:
    date = meta["checked"]
    text = f"Ответы сверены с источниками {russian_date(date)}"
    versions = ", ".join(_escape(f"{name} {version}") for name, version in (meta.get("versions") or {}).items())
    return f"{text}: {versions}." if versions else f"{text}."


def _problem_list(problems: list[Problem]) -> str:
    items = "".join(f"    - строка {problem.line}: {_escape(problem.text)}\n" for problem in problems)
    return f'!!! danger "На этой странице есть ошибки"\n\n{items}\n'


# -- macros -----------------------------------------------------------------------------------


def _counted(number: int, one: str, few: str, many: str) -> str:
    """Return a number with its noun in the right Russian form."""
    if number % 10 == 1 and number % 100 != 11:
        noun = one
    elif number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14}:
        noun = few
    else:
        noun = many
    return f"{number} {noun}"


def _questions(level: str | None = None, folder: str | None = None) -> list[Question]:
    return [
        question
        for question in site_bank.current().questions
        if level in {None, question.level} and (folder is None or question.page.startswith(f"{folder}/"))
    ]


def question_count(level: str | None = None, folder: str | None = None) -> str:
    """Return how many questions there are, with the noun: «6 вопросов»."""
    return _counted(len(_questions(level, folder)), "вопрос", "вопроса", "вопросов")


def tag_count() -> str:
    """Return how many tags are in use, with the noun: «9 тем»."""
    used = {tag for question in site_bank.current().questions for tag in question.tags}
    return _counted(len(used), "тема", "темы", "тем")


def section_list(level: str | None = None, folder: str | None = None) -> str:
    """Return a list of sections, each with its page and number of questions."""
    return "\n".join(
        f"- [{_escape(questions[0].section)}](/{page}) — {_counted(len(questions), 'вопрос', 'вопроса', 'вопросов')}"
        for page, questions in _grouped(_questions(level, folder), "page").items()
    )


def question_list(level: str | None = None, folder: str | None = None) -> str:
    """Return the questions by section as cards under a filter: title, wording, tags."""
    questions = _questions(level, folder)
    parts = [_filter(questions)]
    for page, group in _grouped(questions, "page").items():
        anchor = page.removesuffix(".md").replace("/", "-")
        parts.append('<section class="index-section" markdown="block">\n')
        parts.append(f"## [{_escape(group[0].section)}](/{page}) {{ #{anchor} }}\n")
        parts.append(f'<p class="section-progress">{markup_parts.progress(one.id for one in group)}</p>\n')
        parts += _items("index-cards", group, _card)
        parts.append("</section>\n")
    return "\n".join(parts)


def question_lines(level: str | None = None, folder: str | None = None) -> str:
    """Return the questions by section as a short list under a filter: titles and levels only."""
    questions = _questions(level, folder)
    count = _counted(len(questions), "вопрос", "вопроса", "вопросов")
    parts = [f"{markup_parts.question_filter(count, {}, _State.vocabulary.levels)}\n", _COLUMNS]
    for page, group in _grouped(questions, "page").items():
        anchor = page.removesuffix(".md").replace("/", "-")
        parts.append('<section class="index-section" markdown="block">\n')
        parts.append(f"## [{_escape(group[0].section)}](/{page}) {{ #{anchor} }}\n")
        parts += _items("index-lines", group, _line)
        parts.append("</section>\n")
    return "\n".join([*parts, "</div>\n"])


def question_checklist(level: str | None = None, folder: str | None = None, wording: bool = False) -> str:
    """Return the questions by section as boxes to tick: titles, or the wordings themselves.

    Its class makes the page a sheet (checklists.css).
    """
    parts = []
    for page, questions in _grouped(_questions(level, folder), "page").items():
        parts.append(f"**[{_escape(questions[0].section)}](/{page})**\n{{ .checklist }}\n")
        for question in questions:
            # Without the quotation marks: they would stand around every line.
            text = re.sub('[«»"]', "", question.prompt) if wording else question.title
            parts.append(f"- [ ] [{_escape(text)}](/{question.page}#{question.id})")
        parts.append("")
    return "\n".join(parts)


def tag_index() -> str:
    """Return all tags in use by their Russian names, each with its questions, under a filter."""
    parts = [_filter(site_bank.questions(), levels=_State.vocabulary.levels), _COLUMNS]
    for tag, about in _tags_by_name():
        questions = [question for question in site_bank.questions() if tag in question.tags]
        if questions:
            parts.append(f'<section class="index-section" data-tag="{tag}" markdown="block">\n')
            parts.append(f"## {_escape(about.title)} {{ #{tag} }}\n\n{_escape(about.about)}\n")
            parts += _items("index-lines", questions, _line)
            parts.append("</section>\n")
    return "\n".join([*parts, "</div>\n"])


def mark_progress(level: str | None = None, folder: str | None = None) -> str:
    """Return how many of the questions the reader knows, for the browser to fill in."""
    return str(markup_parts.progress(question.id for question in _questions(level, folder)))


def mark_tools() -> str:
    """Return what exports, imports and erases the marks of all questions."""
    return f"{markup_parts.mark_tools(question.id for question in _questions())}\n"


def _filter(questions: list[Question], levels: Mapping[str, str] | None = None) -> str:
    numbers = Counter(tag for question in questions for tag in question.tags)
    tags = {tag: (about.title, numbers[tag]) for tag, about in _tags_by_name() if numbers[tag]}
    count = _counted(len(questions), "вопрос", "вопроса", "вопросов")
    return f"{markup_parts.question_filter(count, tags, levels)}\n"


def _tags_by_name() -> list[tuple[str, Tag]]:
    return sorted(_State.vocabulary.tags.items(), key=lambda item: item[1].title.lower())


def _items(name: str, questions: list[Question], markdown: Callable[[Question], str]) -> list[str]:
    """Return a list whose items the filter can read: a line of Markdown holds each."""
    lines = [f'<ul class="{name}" markdown="block">']
    for one in questions:
        data = f'data-question="{one.id}" data-level="{one.level}" data-tags="{" ".join(one.tags)}"'
        lines.append(f'<li {data} markdown="block">\n{markdown(one)}\n</li>')
    return [*lines, "</ul>\n"]


def _line(question: Question) -> str:
    return f"{_link(question)} {_level_chip(question.level)}"


def _card(question: Question) -> str:
    tags = " ".join(_tag_chip(tag) for tag in question.tags)
    return f"**{_link(question)}**\n\n{_escape(question.prompt)}\n\n{tags}\n{{ .question-chips }}"


def _link(question: Question) -> str:
    return f"[{_escape(question.title)}](/{question.page}#{question.id})"


def _escape(text: str) -> str:
    """Escape what Markdown and HTML would read in plain text, at the beginning of a line, too."""
    # Not with a backslash: what looks like a tag is taken before that is read.
    line = " ".join(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").split())
    escaped = "".join(f"\\{letter}" if letter in "\\`*_{}[]#" else letter for letter in line)
    return re.sub(r"^[-+:!?|=~]|(?<=^\d)[.)]", lambda found: f"&#{ord(found[0])};", escaped)
