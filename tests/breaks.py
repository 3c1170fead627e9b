"""Ways to break real pages in language, Markdown, safety and addresses, each with its one message.

Ways to break the format of a page are in test_bad_input.py, which this table goes on from.
"""

from __future__ import annotations

import re
from pathlib import Path

from hooks.bank.kinds import UNFINISHED
from hooks.bank.macro_calls import MACROS
from tests.breaking import WORDS, Break, replace
from tests.sites import REAL_PAGE, real_page

BREAKS: dict[str, Break] = {}
PLACE = re.search(r"\*\*Подробно\.\*\* (?:.*[.!?] )?(.+)\n", real_page())[1]
"""A sentence of the real page; what breaks it is put after it, in paragraphs of their own."""

_NO_WORD = "исправьте или допишите в hooks/checks/language/words.txt"
_NO_TABLE = "таблица не сложилась; над ней нужна пустая строка, под шапкой — |---|---|"
_NOTES = "здесь нет; можно: abstract, bug, danger, example, failure, info, note, question, quote, success, tip, warning"
_NO_PICTURE = "картинка с чужого адреса; положите файл в docs/assets и дайте его путь"
_HTML = "пишите разметкой Markdown, код — в обратных кавычках"
_ATTRIBUTE = "не разрешён; можно #id, .класс, width, height, loading, title и lang"
_TAKEN = "на этой странице уже занят; выберите другой"
_NO_ID = "не годится; только строчная латиница, цифры и дефис"
_CLASS = "не разрешён; можно .diagram--narrow, .lead, .no-book"
_SCHEME = "не годится для ссылки; можно https:, http: и mailto:"

# name: (a paragraph put after PLACE, message)
EDITS = {
    "misspelt word": ("Разлчий три.", f"слова «Разлчий» нет в словаре (возможно, «различий»); {_NO_WORD}"),
    "word like no other": ("Бдщкх три.", f"слова «Бдщкх» нет в словаре; {_NO_WORD}"),
    "half of a compound misspelt": (
        "Веб-сревер.",
        f"слова «Веб-сревер» нет в словаре (возможно, «веб-сервер»); {_NO_WORD}",
    ),
    "no yo": ("Их еще три.", "в слове «еще» нужна ё: «ещё»"),
    "no yo after a preposition": ("Вот в чем.", "«чем» вместо «чём»: «Вот в чем.»; пишите «ё», как на всём сайте"),
    "double space": ("Различий  три.", "лишние пробелы: «Различий  три.»; оставьте один"),
    "hyphen for a dash": ("Различий - три.", "дефис вместо тире: «Различий - три.»; пишите « — »"),
    "two hyphens for a dash": ("Различий -- три.", "дефис вместо тире: «Различий -- три.»; пишите « — »"),
    "hyphen after code": ("`x` - число.", "дефис вместо тире: « - число.»; пишите « — »"),
    "three dots": ("Различий...", "три точки вместо многоточия: «Различий...»; пишите «…»"),
    "space before a comma": ("Раз , два.", "пробел перед знаком препинания: «Раз , два.»; уберите его"),
    "no space after a comma": ("Раз,два.", "нет пробела после запятой: «Раз,два.»; поставьте его"),
    "word repeated": ("Различий три три.", "слово «три» повторено; оставьте одно"),
    "alphabets mixed": (
        "Pазличий три.",  # the first letter is Latin
        "в слове «Pазличий» смешаны русские и латинские буквы; наберите его одними",
    ),
    "straight quotation marks": (
        'Есть "три" вида.',
        'кавычки не «ёлочки»: Есть "три" вида.; пишите «…», внутри них „…“',
    ),
    "one quotation mark": ('Есть три" вида.', 'кавычки не «ёлочки»: Есть три" вида.; пишите «…», внутри них „…“'),
    "trailing spaces": (f"{PLACE}   ", "пробелы в конце строки; уберите их"),
    "link turned round": ("(Слово)[https://docs.python.org]", "скобки ссылки перепутаны; пишите [текст](адрес)"),
    "bare address": ("https://docs.python.org/3/", "адрес без ссылки; пишите [текст](https://…) или <https://…>"),
    "spaces inside bold": ("Это ** три ** раза.", "пробелы внутри выделения, оно не сработает; пишите **слово**"),
    "spaces inside a link": ("[ три ](#list-vs-tuple)", "пробелы внутри текста ссылки; пишите [текст](адрес)"),
    "empty link": ("[Три]()", "ссылка никуда не ведёт; впишите адрес"),
    "picture without words": (
        "![](../assets/diagrams/b-tree.svg)",
        "у картинки нет описания для тех, кто её не видит; пишите ![описание](файл)",
    ),
    "link to no heading": (
        "[Три](#no-such-id)",
        "такого заголовка на странице нет: «no-such-id»; исправьте часть адреса после #",
    ),
    "link to a host": (
        "[Три](docs.python.org/3/)",
        "в адресе «docs.python.org/3/» нет https://; допишите",
    ),
    "link to no file": ("[Три](no-such-file.md)", "такого файла нет: «no-such-file.md»; исправьте адрес ссылки"),
    "link without its address": (
        "[Три][nowhere]",
        "у ссылки нет адреса; допишите внизу «[имя]: адрес» или пишите [текст](адрес)",
    ),
    "tag": ("Три <b>раза</b>.", f"HTML на странице: «<b>»; {_HTML}"),
    "end of what was not opened": ("Три </details> раза.", f"HTML на странице: «</details>»; {_HTML}"),
    "frame": ('<iframe src="https://example.com"></iframe>', f"HTML на странице: «<iframe>»; {_HTML}"),
    "refresh": ('<meta http-equiv="refresh" content="0">', f"HTML на странице: «<meta>»; {_HTML}"),
    "tag in capitals over two lines": ("<SCRIPT\n    >", f"HTML на странице: «<SCRIPT>»; {_HTML}"),
    "declaration": ("<!DOCTYPE html>", f"HTML на странице: «<!>»; {_HTML}"),
    "processing instruction": ("<?php ?>", f"HTML на странице: «<?>»; {_HTML}"),
    "comment that ends early": (
        "<!--> три -->",
        "комментарий с «-->» или «--!>» внутри; напишите его проще: <!-- текст -->",
    ),
    "script in a link": ("[Три](javascript:alert(1))", f"адрес «javascript:» {_SCHEME}"),
    "script in capitals": ("[Три](JaVaScRiPt:alert)", f"адрес «javascript:» {_SCHEME}"),
    "script in entities": ("[Три](&#106;ava&Tab;script&colon;alert)", f"адрес «javascript:» {_SCHEME}"),
    "data in a link": ("[Три](data:text/html,x)", f"адрес «data:» {_SCHEME}"),
    "script in an autolink": ("<javascript:alert>", f"адрес «javascript:» {_SCHEME}"),
    "link without a scheme": ("[Три](//example.com)", "адрес без https:; допишите его"),
    "foreign picture": ("![Три](https://example.com/a.png)", _NO_PICTURE),
    "picture of data": ("![Три](data:image/png;base64,AAAA)", _NO_PICTURE),
    "event handler": ("**Три**{ onclick=alert(1) }", f"атрибут «onclick=alert(1)» {_ATTRIBUTE}"),
    "style": ("[Три](#list-vs-tuple){ .lead style=color:red }", f"атрибут «style=color:red» {_ATTRIBUTE}"),
    "event handler behind a brace in quotation marks": (
        '**Три**{ title="}" onclick=alert(1) }',
        f"атрибут «onclick=alert(1)» {_ATTRIBUTE}",
    ),
    "id of a question": ("**Три**{ #mutable-vs-immutable }", f"id «mutable-vs-immutable» {_TAKEN}"),
    "id of a question as an attribute": ('**Три**{ ID="mutable-vs-immutable" }', f"id «mutable-vs-immutable» {_TAKEN}"),
    "id of the theme": ("**Три**{ #__search }", f"id «__search» {_NO_ID}"),
    "id of a box of the theme": ("**Три**{ #drawer-memory }", f"id «drawer-memory» {_NO_ID}"),
    "id that a hook gives": ("**Три**{ #list-vs-tuple--failure }", f"id «list-vs-tuple--failure» {_NO_ID}"),
    "id of a footnote": ("**Три**{ #fn:1 }", f"id «fn:1» {_NO_ID}"),
    "class of the theme": ("**Три**{ .annotate }", f"класс «annotate» {_CLASS}"),
    "class of the theme as an attribute": ('**Три**{ class="lead md-overlay" }', f"класс «md-overlay» {_CLASS}"),
    "picture without an end": (
        "![Три](/assets/diagrams/b-tree.svg){ width=9 height=99999 }",
        "height=99999: сторона картинки — целое число точек до 3999; исправьте или удалите",
    ),
    "address without its scheme": (
        "[Три](docs.python.org/3/)",
        "в адресе «docs.python.org/3/» нет https://; допишите",
    ),
    "foreign picture in a link": ("[![Три](//example.com/a.png)](https://docs.python.org/3/)", _NO_PICTURE),
    "address among the attributes": ("**Три**{ href=x }", f"атрибут «href=x» {_ATTRIBUTE}"),
}

# name: (paragraphs put after PLACE, in which of their lines the mistake is, message)
PARAGRAPHS = {
    "two blank lines": ("\nТри.", 1, "лишние пустые строки; оставьте одну"),
    "short row": (
        "| а | б |\n|---|---|\n| в |",
        3,
        "в строке таблицы другое число ячеек, чем в её шапке",
    ),
    "table without a gap": ("Три.\n| а | б |\n|---|---|\n| в | г |", 2, _NO_TABLE),
    "text right below a table": (
        "| а | б |\n|---|---|\n| в | г |\nТри.",
        4,
        "в строке таблицы другое число ячеек, чем в её шапке",
    ),
    "table without a head": ("| а | б |\n| в | г |", 1, _NO_TABLE),
    "code without a language": (
        "```\nx = 1\n```",
        1,
        'у блока кода нет языка; пишите ```python, ```bash или, если выполнять нечего, ```text title="…"',
    ),
    "code by indent": (
        "    x = 1\n    y = 2",
        1,
        "текст со сдвигом стал кодом; уберите лишние пробелы или поставьте вокруг кода строки ```",
    ),
    "item under an item by two spaces": (
        "- Раз.\n  - Два.",
        2,
        "вложенный пункт сдвинут на 6 пробелов; сдвиг должен делиться на четыре",
    ),
    "list without a gap": ("Три:\n- раз;\n- два.", 2, "перед списком нужна пустая строка; иначе он сольётся с абзацем"),
    "invisible letter": ("Тр\u200bи.", 1, "невидимый знак U+200B; удалите его"),
    "handler of a code block": (
        "```python onclick=alert(1)\nx = 1\n```",
        1,
        'лишнее у блока кода: «python onclick=alert(1)»; можно язык и title="…"',
    ),
    "lines of a code block to be marked": (
        '```python hl_lines="1-9"\nx = 1\n```',
        1,
        'лишнее у блока кода: «python hl_lines="1-9"»; можно язык и title="…"',
    ),
    "note that is an element of the theme": ('!!! md-overlay "Раз"\n\n    Два.', 1, f"заметки «md-overlay» {_NOTES}"),
    "block that is an element of ours": ('??? note no-book "Раз"\n\n    Два.', 1, f"заметки «no-book» {_NOTES}"),
    "contents in an answer": ("[TOC]", 1, "содержание страницы сайт строит сам; удалите строку"),
    "id given twice": ("**Три**{ #tri }\n\n**Три**{ #tri }", 3, f"id «tri» {_TAKEN}"),
    "script between marks of a comment": (
        "<!-- Раз. -->\n\n<script>\n\n<!-- Два. -->",
        3,
        f"HTML на странице: «<script>»; {_HTML}",
    ),
    "snippet": ('--8<-- "/etc/passwd"', 1, "вставка чужого файла; напишите текст прямо на странице"),
    "foreign picture by its name": ("![Три][far]\n\n[far]: https://example.com/a.png", 3, _NO_PICTURE),
    "script in a definition": ("[Три][far]\n\n[far]: javascript:alert", 3, f"адрес «javascript:» {_SCHEME}"),
}


def a_break(name: str):
    """Register a way to break a copy."""

    def register(function: Break) -> Break:
        BREAKS[name] = function
        return function

    return register


def in_answer(text: str, at: int, message: str) -> Break:
    """Return a break of the real page: paragraphs put after PLACE, wrong in one of their lines."""

    def break_page(root: Path) -> str:
        indented = "\n".join(f"    {line}" if line else "" for line in text.split("\n"))
        line = replace(root / "docs" / REAL_PAGE, PLACE, f"{PLACE}\n\n{indented}")
        return f"docs/{REAL_PAGE}:{line + 1 + at}: {message}"

    return break_page


BREAKS |= {name: in_answer(text, 1, message) for name, (text, message) in EDITS.items()}
BREAKS |= {name: in_answer(*paragraphs) for name, paragraphs in PARAGRAPHS.items()}


@a_break("unfinished merge")
def _(root):
    path = root / "docs" / REAL_PAGE
    line = replace(path, PLACE, f"{PLACE}\n<<<<<<< HEAD\nРаз.\n=======\nДва.\n>>>>>>> main")
    return f"docs/{REAL_PAGE}:{line + 1}: слияние не закончено; удалите строки <<<<<<<, ======= и >>>>>>>"


# -- the page as a whole ------------------------------------------------------------------------


@a_break("page that says how many questions it has")
def _(root):
    line = replace(root / "docs" / REAL_PAGE, "Вопросы о языке", "Шесть вопросов о языке")
    return (
        f"docs/{REAL_PAGE}:{line}: «Шесть вопросов» станет неправдой с новым вопросом; скажите без числа: «Вопросы о…»"
    )


@a_break("description that says how many questions there are")
def _(root):
    line = replace(root / "docs" / REAL_PAGE, 'description: "Вопросы', 'description: "12 вопросов')
    return f"docs/{REAL_PAGE}:{line}: «12 вопросов» станет неправдой с новым вопросом; скажите без числа: «Вопросы о…»"


@a_break("heading without a gap")
def _(root):
    line = replace(root / "docs" / REAL_PAGE, "\n\n## Изменяемые", "\n## Изменяемые")
    return f"docs/{REAL_PAGE}:{line + 1}: вокруг заголовка нужны пустые строки"


@a_break("heading without a space")
def _(root):
    line = replace(root / "docs/index.md", "## С чего", "##С чего")
    return f"docs/index.md:{line}: после решётки заголовка нужен пробел: «## Название»"


@a_break("no newline at the end")
def _(root):
    path = root / "docs" / REAL_PAGE
    content = path.read_text(encoding="utf-8").rstrip("\n")
    path.write_text(content, encoding="utf-8")
    return f"docs/{REAL_PAGE}:{content.count(chr(10)) + 1}: файл должен кончаться одним переводом строки"


@a_break("misspelt description")
def _(root):
    line = replace(root / "docs" / REAL_PAGE, 'description: "Вопросы', 'description: "Вопосы')
    return f"docs/{REAL_PAGE}:{line}: слова «Вопосы» нет в словаре (возможно, «вопросы»); {_NO_WORD}"


@a_break("misspelt wording")
def _(root):
    line = replace(root / "docs" / REAL_PAGE, "В чем разница", "В чем разнца")
    return f"docs/{REAL_PAGE}:{line}: слова «разнца» нет в словаре (возможно, «разница»); {_NO_WORD}"


@a_break("mistake in README")
def _(root):
    line = replace(root / "README.md", "Всё остальное", "Все  остальное")
    return f"README.md:{line}: лишние пробелы: «3.11+ и Git. Все  остальное ставится»; оставьте один"


@a_break("page that is not UTF-8")
def _(root):
    path = root / "docs" / REAL_PAGE
    content = path.read_bytes()
    place = content.index(PLACE.encode())
    path.write_bytes(content[:place] + PLACE.encode("cp1251") + content[place:])
    line = content.count(b"\n", 0, place) + 1
    return f"docs/{REAL_PAGE}:{line}: файл не в UTF-8; сохраните его в этой кодировке"


@a_break("page missing from the navigation")
def _(root):
    replace(root / "mkdocs.yml", f"      - {REAL_PAGE}\n", "")
    return f"docs/{REAL_PAGE}:1: страницы нет в навигации; добавьте {REAL_PAGE} в nav в mkdocs.yml"


@a_break("macro that is not ours")
def _(root):
    line = replace(root / "docs/index.md", "{= tag_count() =}", "{= config.site_dir =}")
    known = ", ".join(sorted(MACROS))
    return f"docs/index.md:{line}: неизвестный макрос; можно только с постоянными аргументами: {known}"


@a_break("wording that is not yet written")
def _(root):
    prompt = next(line for line in real_page().split("\n") if line.startswith("В чем разница между списком"))
    line = replace(root / "docs" / REAL_PAGE, prompt, f"{UNFINISHED}: вопрос словами интервьюера")
    where = "не дописано «Формулировка» (вопрос словами интервьюера)"
    return f"docs/{REAL_PAGE}:{line}: {where}; замените «{UNFINISHED}» и подсказку своим текстом"


@a_break("heading without a Latin address")
def _(root):
    line = replace(root / "docs/index.md", " { #parts }", "")
    return f"docs/index.md:{line}: у заголовка нет латинского адреса; допишите {{ #slovo }}"


@a_break("id that a macro gives")
def _(root):
    line = replace(root / "docs/tags.md", "# Темы\n", "# Темы\n\n## Списки { #collections }\n")
    return f"docs/tags.md:{line + 2}: id «collections» {_TAKEN}"


@a_break("HTML in CONTRIBUTING")
def _(root):
    line = replace(root / "CONTRIBUTING.md", "# Как помочь\n", "# Как помочь\n\n<form></form>\n")
    return f"CONTRIBUTING.md:{line + 2}: HTML на странице: «<form>»; {_HTML}"


@a_break("front matter in CONTRIBUTING")
def _(root):
    line = replace(root / "CONTRIBUTING.md", "# Как помочь\n", "---\ntemplate: x.html\n---\n\n# Как помочь\n")
    known = "checked, description, hide, ignore_macros, render_macros, search, title, versions"
    return f"CONTRIBUTING.md:{line + 1}: поле «template» в шапке не разрешено; можно: {known}"


@a_break("text before the title")
def _(root):
    line = replace(root / "docs" / REAL_PAGE, "# Основы", "Слово.\n\n# Основы")
    return f"docs/{REAL_PAGE}:{line}: текст до заголовка страницы; перенесите его под «# …»"


@a_break("text with an indent before the first question")
def _(root):
    line = replace(root / "docs" / REAL_PAGE, "Вопросы о языке", "   Вопросы о языке")
    return f"docs/{REAL_PAGE}:{line}: текст сдвинут, но не стоит в блоке ответа; уберите отступ"


@a_break("code with an indent before the first question")
def _(root):
    line = replace(root / "docs" / REAL_PAGE, "Вопросы о языке", "    ```text\n    x\n    ```\n\nВопросы о языке")
    return f"docs/{REAL_PAGE}:{line}: блок кода сдвинут, но не стоит в блоке ответа; уберите отступ"


@a_break("no space before the attributes")
def _(root):
    line = replace(root / "docs" / REAL_PAGE, "кортеж { #", "кортеж{ #")
    return f"docs/{REAL_PAGE}:{line}: перед {{ нужен пробел"


@a_break("block like no other")
def _(root):
    after = '??? failure "Типичные ошибки"'
    line = replace(root / "docs" / REAL_PAGE, after, f"??? слово\n\n    Слово.\n\n{after}")
    return f'docs/{REAL_PAGE}:{line}: название блока без кавычек или лишние знаки; пишите ??? слово "Название"'


@a_break("entry of the word list that cannot be read")
def _(root):
    line = (root / WORDS).read_text(encoding="utf-8").count("\n") + 1
    with (root / WORDS).open("a", encoding="utf-8") as file:
        file.write("слово: образец\n")
    text = "запись «слово: образец» непонятна; пишите «слово» или «слово как образец»"
    return f"hooks/checks/language/words.txt:{line}: {text}"


@a_break("entry of the word list with a model that does not fit")
def _(root):
    line = replace(root / WORDS, "бэкенд как бренд", "бэкенд как ветка")
    replace(root / WORDS, "фронтенд как бренд", "фронтенд как бренд\nбэкенда\nбэкенде\nбэкенд\nбэкендом")
    text = "«бэкенд» не склоняется как «ветка»; возьмите образец с тем же окончанием"
    return f"hooks/checks/language/words.txt:{line}: {text}"


# -- the place for the books ------------------------------------------------------------------------

DOWNLOADS = "docs/downloads.md"
_NO_PLACE = "нет места для книг; допишите отдельной строкой «{}»"
_ODD_PLACE = "место для книг — строка «<!-- books -->» и ниже строка «<!-- /books -->», по одной; исправьте эту"


def _places(old: str, new: str, at: str, message: str) -> Break:
    """Return a break that puts a text in place of another and is told at the last line that reads `at`."""

    def break_page(root: Path) -> str:
        path = root / DOWNLOADS
        content = path.read_text(encoding="utf-8")
        assert old in content
        path.write_text(content.replace(old, new), encoding="utf-8")
        numbers = [number for number, line in enumerate(content.replace(old, new).split("\n"), 1) if line == at]
        return f"{DOWNLOADS}:{numbers[-1]}: {message}"

    return break_page


BREAKS |= {
    "no end of the place for the books": _places(
        "<!-- /books -->\n\n", "", "<!-- books -->", _NO_PLACE.format("<!-- /books -->")
    ),
    "no beginning of the place for the books": _places("<!-- books -->\n\n", "", "<!-- /books -->", _ODD_PLACE),
    "mark of the books without its spaces": _places("<!-- books -->", "<!--books-->", "<!--books-->", _ODD_PLACE),
    "mark of the books in capitals": _places("<!-- /books", "<!-- /BOOKS", "<!-- /BOOKS -->", _ODD_PLACE),
    "mark of the books in a list": _places("<!-- books -->", "- <!-- books -->", "- <!-- books -->", _ODD_PLACE),
    "second place for the books": _places(
        "<!-- /books -->", "<!-- /books -->\n\n<!-- /books -->", "<!-- /books -->", _ODD_PLACE
    ),
}


@a_break("no place for the books")
def _(root):
    path = root / DOWNLOADS
    content = path.read_text(encoding="utf-8")
    path.write_text(content.replace("<!-- books -->\n\n", "").replace("<!-- /books -->\n\n", ""), encoding="utf-8")
    return f"{DOWNLOADS}:{content.split('---')[1].count(chr(10)) + 2}: {_NO_PLACE.format('<!-- books -->')}"
