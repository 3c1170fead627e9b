"""A new question: its id, its skeleton, its place, and a page that is never damaged."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from hooks.bank.kinds import KINDS, UNFINISHED
from hooks.bank.load import load_bank, parse_page
from hooks.bank.vocabulary import load_vocabulary
from scripts import new_question
from scripts.tools.environment import ROOT
from scripts.tools.question_skeleton import HINTS, ID_LIMIT, insert, skeleton, suggest_id
from tests.bank import block_places
from tests.clones import git
from tests.sites import make_site, page, question
from tests.terminals import Terminal

GIVEN = ["--section", "junior/a", "--title", "Срезы списков", "--tags", "collections"]

PATIENCE = 60
"""Seconds that a loaded machine may take; a test that passes waits no longer than it must."""


@pytest.fixture
def docs(tmp_path) -> Path:
    """The folder of pages of a small site: two questions on one page, one on another."""
    pages = {
        "junior/a.md": page(question(1), question(2), title="Первый"),
        "soft-skills/index.md": "# Soft skills\n",
        "middle/b.md": page(question(3, "middle"), title="Второй"),
    }
    return make_site(tmp_path / "site", pages) / "docs"


def add(docs: Path, *arguments: str) -> int:
    """Run the command in this process."""
    return new_question.main(["--docs", str(docs), *arguments])


def command(docs: Path, *arguments: str) -> list[str]:
    """Return the command line for a process of its own."""
    return [sys.executable, "-m", "scripts.new_question", "--docs", str(docs), *arguments]


def contents(docs: Path) -> dict[Path, bytes]:
    """Return every file of the pages."""
    return {path: path.read_bytes() for path in docs.rglob("*") if path.is_file()}


# -- the id -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Срезы списков", "srezy-spiskov"),
        ("GIL и потоки", "gil-potoki"),
        ("list и tuple", "list-tuple"),
        ("Щёлочь, объём: съезд", "shcheloch-obem-sezd"),
        ("401 и 403", "vopros-401-403"),
        ("и", "i"),
        ("Что такое *args", "args"),
        ("Какие бывают индексы", "byvaiut-indeksy"),
        ("В чём разница GET и POST", "raznitsa-get-post"),
        ("Что случится, если не обработать ошибку", "sluchitsia-esli-ne-obrabotat-oshibku"),
        ("Работа с индексом и без индекса", "rabota-indeksom-bez-indeksa"),
        # The negation comes with its word, or neither comes.
        ("Распределённая транзакция теперь не атомарна", "raspredelennaia-tranzaktsiia-teper"),
        ("Naïve café", "nave-caf"),
        ("???", ""),
    ],
)
def test_id_is_suggested_from_the_title(title, expected):
    assert suggest_id(title) == expected


def test_suggested_id_is_short_and_free():
    long = suggest_id("Изоляция транзакций и аномалии чтения в распределённых базах")
    assert len(long) <= ID_LIMIT
    assert not long.endswith("-")
    assert suggest_id("GIL", {"gil", "gil-2"}) == "gil-3"


# -- the skeleton -------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", KINDS)
def test_skeleton_lacks_nothing_but_the_text(folder):
    kind = KINDS[folder]
    vocabulary = load_vocabulary(ROOT / "mkdocs.yml")
    level = folder if folder in vocabulary.levels else "any"
    text = page(skeleton(kind, title="Проба", id="proba", level=level, tags=("sql",)))
    questions, problems = parse_page(text, f"{folder}/a.md", vocabulary)
    assert [(one.id, one.title, one.level, one.tags) for one in questions] == [("proba", "Проба", level, ("sql",))]
    # One problem for each place, on the line of the place, and no other.
    lines = text.split("\n")
    places = [number for number, line in enumerate(lines, 1) if UNFINISHED in line]
    assert [problem.line for problem in problems] == places
    named = [re.match(r"не дописано «([^»]+)»", problem.text)[1] for problem in problems]
    leads = [*kind.points, *kind.lead_ins[1:]] if kind.points else kind.lead_ins
    assert named == ["Формулировка", *leads, *block_places(kind)]


def test_every_place_has_its_hint():
    names = {name for kind in KINDS.values() for name in (*kind.lead_ins, *kind.points, *block_places(kind))}
    assert names == set(HINTS)


def test_skeleton_filled_in_passes():
    vocabulary = load_vocabulary(ROOT / "mkdocs.yml")
    for folder, kind in KINDS.items():
        text = skeleton(kind, title="Проба", id="proba", level="any", tags=("sql",))
        filled = re.sub(rf"{UNFINISHED}:?[^\n]*", "**Текст?** [Текст](https://docs.python.org/3/)", text)
        assert parse_page(page(filled), f"{folder}/a.md", vocabulary)[1] == []


# -- the place ----------------------------------------------------------------------------------


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("end", ["", "\n", "\n\n\n"], ids=["no-end", "one-end", "many-ends"])
@pytest.mark.parametrize("after", [None, "", "question-1", "question-2"])
def test_question_is_inserted_without_touching_the_others(newline, end, after):
    vocabulary = load_vocabulary(ROOT / "mkdocs.yml")
    old = page(question(1), question(2)).rstrip("\n") + end
    before, _ = parse_page(old, "junior/a.md", vocabulary)
    new, line = insert(old.replace("\n", newline), "## Проба { #proba }\n\nтекст", before, after)
    lines = new.split(newline)
    assert lines[line - 1] == "## Проба { #proba }"
    assert lines[line - 2] == ""
    assert lines[line - 3] != ""
    # The end of the page is its own where the question is put before it.
    assert new.endswith(newline) == bool(end or after in {None, "question-2"})
    assert "\n" not in new.replace(newline, "")
    # Without the new lines the page is what it was.
    rest = newline.join(lines[: line - 1] + lines[line + 2 :])
    assert rest.split() == old.split()
    place = new.index("#proba")
    assert (new.index("#question-1") < place) == (after != "")
    assert (new.index("#question-2") < place) == (after in {None, "question-2"})


def test_unknown_neighbour_is_told():
    with pytest.raises(KeyError):
        insert("# a\n", "## b", [], "missing")


# -- the command --------------------------------------------------------------------------------


def test_question_is_added_at_the_end_and_the_rest_is_as_it_was(docs, capsys):
    before = contents(docs)
    assert add(docs, *GIVEN) == 0
    after = contents(docs)
    changed = [path for path in after if before.get(path) != after[path]]
    assert [path.name for path in changed] == ["a.md"]
    assert after[changed[0]].startswith(before[changed[0]])
    output = capsys.readouterr().out
    added = load_bank(docs).questions[2]
    assert (added.id, added.level, added.tags, added.page) == (
        "srezy-spiskov",
        "junior",
        ("collections",),
        "junior/a.md",
    )
    assert output.startswith(f"Вопрос добавлен: docs/junior/a.md:{added.line}\n")
    assert "Его адрес — srezy-spiskov. Пока вопрос не опубликован, адрес можно поменять" in output
    assert "python3 -m scripts.check" in output
    assert "python3 -m scripts.samples srezy-spiskov" in output
    assert "Похоже на целый вопрос" not in output
    assert f"junior/a/#{added.id}" in output


def test_byte_order_mark_line_ends_and_rights_are_kept(docs):
    path = docs / "junior/a.md"
    old = b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(old)
    path.chmod(0o640)
    assert add(docs, *GIVEN, "--after", "#question-1") == 0
    new = path.read_bytes()
    assert new.startswith(b"\xef\xbb\xbf---\r\n")
    assert b"\n" not in new.replace(b"\r\n", b"")
    assert path.stat().st_mode & 0o777 == 0o640
    assert [one.id for one in load_bank(docs).questions[:3]] == ["question-1", "srezy-spiskov", "question-2"]


def test_section_is_known_by_path_by_name_and_by_its_neighbour(docs):
    for number, section in enumerate(["docs/junior/a.md", "первый", "a"]):
        assert add(docs, "--section", section, "--title", "x", "--id", f"x-{number}", "--tags", "Коллекции, sql") == 0
    assert add(docs, "--after", "question-3", "--title", "x", "--id", "x-9", "--tags", "sql collections") == 0
    by_id = {one.id: one for one in load_bank(docs).questions}
    assert {by_id[f"x-{number}"].page for number in range(3)} == {"junior/a.md"}
    assert by_id["x-9"].page == "middle/b.md"
    assert by_id["x-9"].level == "middle"
    assert by_id["x-0"].tags == ("collections", "sql")


def test_everything_wrong_is_told_at_once_and_nothing_is_written(docs, capsys):
    before = contents(docs)
    wrong = [
        "--section",
        "нет",
        "--title",
        "{x}",
        "--id",
        "Имя",
        "--level",
        "senior",
        "--tags",
        "sqll",
        "--after",
        "zz",
    ]
    assert add(docs, *wrong) == 1
    error = capsys.readouterr().err.splitlines()
    beginnings = [
        "нет раздела «нет»; разделы — nav в mkdocs.yml",
        "в названии нельзя: { }",
        "id «Имя» не годится",
        "нет уровня «senior»; уровни: junior — Junior, middle — Middle, any — Любой уровень",
        "нет темы «sqll» (возможно, «sql»); список тем — extra.topics в mkdocs.yml, новую допишите туда же",
        "--after: нет вопроса «zz»",
        "Ничего не записано.",
    ]
    assert [line for line, start in zip(error, beginnings, strict=True) if not line.startswith(start)] == []
    assert contents(docs) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--id", "question-3"], "id «question-3» уже занят: docs/middle/b.md:10; выберите другой"),
        (["--after", "question-3"], "--after: вопрос «question-3» не в этом разделе, а в docs/middle/b.md"),
        (["--tags", " , "], "нужна хотя бы одна тема"),
        (["--title", " "], "название пусто"),
        (["--title", "Срез\u200bы"], "невидимые знаки"),
        (["--title", "Срез\udcff"], "невидимые знаки"),
    ],
)
def test_what_does_not_fit_is_refused(docs, capsys, arguments, message):
    before = contents(docs)
    assert add(docs, *GIVEN, *arguments) == 1
    assert message in capsys.readouterr().err
    assert contents(docs) == before


def test_nothing_is_published_yet_and_an_old_address_is_not_taken_again(docs, capsys):
    published = docs / "addresses.txt"
    published.write_text(
        "junior/a.md\njunior/a.md#question-1\njunior/a.md#gone -> middle/b.md\nmiddle/b.md\n", encoding="utf-8"
    )
    before = published.read_text(encoding="utf-8")
    assert add(docs, *GIVEN, "--id", "gone") == 1
    assert "id «gone» раньше вёл на другой вопрос" in capsys.readouterr().err
    assert add(docs, *GIVEN, "--id", "fresh") == 0
    assert published.read_text(encoding="utf-8") == before


def test_id_of_a_draft_that_was_cut_is_free_again(docs):
    published = docs / "addresses.txt"
    published.write_text("junior/a.md\n", encoding="utf-8")
    git(docs, "init", "-q", "-b", "main")
    git(docs, "add", ".")
    git(docs, "commit", "-q", "-m", "Начало")
    published.write_text("junior/a.md\njunior/a.md#draft\n", encoding="utf-8")
    assert add(docs, *GIVEN, "--id", "draft") == 0


def test_page_that_would_swallow_the_question_is_refused(docs, capsys):
    path = docs / "junior/a.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n```text\n", encoding="utf-8")
    before = contents(docs)
    assert add(docs, *GIVEN) == 1
    error = capsys.readouterr().err
    assert "Сначала исправьте страницу:\ndocs/junior/a.md:" in error
    assert "блок кода не закрыт" in error
    assert contents(docs) == before


def test_full_disk_leaves_the_page_whole(docs, monkeypatch):
    before = contents(docs)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        add(docs, *GIVEN)
    assert contents(docs) == before


def test_answers_through_a_pipe(docs):
    answers = "junior/a\nСрезы списков\nslices\nлюбой уровень\ncollections, sql\n1\n"
    result = subprocess.run(command(docs), cwd=ROOT, input=answers, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stderr
    assert "hashing — Хеширование" in result.stdout
    added = load_bank(docs).questions[1]
    assert (added.id, added.level, added.tags) == ("slices", "any", ("collections", "sql"))


@pytest.mark.parametrize("answers", ["", "junior/a\nСрезы\n", "нет такого\n"])
def test_pipe_that_ends_or_errs_writes_nothing(docs, answers):
    before = contents(docs)
    result = subprocess.run(command(docs), cwd=ROOT, input=answers, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert result.stderr.rstrip().endswith("ичего не записано.")
    assert contents(docs) == before


def test_terminal_asks_again_after_a_wrong_answer(docs):
    terminal = Terminal(*command(docs))
    terminal.wait_for("Раздел (номер или путь): ")
    terminal.type("99\n")
    terminal.wait_for("нет раздела «99»")
    terminal.type("1\n")
    terminal.wait_for("Короткое название: ")
    terminal.type("Что вернёт срез списка?\n")
    terminal.wait_for("(Enter — оставить) [Что вернёт срез списка?]: ")
    assert "Похоже на целый вопрос" in terminal.screen
    terminal.type("Срезы списков\n")
    terminal.wait_for("[srezy-spiskov]: ")
    terminal.type("question-1\n")
    terminal.wait_for("id «question-1» уже занят")
    terminal.type("\n")
    terminal.wait_for("[junior]: ")
    terminal.type("\n")
    terminal.wait_for("Темы вопроса через запятую: ")
    terminal.type("колекции\n")
    terminal.wait_for("через запятую: ")
    assert "нет темы «колекции» (возможно, «коллекции»)" in terminal.screen
    assert "hashing" not in terminal.screen
    terminal.type("collections\n")
    terminal.wait_for("[2]: ")
    assert "  1. Вопрос 1" in terminal.screen
    terminal.type("7\n")
    terminal.wait_for("нет вопроса «7» на этой странице")
    terminal.type("0\n")
    assert terminal.exit_code() == 0
    assert "Вопрос добавлен: docs/junior/a.md:" in terminal.screen
    assert load_bank(docs).questions[0].id == "srezy-spiskov"


def test_id_is_never_taken_unseen(docs):
    terminal = Terminal(*command(docs), *GIVEN)
    terminal.wait_for("id, вечный адрес вопроса [srezy-spiskov]: ")
    terminal.type("slices\n")
    assert terminal.exit_code() == 0
    assert load_bank(docs).questions[2].id == "slices"


def test_whole_question_as_a_title_is_told(docs, capsys):
    assert add(docs, *GIVEN, "--title", "Что вернёт срез списка?", "--after", "0") == 0
    assert "Похоже на целый вопрос" in capsys.readouterr().out
    assert load_bank(docs).questions[0].title == "Что вернёт срез списка?"


@pytest.mark.parametrize(
    ("key", "code", "message"), [("\x03", 130, "Остановлено."), ("\x04", 1, "ничего не записано.")]
)
def test_leaving_the_terminal_midway_writes_nothing(docs, key, code, message):
    before = contents(docs)
    terminal = Terminal(*command(docs))
    terminal.wait_for("Раздел (номер или путь): ")
    assert terminal.exit_code(key) == code
    assert message in terminal.screen
    assert "Traceback" not in terminal.screen
    assert contents(docs) == before
