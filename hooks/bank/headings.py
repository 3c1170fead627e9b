"""Headings and their lists of attributes: what the heading of a question says, and what is wrong with it.

The lists are read by the scanner that renders them.
"""

from __future__ import annotations

import difflib
import re
from pathlib import PurePosixPath

from markdown.extensions.attr_list import get_attrs_and_remainder

from hooks.bank.drafts import OpenQuestion
from hooks.bank.kinds import CLASSES_LIMIT
from hooks.bank.records import Report
from hooks.bank.text import CODE_SPAN
from hooks.bank.vocabulary import Vocabulary

RESERVED_IDS = frozenset({"drawer-memory", "search-memory"})
"""Ids that hooks/finish/theme.py gives; those of the theme begin with two low lines."""
HEADING = re.compile(r"^(?P<marks>#{1,6})(?P<text>.*?)#*\s*$")
ATTRIBUTE_LIST = re.compile(r"(?<!\s)\s*+\{:?[ ]*+(?P<body>[^{}\n]*+)\}\s*+$")
UNDERLINE = re.compile(r"^(?:=+|-+)\s*$")
_ID = re.compile(r"^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$")


def is_valid_id(name: str) -> bool:
    """Tell whether a name may be the id of a question, or of a heading."""
    return bool(_ID.fullmatch(name)) and name not in RESERVED_IDS


def anchor_of(page: str) -> str:
    """Return the id that a page (path in `docs/`) has as a section of indexes: `junior-python-basics`."""
    return page.removesuffix(".md").replace("/", "-")


def attribute_names(body: str) -> list[tuple[str, str | None]]:
    """Read an attribute list with the scanner that renders it."""
    attributes, _ = get_attrs_and_remainder(body.strip())
    return attributes


def open_question(number: int, text: str, page: str, vocabulary: Vocabulary, report: Report) -> OpenQuestion:
    """Return the question that a heading opens; `text` is the heading without its marks."""
    match = ATTRIBUTE_LIST.search(text)
    title = ATTRIBUTE_LIST.sub("", text).strip()
    body = match["body"] if match else ""
    other = ATTRIBUTE_LIST.search(title)
    if other and other["body"].lstrip().startswith(("#", ".")):
        title, body = ATTRIBUTE_LIST.sub("", title).strip(), f"{other['body'].strip()} {body.strip()}"
        report(number, f"два списка атрибутов; соедините их в один: {{ {body} }}")
    question = OpenQuestion(line=number, title=title)
    if re.search("[{}]", CODE_SPAN.sub("", title).replace("{}", "")):
        report(number, "фигурные скобки в названии; поставьте обратные кавычки")
    if match is None:
        report(number, f"у вопроса нет списка атрибутов; допишите {{ #id .{_some_level(page, vocabulary)} .тег }}")
        question.levels = [""]
        return question
    if text[match.start() :].lstrip().startswith("{#"):
        report(number, "между { и # нужен пробел: { #id … }")
    if not match[0][:1].isspace():
        report(number, "перед { нужен пробел")
    if not title:
        report(number, "у вопроса нет названия; напишите его перед {")
    names = attribute_names(body)
    _take_ids(question, [value for key, value in names if key == "id"], report)
    _take_classes(question, [str(value) for key, value in names if key == "."], vocabulary, report)
    for key, value in names:
        if key not in {"id", "."}:
            shown = key if value is None else f"{key}={value}"
            report(number, f"лишний атрибут «{shown}»; у вопроса только #id, .уровень и .теги")
    return question


def _some_level(page: str, vocabulary: Vocabulary) -> str:
    folder = PurePosixPath(page).parts[0]
    return folder if folder in vocabulary.levels else "any"


def _take_ids(question: OpenQuestion, ids: list[str | None], report: Report) -> None:
    if not ids:
        report(question.line, "у вопроса нет id; допишите { #латинское-слово … } — это его вечный адрес")
    elif len(ids) > 1:
        report(question.line, f"у вопроса два id: {', '.join(map(str, ids))}; оставьте один")
    elif not is_valid_id(ids[0] or ""):
        report(question.line, f"id «{ids[0]}» не годится; только строчная латиница, цифры и дефис")
    question.id = (ids[0] or "") if ids else ""


def _take_classes(question: OpenQuestion, classes: list[str], vocabulary: Vocabulary, report: Report) -> None:
    levels, tags = vocabulary.levels, vocabulary.tags
    if len(classes) > CLASSES_LIMIT:
        report(question.line, f"уровней и тегов {len(classes)} при пределе {CLASSES_LIMIT}; оставьте главные")
        classes = [name for name in classes if name in levels or name in tags]
    question.levels = [name for name in classes if name in levels]
    question.tags = [name for name in classes if name in tags]
    maybe_level = False
    for name in classes:
        if name in levels or name in tags:
            continue
        maybe_level = maybe_level or bool(difflib.get_close_matches(name, levels, 1))
        report(question.line, _unknown_class(name, vocabulary))
    has_unknown = len(question.levels) + len(question.tags) < len(classes)
    if not question.levels and not maybe_level:
        report(question.line, f"у вопроса нет уровня; допишите один из: .{', .'.join(levels)}")
    elif len(question.levels) > 1:
        report(question.line, f"у вопроса два уровня: {', '.join(question.levels)}; оставьте один")
    if not question.tags and (not has_unknown or maybe_level):
        report(question.line, "у вопроса нет тега; список тегов — extra.topics в mkdocs.yml")
    if len(set(classes)) < len(classes):
        report(question.line, "уровень или тег назван дважды; оставьте один раз")


def _unknown_class(name: str, vocabulary: Vocabulary) -> str:
    known = [*vocabulary.levels, *vocabulary.tags]
    close = difflib.get_close_matches(name, known, 1)
    hint = f" (возможно, «{close[0]}»)" if close else ""
    return f"неизвестный тег «{name}»{hint}; список тегов — extra.topics в mkdocs.yml"
