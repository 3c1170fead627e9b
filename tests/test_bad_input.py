"""Every way to break a page: `check` and the strict build say the same, with file and line.

Each case breaks the real page in one place and must give exactly one problem: a mistake that
brings others with it would bury itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from hooks.bank.load import load_bank
from hooks.bank.macro_calls import MACROS
from tests.breaking import replace
from tests.head_breaks import EDITS, broken_text
from tests.head_breaks import INDEX as INDEX_PAGE
from tests.sites import INDEX, REAL_PAGE, build, check, make_site, page, question, real_page

Lines = list[str]
Case = Callable[[Lines], tuple[int, str]]
CASES: dict[str, Case] = {}


def case(break_page: Case) -> Case:
    """Register a way to break the real page; it changes `lines` and returns line and message."""
    CASES[break_page.__name__] = break_page
    return break_page


def find(lines: Lines, pattern: str, start: int = 0) -> int:
    """Return the index of the first line that matches."""
    return next(number for number in range(start, len(lines)) if re.match(pattern, lines[number]))


def heading(lines: Lines) -> int:
    return find(lines, "## ")


def block(lines: Lines, word: str) -> int:
    return find(lines, rf"\?\?\? {word} ")


def body_of(lines: Lines, word: str) -> range:
    """Return the indexes of a block's body, up to the next line without indent."""
    start = block(lines, word) + 1
    return range(start, find(lines, r"\S", start))


@case
def no_attribute_list(lines):
    lines[heading(lines)] = "## Список и кортеж"
    return heading(lines) + 1, "у вопроса нет списка атрибутов; допишите { #id .junior .тег }"


@case
def no_id(lines):
    lines[heading(lines)] = "## Список { .junior .collections }"
    return heading(lines) + 1, "у вопроса нет id; допишите { #латинское-слово … } — это его вечный адрес"


@case
def cyrillic_id(lines):
    lines[heading(lines)] = "## Список { #список .junior .collections }"
    return heading(lines) + 1, "id «список» не годится; только строчная латиница, цифры и дефис"


@case
def two_ids(lines):
    lines[heading(lines)] = "## Список { #one #two .junior .collections }"
    return heading(lines) + 1, "у вопроса два id: one, two; оставьте один"


@case
def id_used_twice_on_a_page(lines):
    first = heading(lines)
    second = find(lines, "## ", first + 1)
    lines[second] = re.sub("#[a-z-]+ ", "#list-vs-tuple ", lines[second], count=1)
    return second + 1, f"id «list-vs-tuple» уже занят: docs/{REAL_PAGE}:{first + 1}; выберите другой"


@case
def no_level(lines):
    lines[heading(lines)] = "## Список { #list-vs-tuple .collections }"
    return heading(lines) + 1, "у вопроса нет уровня; допишите один из: .junior, .middle, .any"


@case
def two_levels(lines):
    lines[heading(lines)] = "## Список { #list-vs-tuple .junior .middle .collections }"
    return heading(lines) + 1, "у вопроса два уровня: junior, middle; оставьте один"


@case
def unknown_tag(lines):
    lines[heading(lines)] = "## Список { #list-vs-tuple .junior .asincio .collections }"
    return (
        heading(lines) + 1,
        "неизвестный тег «asincio» (возможно, «asyncio»); список тегов — extra.topics в mkdocs.yml",
    )


@case
def misspelt_level(lines):
    lines[heading(lines)] = "## Список { #list-vs-tuple .junor .collections }"
    return (
        heading(lines) + 1,
        "неизвестный тег «junor» (возможно, «junior»); список тегов — extra.topics в mkdocs.yml",
    )


@case
def no_tag(lines):
    lines[heading(lines)] = "## Список { #list-vs-tuple .junior }"
    return heading(lines) + 1, "у вопроса нет тега; список тегов — extra.topics в mkdocs.yml"


@case
def tag_named_twice(lines):
    lines[heading(lines)] = "## Список { #list-vs-tuple .junior .collections .collections }"
    return heading(lines) + 1, "уровень или тег назван дважды; оставьте один раз"


@case
def tags_without_an_end(lines):
    unknown = " ".join(f".collectiont{number}" for number in range(300))
    lines[heading(lines)] = f"## Список {{ #list-vs-tuple .junior .collections {unknown} }}"
    return heading(lines) + 1, "уровней и тегов 302 при пределе 20; оставьте главные"


@case
def event_handler_among_the_attributes(lines):
    lines[heading(lines)] = '## Список { #list-vs-tuple .junior .collections onclick="alert(1)" }'
    return heading(lines) + 1, "лишний атрибут «onclick=alert(1)»; у вопроса только #id, .уровень и .теги"


@case
def no_space_before_the_id(lines):
    lines[heading(lines)] = "## Список {#list-vs-tuple .junior .collections }"
    return heading(lines) + 1, "между { и # нужен пробел: { #id … }"


@case
def no_title(lines):
    lines[heading(lines)] = "## { #list-vs-tuple .junior .collections }"
    return heading(lines) + 1, "у вопроса нет названия; напишите его перед {"


@case
def no_wording(lines):
    start = heading(lines) + 1
    del lines[start : block(lines, "success")]
    return start, "нет формулировки вопроса; напишите её под заголовком"


@case
def wording_that_is_a_list(lines):
    number = heading(lines) + 2
    lines[number] = f"- {lines[number]}"
    return number + 1, "формулировка начинается не с абзаца; напишите первым сам вопрос, остальное — под ним"


@case
def wording_that_begins_with_code(lines):
    start = heading(lines) + 2
    lines[start:start] = ["<!-- Раз. -->", "", "```text", "x", "```", ""]
    return start + 3, "формулировка начинается не с абзаца; напишите первым сам вопрос, остальное — под ним"


@case
def no_model_answer(lines):
    del lines[block(lines, "success") : block(lines, "failure")]
    return heading(lines) + 1, 'нет блока «Модельный ответ»; добавьте ??? success "Модельный ответ"'


@case
def empty_model_answer(lines):
    body = body_of(lines, "success")
    lines[body.start : body.stop] = [""]
    return block(lines, "success") + 1, "блок «Модельный ответ» пуст; напишите его или удалите"


@case
def answer_without_short_answer(lines):
    start = block(lines, "success")
    short = find(lines, r" +\*\*Коротко", start)
    lines[short] = lines[short].replace("**Коротко.** ", "")
    return start + 1, "модельный ответ начинается не с «**Коротко.**»; начните с него"


@case
def answer_without_details(lines):
    start = block(lines, "success")
    details = find(lines, r" +\*\*Подробно", start)
    lines[details] = lines[details].replace("**Подробно.** ", "")
    return start + 1, "в модельном ответе нет «**Подробно.**»; добавьте абзац"


@case
def block_of_another_kind(lines):
    lines[block(lines, "failure")] = '??? failure "Плохой ответ"'
    return (
        block(lines, "failure") + 1,
        'блок «failure "Плохой ответ"» не для этого раздела; пишите ??? failure "Типичные ошибки"',
    )


@case
def extra_block_of_another_kind(lines):
    start = block(lines, "info")
    lines[start:start] = ['??? tip "Если опыта нет"', "", "    Текст.", ""]
    return (
        start + 1,
        'блок «tip» не для этого раздела; здесь бывают: success "Модельный ответ", failure "Типичные ошибки", '
        'question "Дополнительные вопросы", info "Что проверяет интервьюер", quote "Источники"',
    )


@case
def misspelt_block(lines):
    start = block(lines, "success")
    lines[start] = '??? sucess "Модельный ответ"'
    return start + 1, 'блок «sucess "Модельный ответ"» не для этого раздела; пишите ??? success "Модельный ответ"'


@case
def blocks_out_of_order(lines):
    failure, follow_ups, signals = (block(lines, word) for word in ("failure", "question", "info"))
    lines[failure:signals] = lines[follow_ups:signals] + lines[failure:follow_ups]
    return (
        block(lines, "failure") + 1,
        "блок «Типичные ошибки» не на месте; порядок: Модельный ответ → Типичные ошибки → "
        "Дополнительные вопросы → Что проверяет интервьюер → Источники",
    )


@case
def block_given_twice(lines):
    start = block(lines, "question")
    lines[start:start] = ['??? failure "Типичные ошибки"', "", "    - Ещё одна.", ""]
    return start + 1, "блок «Типичные ошибки» стоит дважды; оставьте один"


@case
def unquoted_block_title(lines):
    start = block(lines, "success")
    lines[start] = "??? success Модельный ответ"
    return start + 1, 'название блока без кавычек или лишние знаки: ??? success "Модельный ответ"'


@case
def curly_quotes_in_block_title(lines):
    start = block(lines, "success")
    lines[start] = "??? success «Модельный ответ»"
    return start + 1, 'название блока без кавычек или лишние знаки: ??? success "Модельный ответ"'


@case
def exclamation_marks(lines):
    start = block(lines, "success")
    lines[start] = '!!! success "Модельный ответ"'
    return start + 1, "«!!!» не сворачивается; замените на «???»"


@case
def open_block(lines):
    start = block(lines, "success")
    lines[start] = '???+ success "Модельный ответ"'
    return start + 1, "«???+» показывает ответ сразу; замените на «???»"


def _shift(lines: Lines, by: int) -> tuple[int, str]:
    body = body_of(lines, "failure")
    for number in body:
        lines[number] = lines[number].replace("    ", " " * by, 1)
    return body.start + 2, f"тело блока сдвинуто на {by} вместо 4 пробелов; иначе блок пуст"


@case
def body_indented_by_two_spaces(lines):
    return _shift(lines, 2)


@case
def body_indented_by_three_spaces(lines):
    return _shift(lines, 3)


@case
def body_not_indented(lines):
    body = body_of(lines, "failure")
    for number in body:
        lines[number] = lines[number].removeprefix("    ")
    return body.start + 2, "тело блока не сдвинуто; сдвиньте каждую его строку на 4 пробела"


@case
def fence_not_indented_inside_a_block(lines):
    start = find(lines, "    ```python", heading(lines))
    end = find(lines, "    ```$", start + 1)
    for number in range(start, end + 1):
        lines[number] = lines[number].removeprefix("    ")
    return (
        start + 1,
        "блок кода сдвинут на 0 вместо 4 пробелов; сдвиньте его целиком, иначе он выпадет из ответа",
    )


@case
def fence_never_closed(lines):
    start = find(lines, "    ```python", heading(lines))
    del lines[find(lines, "    ```$", start + 1)]
    return start + 1, "блок кода не закрыт; поставьте под ним строку с теми же ``` и тем же отступом"


@case
def last_fence_never_closed(lines):
    lines[len(lines) :] = ["    ```python", "    print(1)"]
    return len(lines) - 1, "блок кода не закрыт; поставьте под ним строку с теми же ``` и тем же отступом"


@case
def comment_never_closed(lines):
    lines[len(lines) :] = ["    <!-- забытый комментарий"]
    return len(lines), "комментарий не закрыт; поставьте --> в той же строке"


@case
def heading_of_the_wrong_level(lines):
    lines[heading(lines)] = "#" + lines[heading(lines)]
    return find(lines, "### ") + 1, "заголовок уровня 3; у вопроса уровень 2: «## Название { #id … }»"


@case
def second_title(lines):
    lines[heading(lines)] = lines[heading(lines)].removeprefix("#")
    number = find(lines, r"# .*\{ #")
    return number + 1, "заголовок уровня 1; у вопроса уровень 2: «## Название { #id … }»"


@case
def heading_inside_a_block(lines):
    details = find(lines, r" +\*\*Подробно", heading(lines))
    lines[details:details] = ["    ### Подробно", ""]
    return details + 1, "заголовок внутри блока; выделите слова полужирным: **Слова.**"


@case
def underlined_heading(lines):
    start = heading(lines)
    lines[start:start] = ["Вопрос", "------", ""]
    return start + 2, "заголовок подчёркиванием; пишите «## Название { #id … }»"


@case
def heading_underlined_by_two_signs(lines):
    details = find(lines, r" +\*\*Подробно", heading(lines))
    lines[details:details] = ["    Слово.", "    --", ""]
    return details + 2, "заголовок внутри блока; выделите слова полужирным: **Слова.**"


@case
def empty_item(lines):
    details = find(lines, r" +\*\*Подробно", heading(lines))
    lines[details:details] = ["    - Слово.", "    -", ""]
    return details + 2, "пустой пункт: Markdown сделает заголовком строку над ним; допишите его или удалите"


@case
def text_that_belongs_to_no_question(lines):
    second = find(lines, "## ", heading(lines) + 1)
    lines[second:second] = ["Между прочим, это текст", "на двух строках.", ""]
    return second + 1, "текст вне блоков не принадлежит ни одному вопросу; сдвиньте его на 4 пробела или удалите"


@case
def block_before_the_first_question(lines):
    start = heading(lines)
    lines[start:start] = ['??? info "Вступление"', ""]
    return start + 1, "блок вне вопроса; над ним нужен заголовок «## Название { #id … }»"


@case
def no_front_matter(lines):
    del lines[: find(lines, "---", 1) + 1]
    return 1, "нет шапки страницы; начните с --- и полей title, description, checked"


@case
def no_page_title(lines):
    number = find(lines, "# ")
    del lines[number]
    return number, "нет заголовка страницы; добавьте «# Название раздела»"


@case
def title_unlike_the_front_matter(lines):
    number = find(lines, "# ")
    lines[number] = "# Основы чего-то другого"
    return number + 1, "заголовок страницы не совпадает с title в шапке («Основы Python»)"


@case
def no_description(lines):
    del lines[find(lines, "description:")]
    return 1, "в шапке нет description; добавьте «description: …»"


@case
def no_checked_date(lines):
    del lines[find(lines, "checked:")]
    return 1, "в шапке нет checked — даты последней сверки с источниками: «checked: 2026-11-23»"


@case
def impossible_checked_date(lines):
    number = find(lines, "checked:")
    lines[number] = "checked: 2026-02-30"
    return number + 1, "checked: нет такой даты «2026-02-30»; пишите год-месяц-день: 2026-11-23"


@case
def checked_in_the_future(lines):
    number = find(lines, "checked:")
    lines[number] = "checked: 2999-01-01"
    return number + 1, "checked: дата «2999-01-01» ещё не наступила"


@case
def no_versions(lines):
    del lines[find(lines, "versions:")]
    return 1, 'в шапке нет versions; добавьте, например, versions: {Python: "3.14"}'


@case
def version_without_quotes(lines):
    number = find(lines, "versions:")
    lines[number] = "versions: {Python: 3.10}"
    return number + 1, 'номер версии пишите в кавычках: Python: "3.10"'


@case
def broken_yaml(lines):
    number = find(lines, "description:")
    lines[number] = "description: вопросы: и ответы"
    return number + 1, 'YAML прочтёт это значение по-своему; возьмите его целиком в кавычки: "…"'


@case
def tab_indentation(lines):
    number = find(lines, "    - ", block(lines, "failure"))
    lines[number] = "\t" + lines[number].removeprefix("    ")
    return number + 1, "отступ табуляцией; замените её четырьмя пробелами"


@case
def macro_on_a_question_page(lines):
    number = heading(lines) - 2
    lines[number] += " {= question_count() =}"
    return number + 1, "макрос вне страницы указателя; замените его обычным текстом"


@case
def render_macros_on_a_question_page(lines):
    number = find(lines, "checked:")
    lines[number:number] = ["render_macros: true"]
    return number + 1, "render_macros — только на страницах указателей; удалите эту строку"


@case
def no_primary_source(lines):
    body = body_of(lines, "quote")
    lines[body.start : body.stop] = ["", "    - [Блог](https://example.com/docs.python.org)", ""]
    return (
        block(lines, "quote") + 1,
        "нет первичного источника; дайте ссылку на документацию или стандарт (extra.primary_sources в mkdocs.yml)",
    )


def _message(line: int, text: str, name: str = REAL_PAGE) -> str:
    return f"docs/{name}:{line}: {text}"


def assert_refused(folder: Path, message: str) -> None:
    """Assert that `check` gives one problem, this one, and that the strict build gives it too."""
    checked = check(folder)
    assert checked.stdout.splitlines() == [message]
    assert checked.returncode == 1
    built = build(folder)
    assert f"WARNING -  {message}\n" in built.stdout
    assert built.returncode == 1
    assert "Traceback" not in checked.stderr + built.stdout


def test_build_and_annotations_say_what_check_says(tmp_path):
    """One site with the real page broken in every way; what each way gives alone is in test_every_message.py."""
    pages = {}
    for number, name in enumerate(CASES):
        lines = real_page().split("\n")
        CASES[name](lines)
        assert "\n".join(lines) != real_page()
        pages[f"junior/broken-{number}.md"] = "\n".join(lines)
    # Markdown would need minutes for this one: it must not get it.
    pages["junior/brackets.md"] = page(question(1).replace("Подробный ответ.", "[" * 30_000))
    for number, (where, key, new, *_) in enumerate(EDITS.values()):
        if where == INDEX_PAGE:
            pages[f"middle/head-{number}/index.md"] = broken_text(real_page(where), key, new)[0]
        elif where == REAL_PAGE:
            pages[f"junior/head-{number}.md"] = broken_text(page(question(number)), key, new)[0]
    site = make_site(tmp_path / "site", pages)
    checked = check(site).stdout.splitlines()
    assert len(checked) > len(CASES)
    built = build(site)
    assert built.returncode == 1
    # The last wall speaks for itself, whatever has been told before it.
    warnings = re.findall(r"^WARNING -  ((?:docs|hooks)/.*)$", built.stdout, re.MULTILINE)
    assert [line for line in warnings if "политика безопасности" not in line] == checked
    annotated = check(site, GITHUB_ACTIONS="true").stdout.splitlines()
    assert [line.partition("::")[2].partition("::")[2] for line in annotated] == checked
    assert "Traceback" not in built.stdout


def test_build_says_of_settings_links_samples_and_letters_what_check_says(tmp_path):
    """Nothing of it in MkDocs' own words, and nothing twice."""
    broken = question(1).replace(
        "    **Подробно.** Подробный ответ.\n",
        "    **Подробно.** [Раз](../../README.md), [два](../), [три](b.md#no-such-id).\n\n"
        "    Знак \u2714.\n\n    ```py\n    print(1)\n    ```\n",
    )
    lost = question(2).replace(" { #question-2 .junior .collections }", "")
    pages = {
        "index.md": INDEX.format(title="Дом", macro='{= question_count("senior") =}'),
        "junior/a.md": page(broken),
        "junior/b.md": page(question(3), lost),
        "junior/c.md": page(question(4) + "    - [Вопрос](b.md#question-2)\n"),
    }
    site = make_site(tmp_path / "site", pages)
    config = site / "mkdocs.yml"
    config.write_text(
        config.read_text(encoding="utf-8").replace("{title: Хеширование,", "{title: Коллекции,"), encoding="utf-8"
    )
    replace(config, '"tags.md"', '"tags.md", "no-such-page.md"')
    checked = check(site).stdout.splitlines()
    assert len(checked) == 8
    built = build(site)
    assert built.returncode == 1
    assert re.findall(r"^(?:WARNING|ERROR) +- +(.*)$", built.stdout, re.MULTILINE) == checked


def test_id_used_on_two_pages_is_refused(tmp_path):
    site = make_site(tmp_path / "site", {"junior/a.md": page(question(1)), "middle/b.md": page(question(1, "middle"))})
    text = "id «question-1» уже занят: docs/junior/a.md:10; выберите другой"
    assert_refused(site, _message(10, text, "middle/b.md"))


def test_page_missing_from_the_navigation_is_refused(tmp_path):
    pages = {"junior/a.md": page(question(1))}
    nav = ["index.md", "junior/index.md", "middle/index.md", "any-level.md", "tags.md"]
    text = "страницы нет в навигации; добавьте junior/a.md в nav в mkdocs.yml"
    assert_refused(make_site(tmp_path / "site", pages, nav), _message(1, text, "junior/a.md"))


def test_file_that_is_not_utf_8_is_refused(tmp_path):
    content = real_page().encode()
    place = content.index("Список".encode(), content.index(b"## "))
    line = content[:place].count(b"\n") + 1
    broken = content[:place] + "Список".encode("cp1251") + content[place:]
    site = make_site(tmp_path / "site", {REAL_PAGE: broken})
    assert_refused(site, _message(line, "файл не в UTF-8; сохраните его в этой кодировке"))


@pytest.mark.parametrize(
    "expression",
    [
        "{= unknown() =}",
        "{= question_count(level) =}",
        "{= question_count.__globals__ =}",
        "{= config =}",
        "{=% for x in [1] %=}",
        "{= question_count() | upper =}",
        "{= question_count()",
    ],
)
def test_index_page_may_call_our_macros_only(expression, tmp_path):
    home = f"---\nrender_macros: true\n---\n\n# Дом\n\n{expression}\n"
    site = make_site(tmp_path / "site", {"index.md": home})
    text = f"неизвестный макрос; можно только с постоянными аргументами: {', '.join(sorted(MACROS))}"
    assert_refused(site, _message(7, text, "index.md"))


def test_heading_of_a_plain_page_needs_a_latin_id(tmp_path):
    site = make_site(tmp_path / "site", {"about.md": "# О нас\n\n## Кто мы\n"})
    assert_refused(site, _message(3, "у заголовка нет латинского адреса; допишите { #slovo }", "about.md"))


def test_all_problems_of_all_pages_come_at_once(tmp_path):
    broken = question(2).replace(".junior", "").replace("???", "!!!", 1)
    site = make_site(tmp_path / "site", {"junior/a.md": page(question(1), broken), "junior/b.md": "# Б\n"})
    lines = [problem.line for problem in load_bank(site / "docs").problems]
    assert lines == [38, 42, 1]


@pytest.mark.parametrize(("old", "new"), [("\n", "\r\n"), ("", "")], ids=["crlf", "bom"])
def test_crlf_and_bom_change_nothing(old, new, tmp_path):
    text = real_page()
    plain = make_site(tmp_path / "plain", {REAL_PAGE: text})
    content = text.replace(old, new).encode() if old else b"\xef\xbb\xbf" + text.encode()
    other = make_site(tmp_path / "other", {REAL_PAGE: content})
    assert load_bank(other / "docs") == load_bank(plain / "docs")
    assert load_bank(other / "docs").problems == []
    for site in (plain, other):
        build(site)
    built = [(site / "site/junior/python-basics/index.html").read_text(encoding="utf-8") for site in (plain, other)]
    assert built[0] == built[1]
