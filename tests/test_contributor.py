"""A contributor from end to end, by the commands that CONTRIBUTING names, in a clone of their own."""

from __future__ import annotations

import json
import re
import subprocess

import pytest

from hooks.question_bank import KINDS, UNFINISHED, load_bank
from scripts.environment import ROOT
from tests.clones import base_python, git, make_repository, newcomer_environ, run

ANSWERS = "junior/python-basics\nСрезы списков\nlist-slicing\n\ncollections, functions\n"
TEXTS = {
    "Формулировка": "Что вернёт срез списка и меняет ли он сам список?",
    "Коротко": "Срез возвращает новый список и прежнего не меняет.",
    "Подробно": "Новый список хранит ссылки на те же объекты.",
    "Типичные ошибки": "**«Срез копирует и сами элементы».** Копируются только ссылки.",
    "Дополнительные вопросы": "**Что вернёт `a[5:]`, если элементов три?** Пустой список.",
    "Что проверяет интервьюер": "**Junior:** знает, что срез — новый список.",
    "Источники": "[Словарь терминов: slice](https://docs.python.org/3/glossary.html#term-slice)",
}


def first_screen() -> str:
    """Return what CONTRIBUTING says up to the first pull request."""
    text = (ROOT / "CONTRIBUTING.md").read_text()
    return text[: text.index("Остальное на этой странице — справочник.")]


def commands() -> list[str]:
    """Return the commands of the first screen."""
    return re.findall(r"```bash\n(.*?)\n```", first_screen(), re.DOTALL)


def test_first_pull_request_needs_one_screen_and_two_commands():
    assert commands() == ["python3 -m scripts.new_question", "python3 -m scripts.check"]
    assert len(re.findall(r"python3 -m", first_screen())) == 2
    # A screen of 1280 by 800 holds some 30 lines of the site's text.
    lines = sum(-(-len(line) // 90) for line in first_screen().splitlines())
    assert lines <= 30


@pytest.mark.xdist_group("repository")
def test_new_question_from_clone_to_site(tmp_path):
    clone = make_repository(tmp_path / "sobesednik")
    git(clone, "switch", "-q", "-c", "list-slicing")

    def play(command: str, answers: str = "") -> subprocess.CompletedProcess[str]:
        words = [str(base_python()), *command.split()[1:]]
        environ = newcomer_environ()
        return subprocess.run(words, cwd=clone, env=environ, input=answers, capture_output=True, text=True, check=False)

    new_question, check = commands()
    result = play(new_question, ANSWERS)
    assert result.returncode == 0, result.stderr
    assert git(clone, "diff", "--name-only").split() == ["docs/junior/python-basics.md"]

    # The check fails and names exactly what is missing.
    result = play(check)
    assert result.returncode == 1
    page = clone / "docs/junior/python-basics.md"
    kind = KINDS["junior"]
    expected = ["Формулировка", *kind.lead_ins, *(rule.title for rule in kind.blocks[1:])]
    found = re.findall(r"^docs/junior/python-basics\.md:(\d+): не дописано «([^»]+)»", result.stdout, re.MULTILINE)
    assert [name for _, name in found] == expected
    assert len(result.stdout.splitlines()) == len(expected)

    # Filled in place by place, it names one thing less each time; in the end it passes.
    lines = page.read_text().split("\n")
    for number, name in found:
        lines[int(number) - 1] = re.sub(rf"{UNFINISHED}.*", lambda _, name=name: TEXTS[name], lines[int(number) - 1])
    page.write_text("\n".join(lines))
    # What is whole gets its permanent address.
    result = play(check)
    assert result.returncode == 1
    assert "адреса «junior/python-basics.md#list-slicing» нет в docs/addresses.txt" in result.stdout
    assert len(result.stdout.splitlines()) == 1
    result = play(f"{check} --fix")
    assert result.returncode == 0, result.stdout + result.stderr
    number = len(load_bank(ROOT / "docs").questions) + 1
    assert result.stdout.endswith(f"проверено вопросов: {number}.\n")

    # The site shows it on its page, at its level and among its subjects, and the data have it.
    result = run(clone, "build", "--no-pdf", REPO_URL="https://github.com/example/fork")
    assert result.returncode == 0, result.stdout + result.stderr
    site = clone / "site"
    assert 'id="list-slicing"' in (site / "junior/python-basics/index.html").read_text()
    assert 'href="python-basics/#list-slicing"' in (site / "junior/index.html").read_text()
    assert (site / "tags/index.html").read_text().count('href="../junior/python-basics/#list-slicing"') == 2
    records = json.loads((site / "questions.json").read_text())["questions"]
    (record,) = (one for one in records if one["id"] == "list-slicing")
    assert record["url"] == "junior/python-basics/#list-slicing"
    assert record["level"] == "junior"
    assert record["tags"] == ["collections", "functions"]
    assert record["short"] == TEXTS["Коротко"]
    assert len(records) == number
    # What remains to be committed is the page and the list of permanent addresses.
    assert git(clone, "status", "--short") == " M docs/addresses.txt\n M docs/junior/python-basics.md\n"
