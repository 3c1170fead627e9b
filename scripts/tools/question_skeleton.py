"""A new question as text: its id, its skeleton, its place in a page.

Knows neither MkDocs nor the disk. What a skeleton consists of is `KINDS` of `hooks/bank/kinds.py`,
so that it is always what the checker asks for; only the hints are here.
"""

from __future__ import annotations

import re
import unicodedata

from hooks.bank.kinds import POINTS_LIMIT, SHORT, SHORT_LIMIT, SIGNALS, UNFINISHED, WORDS_LIMIT, Kind
from hooks.bank.records import Question

ID_LIMIT = 40
"""Most characters of a suggested id: it is a part of an address."""

PROMPT_HINT = "вопрос целиком, как его задал бы интервьюер"
HINTS = {
    # technical
    SHORT: f"два-четыре предложения или список до {POINTS_LIMIT} пунктов, не больше {SHORT_LIMIT} знаков;"
    " первое предложение отвечает на вопрос",
    "Подробно": f"как это устроено, до {WORDS_LIMIT} слов, ответ на каждую часть вопроса; затем пример с его выводом",
    "Типичные ошибки": "**«Неверное утверждение».** Как на самом деле",
    "Источники": "ссылка на нужный раздел документации или стандарта",
    # behavioural
    "Проверяют": "зачем об этом спрашивают",
    "Скажите": "каркас ответа в одну строку",
    "Не говорите": "то, что проваливает ответ",
    "Каркас": "список, шаг — одна строка",
    "Пример ответа": "90–220 слов живой речи; скажите, что факты придуманы",
    "Заготовка": "тот же ответ с пропусками для своей истории",
    "Плохой ответ": "короткий плохой ответ и почему он не годится",
    "Если опыта нет": "что рассказать об учёбе или своём проекте",
    # employer
    "Спросите": "одна готовая фраза",
    "Радует": "один хороший признак",
    "Настораживает": "красный флаг",
    "Зачем спрашивать": "что узнаёт тот, кто об этом спросит",
    "Кому и когда": "HR, тимлиду, руководителю; до предложения о работе или после",
    "Как сформулировать": "готовая фраза",
    "Хороший признак": "какой ответ радует",
    "Красный флаг": "какой ответ настораживает",
    "Что узнать заранее": "где посмотреть до собеседования, со ссылками",
    # all
    "Дополнительные вопросы": "**О чём спросят дальше?** Короткий ответ",
    "Junior": "что он говорит; признаки — через точку с запятой",
    "Middle": "что добавляет к этому",
    "Сильный кандидат": "чем выделяется",
}
"""Title of a block or bold words of the model answer -> what to write there."""

_LISTS = frozenset({"Типичные ошибки", "Дополнительные вопросы", "Источники"})

# ICAO Doc 9303, part 3, table 6 B, as Russian passports have it, but «э» as e and «ъ» left out.
_LETTERS = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch _ y _ e iu ia".replace("_", "").split(" "),
        strict=True,
    )
)
_SMALL_WORDS = frozenset(
    [
        *("а", "в", "во", "для", "за", "и", "из", "или", "к", "ко", "ли", "на", "о", "об", "от", "по", "при", "с"),
        *("со", "у", "это", "как", "кто", "что", "чего", "чему", "чем", "чём", "какой", "какая", "какое", "какие"),
        *("такой", "такая", "такое", "такие", "a", "an", "and", "in", "of", "or", "the", "to", "what"),
    ]
)
"""What an id does without; «не», «без» and their like are not here: without them it would say the opposite."""
_NEGATIONS = frozenset({"не", "ни", "без", "no", "not", "without"})


def suggest_id(title: str, taken: frozenset[str] | set[str] = frozenset()) -> str:
    """Return a free id made of a title: English words as they are, Russian ones in Latin letters.

    Returns:
        The id, empty where the title has no letter or digit to make it of.
    """
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", title.lower()))
    words = [word for word in words if word not in _SMALL_WORDS] or words
    base = _joined([one for one in map(_latin, _with_negations(words)) if one])
    if base and not base[0].isalpha():
        base = f"vopros-{base}"
    number, suggestion = 1, base
    while suggestion in taken:
        number += 1
        suggestion = f"{base}-{number}"
    return suggestion


def _with_negations(words: list[str]) -> list[str]:
    """Join each negation to the word after it, so that an id holds both or neither."""
    result: list[str] = []
    for word in words:
        if result and result[-1] in _NEGATIONS:
            result[-1] += f" {word}"
        else:
            result.append(word)
    return result


def _latin(words: str) -> str:
    """Return words in Latin letters with hyphens between them."""
    latin = "".join(_LETTERS.get(letter, letter) for letter in words)
    return "-".join(re.sub(r"[^a-z0-9 ]", "", latin).split())


def _joined(words: list[str]) -> str:
    """Join words while the id stays short; the first word is kept in any case."""
    result = "".join(words[:1])[:ID_LIMIT]
    for word in words[1:]:
        if len(result) + 1 + len(word) > ID_LIMIT:
            break
        result += f"-{word}"
    return result


def skeleton(kind: Kind, *, title: str, id: str, level: str, tags: tuple[str, ...]) -> str:
    """Return a question with everything that its kind needs and nothing written yet; no blank line at its ends."""
    classes = " ".join(f".{name}" for name in (level, *tags))
    parts = [f"## {title} {{ #{id} {classes} }}", f"{UNFINISHED}: {PROMPT_HINT}?"]
    for rule in kind.blocks:
        parts.append(str(rule))
        if rule == kind.blocks[0]:
            parts += _answer(kind)
        elif rule == SIGNALS:
            parts.append("\n".join(f"    - **{level}:** {_place(level)}" for level in kind.levels))
        else:
            text = _place(rule.title, "" if rule.required else "; не нужны — удалите блок")
            parts.append("    - " + text if rule.title in _LISTS else "    " + text)
    return "\n\n".join(parts)


def _answer(kind: Kind) -> list[str]:
    """Return the paragraphs of a model answer; where «Коротко» is a list of fixed points, each has its line."""
    first, *others = kind.lead_ins
    opening = [f"    **{first}.** {_place(first)}"]
    if kind.points:
        points = "\n".join(f"    - **{name}:** {_place(name)}" for name in kind.points)
        opening = [f"    **{first}.**", points]
    return [*opening, *(f"    **{words}.** {_place(words)}" for words in others)]


def _place(name: str, more: str = "") -> str:
    hint = HINTS.get(name, "")
    return f"{UNFINISHED}: {hint}{more}." if hint else UNFINISHED


def insert(page: str, addition: str, questions: list[Question], after: str | None = None) -> tuple[str, int]:
    """Put a question into a page.

    Args:
        page: text of the page, with any line ends.
        addition: the question, as `skeleton` makes it.
        questions: what the parser finds in the page, in its order.
        after: id of the question to stand behind, empty for the first place; the end of the page without it.

    Returns:
        The new text, with the line ends of the old one, and the line of the new heading.

    Raises:
        KeyError: when the page has no question `after`.
    """
    newline = "\r\n" if "\r\n" in page else "\n"
    # Not splitlines(): it cuts at characters that end no line here.
    ends = [found.span() for found in re.finditer(r"\r\n|\n|\r", page)]
    starts = [0, *(end for _, end in ends)]
    place = len(page)
    if after is not None:
        ids = ["", *(question.id for question in questions)]
        if after not in ids:
            raise KeyError(after)
        following = questions[ids.index(after) :]
        place = starts[following[0].line - 1] if following else place
    head, tail = page[:place].rstrip(), page[place:]
    text = addition.replace("\n", newline)
    gap = newline * 2 if tail else newline
    line = sum(start <= len(head) for start in starts) + 2
    return f"{head}{newline * 2}{text}{gap}{tail}", line
