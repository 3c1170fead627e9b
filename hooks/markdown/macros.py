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

from hooks.asked import AGREE, ALWAYS, ALWAYS_SHARE, GRADES, OFTEN, OFTEN_SHARE, share_of
from hooks.asked import load as load_asked
from hooks.bank.headings import anchor_of
from hooks.bank.kinds import BEHAVIOURAL
from hooks.bank.load import load_bank
from hooks.bank.macro_calls import MACROS, macro_calls
from hooks.bank.records import Question
from hooks.bank.vocabulary import Tag, load_vocabulary
from hooks.build import Build, PageInfo
from hooks.markdown import controls, plan
from hooks.markdown.chips import level_page, tag_place
from hooks.markdown.pieces import counted as _counted
from hooks.markdown.pieces import escape
from hooks.markdown.pieces import link as _link
from hooks.markdown.plan import FIRST
from hooks.markdown.spoken import interviewed, is_of_interviewer, practised
from hooks.reading import reading_time_of, told

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
    build = Build(None, vocabulary, load_bank(docs, vocabulary), load_asked(docs))
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

    def short_time(self, level: str | None = None, folder: str | None = None) -> str:
        """Return how long every «Коротко» takes to read: «9 мин»."""
        return told(reading_time_of(self._questions(level, folder)).short)

    def tag_count(self) -> str:
        """Return how many tags are in use, with the noun: «9 тем»."""
        used = {tag for question in self._build().bank.questions for tag in question.tags}
        return _counted(len(used), "тема", "темы", "тем")

    def section_list(self, level: str | None = None, folder: str | None = None) -> str:
        """Return a list of sections, each with its page and number of questions."""
        return "\n".join(
            f"- [{escape(questions[0].section)}](/{page}) — "
            f"{_counted(len(questions), 'вопрос', 'вопроса', 'вопросов')}, {told(reading_time_of(questions).whole)}"
            for page, questions in _by_page(self._questions(level, folder)).items()
        )

    def question_list(self, level: str | None = None, folder: str | None = None) -> str:
        """Return the questions by section as cards under a filter: title, wording, tags."""
        questions = self._questions(level, folder)
        parts = [str(controls.DUE), self._filter(questions, is_ranked=self._is_ranked(questions))]
        for page, group in _by_page(questions).items():
            parts += _section_head(page, group)
            progress = controls.progress(one.id for one in group)
            time = controls.reading_time(*reading_time_of(group).told(), are_many=True)
            parts.append(f'<p class="section-progress">{progress} {time}</p>\n')
            parts += self._items("index-cards", group, self._card)
            parts.append("</section>\n")
        return "\n".join(parts)

    def short_answers(self, level: str | None = None, folder: str | None = None) -> str:
        """Return the questions by section under a filter, each with its marks and a place for its «Коротко».

        What Markdown made of «Коротко» on the question's own page is put there by `finish/article/short.py`.
        """
        questions = self._questions(level, folder)
        parts = [str(controls.FOLDING), self._filter(questions)]
        for page, group in _by_page(questions).items():
            parts += _section_head(page, group)
            time = told(reading_time_of(group).short)
            parts.append(f'<p class="section-progress"><span class="reading-time">Читать {time}</span></p>\n')
            parts += self._items("index-short", group, _short)
            parts.append("</section>\n")
        return "\n".join(parts)

    def practice(self) -> str:
        """Return what practice asks from: a filter, and every question with its wording and place for its «Коротко».

        The list is hidden; practice.js shows one question at a time.
        """
        questions = self._questions()
        parts = [str(controls.NO_PRACTICE), self._filter(questions, self._build().vocabulary.levels, has_due=True)]
        parts.append('<div data-practice hidden markdown="block">\n')
        for page, group in _by_page(questions).items():
            parts += _section_head(page, group)
            parts += self._items("index-practice", group, practised)
            parts.append("</section>\n")
        return "\n".join([*parts, "</div>\n"])

    def interview(self) -> str:
        """Return what an interview is planned from: a form, and every question with what its interviewer needs.

        The list is hidden, too; interview.js shows what is asked.
        """
        questions = [one for one in self._questions() if is_of_interviewer(one)]
        levels = {name: title for name, title in self._build().vocabulary.levels.items() if name != "any"}
        sections = {anchor_of(page): (group[0].section, len(group)) for page, group in _by_page(questions).items()}
        form = controls.interview_choice(levels, self._topics(questions), sections)
        parts = [controls.NO_INTERVIEW, f"{form}\n", '<div data-interview hidden markdown="block">\n']
        for page, group in _by_page(questions).items():
            parts += [f'<div data-section="{anchor_of(page)}" markdown="block">\n']
            parts += [*self._items("interview-items", group, interviewed), "</div>\n"]
        return "\n".join([*parts, "</div>\n"])

    def question_lines(self, level: str | None = None, folder: str | None = None) -> str:
        """Return the questions by section as a short list under a filter: titles and levels only."""
        questions = self._questions(level, folder)
        count = _counted(len(questions), "вопрос", "вопроса", "вопросов")
        form = controls.question_filter(
            count, {}, self._build().vocabulary.levels, is_ranked=self._is_ranked(questions)
        )
        parts = [f"{form}\n", _COLUMNS]
        for page, group in _by_page(questions).items():
            parts += _section_head(page, group)
            parts += self._items("index-lines", group, self._line)
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
                parts += self._items("index-lines", questions, self._line)
                parts.append("</section>\n")
        return "\n".join([*parts, "</div>\n"])

    def asked_list(self) -> str:
        """Return the questions that are known to be asked, those that are asked most first, under a filter."""
        build = self._build()
        questions = [build.questions[id] for id in build.ranks]
        count = _counted(len(questions), "вопрос", "вопроса", "вопросов")
        parts = [f"{controls.question_filter(count, {}, build.vocabulary.levels)}\n"]
        sections = (("Первые двадцать", "first", questions[:FIRST]), ("Дальше", "next", questions[FIRST:]))
        for title, anchor, group in sections:
            if group:
                parts.append(f'<section class="index-section" markdown="block">\n\n## {title} {{ #{anchor} }}\n')
                parts += self._items("index-lines index-lines--asked", group, self._asked_line)
                parts.append("</section>\n")
        return "\n".join(parts)

    def asked_method(self) -> str:
        """Return by what rule a question has its grade, and where it is known from."""
        sources = self._build().asked.sources
        lists = _counted(len(sources), "списка", "списков", "списков")
        rules = [
            f"- **{GRADES['always'].capitalize()}** — вопрос есть хотя бы в {ALWAYS} из {lists}; или в {AGREE},"
            f" если один из них считал собеседования и вопрос прозвучал на {ALWAYS_SHARE} % из них и чаще.",
            f"- **{GRADES['often'].capitalize()}** — в {OFTEN} списках; или в {AGREE}, если прозвучал на"
            f" {OFTEN_SHARE} % собеседований и чаще.",
            f"- **{GRADES['sometimes'].capitalize()}** — в {AGREE} списках.",
        ]
        about = [f"- [{escape(one.title)}]({one.url}). {escape(one.about)}" for one in sources.values()]
        return "\n".join([*rules, "", "Списки:", "", *about, ""])

    def plan_choice(self) -> str:
        """Return what the reader chooses a plan by."""
        return f"{controls.plan_choice(self._build().vocabulary.levels)}\n"

    def study_plan(self, term: str = "week") -> str:
        """Return which questions to learn on which day of an evening, a week or a month."""
        return plan.markdown(self._build(), term)

    def mark_progress(self, level: str | None = None, folder: str | None = None) -> str:
        """Return how many of the questions the reader knows, for the browser to fill in."""
        return str(controls.progress(question.id for question in self._questions(level, folder)))

    def continue_reading(self) -> str:
        """Return the place for a link to what the reader read last, for the browser to fill in."""
        return str(controls.CONTINUE)

    def repeat_list(self) -> str:
        """Return the place for what the reader has marked to repeat, above the checklists of the page."""
        return str(controls.REPEAT)

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

    def _filter(
        self,
        questions: list[Question],
        levels: Mapping[str, str] | None = None,
        *,
        has_due: bool = False,
        is_ranked: bool = False,
    ) -> str:
        count = _counted(len(questions), "вопрос", "вопроса", "вопросов")
        form = controls.question_filter(count, self._topics(questions), levels, has_due=has_due, is_ranked=is_ranked)
        return f"{form}\n"

    def _topics(self, questions: list[Question]) -> dict[str, tuple[str, int]]:
        """Return the topics in use by their titles: tag -> title, number of questions."""
        numbers = Counter(tag for question in questions for tag in question.tags)
        return {tag: (about.title, numbers[tag]) for tag, about in self._tags_by_name() if numbers[tag]}

    def _tags_by_name(self) -> list[tuple[str, Tag]]:
        return sorted(self._build().vocabulary.tags.items(), key=lambda item: item[1].title.lower())

    def _line(self, question: Question) -> str:
        return f"{_link(question)} {self._level_chip(question.level)}"

    def _card(self, question: Question) -> str:
        tags = " ".join([*map(self._tag_chip, question.tags), *self._asked_chip(question)])
        return f"**{_link(question)}**\n\n{escape(question.prompt)}\n\n{tags}\n{{ .question-chips }}"

    def _asked_line(self, question: Question) -> str:
        """Return a line that says what its grade is made of."""
        asked = self._build().asked
        evidence = asked.evidence[question.id]
        share = share_of(evidence)
        found = [f"{len(evidence)} из {_counted(len(asked.sources), 'списка', 'списков', 'списков')}"]
        found += [f"{share} % собеседований"] if share else []
        told = f"<small>{GRADES[asked.grade(question.id)]}: {', '.join(found)}</small>"
        return f"{_link(question)} {self._level_chip(question.level)} {told}"

    def _asked_chip(self, question: Question) -> list[str]:
        grade = self._build().asked.grade(question.id)
        return [f"[{GRADES[grade]}](/asked.md#how){{ .chip .chip--asked }}"] if grade else []

    def _is_ranked(self, questions: list[Question]) -> bool:
        return any(self._build().asked.grade(question.id) for question in questions)

    def _items(self, name: str, questions: list[Question], markdown: Callable[[Question], str]) -> list[str]:
        """Return a list whose items the filter can read: a line of Markdown holds each."""
        lines = [f'<ul class="{name}" markdown="block">']
        ranks = self._build().ranks
        for one in questions:
            data = f'data-question="{one.id}" data-level="{one.level}" data-tags="{" ".join(one.tags)}"'
            data += f' data-rank="{ranks[one.id]}"' if one.id in ranks else ""
            lines.append(f'<li {data} markdown="block">\n{markdown(one)}\n</li>')
        return [*lines, "</ul>\n"]

    def _level_chip(self, level: str) -> str:
        return f"[{escape(self._build().vocabulary.levels[level])}](/{level_page(level)}){{ .chip .chip--{level} }}"

    def _tag_chip(self, tag: str) -> str:
        return f"[{escape(self._build().vocabulary.tags[tag].title)}](/{tag_place(tag)}){{ .chip }}"


def _by_page(questions: Iterable[Question]) -> dict[str, list[Question]]:
    groups: dict[str, list[Question]] = {}
    for question in questions:
        groups.setdefault(question.page, []).append(question)
    return groups


def _section_head(page: str, questions: list[Question]) -> list[str]:
    """Return the opening of a section of an index, and its heading, which leads to the page."""
    return [
        '<section class="index-section" markdown="block">\n',
        f"## [{escape(questions[0].section)}](/{page}) {{ #{anchor_of(page)} }}\n",
    ]


def _short(question: Question) -> str:
    # No other heading of the page may have its id, and that of the question belongs to the question's own page.
    return f"### {_link(question)} {{ #short-{question.id} }}\n\n{controls.short_answer(question.id, question.title)}"
