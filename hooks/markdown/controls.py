"""Pieces of HTML that both question pages and indexes show: marks, progress, the filter of an index, and places that
scripts fill.

Knows neither MkDocs nor the bank: gets plain values, gives markup. What the browser does with it is in
`docs/assets/javascripts/`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from markupsafe import Markup

MARKS = {"know": "Знаю", "repeat": "Повторить"}
"""Marks that a reader can give a question; the same words are keys in the browser's storage."""

_MARK = Markup(
    '<button type="button" class="{names}" data-mark="{mark}" aria-pressed="false" disabled>{title}</button>'
)
_MARK_CLASSES = {"know": "button mark mark--know", "repeat": "button mark mark--repeat"}
MARK_BUTTONS = Markup("").join(
    _MARK.format(names=_MARK_CLASSES[mark], mark=mark, title=title) for mark, title in MARKS.items()
)

_MARKS = Markup(
    '<div class="question-marks needs-script" role="group" aria-label="Отметка вопроса «{title}»">{buttons}</div>'
)
_SHORT = Markup('<div data-short="{id}"></div>')
"""Place of a short answer, which `finish/article/short.py` fills."""
FOLDING = Markup(
    '<p class="needs-script">Отметили «Знаю» — ответ свернётся, на бумаге тоже. Нажмёте ещё раз — вернётся.</p>\n'
)
"""What the marks of a sheet do."""
_READING_TIME = Markup('<span class="reading-time">Читать: коротко {short} · {name} {answer} · всё {whole}</span>')

DUE = Markup('<p class="needs-script" data-due hidden></p>\n')
"""Place for how many questions are due, a link to practice; due.js takes those that the page's progress names."""
CONTINUE = Markup('<p class="needs-script" data-continue hidden></p>\n') + DUE
"""Place for a link to what was read last, and below it how many questions are due."""
NO_PRACTICE = Markup(
    "<noscript><p>Тренировка работает на JavaScript. Без него ответьте вслух по "
    "списку вопросов и сверьтесь со шпаргалкой — ссылки на них в меню.</p></noscript>\n"
)

NO_INTERVIEW = (
    '<noscript markdown="block">\n\nСобеседование работает на JavaScript: он составляет план, считает время и хранит'
    " записи. Без него возьмите вопросы из указателей — [Junior](/junior/index.md), [Middle](/middle/index.md),"
    " [Soft skills](/soft-skills/index.md): под каждым есть «Дополнительные вопросы» и «Что проверяет интервьюер»."
    " Для бумаги — [лист интервьюера](/downloads.md#books).\n\n</noscript>\n"
)
"""Markdown: its links are of pages."""

_PROGRESS = Markup(
    '<span class="progress needs-script" data-questions="{ids}">'
    '<progress max="{total}" value="0" aria-label="Знаю"></progress>'
    '<span class="progress__text">знаю 0 из {total}</span></span>'
)
_FILTER = Markup(
    '<form class="filter needs-script" role="search" aria-label="Отбор вопросов на странице">'
    '<p class="filter__fields">'
    '<label class="filter__find"><span>Найти на странице</span>'
    '<input type="search" name="find" autocomplete="off" spellcheck="false" maxlength="200"></label>'
    "{levels}{marks}{order}</p>"
    "{tags}"
    '<p class="filter__result"><span role="status">{count}</span> '
    '<button type="reset" class="button" hidden>Показать все</button></p></form>'
)
_INTERVIEW_CHOICE = Markup(
    '<form class="interview-choice needs-script" aria-label="Что спросить" data-choice>'
    '<p class="interview-fields">{level}{minutes}'
    '<label><span>Кандидат, можно не писать</span><input type="text" name="name" autocomplete="off" maxlength="100">'
    "</label></p>"
    "<details><summary>Темы и разделы</summary>"
    '<p class="interview-fields"><label><span>Найти тему или раздел</span>'
    '<input type="search" name="find" autocomplete="off" spellcheck="false" maxlength="100"></label></p>'
    '<div class="interview-choices"><p class="interview-topics" role="group" aria-label="Темы">{topics}</p>'
    '<p class="interview-topics" role="group" aria-label="Разделы">{sections}</p></div></details></form>'
)
_PLAN_CHOICE = Markup(
    '<form class="plan-choice needs-script" aria-label="Чей это план"><p class="filter__fields">{}</p></form>'
)
_TOOLS = Markup(
    "<noscript><p>JavaScript выключен, поэтому здесь нет отметок: нет кнопок под вопросами и подсчёта пройденного."
    " Не работают и поиск, отбор вопросов, галочки памяток, копирование кода,"
    " выбор темы, запись историй и чтение без сети."
    " Читать, раскрывать ответы, переходить по ссылкам и печатать можно.</p></noscript>\n\n"
    '<div class="mark-tools needs-script"><p class="mark-tools__total">{progress}</p>'
    '<p class="mark-tools__buttons">'
    '<button type="button" class="button" data-marks="export" disabled>Сохранить в файл</button> '
    '<button type="button" class="button" data-marks="import" disabled>Загрузить из файла</button> '
    '<button type="button" class="button" data-marks="erase" disabled>Стереть всё</button> '
    '<input type="file" accept=".json,application/json" aria-label="Файл с отметками" data-marks="file" hidden></p>'
    '<p class="mark-tools__keys"><label><input type="checkbox" data-keys checked disabled> Клавиши из одной буквы: '
    "<kbd>/</kbd> открывает поиск, <kbd>P</kbd> и <kbd>N</kbd> листают страницы</label></p></div>"
)
REPEAT = Markup('<p class="checklist" data-repeat hidden><strong>Повторить</strong></p>\n')
"""Heading of what the reader wants to repeat; evening.js brings it there from the lists below."""
OFFLINE_TOOLS = Markup(
    "<noscript><p>Чтобы сохранить сайт, нужен JavaScript.</p></noscript>\n\n"
    '<div class="offline needs-script" data-offline></div>'
)
"""Empty: what it says is known to the browser alone (offline-tools.js)."""
STORY_TOOLS = Markup(
    "<noscript><p>JavaScript выключен, поэтому писать истории здесь негде: их хранит браузер, а складывает туда скрипт."
    " «Заготовки» читаются и печатаются, они в модельных ответах этих вопросов.</p></noscript>\n\n"
    "<div data-stories></div>"
)
"""Empty, too (story-page.js); the questions stand below it."""
_STORY_SHEET = Markup('<div class="story-sheet no-book" data-stories data-titles="{}"></div>')
_TOPICS = Markup('<p class="filter__tags" role="group" aria-label="Темы">{}</p>')
_SELECT = Markup('<label><span>{label}</span><select name="{name}" autocomplete="off">{options}</select></label>')
_OPTION = Markup('<option value="{}">{}</option>')
_TOPIC_BUTTON = Markup(
    '<button type="button" class="chip" data-tag="{tag}" aria-pressed="false">{title} <small>{count}</small></button>'
)


def reading_time(short: str, answer: str, whole: str, *, are_many: bool = False) -> Markup:
    """Return how long to read: «Коротко», the answer, all; of several questions where `are_many`."""
    return _READING_TIME.format(short=short, answer=answer, whole=whole, name="ответы" if are_many else "ответ")


def marks(title: str) -> Markup:
    """Return the buttons that mark a question of that title."""
    return _MARKS.format(title=title, buttons=MARK_BUTTONS)


def short_place(name: str) -> Markup:
    """Return the place of a question's short answer."""
    return _SHORT.format(id=name)


def short_answer(name: str, title: str) -> Markup:
    """Return the place of a question's short answer, and its marks."""
    return Markup("{}\n\n{}").format(short_place(name), marks(title))


def progress(ids: Iterable[str]) -> Markup:
    """Return how many of the questions the reader knows; the browser fills it in."""
    ids = list(ids)
    return _PROGRESS.format(ids=" ".join(ids), total=len(ids))


def mark_tools(ids: Iterable[str]) -> Markup:
    """Return the controls that export, import and erase the marks of the questions given."""
    return _TOOLS.format(progress=progress(ids))


def story_sheet(titles: Mapping[str, str]) -> Markup:
    """Return the place of the reader's stories on a sheet, given the titles of questions by their ids."""
    return _STORY_SHEET.format(json.dumps(titles, ensure_ascii=False))


def question_filter(
    count: str,
    tags: Mapping[str, tuple[str, int]],
    levels: Mapping[str, str] | None = None,
    *,
    has_due: bool = False,
    is_ranked: bool = False,
) -> Markup:
    """Return the form that narrows an index.

    Args:
        count: how many questions the index has, with the noun.
        tags: each tag to choose from -> its title and number of questions.
        levels: each level of the index -> its title; nothing where there is only one.
        has_due: whether one can choose what is due, for which the page must have memory.js.
        is_ranked: some of its questions are known to be asked more than others, so that they can be put in that order.
    """
    due = {"due": "пора повторить"} if has_due else {}
    return _FILTER.format(
        count=count,
        levels=_select("Уровень", "level", {"": "все"} | dict(levels)) if levels else "",
        marks=_select("Отметка", "mark", {"": "любая"} | due | {"none": "нет отметки"} | _lowered(MARKS)),
        order=_select("Порядок", "order", {"": "по разделам", "asked": "что чаще спрашивают"}) if is_ranked else "",
        tags=_TOPICS.format(_chips(tags)) if tags else "",
    )


def plan_choice(levels: Mapping[str, str]) -> Markup:
    """Return the form that makes a plan shorter; `levels`: each level that questions may have -> its title."""
    own = {name: f"только {title}" for name, title in levels.items() if name != "any"}
    return _PLAN_CHOICE.format(_select("Уровень", "level", {"": "все вопросы"} | own))


def interview_choice(
    levels: Mapping[str, str], topics: Mapping[str, tuple[str, int]], sections: Mapping[str, tuple[str, int]]
) -> Markup:
    """Return the form that an interview is planned by.

    Args:
        levels: each level that candidates may have -> its title.
        topics: each topic to choose from -> its title and number of questions.
        sections: the same of sections, by the anchor of each.
    """
    minutes = {"45": "45", "30": "30", "60": "60", "own": "своё число"}
    return _INTERVIEW_CHOICE.format(
        level=_select("Уровень", "level", levels),
        minutes=_select("Минут", "minutes", minutes),
        topics=_chips(topics),
        sections=_chips(sections),
    )


def _chips(topics: Mapping[str, tuple[str, int]]) -> Markup:
    buttons = (_TOPIC_BUTTON.format(tag=tag, title=title, count=number) for tag, (title, number) in topics.items())
    return Markup(" ").join(buttons)


def _lowered(titles: Mapping[str, str]) -> dict[str, str]:
    return {name: title.lower() for name, title in titles.items()}


def _select(label: str, name: str, options: Mapping[str, str]) -> Markup:
    items = Markup("").join(_OPTION.format(value, title) for value, title in options.items())
    return _SELECT.format(label=label, name=name, options=items)
