"""The lists of questions that index pages call: by level, by section, by topic.

What comes in is a build, what goes out is Markdown. `Macros.all` is what a plugin of macros is given; `define_env` is
the door by which mkdocs-macros and Zensical load a module of macros by themselves.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from hooks.bank.headings import anchor_of
from hooks.bank.kinds import BEHAVIOURAL
from hooks.bank.load import load_bank
from hooks.bank.macro_calls import MACROS, macro_calls
from hooks.bank.records import Question
from hooks.bank.vocabulary import Tag, load_vocabulary
from hooks.build import Build, PageInfo
from hooks.markdown import controls
from hooks.markdown.chips import level_page, tag_place

_COLUMNS = '<div class="index-columns" markdown="block">\n'


def called_by(page: PageInfo, build: Build) -> Iterator[str]:
    """Yield what the macros that a page calls give."""
    if page.fields.get("render_macros"):
        macros = Macros(lambda: build).all()
        for name, arguments in macro_calls(page.text):
            yield macros[name](**arguments)


def define_env(env: Any) -> None:
    """Give the macros to a plugin that has loaded this module by its name.

    Args:
        env: of the plugin; it has the settings of the site in `conf` and registers what `macro` is given.
    """
    docs = Path(env.conf["docs_dir"])
    settings = Path(env.conf["config_file_path"])
    vocabulary = load_vocabulary(settings)
    build = Build(None, vocabulary, load_bank(docs, vocabulary))
    for name, macro in Macros(lambda: build).all().items():
        env.macro(macro, name)


class Macros:
    """The macros of one run.

    Args:
        build: gives the build under way; the macros are registered before the pages are read.
    """

    def __init__(self, build: Callable[[], Build]) -> None:
        self._build = build

    def all(self) -> dict[str, Callable[..., str]]:
        """Return the macros by the names that pages call."""
        return {name: getattr(self, name) for name in MACROS}

    def _questions(self, level: str | None = None, folder: str | None = None) -> list[Question]:
        return [
            question
            for question in self._build().bank.questions
            if level in {None, question.level} and (folder is None or question.page.startswith(f"{folder}/"))
        ]

    def _every(self) -> list[Question]:
        return list(self._build().questions.values())

    def question_count(self, level: str | None = None, folder: str | None = None) -> str:
        """Return how many questions there are, with the noun: «6 вопросов»."""
        return _counted(len(self._questions(level, folder)), "вопрос", "вопроса", "вопросов")

    def tag_count(self) -> str:
        """Return how many tags are in use, with the noun: «9 тем»."""
        used = {tag for question in self._build().bank.questions for tag in question.tags}
        return _counted(len(used), "тема", "темы", "тем")

    def section_list(self, level: str | None = None, folder: str | None = None) -> str:
        """Return a list of sections, each with its page and number of questions."""
        return "\n".join(
            f"- [{escape(questions[0].section)}](/{page}) — {_counted(len(questions), 'вопрос', 'вопроса', 'вопросов')}"
            for page, questions in _by_page(self._questions(level, folder)).items()
        )

    def question_list(self, level: str | None = None, folder: str | None = None) -> str:
        """Return the questions by section as cards under a filter: title, wording, tags."""
        questions = self._questions(level, folder)
        parts = [self._filter(questions)]
        for page, group in _by_page(questions).items():
            parts.append('<section class="index-section" markdown="block">\n')
            parts.append(f"## [{escape(group[0].section)}](/{page}) {{ #{anchor_of(page)} }}\n")
            parts.append(f'<p class="section-progress">{controls.progress(one.id for one in group)}</p>\n')
            parts += _items("index-cards", group, self._card)
            parts.append("</section>\n")
        return "\n".join(parts)

    def question_lines(self, level: str | None = None, folder: str | None = None) -> str:
        """Return the questions by section as a short list under a filter: titles and levels only."""
        questions = self._questions(level, folder)
        count = _counted(len(questions), "вопрос", "вопроса", "вопросов")
        parts = [f"{controls.question_filter(count, {}, self._build().vocabulary.levels)}\n", _COLUMNS]
        for page, group in _by_page(questions).items():
            parts.append('<section class="index-section" markdown="block">\n')
            parts.append(f"## [{escape(group[0].section)}](/{page}) {{ #{anchor_of(page)} }}\n")
            parts += _items("index-lines", group, self._line)
            parts.append("</section>\n")
        return "\n".join([*parts, "</div>\n"])

    def question_checklist(self, level: str | None = None, folder: str | None = None, wording: bool = False) -> str:
        """Return the questions by section as boxes to tick: titles, or the wordings themselves.

        Its class makes the page a sheet (checklists.css).
        """
        parts = []
        for page, questions in _by_page(self._questions(level, folder)).items():
            parts.append(f"**[{escape(questions[0].section)}](/{page})**\n{{ .checklist }}\n")
            for question in questions:
                # Without the quotation marks: they would stand around every line.
                text = re.sub('[«»"]', "", question.prompt) if wording else question.title
                parts.append(f"- [ ] [{escape(text)}](/{question.page}#{question.id})")
            parts.append("")
        return "\n".join(parts)

    def tag_index(self) -> str:
        """Return all tags in use by their Russian names, each with its questions, under a filter."""
        parts = [self._filter(self._every(), levels=self._build().vocabulary.levels), _COLUMNS]
        for tag, about in self._tags_by_name():
            questions = [question for question in self._every() if tag in question.tags]
            if questions:
                parts.append(f'<section class="index-section" data-tag="{tag}" markdown="block">\n')
                parts.append(f"## {escape(about.title)} {{ #{tag} }}\n\n{escape(about.about)}\n")
                parts += _items("index-lines", questions, self._line)
                parts.append("</section>\n")
        return "\n".join([*parts, "</div>\n"])

    def mark_progress(self, level: str | None = None, folder: str | None = None) -> str:
        """Return how many of the questions the reader knows, for the browser to fill in."""
        return str(controls.progress(question.id for question in self._questions(level, folder)))

    def continue_reading(self) -> str:
        """Return the place for a link to what the reader read last, for the browser to fill in."""
        return str(controls.CONTINUE)

    def mark_tools(self) -> str:
        """Return what exports, imports and erases the marks of all questions."""
        return f"{controls.mark_tools(question.id for question in self._questions())}\n"

    def story_tools(self) -> str:
        """Return the place of the reader's stories, and the questions that stories answer."""
        parts = [f"{controls.STORY_TOOLS}\n", '<ul markdown="block">']
        for one in self._behavioural():
            parts.append(f'<li data-serves="{one.id}" markdown="block">\n{_link(one)}\n</li>')
        return "\n".join([*parts, "</ul>\n"])

    def story_sheet(self) -> str:
        """Return the place of the reader's stories on a sheet of paper."""
        return f"{controls.story_sheet({one.id: one.title for one in self._behavioural()})}\n"

    def _behavioural(self) -> list[Question]:
        return [question for question in self._questions() if question.kind == BEHAVIOURAL.name]

    def offline_tools(self) -> str:
        """Return the place of what keeps the site for reading without a network."""
        return f"{controls.OFFLINE_TOOLS}\n"

    def _filter(self, questions: list[Question], levels: Mapping[str, str] | None = None) -> str:
        numbers = Counter(tag for question in questions for tag in question.tags)
        tags = {tag: (about.title, numbers[tag]) for tag, about in self._tags_by_name() if numbers[tag]}
        count = _counted(len(questions), "вопрос", "вопроса", "вопросов")
        return f"{controls.question_filter(count, tags, levels)}\n"

    def _tags_by_name(self) -> list[tuple[str, Tag]]:
        return sorted(self._build().vocabulary.tags.items(), key=lambda item: item[1].title.lower())

    def _line(self, question: Question) -> str:
        return f"{_link(question)} {self._level_chip(question.level)}"

    def _card(self, question: Question) -> str:
        tags = " ".join(self._tag_chip(tag) for tag in question.tags)
        return f"**{_link(question)}**\n\n{escape(question.prompt)}\n\n{tags}\n{{ .question-chips }}"

    def _level_chip(self, level: str) -> str:
        return f"[{escape(self._build().vocabulary.levels[level])}](/{level_page(level)}){{ .chip .chip--{level} }}"

    def _tag_chip(self, tag: str) -> str:
        return f"[{escape(self._build().vocabulary.tags[tag].title)}](/{tag_place(tag)}){{ .chip }}"


def _by_page(questions: Iterable[Question]) -> dict[str, list[Question]]:
    groups: dict[str, list[Question]] = {}
    for question in questions:
        groups.setdefault(question.page, []).append(question)
    return groups


def _counted(number: int, one: str, few: str, many: str) -> str:
    """Return a number with its noun in the right Russian form."""
    if number % 10 == 1 and number % 100 != 11:
        noun = one
    elif number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14}:
        noun = few
    else:
        noun = many
    return f"{number} {noun}"


def _items(name: str, questions: list[Question], markdown: Callable[[Question], str]) -> list[str]:
    """Return a list whose items the filter can read: a line of Markdown holds each."""
    lines = [f'<ul class="{name}" markdown="block">']
    for one in questions:
        data = f'data-question="{one.id}" data-level="{one.level}" data-tags="{" ".join(one.tags)}"'
        lines.append(f'<li {data} markdown="block">\n{markdown(one)}\n</li>')
    return [*lines, "</ul>\n"]


def _link(question: Question) -> str:
    return f"[{escape(question.title)}](/{question.page}#{question.id})"


def escape(text: str) -> str:
    """Escape what Markdown and HTML would read in plain text, at the beginning of a line, too."""
    # Not with a backslash: what looks like a tag is taken before that is read.
    line = " ".join(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").split())
    escaped = "".join(f"\\{letter}" if letter in "\\`*_{}[]#" else letter for letter in line)
    return re.sub(r"^[-+:!?|=~]|(?<=^\d)[.)]", lambda found: f"&#{ord(found[0])};", escaped)
