"""A contributor from end to end, by the commands that CONTRIBUTING names, in a clone of their own."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from hooks.bank.kinds import KINDS, UNFINISHED
from hooks.bank.load import load_bank
from scripts.tools.environment import ROOT
from tests.bank import block_places
from tests.clones import base_python, git, newcomer_environ, run
from tests.conftest import BASE_PATH, READY_SITE, REPOSITORY
from tests.contributions import make_copy

ANSWERS = "junior/python-basics\nСрезы списков\nlist-slicing\n\ncollections, functions\n\n"
SAMPLE = """

    ```python
    print([1, 2, 3][1:])
    ```

    ```text title="Вывод"
    {output}
    ```"""
TEXTS = {
    "Формулировка": "Что вернёт срез списка и меняет ли он сам список?",
    "Коротко": "Срез возвращает новый список и прежнего не меняет.",
    "Подробно": "Новый список хранит ссылки на те же объекты.",
    "Типичные ошибки": "**«Срез копирует и сами элементы».** Копируются только ссылки.",
    "Дополнительные вопросы": "**Что вернёт `a[5:]`, если элементов три?** Пустой список.",
    "Junior": "знает, что срез — новый список.",
    "Middle": "помнит о ссылках.",
    "Сильный кандидат": "называет `slice`.",
    "Источники": "[Словарь терминов: slice](https://docs.python.org/3/glossary.html#term-slice)",
}


def first_screen() -> str:
    """Return what CONTRIBUTING says up to the first pull request."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return text[: text.index("Остальное на этой странице — справочник.")]


def commands() -> list[str]:
    """Return the commands of the first screen."""
    return re.findall(r"```bash\n(.*?)\n```", first_screen(), re.DOTALL)


def test_first_pull_request_needs_one_screen_and_three_commands():
    new_question, check, samples = commands()
    assert (new_question, check) == ("python3 -m scripts.new_question", "python3 -m scripts.check --fix")
    assert samples.startswith("python3 -m scripts.samples ")
    assert len(re.findall(r"python3 -m", first_screen())) == 3
    # A screen of 1280 by 800 holds some 30 lines of the site's text.
    lines = sum(-(-len(line) // 90) for line in first_screen().splitlines())
    assert lines <= 30


@pytest.mark.xdist_group("repository")
def test_new_question_from_clone_to_site_and_through_the_tests_that_count(tmp_path):
    """In a copy that has a new question, topic and section already, one question less and one elsewhere.

    Every other test is run on such a copy once a week: `python3 -m scripts.test --contributed`.
    """
    clone = make_copy(tmp_path / "sobesednik")
    git(clone, "switch", "-q", "-c", "list-slicing")

    def play(command: str, answers: str = "") -> subprocess.CompletedProcess[str]:
        words = [str(base_python()), *command.split()[1:]]
        environ = newcomer_environ()
        return subprocess.run(
            words, cwd=clone, env=environ, input=answers, capture_output=True, encoding="utf-8", check=False
        )

    number = len(load_bank(clone / "docs").questions) + 1
    new_question, check, samples = commands()
    result = play(new_question, ANSWERS)
    assert result.returncode == 0, result.stderr
    assert samples.rpartition(" ")[0] in result.stdout

    # The check fails and names exactly what is missing.
    result = play(check)
    assert result.returncode == 1
    page = clone / "docs/junior/python-basics.md"
    kind = KINDS["junior"]
    expected = ["Формулировка", *kind.lead_ins, *block_places(kind)]
    found = re.findall(r"^docs/junior/python-basics\.md:(\d+): не дописано «([^»]+)»", result.stdout, re.MULTILINE)
    assert [name for _, name in found] == expected
    assert len(result.stdout.splitlines()) == len(expected)

    # Filled in place by place, it names one thing less each time; in the end it passes, and so does the sample.
    lines = page.read_text(encoding="utf-8").split("\n")
    for number_of_line, name in found:
        place = int(number_of_line) - 1
        lines[place] = re.sub(rf"{UNFINISHED}.*", lambda _, name=name: TEXTS[name], lines[place])
    page.write_text(
        "\n".join(lines).replace(TEXTS["Подробно"], TEXTS["Подробно"] + SAMPLE.format(output="[2, 3]"), 1),
        encoding="utf-8",
    )
    result = play(check)
    assert result.returncode == 0, result.stdout + result.stderr
    assert f"проверено вопросов: {number}." in result.stdout
    assert samples.rpartition(" ")[0] in result.stdout
    assert play(samples.rpartition(" ")[0] + " list-slicing").returncode == 0
    page.write_text(page.read_text(encoding="utf-8").replace("    [2, 3]\n", "    [2]\n"), encoding="utf-8")
    result = play(samples.rpartition(" ")[0] + " list-slicing")
    line = page.read_text(encoding="utf-8").split("\n").index("    [2]") + 1
    assert result.returncode == 1
    assert re.match(rf"docs/junior/python-basics\.md:(?:{line}|{line - 1}): ", result.stdout), result.stdout
    page.write_text(page.read_text(encoding="utf-8").replace("    [2]\n", "    [2, 3]\n"), encoding="utf-8")

    # The site shows it on its page, at its level and among its subjects, and the data have it.
    site = clone / "site" / BASE_PATH
    addresses = {"SITE_URL": f"https://example.github.io/{BASE_PATH}/", "REPO_URL": REPOSITORY}
    result = run(clone, "build", "--no-pdf", "--site-dir", str(site), **addresses)
    assert result.returncode == 0, result.stdout + result.stderr
    assert 'id="list-slicing"' in (site / "junior/python-basics/index.html").read_text(encoding="utf-8")
    assert 'href="python-basics/#list-slicing"' in (site / "junior/index.html").read_text(encoding="utf-8")
    assert (site / "tags/index.html").read_text(encoding="utf-8").count(
        'href="../junior/python-basics/#list-slicing"'
    ) == 2
    records = json.loads((site / "questions.json").read_text(encoding="utf-8"))["questions"]
    (record,) = (one for one in records if one["id"] == "list-slicing")
    assert record["url"] == "junior/python-basics/#list-slicing"
    assert record["level"] == "junior"
    assert record["tags"] == ["collections", "functions"]
    assert record["short"] == TEXTS["Коротко"]
    assert len(records) == number
    # What remains to be committed is the page and the list of permanent addresses.
    assert git(clone, "status", "--short") == " M docs/addresses.txt\n M docs/junior/python-basics.md\n"

    # And no test that counts what the bank holds minds any of it.
    environ = newcomer_environ(**{READY_SITE: str(site)})
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-m", "counts", f"--basetemp={tmp_path / 'counts'}"]
    result = subprocess.run(command, cwd=clone, env=environ, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stdout[-5000:]
