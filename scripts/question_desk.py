"""What a new question must agree with: sections, levels, topics, ids; each refusal names the repair.

Knows neither the command line nor the dialogue; `new_question.py` asks.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hooks.bank.records import Bank, Question
    from hooks.bank.vocabulary import Vocabulary


class RefusedError(Exception):
    """Nothing was written; the message names every reason."""


@dataclass(frozen=True)
class Section:
    """A page that takes questions."""

    page: str
    title: str


@dataclass
class Draft:
    """What is known of the new question, as it was typed."""

    section: str | None
    title: str | None
    id: str | None
    level: str | None
    tags: str | None
    after: str | None


class Desk:
    """The bank and what a new question must agree with."""

    def __init__(self, docs: Path, vocabulary: Vocabulary, bank: Bank, published: frozenset[str]) -> None:
        from hooks.bank.kinds import KINDS
        from hooks.bank.macro_calls import is_index_page

        self.docs = docs
        self.vocabulary = vocabulary
        self.questions = {question.id: question for question in bank.questions}
        self.published = published
        pages = [page for page in vocabulary.nav if page.partition("/")[0] in KINDS and not is_index_page(page)]
        titles = {question.page: question.section for question in bank.questions}
        self.sections = [Section(page, titles.get(page, page)) for page in pages if (docs / page).is_file()]

    def section(self, text: str) -> Section:
        """Return the section of a number, a path or a name, or raise RefusedError, as all of these do."""
        name = text.strip().removeprefix("docs/").removesuffix(".md")
        if name.isdecimal() and 1 <= int(name) <= len(self.sections):
            return self.sections[int(name) - 1]
        found = [
            one for one in self.sections if name.lower() in (one.page.removesuffix(".md").lower(), one.title.lower())
        ]
        found = found or [one for one in self.sections if Path(one.page).stem == name]
        if len(found) == 1:
            return found[0]
        known = [known for one in self.sections for known in (one.page.removesuffix(".md"), one.title)]
        raise RefusedError(f"нет раздела «{text.strip()}»{_hint(name, known)}; разделы — nav в mkdocs.yml")

    def title(self, text: str) -> str:
        """Return a title with single spaces."""
        title = " ".join(text.split())
        if not title:
            raise RefusedError("название пусто; напишите, о чём вопрос")
        if not title.isprintable():
            raise RefusedError("в названии есть невидимые знаки; наберите его заново")
        if wrong := sorted(set(title) & set("{}<>")) or (["#"] if title.endswith("#") else []):
            raise RefusedError(f"в названии нельзя: {' '.join(wrong)}")
        return title

    def id(self, text: str) -> str:
        """Return an id that is nobody's."""
        from hooks.bank.headings import is_valid_id

        name = text.strip().removeprefix("#")
        if not is_valid_id(name):
            raise RefusedError(f"id «{name}» не годится; только строчная латиница, цифры и дефис")
        if other := self.questions.get(name):
            raise RefusedError(f"id «{name}» уже занят: {other.source}:{other.line}; выберите другой")
        if name in self.published:
            raise RefusedError(f"id «{name}» раньше вёл на другой вопрос (docs/addresses.txt); выберите другой")
        return name

    def level(self, text: str) -> str:
        """Return the level of a class or of a name."""
        name = text.strip().removeprefix(".")
        for level, title in self.vocabulary.levels.items():
            if name.lower() in (level, title.lower()):
                return level
        raise RefusedError(f"нет уровня «{name}»; уровни: {levels(self.vocabulary)}")

    def tags(self, text: str) -> tuple[str, ...]:
        """Return the topics of classes or names, each once."""
        by_title = {about.title.lower(): tag for tag, about in self.vocabulary.tags.items()}
        names = [name.strip(" .") for name in text.split(",") if name.strip(" .")]
        # A Russian name may hold spaces, a tag never does.
        words = [by_title.get(name.lower()) or name.split() for name in names]
        tags = [tag for word in words for tag in ([word] if isinstance(word, str) else word)]
        tags = [tag.removeprefix(".") for tag in tags]
        if unknown := [tag for tag in tags if tag not in self.vocabulary.tags]:
            named = ", ".join(f"«{tag}»{_hint(tag, [*self.vocabulary.tags, *by_title])}" for tag in unknown)
            raise RefusedError(f"нет темы {named}; список тем — extra.topics в mkdocs.yml, новую допишите туда же")
        if not tags:
            raise RefusedError("нужна хотя бы одна тема")
        return tuple(dict.fromkeys(tags))

    def after(self, text: str) -> Question | None:
        """Return the question to stand behind; nothing for the first place."""
        name = text.strip().removeprefix("#")
        if name == "0":
            return None
        if name not in self.questions:
            raise RefusedError(f"--after: нет вопроса «{name}»{_hint(name, [*self.questions])}")
        return self.questions[name]

    def on_page(self, page: str) -> list[Question]:
        """Return the questions of a page in their order."""
        return [one for one in self.questions.values() if one.page == page]


def _hint(name: str, known: list[str]) -> str:
    """Return the known name that was most likely meant: much like it, or longer by its end."""
    # «кеш» is meant for «Кэширование».
    folded = {one.lower().replace("э", "е"): one for one in known}
    typed = name.lower().replace("э", "е")
    near = difflib.get_close_matches(typed, folded, 1) or [one for one in folded if typed and one.startswith(typed)]
    return f" (возможно, «{folded[near[0]]}»)" if near else ""


def levels(vocabulary: Vocabulary) -> str:
    return ", ".join(f"{level} — {title}" for level, title in vocabulary.levels.items())


TITLE_LIMIT = 60
"""Most characters of a title that nobody asks about: the longest of the site has 42."""


def doubt(title: str) -> str:
    """Return what is doubtful about a title; nothing where it is short and names its subject."""
    if not title.endswith("?") and len(title) <= TITLE_LIMIT:
        return ""
    return "Похоже на целый вопрос: его напишете под заголовком, а название — предмет в двух-пяти словах."
