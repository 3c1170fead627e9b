"""Ways to break real pages in language, Markdown, safety and addresses, each with its one message.

Ways to break the format of a page are in test_bad_input.py, which this table goes on from.
"""

from __future__ import annotations

import re
from pathlib import Path

from hooks.question_bank import MACROS, UNFINISHED
from tests.breaking import WORDS, Break, cut_question, replace
from tests.sites import REAL_PAGE, real_page

BREAKS: dict[str, Break] = {}
PLACE = re.search(r"\*\*Подробно\.\*\* (?:.*[.!?] )?(.+)\n", real_page())[1]
"""A sentence of the real page; what breaks it is put after it, in paragraphs of their own."""

_NO_WORD = "исправьте или допишите в hooks/page_checks/words.txt"
_NO_TABLE = "таблица не сложилась; над ней нужна пустая строка, под шапкой — |---|---|"
_NO_PICTURE = "картинка с чужого адреса; положите файл в docs/assets и дайте его путь"
_HTML = "пишите разметкой Markdown, код — в обратных кавычках"
_ATTRIBUTE = "не разрешён; можно #id, .класс, width, height, loading, title и lang"
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
    "bare address": ("https://docs.python.org/3/", "адрес без ссылки; пишите [текст](адрес) или <адрес>"),
    "spaces inside bold": ("Это ** три ** раза.", "пробелы внутри выделения, оно не сработает; пишите **слово**"),
    "spaces inside a link": ("[ три ](#list-vs-tuple)", "пробелы внутри текста ссылки; пишите [текст](адрес)"),
    "empty link": ("[Три]()", "ссылка никуда не ведёт; впишите адрес"),
    "picture without words": (
        "![](../assets/diagrams/b-tree.svg)",
        "у картинки нет описания для тех, кто её не видит; пишите ![описание](файл)",
    ),
    "link to no heading": ("[Три](#no-such-id)", "такого заголовка на странице нет; исправьте часть адреса после #"),
    "link to no file": ("[Три](no-such-file.md)", "такого файла нет; исправьте адрес ссылки"),
    "link without its address": (
        "[Три][nowhere]",
        "у ссылки нет адреса; допишите внизу «[имя]: адрес» или пишите [текст](адрес)",
    ),
    "tag": ("Три <b>раза</b>.", f"HTML на странице: «<b>»; {_HTML}"),
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
    "style": ("[Три](#list-vs-tuple){ .chip style=color:red }", f"атрибут «style=color:red» {_ATTRIBUTE}"),
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
        "у блока кода не назван язык; пишите ```python, ```bash или ```text",
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
    content = path.read_text().rstrip("\n")
    path.write_text(content)
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


@a_break("field of the front matter that chooses a template")
def _(root):
    line = replace(root / "docs" / REAL_PAGE, "description:", "template: x.html\ndescription:")
    known = "checked, description, hide, ignore_macros, render_macros, search, title, versions"
    return f"docs/{REAL_PAGE}:{line}: поле «template» в шапке не разрешено; можно: {known}"


@a_break("HTML in the front matter")
def _(root):
    line = replace(root / "docs" / REAL_PAGE, "Вопросы о Python", "Вопросы <script> о Python")
    return f"docs/{REAL_PAGE}:{line}: знаки < и > в шапке не разрешены; скажите словами"


@a_break("quotation mark that ends the description early")
def _(root):
    line = replace(root / "docs/middle/index.md", "description: ", 'description: Слово" onload=x ')
    return f"docs/middle/index.md:{line}: прямая кавычка внутри поля шапки; пишите «ёлочки»"


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
    line = (root / WORDS).read_text().count("\n") + 1
    with (root / WORDS).open("a") as file:
        file.write("слово: образец\n")
    text = "запись «слово: образец» непонятна; пишите «слово» или «слово как образец»"
    return f"hooks/page_checks/words.txt:{line}: {text}"


@a_break("entry of the word list with a model that does not fit")
def _(root):
    line = replace(root / WORDS, "бэкенд как бренд", "бэкенд как ветка")
    replace(root / WORDS, "фронтенд как бренд", "фронтенд как бренд\nбэкенда\nбэкенде\nбэкенд\nбэкендом")
    text = "«бэкенд» не склоняется как «ветка»; возьмите образец с тем же окончанием"
    return f"hooks/page_checks/words.txt:{line}: {text}"


# -- files --------------------------------------------------------------------------------------

LIMIT = "картинка слишком велика: 300 КБ при пределе 300 КБ; сожмите её или уменьшите"


@a_break("symbolic link")
def _(root):
    (root / "docs/assets/secret.png").symlink_to("/etc/passwd")
    return "docs/assets/secret.png:1: символическая ссылка; положите сюда сам файл"


@a_break("link of a folder")
def _(root):
    (root / "docs/assets/all").symlink_to("/etc")
    return "docs/assets/all:1: символическая ссылка; положите сюда сам файл"


@a_break("picture over the limit")
def _(root):
    (root / "docs/assets/big.png").write_bytes(b"\x89PNG" + bytes(300_000))
    return f"docs/assets/big.png:1: {LIMIT}"


@a_break("page of HTML")
def _(root):
    (root / "docs/assets/page.html").write_text("<script>alert(1)</script>")
    return "docs/assets/page.html:1: файлы .html на сайт не кладут; можно страницы и картинки"


@a_break("file without a name's end")
def _(root):
    (root / "docs/Makefile").write_text("all:\n")
    return "docs/Makefile:1: файлы без расширения на сайт не кладут; можно страницы и картинки"


@a_break("drawing in another encoding")
def _(root):
    (root / "docs/assets/x.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", encoding="utf-16"
    )
    return "docs/assets/x.svg:1: рисунок не в UTF-8; сохраните его в этой кодировке"


@a_break("drawing that says it is in another encoding")
def _(root):
    # A browser drops the escape and sees a script.
    content = (
        '<?xml version="1.0" encoding="ISO-2022-JP"?><svg xmlns="http://www.w3.org/2000/svg"><scr\x1b(Bipt/></svg>'
    )
    (root / "docs/assets/x.svg").write_text(content)
    return "docs/assets/x.svg:1: рисунок не в UTF-8; сохраните его в этой кодировке"


def _drawing(content: str, what: str) -> Break:
    def break_file(root: Path) -> str:
        (root / "docs/assets/x.svg").write_text(f"<svg xmlns='http://www.w3.org/2000/svg'>\n{content}\n</svg>")
        return f"docs/assets/x.svg:2: в рисунке {what}; оставьте только фигуры и текст"

    return break_file


BREAKS |= {
    "script in a drawing": _drawing("<script>alert(1)</script>", "тег <script>"),
    "script by another name in a drawing": _drawing(
        "<x:script xmlns:x='http://www.w3.org/2000/svg'/>", "тег <x:script>"
    ),
    "HTML in a drawing": _drawing("<foreignObject/>", "тег <foreignObject>"),
    "handler in a drawing": _drawing("<path onload='x'/>", "обработчик onload"),
    "link in a drawing": _drawing("<a href='javascript:x'/>", "ссылка «javascript:x»"),
    "foreign style in a drawing": _drawing("<style>@import 'x'</style>", "ссылка в стиле «@import»"),
    "entity in a drawing": _drawing("<!ENTITY x 'y'>", "объявление <!ENTITY"),
}


# -- addresses ----------------------------------------------------------------------------------

LIST = "docs/addresses.txt"


def _line(root: Path, entry: str) -> int:
    return (root / LIST).read_text().splitlines().index(entry) + 1


@a_break("published id renamed")
def _(root):
    replace(root / "docs" / REAL_PAGE, "#dict-get ", "#dict-access ")
    for path in (root / "docs").rglob("*.md"):
        path.write_text(path.read_text().replace("#dict-get)", "#dict-access)"))
    old = f"{REAL_PAGE}#dict-get"
    return (
        f"{LIST}:{_line(root, old)}: вопрос «dict-get» пропал со страницы {REAL_PAGE}, а адрес опубликован;"
        f" верните или допишите, куда вести: {old} -> {REAL_PAGE}#dict-access"
    )


@a_break("published question removed")
def _(root):
    cut_question(root / "docs/employer/business.md", "employer-product-plans")
    old = "employer/business.md#employer-product-plans"
    return (
        f"{LIST}:{_line(root, old)}: вопрос «employer-product-plans» пропал со страницы employer/business.md,"
        f" а адрес опубликован; верните или допишите, куда вести: {old} -> новая/страница.md#id"
    )


@a_break("published page removed")
def _(root):
    (root / "docs/evening-before.md").unlink()
    replace(root / "mkdocs.yml", "      - evening-before.md\n", "")
    replace(root / "docs/index.md", "(/evening-before.md)", "(/tags.md)")
    return (
        f"{LIST}:{_line(root, 'evening-before.md')}: страница evening-before.md пропала, а адрес опубликован;"
        " верните или допишите, куда вести: evening-before.md -> новая/страница.md"
    )


@a_break("published question moved to another page")
def _(root):
    path, other = root / "docs/employer/business.md", root / "docs/employer/role.md"
    other.write_text(f"{other.read_text()}\n{cut_question(path, 'employer-product-plans')}")
    old = "employer/business.md#employer-product-plans"
    return (
        f"{LIST}:{_line(root, old)}: вопрос «employer-product-plans» пропал со страницы employer/business.md,"
        f" а адрес опубликован; верните или допишите, куда вести: {old} -> employer/role.md#employer-product-plans"
    )


@a_break("published page renamed")
def _(root):
    (root / "docs/employer/business.md").rename(root / "docs/employer/company.md")
    replace(root / "mkdocs.yml", "employer/business.md", "employer/company.md")
    for path in (root / "docs").rglob("*.md"):
        path.write_text(path.read_text().replace("employer/business.md", "employer/company.md"))
    old = "employer/business.md"
    return (
        f"{LIST}:{_line(root, old)}: страница {old} пропала, а адрес опубликован;"
        f" верните или допишите, куда вести: {old} -> employer/company.md"
    )


@a_break("new address not on the list")
def _(root):
    old = f"{REAL_PAGE}#list-vs-tuple"
    replace(root / LIST, old + "\n", "")
    line = (root / "docs" / REAL_PAGE).read_text().split("{ #list-vs-tuple")[0].count("\n") + 1
    return f"docs/{REAL_PAGE}:{line}: адреса «{old}» нет в {LIST}; допишите его: python3 -m scripts.check --fix"


def _entries(added: str, message: str) -> Break:
    def break_list(root: Path) -> str:
        path = root / LIST
        path.write_text(path.read_text() + added)
        return f"{LIST}:{path.read_text().count(chr(10))}: {message}"

    return break_list


BREAKS |= {
    "entry that cannot be read": _entries(
        "junior/old -> junior/new\n", "запись непонятна; пишите «раздел/страница.md#id» или «старый -> новый»"
    ),
    "redirect to nothing": _entries(
        "a.md -> b.md\n", "переадресация ведёт на «b.md», а такого адреса нет; впишите нынешний"
    ),
    "redirect to itself": _entries("a.md -> a.md\n", "переадресация «a.md» ведёт сама к себе; впишите нынешний адрес"),
    "redirect to a redirect": _entries(
        "a.md -> tags.md\nb.md -> a.md\n", "переадресация на переадресацию; впишите сразу «tags.md»"
    ),
}


@a_break("address listed twice")
def _(root):
    path = root / LIST
    path.write_text(path.read_text() + "tags.md\n")
    lines = path.read_text().splitlines()
    first = lines.index("tags.md") + 1
    return f"{LIST}:{len(lines)}: адрес «tags.md» уже есть в строке {first}; оставьте одну"


@a_break("redirect of an address that is there")
def _(root):
    line = replace(root / LIST, "tags.md\n", "tags.md -> any-level.md\n")
    return f"{LIST}:{line}: адрес «tags.md» снова есть на сайте; уберите « -> any-level.md»"


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
