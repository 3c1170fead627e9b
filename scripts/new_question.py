"""Add a question to a page, as a skeleton to fill in: `python3 -m scripts.new_question`."""

from __future__ import annotations

import contextlib
import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from scripts.tools import environment, running, safe_write
from scripts.tools.command_line import Parser
from scripts.tools.question_desk import Desk, Draft, RefusedError, doubt, levels


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
    options.add_argument("--after", metavar="ID", help="вставить за этим вопросом; 0 — первым")
    options.add_argument("--docs", type=Path, default=environment.ROOT / "docs", help="папка со страницами (docs/)")
    return result


def _published_ids(docs: Path) -> frozenset[str]:
    """Return every id that was ever published: readers may come by it from old links."""
    from hooks.checks.project import addresses

    before = addresses.published_before(docs)
    if before is None:
        before = [entry.address for entry in addresses.load(docs).entries]
    return frozenset(one.partition("#")[2] for one in before) - {""}


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


def _complete(draft: Draft, desk: Desk) -> None:
    """Ask for what is missing, in place; with all that must be given, ask for nothing."""
    from scripts.tools.question_skeleton import suggest_id

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
        if sys.stdin.isatty() and (doubtful := doubt(draft.title)):
            print(f"  {doubtful}")
            draft.title = _ask("Короткое название (Enter — оставить)", desk.title, draft.title)
    if draft.id is None:
        suggestion = suggest_id(draft.title, desk.published | desk.questions.keys())
        # An id stays for ever: where somebody sits before the terminal, it is never taken unseen.
        is_asked = asks or sys.stdin.isatty()
        draft.id = _ask("id, вечный адрес вопроса", desk.id, suggestion) if is_asked else suggestion
    if draft.level is None:
        folder = _folder(draft.section, desk)
        default = folder if folder in desk.vocabulary.levels else "any"
        draft.level = _ask(f"Уровень ({levels(desk.vocabulary)})", desk.level, default) if asks else default
    if draft.tags is None:
        print("Темы:")
        _print_columns([f"{tag} — {about.title}" for tag, about in desk.vocabulary.tags.items()])
        draft.tags = _ask("Темы вопроса через запятую", desk.tags)
    if draft.after is None and asks:
        draft.after = _ask_place(desk.section(draft.section).page, desk)


def _ask_place(page: str, desk: Desk) -> str | None:
    """Ask which question of the page the new one follows; nothing for the end of the page."""
    there = desk.on_page(page)
    if not there:
        return None
    print("Вопросы страницы:")
    for number, one in enumerate(there, 1):
        print(f"  {number:2}. {one.title}")

    def place(text: str) -> str:
        """Return the id that a number or an id stands for; «0» for the first place."""
        if text.isdecimal() and int(text) <= len(there):
            return there[int(text) - 1].id if int(text) else text
        name = text.strip().removeprefix("#")
        if name not in {one.id for one in there}:
            raise RefusedError(f"нет вопроса «{name}» на этой странице; пишите номер, 0 — поставить первым")
        return name

    return place(_ask("После какого поставить (номер; 0 — первым)", place, str(len(there))))


def _folder(section: str, desk: Desk) -> str:
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


def _checked(draft: Draft, desk: Desk) -> dict[str, object]:
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
    if values.get("after") and "section" in values and values["after"].page != values["section"].page:
        problems.append(f"--after: вопрос «{values['after'].id}» не в этом разделе, а в docs/{values['after'].page}")
    if problems:
        raise RefusedError("\n".join(problems))
    return values


def add(draft: Draft, desk: Desk) -> tuple[str, int, str]:
    """Write the skeleton into its page.

    Returns:
        The page inside `docs/`, the line of the new heading, the id.

    Raises:
        RefusedError: when something in the draft is wrong, or the page is too broken to take a question.
        OSError: when the page cannot be read or written; it is left as it was.
    """
    from hooks.bank.kinds import KINDS
    from scripts.tools.question_skeleton import insert, skeleton

    values = _checked(draft, desk)
    page = values["section"].page
    kind = KINDS[page.partition("/")[0]]
    text = skeleton(kind, **{name: values[name] for name in ("title", "id", "level", "tags")})
    path = (desk.docs / page).resolve()
    try:
        old = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise RefusedError(f"docs/{page}:1: файл не в UTF-8; сохраните его в этой кодировке") from None
    after = (values["after"].id if values["after"] else "") if "after" in values else None
    new, line = insert(old, text, _parsed(old, page, desk)[0], after)
    _refuse_damage(old, new, page, values["id"], desk)
    safe_write.replace(path, new.encode("utf-8"))
    return page, line, values["id"]


def _parsed(text: str, page: str, desk: Desk) -> tuple[list, list]:
    from hooks.bank.load import parse_page

    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return parse_page(text, page, desk.vocabulary)


def _refuse_damage(old: str, new: str, page: str, id: str, desk: Desk) -> None:
    """Make sure that the page has all its questions as they were, and the new one whole."""
    (before, problems), (after, _) = _parsed(old, page, desk), _parsed(new, page, desk)
    kept = [(one.id, one.prompt, [block.body for block in one.blocks]) for one in after if one.id != id]
    was = [(one.id, one.prompt, [block.body for block in one.blocks]) for one in before]
    if kept != was or id not in {one.id for one in after}:
        reasons = "\n".join(map(str, problems)) or f"docs/{page}:1: страница разобрана не так, как ожидалось"
        raise RefusedError(f"Сначала исправьте страницу:\n{reasons}")


NEXT = """Вопрос добавлен: docs/{page}:{line}
Его адрес — {id}. Пока вопрос не опубликован, адрес можно поменять в заголовке, потом — никогда.

Что дальше:
  1. Замените каждое «{mark}» с подсказкой своим текстом.
  2. Проверьте: python3 -m scripts.check --fix
  3. Запустите примеры: python3 -m scripts.samples {id}
  4. Посмотрите: python3 -m scripts.serve, затем http://127.0.0.1:8000/{url}
  5. Отправьте: git switch -c {id} && git commit -am {message} && git push -u origin {id}
"""


def main(argv: list[str] | None = None) -> int:
    """Add a question; return 0 when it was added, 1 when nothing was written."""
    arguments = parser().parse_args(argv)
    environment.enter()
    # Imported late: before enter() nothing but the standard library may be there.
    from hooks.bank.kinds import UNFINISHED
    from hooks.bank.load import load_bank
    from hooks.bank.vocabulary import load_vocabulary

    draft = Draft(**{name: getattr(arguments, name) for name in ("section", "title", "id", "level", "tags", "after")})
    try:
        vocabulary = load_vocabulary(arguments.docs.parent / "mkdocs.yml")
        desk = Desk(arguments.docs, vocabulary, load_bank(arguments.docs, vocabulary), _published_ids(arguments.docs))
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
    if arguments.title and (doubtful := doubt(desk.title(draft.title))):
        print(doubtful)
    print(NEXT.format(page=page, line=line, mark=UNFINISHED, url=url, id=id, message=message))
    return 0


if __name__ == "__main__":
    sys.exit(running.run(main))
