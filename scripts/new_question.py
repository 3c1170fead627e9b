"""Add a question to a page, as a skeleton to fill in: `python3 -m scripts.new_question`."""

from __future__ import annotations

import contextlib
import shlex
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scripts import environment, safe_write
from scripts.command_line import Parser

if TYPE_CHECKING:
    from hooks.question_bank import Bank, Question, Vocabulary


class RefusedError(Exception):
    """Nothing was written; the message names every reason."""


def parser() -> Parser:
    """Return the parser of the command line."""
    result = Parser(
        "new_question",
        "Добавляет вопрос: вставляет в страницу заготовку со всеми нужными блоками."
        " О чём не сказано в параметрах, спросит сам; вид вопроса определяет папка раздела.",
        epilog="Пример:\n  python3 -m scripts.new_question --section junior/python-basics"
        " --title 'Срезы списков' --tags collections",
    )
    options = result.options
    options.add_argument("--section", help="раздел: путь страницы в docs/ или её название")
    options.add_argument("--title", help="короткое название вопроса")
    options.add_argument("--id", help="вечный адрес латиницей; без него — по названию")
    options.add_argument("--level", help="уровень; без него — по папке раздела")
    options.add_argument("--tags", help="темы через запятую или пробел")
    options.add_argument("--after", metavar="ID", help="вставить за этим вопросом; без него — в конец страницы")
    options.add_argument("--docs", type=Path, default=environment.ROOT / "docs", help="папка со страницами (docs/)")
    return result


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


class _Desk:
    """The bank and what a new question must agree with."""

    def __init__(self, docs: Path, vocabulary: Vocabulary, bank: Bank) -> None:
        from hooks.question_bank import KINDS, is_index_page

        self.docs = docs
        self.vocabulary = vocabulary
        self.questions = {question.id: question for question in bank.questions}
        self.published = _published_ids(docs)
        pages = [page for page in vocabulary.nav if page.partition("/")[0] in KINDS and not is_index_page(page)]
        titles = {question.page: question.section for question in bank.questions}
        self.sections = [Section(page, titles.get(page, page)) for page in pages if (docs / page).is_file()]

    # What each value must be: a function returns the value, or raises RefusedError with the repair.

    def section(self, text: str) -> Section:
        name = text.strip().removeprefix("docs/").removesuffix(".md")
        if name.isdecimal() and 1 <= int(name) <= len(self.sections):
            return self.sections[int(name) - 1]
        found = [
            one for one in self.sections if name.lower() in (one.page.removesuffix(".md").lower(), one.title.lower())
        ]
        found = found or [one for one in self.sections if Path(one.page).stem == name]
        if len(found) == 1:
            return found[0]
        known = ", ".join(one.page.removesuffix(".md") for one in self.sections)
        raise RefusedError(f"нет раздела «{text.strip()}»; разделы: {known}")

    def title(self, text: str) -> str:
        title = " ".join(text.split())
        if not title:
            raise RefusedError("название пусто; напишите, о чём вопрос")
        if wrong := sorted(set(title) & set("{}<>")) or (["#"] if title.endswith("#") else []):
            raise RefusedError(f"в названии нельзя: {' '.join(wrong)}")
        return title

    def id(self, text: str) -> str:
        from hooks.question_bank import is_valid_id

        name = text.strip().removeprefix("#")
        if not is_valid_id(name):
            raise RefusedError(f"id «{name}» не годится; только строчная латиница, цифры и дефис")
        if other := self.questions.get(name):
            raise RefusedError(f"id «{name}» уже занят: {other.source}:{other.line}; выберите другой")
        if name in self.published:
            raise RefusedError(f"id «{name}» раньше вёл на другой вопрос (docs/addresses.txt); выберите другой")
        return name

    def level(self, text: str) -> str:
        name = text.strip().removeprefix(".")
        if name not in self.vocabulary.levels:
            raise RefusedError(f"нет уровня «{name}»; уровни: {', '.join(self.vocabulary.levels)}")
        return name

    def tags(self, text: str) -> tuple[str, ...]:
        by_title = {about.title.lower(): tag for tag, about in self.vocabulary.tags.items()}
        names = [name.strip(" .") for name in text.split(",") if name.strip(" .")]
        # A Russian name may hold spaces, a tag never does.
        words = [by_title.get(name.lower()) or name.split() for name in names]
        tags = [tag for word in words for tag in ([word] if isinstance(word, str) else word)]
        tags = [tag.removeprefix(".") for tag in tags]
        if unknown := [tag for tag in tags if tag not in self.vocabulary.tags]:
            raise RefusedError(f"нет темы {_quoted(unknown)}; темы: {', '.join(self.vocabulary.tags)}")
        if not tags:
            raise RefusedError("нужна хотя бы одна тема")
        return tuple(dict.fromkeys(tags))

    def after(self, text: str) -> Question:
        name = text.strip().removeprefix("#")
        if name not in self.questions:
            raise RefusedError(f"--after: нет вопроса «{name}»")
        return self.questions[name]


def _published_ids(docs: Path) -> frozenset[str]:
    """Return every id that was ever published: readers may come by it from old links."""
    from hooks.page_checks import addresses

    before = addresses.published_before(docs)
    if before is None:
        before = [entry.address for entry in addresses.load(docs).entries]
    return frozenset(one.partition("#")[2] for one in before) - {""}


def _quoted(names: list[str]) -> str:
    return ", ".join(f"«{name}»" for name in names)


# -- the dialogue ------------------------------------------------------------------------------


def _ask(question: str, check: Callable[[str], object], default: str = "") -> str:
    """Ask until the answer is good; without a terminal, once.

    Raises:
        RefusedError: when an answer that came through a pipe is wrong.
    """
    while True:
        answer = input(f"{question}{f' [{default}]' if default else ''}: ").strip() or default
        try:
            check(answer)
        except RefusedError as error:
            if not sys.stdin.isatty():
                raise
            print(f"  {error}")
        else:
            return answer


def _complete(draft: Draft, desk: _Desk) -> None:
    """Ask for what is missing, in place; with all that must be given, ask for nothing."""
    from scripts.question_skeleton import suggest_id

    if draft.after is not None and draft.section is None and draft.after.removeprefix("#") in desk.questions:
        draft.section = desk.questions[draft.after.removeprefix("#")].page
    asks = None in (draft.section, draft.title, draft.tags)
    if draft.section is None:
        print("Разделы:")
        for number, one in enumerate(desk.sections, 1):
            print(f"  {number:2}. {one.title} — {one.page.removesuffix('.md')}")
        draft.section = _ask("Раздел (номер или путь)", desk.section)
    if draft.title is None:
        draft.title = _ask("Короткое название", desk.title)
    if draft.id is None:
        suggestion = suggest_id(draft.title, desk.published | desk.questions.keys())
        draft.id = _ask("id, вечный адрес вопроса", desk.id, suggestion) if asks else suggestion
    if draft.level is None:
        folder = _folder(draft.section, desk)
        default = folder if folder in desk.vocabulary.levels else "any"
        levels = ", ".join(desk.vocabulary.levels)
        draft.level = _ask(f"Уровень ({levels})", desk.level, default) if asks else default
    if draft.tags is None:
        print("Темы:")
        _print_columns([f"{tag} — {about.title}" for tag, about in desk.vocabulary.tags.items()])
        draft.tags = _ask("Темы вопроса через запятую", desk.tags)


def _folder(section: str, desk: _Desk) -> str:
    with contextlib.suppress(RefusedError):
        return desk.section(section).page.partition("/")[0]
    return ""


def _print_columns(items: list[str]) -> None:
    width = max(map(len, items)) + 2
    columns = max(1, shutil.get_terminal_size().columns // width)
    height = -(-len(items) // columns)
    for row in range(height):
        print("  " + "".join(item.ljust(width) for item in items[row::height]).rstrip())


# -- the page ----------------------------------------------------------------------------------


def _checked(draft: Draft, desk: _Desk) -> dict[str, object]:
    """Return the checked values by name.

    Raises:
        RefusedError: with every mistake at once.
    """
    values, problems = {}, []
    for name in ("section", "title", "id", "level", "tags", "after"):
        text = getattr(draft, name)
        if text is None:
            continue
        try:
            values[name] = getattr(desk, name)(text)
        except RefusedError as error:
            problems.append(str(error))
    if {"section", "after"} <= values.keys() and values["after"].page != values["section"].page:
        problems.append(f"--after: вопрос «{values['after'].id}» не в этом разделе, а в docs/{values['after'].page}")
    if problems:
        raise RefusedError("\n".join(problems))
    return values


def add(draft: Draft, desk: _Desk) -> tuple[str, int, str]:
    """Write the skeleton into its page.

    Returns:
        The page inside `docs/`, the line of the new heading, the id.

    Raises:
        RefusedError: when something in the draft is wrong, or the page is too broken to take a question.
        OSError: when the page cannot be read or written; it is left as it was.
    """
    from hooks.question_bank import KINDS
    from scripts.question_skeleton import insert, skeleton

    values = _checked(draft, desk)
    page = values["section"].page
    kind = KINDS[page.partition("/")[0]]
    text = skeleton(kind, **{name: values[name] for name in ("title", "id", "level", "tags")})
    path = (desk.docs / page).resolve()
    try:
        old = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise RefusedError(f"docs/{page}:1: файл не в UTF-8; сохраните его в этой кодировке") from None
    after = values["after"].id if "after" in values else None
    new, line = insert(old, text, _parsed(old, page, desk)[0], after)
    _refuse_damage(old, new, page, values["id"], desk)
    safe_write.replace(path, new.encode("utf-8"))
    return page, line, values["id"]


def _parsed(text: str, page: str, desk: _Desk) -> tuple[list, list]:
    from hooks.question_bank import parse_page

    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return parse_page(text, page, desk.vocabulary)


def _refuse_damage(old: str, new: str, page: str, id: str, desk: _Desk) -> None:
    """Make sure that the page has all its questions as they were, and the new one whole."""
    (before, problems), (after, _) = _parsed(old, page, desk), _parsed(new, page, desk)
    kept = [(one.id, one.prompt, [block.body for block in one.blocks]) for one in after if one.id != id]
    was = [(one.id, one.prompt, [block.body for block in one.blocks]) for one in before]
    if kept != was or id not in {one.id for one in after}:
        reasons = "\n".join(map(str, problems)) or f"docs/{page}:1: страница разобрана не так, как ожидалось"
        raise RefusedError(f"Сначала исправьте страницу:\n{reasons}")


NEXT = """Вопрос добавлен: docs/{page}:{line}

Что дальше:
  1. Замените каждое «{mark}» с подсказкой своим текстом.
  2. Проверьте: python3 -m scripts.check
  3. Посмотрите: python3 -m scripts.serve, затем http://127.0.0.1:8000/{url}
  4. Отправьте: git switch -c {id} && git commit -am {message} && git push -u origin {id}
"""


def main(argv: list[str] | None = None) -> int:
    """Add a question; return 0 when it was added, 1 when nothing was written."""
    arguments = parser().parse_args(argv)
    environment.enter()
    # Imported late: before enter() nothing but the standard library may be there.
    from hooks.question_bank import UNFINISHED, load_bank, load_vocabulary

    draft = Draft(**{name: getattr(arguments, name) for name in ("section", "title", "id", "level", "tags", "after")})
    try:
        vocabulary = load_vocabulary(arguments.docs.parent / "mkdocs.yml")
        desk = _Desk(arguments.docs, vocabulary, load_bank(arguments.docs, vocabulary))
        _complete(draft, desk)
        page, line, id = add(draft, desk)
    except EOFError:
        print("\nВвод закончился раньше ответов; ничего не записано.", file=sys.stderr)
        return 1
    except (RefusedError, ValueError) as error:
        print(f"{error}\nНичего не записано.", file=sys.stderr)
        return 1
    url = f"{page.removesuffix('.md')}/#{id}"
    message = shlex.quote(f"Вопрос: {desk.title(draft.title)}")
    print(NEXT.format(page=page, line=line, mark=UNFINISHED, url=url, id=id, message=message))
    return 0


if __name__ == "__main__":
    sys.exit(environment.run(main))
