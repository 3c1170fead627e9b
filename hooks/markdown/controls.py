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

CONTINUE = Markup('<p class="needs-script" data-continue hidden></p>\n')
"""Place for a link to what was read last."""

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
    "{levels}{marks}</p>"
    "{tags}"
    '<p class="filter__result"><span role="status">{count}</span> '
    '<button type="reset" class="button" hidden>Показать все</button></p></form>'
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


def question_filter(count: str, tags: Mapping[str, tuple[str, int]], levels: Mapping[str, str] | None = None) -> Markup:
    """Return the form that narrows an index.

    Args:
        count: how many questions the index has, with the noun.
        tags: each tag to choose from -> its title and number of questions.
        levels: each level of the index -> its title; nothing where there is only one.
    """
    buttons = [_TOPIC_BUTTON.format(tag=tag, title=title, count=number) for tag, (title, number) in tags.items()]
    return _FILTER.format(
        count=count,
        levels=_select("Уровень", "level", {"": "все"} | dict(levels)) if levels else "",
        marks=_select("Отметка", "mark", {"": "любая", "none": "нет отметки"} | _lowered(MARKS)),
        tags=_TOPICS.format(Markup(" ").join(buttons)) if buttons else "",
    )


def _lowered(titles: Mapping[str, str]) -> dict[str, str]:
    return {name: title.lower() for name, title in titles.items()}


def _select(label: str, name: str, options: Mapping[str, str]) -> Markup:
    items = Markup("").join(_OPTION.format(value, title) for value, title in options.items())
    return _SELECT.format(label=label, name=name, options=items)
