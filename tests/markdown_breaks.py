"""Ways to write what Markdown shows otherwise than it was meant, each with its one message."""

from __future__ import annotations

import re
from pathlib import Path

from hooks.bank.macro_calls import MACROS
from hooks.checks.page.prose import Text
from tests.breaking import Break, replace
from tests.breaks import PLACE, in_answer
from tests.sites import REAL_PAGE, real_page

BREAKS: dict[str, Break] = {}
_CODE = "код пишут в обратных кавычках"
_BRACES = "фигурные скобки вне кода; поставьте обратные кавычки"
_STAR = r"звёздочка останется на странице; закройте выделение, код пишут в обратных кавычках, сам знак — \*"
_UNDERSCORE = "подчёркивание останется на странице; выделяют звёздочками: **слово**"
_MARK = "после знака списка нужен пробел: «- пункт»"
_NUMBER = "после номера пункта нужен пробел: «1. пункт»"
_GAP = "перед списком нужна пустая строка; иначе он сольётся с абзацем"
_NOTE = 'пишите !!! note "Название"'
_HEADING = r"строка станет заголовком; выделите слова полужирным: **Слова.**, знак «#» пишите \#"
_FOOTNOTE = f"сносок здесь нет; дайте ссылку или скажите в скобках, {_CODE}"
_RUN = "строки сольются в абзац; пишите списком: «- пункт»"
_NO_FENCE = "блок кода не сложился; вынесите его из цитаты, ``` над ним и под ним — в своих строках"
_AROUND = "вокруг блока кода нужны пустые строки; сдвиг — как у текста над ним"
_INDENTED = "текст со сдвигом стал кодом; уберите лишние пробелы или поставьте вокруг кода строки ```"
_INDEXES = f"индексов «^» и «~» здесь нет; {_CODE}"
_EMPHASIS = "пробелы внутри выделения, оно не сработает; пишите **слово**"
_NO_GAP = "строка сольётся со следующей; между ними нужна пустая строка"
_ODD = "отступ неразрывными или другими особыми пробелами; замените их обычными"


def _becomes(before: str, after: str) -> str:
    return f"на сайте «{before}» станет «{after}»; {_CODE}"


def _step(what: str, width: int) -> str:
    return f"{what} на {width} пробелов; сдвиг должен делиться на четыре"


# name: (paragraphs put after PLACE, in which of their lines the mistake is, message)
PARAGRAPHS = {
    # names and code without backticks
    "attribute's name in braces": ("Путь /users/{id} такой.", 1, _BRACES),
    "call with a Russian string": (
        'Вызов print("раз") такой.',
        1,
        'код вне кода: «Вызов print("раз") такой.»; поставьте обратные кавычки',
    ),
    "session without a block": (">>> x + 1\n2", 1, "«>>>» станет цитатой; сеанс Python пишут в блоке ```pycon"),
    "bar in the code of a cell": (
        "| а | б |\n|---|---|\n| `x \\| y` | в |",
        3,
        r"в коде таблицы «\|» так и останется; пишите «|»",
    ),
    # lines that run together
    "title without a gap": ("**Слово.**\nТекст.", 1, _NO_GAP),
    "lines with arrows": ("→ раз\n→ слово", 2, _RUN),
    "lines with crosses": ("❌ раз\n❌ слово", 2, _RUN),
    "lines with their names": ("Плюсы: раз.\nМинусы: слово.", 2, _RUN),
    "container of another tool": (":::tip\nСлово.", 1, f"такой заметки здесь нет; {_NOTE}, а под ним текст со сдвигом"),
    "bullet and a tab": ("•\tраз\n•\tслово", 1, "«•» списка не начинает; пишите «- пункт»"),
    "name between underscores": ("Метод __init__ важен.", 1, _becomes("__init__", "init")),
    "name between single underscores": ("Имя _private_ важно.", 1, _becomes("_private_", "private")),
    "name in an item": ("- Раз.\n- Метод __new__ важен.", 2, _becomes("__new__", "new")),
    "name in a cell": ("| а | б |\n|---|---|\n| в | __new__ |", 3, _becomes("__new__", "new")),
    "name in a link": ("[__new__](https://docs.python.org/3/)", 1, _becomes("__new__", "new")),
    "name in the title of a note": ('!!! note "Про __new__"\n\n    Текст.', 1, _becomes("__new__", "new")),
    "product": ("Это a*b*c раз.", 1, _becomes("a*b*c", "abc")),
    "powers": ("Это 2**10 и 3**5.", 1, _becomes("2**10", "210")),
    "arguments": ("Есть *args и **kwargs.", 1, _STAR),
    "call with arguments": ("Вызов f(*args, **kwargs) такой.", 1, _STAR),
    "regular expression": (r"Число \d+\.\d+ такое.", 1, _becomes(r"\d+\.\d+", r"\d+.\d+")),
    "path with two backslashes": (r"Папка C:\\temp такая.", 1, _becomes(r"C:\\temp", r"C:\temp")),
    "index and call": ("Вызов x[i](y) такой.", 1, _becomes("x[i](y)", "xi")),
    "entity without its end": ("Число a &lt b такое.", 1, f"нет «;» после «&lt»; {_CODE}"),
    "invisible letter by name": ("Раз &zwj; два.", 1, "невидимый знак «&zwj;»; удалите его"),
    "path with a name in braces": ("Путь /users/{user_id} такой.", 1, _BRACES),
    "template": ("Значение {{ config }} такое.", 1, _BRACES),
    "variable of a workflow": ("Значение ${{ secrets.x }} такое.", 1, _BRACES),
    "set": ("Множество {1, 2} такое.", 1, _BRACES),
    "braces after bold": ("Слово **раз**{два} такое.", 1, _becomes("раз{два}", "раз")),
    "reference that nobody uses": (
        "[Важно]: слово",
        1,
        f"на адрес этой строки нет ссылки, её не будет на сайте; пишите [текст](адрес), {_CODE}",
    ),
    "keys": ("Нажмите ++ctrl+c++ там.", 1, f"клавиш «++» здесь нет; {_CODE}"),
    "abbreviation": ("*[HTML]: Язык.", 1, "сокращения так не раскрывают; раскройте в скобках при первом упоминании"),
    # marks that other sites know
    "footnote at the margin of the text": ("Факт[^1].\n\n[^1]: Текст.", 1, _FOOTNOTE),
    "footnote of one word": ("Факт[^1].\n\n[^1]: Текст", 1, _FOOTNOTE),
    "footnote that nobody uses": ("[^1]: Текст.", 1, _FOOTNOTE),
    "note of the code host": (
        "> [!NOTE]\n> Текст.",
        1,
        f"такой заметки здесь нет; {_NOTE}, а под ним текст со сдвигом",
    ),
    "text struck out": ("Это ~~раз~~ два.", 1, "зачёркивания здесь нет; скажите словами"),
    "text marked": ("Это ==раз== два.", 1, "выделения «==» здесь нет; пишите **слово**"),
    "formula": ("Сложность $O(n)$ такая.", 1, f"формул здесь нет; {_CODE}, без знаков $"),
    "formula of its own": ("$$n^2$$", 1, f"формул здесь нет; {_CODE}, без знаков $"),
    "smile by name": ("Готово :tada: вот.", 1, "значка так не поставить; скажите словами"),
    "upper index": ("Число x^2^ такое.", 1, _INDEXES),
    "lower index": ("Вода H~2~O такая.", 1, _INDEXES),
    "link of a wiki": ("Смотрите [[раз]].", 1, f"ссылки «[[…]]» здесь нет; пишите [текст](адрес), {_CODE}"),
    "space inside a link": (
        "Смотрите [раз] (https://docs.python.org/3/).",
        1,
        f"ссылка не сложилась; пишите [текст](адрес), {_CODE}",
    ),
    "tabs": (
        '=== "Python"\n\n    Текст.',
        1,
        "вкладок здесь нет; напишите части одну под другой, с **названиями**",
    ),
    "task list": ("- [x] Раз.\n- [ ] Два.", 1, "в ответах нет списков с галочками; пишите «- пункт»"),
    "definition": ("Слово\n: Текст.", 2, "списков определений здесь нет; пишите «- **Слово.** Текст»"),
    "line ended by a backslash": ("Раз\\\nДва.", 1, "«\\» не переносит строку; разделите абзацы пустой строкой"),
    # emphasis
    "bold never closed": ("Это **раз два.", 1, _STAR),
    "emphasis never closed": ("Это *раз два.", 1, _STAR),
    "underscore never closed": ("Это _раз два.", 1, _UNDERSCORE),
    "space at the end of bold": ("Это **раз ** два.", 1, _EMPHASIS),
    "backtick never closed": ("Это `раз два.", 1, "обратная кавычка без пары; поставьте вторую"),
    # lists
    "numbers with a bracket": ("1) раз;\n2) два.", 1, "«1)» списка не начинает; пишите «1. пункт»"),
    "items without a space": ("-раз;\n-два.", 1, _MARK),
    "item of code without a space": ("-`x` — раз.", 1, f"{_MARK}; {_CODE}"),
    "numbers without a space": ("1.раз;\n2.два.", 1, _NUMBER),
    "number and Latin letter without a space": ("1.Python.", 1, f"{_NUMBER}; {_CODE}"),
    "bullets": ("• раз;\n• два.", 1, "«•» списка не начинает; пишите «- пункт»"),
    "short dashes as bullets": ("– раз;\n– два.", 1, "«–» списка не начинает; пишите «- пункт»"),
    "long dashes as bullets": ("— раз;\n— два.", 2, _RUN),
    "letters as numbers": ("а) раз;\nб) два.", 2, _RUN),
    "list of another kind": ("- Раз.\n1. Два.", 2, _GAP),
    "item after an item's text": ("1. Раз.\n- Два.\n- Три.", 2, _GAP),
    "numbers with a hole": ("1. Раз.\n3. Два.\n4. Три.", 2, "пункт «3.» получит на сайте номер 2; исправьте номера"),
    "year that becomes a number": (
        "2024. Это год.",
        1,
        "«2024.» в начале строки станет номером пункта; пишите «2024\\.» или иначе",
    ),
    "list with steps of two": ("- Раз.\n  - Два.\n  - Три.\n    - Четыре.", 2, _step("вложенный пункт сдвинут", 6)),
    "two lists with steps of two": (
        "- Раз.\n  - Два.\n- Три.\n  - Четыре.",
        2,
        _step("вложенный пункт сдвинут", 6),
    ),
    "lines of blanks": (
        "Раз.\n    \nДва.\n  \nТри.",
        2,
        "строки из одних пробелов, эта первая; уберите их: python3 -m scripts.check --fix",
    ),
    "paragraph of an item by two spaces": ("- Раз.\n\n  Два.", 3, _step("абзац сдвинут", 6)),
    "code of an item by two spaces": ("- Раз.\n\n  ```python\n  x = 1\n  ```", 3, _step("блок кода сдвинут", 6)),
    # blocks
    "code without a gap": ("Раз.\n```python\nx = 1\n```", 2, _AROUND),
    "code too deep": ("Раз.\n\n    ```python\n    x = 1\n    ```", 3, _INDENTED),
    "code in a quotation": ("> ```python\n> x = 1\n> ```", 1, _NO_FENCE),
    "note without a title": ("!!! note\n\n    Текст.", 1, f"у заметки нет названия в кавычках; {_NOTE}"),
    "note with a bare title": ("!!! note Слово\n\n    Текст.", 1, f"у заметки нет названия в кавычках; {_NOTE}"),
    "note with curly quotes": ("!!! note «Слово»\n\n    Текст.", 1, f"заметка не сложилась; {_NOTE}"),
    "note without a text": (
        '!!! note "Слово"\n\nТекст.',
        1,
        "заметка пуста; сдвиньте текст под ней на 4 пробела дальше её самой",
    ),
    "heading in an item": ("- Раз.\n\n    ### Два", 3, _HEADING),
    "heading in a quotation": ("> # Раз", 1, _HEADING),
    "line that begins with a number sign": ("#1 в списке.", 1, _HEADING),
    "odd space before code": (
        "Раз.\n\n\xa0\xa0\xa0\xa0```python\n\xa0\xa0\xa0\xa0x = 1\n\xa0\xa0\xa0\xa0```",
        3,
        _ODD,
    ),
}
BREAKS |= {name: in_answer(*paragraphs) for name, paragraphs in PARAGRAPHS.items()}


def a_break(name: str):
    """Register a way to break a copy."""

    def register(function: Break) -> Break:
        BREAKS[name] = function
        return function

    return register


def _edit(name: str, old: str, new: str, message: str, at: int = 0, page: str = REAL_PAGE) -> None:
    """Register the replacement of the first occurrence of a text in a page of a copy."""

    def break_page(root: Path) -> str:
        path = root / ("docs" if page.islower() else "") / page
        line = replace(path, old, new) + at
        return f"{path.relative_to(root)}:{line}: {message}"

    BREAKS[name] = break_page


_SETS = "фигурные скобки в названии; поставьте обратные кавычки"
_edit("braces in a title", "Список и кортеж {", "Множество {1, 2} и {} {", _SETS)
_edit("braces with a name in a title", "Список и кортеж {", "Слово {a} {", _SETS)
_edit("one brace in a title", "Список и кортеж {", "Скобка { слово {", _SETS)
_edit("name in a title", "Список и кортеж {", "Метод __init__ {", _becomes("__init__", "init"))
_edit("name in a wording", "В чем разница между", "Метод __init__ и в чем разница между", _becomes("__init__", "init"))
_edit(
    "name in README", "Всё остальное", "Метод __init__ и всё остальное", _becomes("__init__", "init"), page="README.md"
)
_edit("braces on an index page", "# Junior", "# Junior {a} ", _BRACES, page="junior/index.md")
_edit(
    "markup in the front matter",
    'description: "Вопросы',
    'description: "**Вопросы**',
    "в шапке разметка не работает: «**»; уберите её",
)
_edit(
    "two lists of attributes",
    "{ #list-vs-tuple .junior",
    "{ #list-vs-tuple } { .junior",
    "два списка атрибутов; соедините их в один: { #list-vs-tuple .junior .collections .hashing }",
)
_edit("odd spaces as an indent", "    **Подробно", "\xa0\xa0\xa0\xa0**Подробно", _ODD)
_edit("odd space behind a mark", "    - **", "    -\u2003**", _ODD)
_edit("odd space before the title of a block", '??? failure "', '???\xa0failure "', _ODD)
_edit("odd space in CONTRIBUTING", "- Заголовок", "-\xa0Заголовок", _ODD, page="CONTRIBUTING.md")
_edit(
    "comment over several lines",
    "    **Подробно",
    "    <!-- раз\n\n    разлчий -->\n\n    **Подробно",
    "комментарий в несколько строк Markdown может показать; уместите его в одну или удалите",
)
_edit(
    "comment never closed within a line",
    PLACE,
    f"{PLACE} <!-- раз",
    "комментарий не закрыт; поставьте --> в той же строке",
)
_edit(
    "comment never closed at the top",
    "# Основы Python\n",
    "<!-- раз\n\n# Основы Python\n",
    "комментарий не закрыт; поставьте --> в той же строке",
)
_edit("heading of one sign", "\n## Список", "\nСлово\n=\n\n## Список",
      "заголовок подчёркиванием; пишите «## Название { #id … }»", at=2)  # fmt: skip

_edit("text beside a comment", "??? failure", "<!-- раз --> Слово.\n\n??? failure",
      "текст вне блоков не принадлежит ни одному вопросу; сдвиньте его на 4 пробела или удалите")  # fmt: skip
_edit("macro in a comment", "# Junior", "<!-- {= config =} -->\n\n# Junior",
      f"неизвестный макрос; можно только с постоянными аргументами: {', '.join(sorted(MACROS))}",
      page="junior/index.md")  # fmt: skip


@a_break("answer inside another block")
def _(root):
    path = root / "docs" / REAL_PAGE
    line = replace(path, '??? failure "Типичные ошибки"', '    ??? failure "Типичные ошибки"')
    text = "блок «Типичные ошибки» вложен в другой; уберите отступ, его текст сдвиньте на 4 пробела"
    return f"docs/{REAL_PAGE}:{line}: {text}"


@a_break("published id renamed, with links to it left")
def _(root):
    replace(root / "docs" / REAL_PAGE, "#dict-get ", "#dict-access ")
    old = f"{REAL_PAGE}#dict-get"
    line = (root / "docs/addresses.txt").read_text(encoding="utf-8").splitlines().index(old) + 1
    return (
        f"docs/addresses.txt:{line}: вопрос «dict-get» пропал со страницы {REAL_PAGE}, а адрес опубликован;"
        f" верните или допишите, куда вести: {old} -> {REAL_PAGE}#dict-access; ещё не публиковали — удалите строку"
    )


# -- limits -------------------------------------------------------------------------------------


_MARKS = "знаков разметки при пределе"
BREAKS |= {
    "paragraph of brackets": in_answer("[" * 600, 1, f"в абзаце 600 {_MARKS} 500; разделите его на несколько"),
    "line without an end": in_answer(
        "слово " * 2000, 1, "в строке 12004 знаков при пределе 10000; разделите её на абзацы"
    ),
    "list of a hundred marks": in_answer(
        "- " * 100 + "Раз.",
        1,
        "слишком глубокая вложенность; сдвиг и знаки перед текстом — не больше 40 знаков",
    ),
    "table of thirty columns": in_answer(
        "\n".join(("|а" * 30 + "|", "|-" * 30 + "|", "|б" * 30 + "|")),
        1,
        "в таблице больше 20 столбцов; разделите её на несколько",
    ),
}


def _grown(name: str, more: str, times: int, message: str) -> None:
    def break_page(root: Path) -> str:
        path = root / "docs" / REAL_PAGE
        path.write_text(path.read_text(encoding="utf-8") + more * times, encoding="utf-8")
        return f"docs/{REAL_PAGE}:{message}"

    BREAKS[name] = break_page


_LENGTH = len(real_page())
_LINES = real_page().count("\n") + 12_001
_grown(
    "page without an end",
    f"\n    {'Слово. ' * 1000}\n",
    50,
    f"1: страница слишком длинна: {_LENGTH + 50 * 7006} знаков при пределе 300000; разделите её на несколько",
)

_grown(
    "page of lines without an end",
    "\n    Слово.\n",
    6000,
    f"1: страница слишком длинна: {_LINES} строк при пределе 10000; разделите её на несколько",
)


@a_break("page of brackets")
def _(root):
    path = root / "docs" / REAL_PAGE
    content = path.read_text(encoding="utf-8") + ("\n    " + "[ " * 400 + "\n") * 60
    path.write_text(content, encoding="utf-8")
    total = len(re.findall(r"[\[\]*_`<&(!{~\\]", "\n".join(Text(REAL_PAGE, "", content).without_fences)))
    return f"docs/{REAL_PAGE}:1: на странице {total} {_MARKS} 20000; разделите её на несколько"


@a_break("page of a hundred questions")
def _(root):
    path = root / "docs" / REAL_PAGE
    lines = (path.read_text(encoding="utf-8") + "\n## Раз { #raz .junior .sql }\n" * 100).split("\n")
    path.write_text("\n".join(lines), encoding="utf-8")
    headings = [number for number, line in enumerate(lines, 1) if line.startswith("## ")]
    return f"docs/{REAL_PAGE}:{headings[100]}: на странице больше 100 вопросов; разделите её на несколько"


# -- the front matter as a whole ----------------------------------------------------------------


@a_break("front matter never closed")
def _(root):
    line = replace(root / "docs" / REAL_PAGE, "---\n\n# Основы", "\n# Основы")
    return f"docs/{REAL_PAGE}:{line}: шапка страницы не закрыта; поставьте под последним её полем строку ---"


@a_break("front matter never opened")
def _(root):
    replace(root / "docs" / REAL_PAGE, "---\n", "")
    return f"docs/{REAL_PAGE}:1: над шапкой страницы нет строки ---; поставьте её первой"


@a_break("front matter below an empty line")
def _(root):
    replace(root / "docs" / REAL_PAGE, "---\n", "\n---\n")
    return f"docs/{REAL_PAGE}:1: шапка начинается не с первой строки; уберите пустые строки над ней"
