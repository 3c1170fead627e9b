"""What a question of each kind consists of, as data, and the limits of its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

BODY_INDENT = 4
SHORT = "Коротко"
"""The bold word that opens every model answer."""
SHORT_LIMIT = 450
"""Most characters of its plain text, code not counted: about 30 seconds of speech, one side of an Anki card."""
POINTS_LIMIT = 4
"""Most points of a list in it."""
CODE_LIMIT = 4
"""Most lines of code in it, all fences together."""
WORDS_LIMIT = 350
"""Most words of prose of all that stands below it: about three minutes; code, tables, pictures not counted."""
CLASSES_LIMIT = 20
"""Most levels and tags of a question: for each unknown one what was meant is looked for."""
UNFINISHED = "ДОПИСАТЬ"
"""What stands in a new question where its writer has yet to write; `scripts/tools/question_skeleton.py` puts it in."""


@dataclass(frozen=True)
class BlockRule:
    """A folded block: its CSS word (`success`) and its title, both fixed."""

    word: str
    title: str
    required: bool = True

    def __str__(self) -> str:
        return f'??? {self.word} "{self.title}"'


@dataclass(frozen=True)
class Kind:
    """What a question of one kind consists of, in order."""

    name: str
    blocks: tuple[BlockRule, ...]
    lead_ins: tuple[str, ...]
    """Bold words that must open a paragraph of the model answer; the first opens the answer."""
    points: tuple[str, ...] = ()
    """Bold words that open the points of «Коротко», which then is a list of just these."""
    levels: tuple[str, ...] = ()
    """Bold words that open the points of «Что проверяет интервьюер», which is a list of just these."""
    has_only_follow_ups: bool = True
    """Whether every point of «Дополнительные вопросы» asks something; else there may be advice among them."""
    has_words_limit: bool = False
    needs_versions: bool = False
    needs_source: bool = False


MODEL_ANSWER = BlockRule("success", "Модельный ответ")
FOLLOW_UPS = BlockRule("question", "Дополнительные вопросы")
SIGNALS = BlockRule("info", "Что проверяет интервьюер")
SOURCES = BlockRule("quote", "Источники")
_OPTIONAL_SOURCES = BlockRule("quote", "Источники", required=False)
TECHNICAL = Kind(
    "technical",
    (
        MODEL_ANSWER,
        BlockRule("failure", "Типичные ошибки"),
        FOLLOW_UPS,
        SIGNALS,
        SOURCES,
    ),
    (SHORT, "Подробно"),
    levels=("Junior", "Middle", "Сильный кандидат"),
    has_words_limit=True,
    needs_versions=True,
    needs_source=True,
)
BEHAVIOURAL = Kind(
    "behavioural",
    (
        MODEL_ANSWER,
        BlockRule("failure", "Плохой ответ"),
        FOLLOW_UPS,
        SIGNALS,
        BlockRule("tip", "Если опыта нет"),
        _OPTIONAL_SOURCES,
    ),
    (SHORT, "Каркас", "Пример ответа", "Заготовка"),
    ("Проверяют", "Скажите", "Не говорите"),
    ("Junior", "Middle", "Сильный кандидат", "Настораживает"),
)
EMPLOYER = Kind(
    "employer",
    (
        MODEL_ANSWER,
        FOLLOW_UPS,
        BlockRule("abstract", "Что узнать заранее"),
        _OPTIONAL_SOURCES,
    ),
    (SHORT, "Зачем спрашивать", "Кому и когда", "Как сформулировать", "Хороший признак", "Красный флаг"),
    ("Спросите", "Радует", "Настораживает"),
    has_only_follow_ups=False,
)
KINDS: Mapping[str, Kind] = {
    "junior": TECHNICAL,
    "middle": TECHNICAL,
    "soft-skills": BEHAVIOURAL,
    "employer": EMPLOYER,
}
"""Folder of `docs/` -> kind of the questions in it."""
