"""`check --fix`: what it repairs, what it leaves alone, and how it writes."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from hooks.checks import fixes
from hooks.checks.language import spelling
from hooks.checks.markdown import markdown_lint
from hooks.checks.page.prose import Text
from scripts import check
from scripts.tools import safe_write
from scripts.tools.environment import ROOT
from tests.breaking import copy
from tests.breaks import PLACE
from tests.markdown_breaks import PARAGRAPHS
from tests.sites import REAL_PAGE, make_site, page, question, real_page
from tests.test_bad_input import CASES

WORDS = spelling.read_word_list(spelling.WORDS.read_text(encoding="utf-8"))
REPAIRED = (
    "misspelt_block",
    "unquoted_block_title",
    "curly_quotes_in_block_title",
    "exclamation_marks",
    "open_block",
    "body_indented_by_two_spaces",
    "body_indented_by_three_spaces",
    "body_not_indented",
    "fence_not_indented_inside_a_block",
    "tab_indentation",
)
"""Ways of test_bad_input.py to break a page after which `--fix` gives the very page again."""


def fix(text: str, name: str = REAL_PAGE) -> str:
    """Repair a page."""
    return fixes.fix(text, name, WORDS)


def fix_sentence(sentence: str) -> str:
    """Repair a sentence of an answer and return it."""
    before, after = real_page().split(PLACE)
    fixed = fix(f"{before}{PLACE}\n\n    {sentence}{after}")
    return fixed.removeprefix(f"{before}{PLACE}\n\n    ").removesuffix(after)


@pytest.mark.parametrize("name", REPAIRED)
def test_broken_page_is_as_it_was(name):
    lines = real_page().split("\n")
    CASES[name](lines)
    assert "\n".join(lines) != real_page()
    assert fix("\n".join(lines)) == real_page()


@pytest.mark.parametrize("name", sorted(set(CASES) - set(REPAIRED) - {"no_space_before_the_id"}))
def test_what_has_no_single_repair_is_left_alone(name):
    lines = real_page().split("\n")
    CASES[name](lines)
    # What some cases take away leaves two empty lines behind, or none.
    assert _written(fix("\n".join(lines))) == _written("\n".join(lines))


def _written(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize("heading", ["Список и кортеж {#list", "Список и кортеж{ #list", "Список и кортеж{#list"])
def test_spaces_of_a_heading_are_put_in(heading):
    assert fix(real_page().replace("Список и кортеж { #list", heading)) == real_page()


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Раз  два.", "Раз два."),
        ("Раз - два, `a` - б, 3.12 - это версия.", "Раз — два, `a` — б, 3.12 — это версия."),
        ("Раз -- два – три.", "Раз — два — три."),
        ('Слово "раз" и “два”.', "Слово «раз» и «два»."),
        ('Слово «раз "два" три».', "Слово «раз „два“ три»."),
        ('**"Раз".** Два.', "**«Раз».** Два."),
        ("Раз... Два , три,четыре .", "Раз… Два, три, четыре."),
        ("Еще он объяснит.", "Ещё он объяснит."),
        ("Cтрока.", "Строка."),  # the first letter is Latin
        ("В Pythоn.", "В Python."),  # the last vowel is Cyrillic
        ("| раз - два | `a  b`  |", "| раз — два | `a  b`  |"),
    ],
)
def test_typography_with_one_repair_is_repaired(wrong, right):
    assert fix_sentence(wrong) == right
    assert fix_sentence(right) == right


@pytest.mark.parametrize(
    "sentence",
    [
        "Все, чем и о нем.",  # may lack ё or not
        "Вот в чем.",  # may be a wording below a broken heading
        "Раз раз, ашипка.",
        "Разность 5 - 3 и 10 -- 2.",
        'Код `a - "б"  ...` и ``x ` - "y"``.',
        '[слово](https://example.com/a--b "раз - два").',
        '<https://example.com/...>, {"sku": "A-1"}, 15" и <!-- "раз"  - два -->.',
        'Слово{ .klass  title="раз - два" }.',
        'Непарная" кавычка.',
        "- раз;\n        - под ним;\n      - где-то между.",
        "-v — ключ, *args и 1.Python.",
        "*первый.",
        'Раз:\n\n        x = "раз  - два"',
    ],
)
def test_what_may_be_meant_otherwise_is_left_alone(sentence):
    assert fix_sentence(sentence) == sentence


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("- раз;\n      - под ним.", "- раз;\n        - под ним."),
        (
            "- раз:\n      - два:\n        - три;\n      - четыре.",
            "- раз:\n        - два:\n            - три;\n        - четыре.",
        ),
        (
            "1. раз:\n       - два.\n\n         Абзац.\n\n         ```python\n         x\n         ```\n    2. ещё.",
            "1. раз:\n        - два.\n\n            Абзац.\n\n            ```python\n            x\n            ```\n"
            "    2. ещё.",
        ),
        ("1) раз;\n    2) два.", "1. раз;\n    2. два."),
        ("-раз;\n    -два.", "- раз;\n    - два."),
        ("1.раз;\n    2.два.", "1. раз;\n    2. два."),
        ("• раз;\n    • два.", "- раз;\n    - два."),
        ("– раз;\n    – два.", "- раз;\n    - два."),
        ("Раз.\n    \n    Два.\n  \xa0\n    Три.", "Раз.\n\n    Два.\n\n    Три."),
        ("Раз.\n\n\xa0\u2003\u3000 Два.\n\n    -\xa0три.", "Раз.\n\n    Два.\n\n    - три."),
    ],
)
def test_lists_and_spaces_with_one_repair_are_repaired(wrong, right):
    assert fix_sentence(wrong) == right
    assert fix_sentence(right) == right


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Плюсы:\n    - раз;\n    - два.", "Плюсы:\n\n    - раз;\n    - два."),
        ("Плюсы:\n    1. раз;\n    2. два.", "Плюсы:\n\n    1. раз;\n    2. два."),
        ("Плюсы\n    - раз;\n    - два.", "Плюсы\n\n    - раз;\n    - два."),
        ("**Плюсы:**\n    * раз.", "**Плюсы:**\n\n    * раз."),
        ("- Раз:\n\n        Два:\n        - три.", "- Раз:\n\n        Два:\n\n        - три."),
        ("**Слово.**\n    Текст.", "**Слово.**\n\n    Текст."),
        (
            "Раз:\n    ```python\n    x\n\n\n    y\n    ```\n    Два.",
            "Раз:\n\n    ```python\n    x\n\n\n    y\n    ```\n\n    Два.",
        ),
        ("Раз:\n    | а | б |\n    |---|---|\n    | в | г |", "Раз:\n\n    | а | б |\n    |---|---|\n    | в | г |"),
        ("Раз.\n\n\n    Два.\n\n\n\n    Три.", "Раз.\n\n    Два.\n\n    Три."),
        ("Раз. \n    Два.", "Раз.\n    Два."),
        ("Это [ слово ](https://docs.python.org/3/).", "Это [слово](https://docs.python.org/3/)."),
    ],
)
def test_lines_with_one_right_place_come_and_go(wrong, right):
    assert fix_sentence(wrong) == right
    assert fix_sentence(right) == right


@pytest.mark.parametrize(
    "sentence",
    [
        "Это слово\n    - и есть ответ.",  # a dash in a sentence
        "Это версия\n    3. Два.",
        "- Раз.\n    1. Два.",  # may belong to the item
        "1. Раз.\n    - Два.\n    - Три.",
        "- Раз:\n    ```python\n    x\n    ```",  # how deep it belongs nobody says
        "| а | б |\n    | в | г |",
        "Раз.  \n    Два.",  # breaks the line
    ],
)
def test_lines_that_may_be_meant_otherwise_are_left_alone(sentence):
    assert fix_sentence(sentence) == sentence


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n\n## ", "\n## "),
        (" .hashing }\n\n", " .hashing }\n"),
        ("\n\n## ", "\n\n\n\n## "),
        ("\n## ", "\n##"),
    ],
)
def test_headings_get_their_empty_lines(old, new):
    text = real_page()
    assert old in text
    assert fix(text.replace(old, new)) == text


@pytest.mark.parametrize("end", ["", "\n\n", "\n\n\n\n"])
def test_page_ends_with_one_end_of_line(end):
    assert fix(real_page().rstrip("\n") + end) == real_page()


def test_mixed_line_ends_stay_where_lines_come(tmp_path):
    root = copy(tmp_path)
    path = root / "docs" / REAL_PAGE
    lines = real_page().replace(f"{PLACE}\n\n", f"{PLACE}\n").split("\n")
    assert len(lines) == real_page().count("\n")
    path.write_bytes("".join(line + ("\r\n" if n % 3 else "\n") for n, line in enumerate(lines[:-1])).encode())
    before = path.read_bytes().splitlines(keepends=True)
    check.main(["--fix", str(root / "docs")])
    after = path.read_bytes().splitlines(keepends=True)
    place = next(n for n, line in enumerate(after) if PLACE.encode() in line) + 1
    assert not after.pop(place).strip()
    assert after == before


@pytest.mark.parametrize("space", ["\xa0", "\u2003", "\u3000"])
def test_odd_spaces_before_blocks_and_code_are_replaced(space):
    odd = real_page().replace("    ```python", space * 4 + "```python", 1).replace("    - **", f" {space * 3}- **")
    odd = odd.replace("??? success", f"???{space}success").replace("\n    ```\n", f"\n{space * 4}```\n", 1)
    assert odd.count(space) > 10
    assert fix(odd) == real_page()


def test_body_by_two_spaces_with_items_by_two_is_repaired():
    before, _, after = real_page().partition('??? info "Что проверяет интервьюер"\n')
    after = after[after.index("??? quote") :]
    head = f'{before}??? info "Что проверяет интервьюер"\n\n'
    shallow = "  - Раз:\n    - два;\n    - три.\n\n"
    assert fix(head + shallow + after) == f"{head}    - Раз:\n        - два;\n        - три.\n\n{after}"


def test_wording_of_a_question_code_and_front_matter_are_not_touched():
    text = real_page()
    text = text.replace("В чем разница", 'Еще "раз" - в чем  разница').replace(
        'description: "', 'description: "Раз - два,  '
    )
    text = text.replace('print(key, "— может', 'print(key,  "еще - может')
    assert text.count("  ") > real_page().count("  ")
    assert fix(text) == text


@pytest.mark.parametrize("page", [path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")])
def test_real_page_needs_no_repair(page):
    assert fix(real_page(page), page) == real_page(page)


def broken_copy(folder: Path) -> tuple[Path, Path]:
    """Return a copy of the repository and its page, which has DOS line ends, a mark and mistakes."""
    root = copy(folder)
    path = root / "docs" / REAL_PAGE
    text = real_page().replace(PLACE, "Различий - три.").replace("???", "!!!", 1)
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    path.chmod(0o640)
    return root, path


def test_file_keeps_its_line_ends_its_mark_and_its_permissions(tmp_path, capsys):
    root, path = broken_copy(tmp_path)
    assert check.main(["--fix", str(root / "docs")]) == 0
    right = real_page().replace(PLACE, "Различий — три.").replace("\n", "\r\n").encode()
    assert path.read_bytes() == b"\xef\xbb\xbf" + right
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    output = capsys.readouterr().out
    assert re.findall("^[-+].*", output, re.MULTILINE) == [
        f"--- docs/{REAL_PAGE}",
        f"+++ docs/{REAL_PAGE}",
        '-!!! success "Модельный ответ"',
        '+??? success "Модельный ответ"',
        *[line for line in output.splitlines() if "Различий" in line],
    ]
    assert "Различий — три." in output


def test_second_run_changes_nothing(tmp_path, capsys):
    root, path = broken_copy(tmp_path)
    check.main(["--fix", str(root / "docs")])
    before = path.stat().st_mtime_ns, path.read_bytes()
    capsys.readouterr()
    assert check.main(["--fix", str(root / "docs")]) == 0
    assert capsys.readouterr().out.startswith("Ошибок нет")
    assert (path.stat().st_mtime_ns, path.read_bytes()) == before


def test_what_is_left_is_told_and_fails(tmp_path, capsys):
    root, path = broken_copy(tmp_path)
    path.write_bytes(path.read_bytes().replace(PLACE.split()[0].encode(), "Разлчий".encode(), 1))
    assert check.main(["--fix", str(root / "docs")]) == 1
    assert "слова «Разлчий» нет в словаре" in capsys.readouterr().out


def test_full_disk_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "page.md"
    path.write_text("прежний", encoding="utf-8")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(safe_write.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        safe_write.replace(path, "новый".encode())
    assert path.read_text(encoding="utf-8") == "прежний"
    assert [one.name for one in tmp_path.iterdir()] == ["page.md"]


def test_new_addresses_are_added_after_those_of_their_page(tmp_path, capsys):
    site = make_site(tmp_path / "site", {"junior/a.md": page(question(1), question(2))})
    addresses = site / "docs/addresses.txt"
    addresses.write_text("# Список\njunior/a.md\njunior/a.md#question-1\ntags.md\n", encoding="utf-8")
    assert check.main(["--fix", str(site / "docs")]) == 0
    assert addresses.read_text(encoding="utf-8") == (
        "# Список\njunior/a.md\njunior/a.md#question-1\njunior/a.md#question-2\ntags.md\n"
        "any-level.md\nindex.md\njunior/index.md\nmiddle/index.md\n"
    )
    assert "+junior/a.md#question-2" in capsys.readouterr().out


def test_address_of_a_page_with_mistakes_is_not_published_yet(tmp_path):
    broken = page(question(1), question(2).replace(".collections", ".qqqq"))
    site = make_site(tmp_path / "site", {"junior/a.md": broken})
    (site / "docs/addresses.txt").write_text("junior/a.md\n", encoding="utf-8")
    assert check.main(["--fix", str(site / "docs")]) == 1
    assert "question" not in (site / "docs/addresses.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n\n\n"])
def test_repair_of_any_break_is_whole_after_one_run(gap):
    for paragraphs, _, _ in PARAGRAPHS.values():
        body = "\n".join(f"    {line}" if line else "" for line in f"Слово:{gap}{paragraphs}\nСлово.".split("\n"))
        before = page(question()).replace("    **Подробно.** Подробный ответ.", f"    **Подробно.** Ответ.\n\n{body}")
        fixed = fix(before, "junior/a.md")
        assert fix(fixed, "junior/a.md") == fixed
        left = list(markdown_lint.find([Text("junior/a.md", "docs/junior/a.md", fixed)], ROOT / "docs"))
        assert [message for _, _, message in left if "--fix" in message] == []
        assert not {message for _, _, message in left} & {markdown_lint.RULES[name] for name in ("MD012", "MD047")}
