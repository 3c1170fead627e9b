"""Samples run on another Python: which of them can, which differ, and what is said of the rest."""

from __future__ import annotations

import re
import sys

import pytest

from hooks.bank.records import Problem
from scripts import samples
from scripts.tools.running import SetupError
from tests.sample_pages import unit_of
from tests.samples import interpreters, python
from tests.samples.interpreters import Interpreter, Outcome

GOOD = '```python\nprint("a")\n```\n\n```text title="Вывод"\na\n```\n'
BAD = '```python\nprint("b")\n```\n\n```text title="Вывод"\na\n```\n'
PACKAGE = "```python\nimport fastapi\n```\n"


@pytest.fixture(scope="module")
def other() -> Interpreter:
    return interpreters.find(sys.executable)


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    return outcome.ran, outcome.with_packages, outcome.without_system, outcome.below


def test_sample_that_differs_is_told_with_the_version(other):
    outcome = interpreters.run_unit(unit_of(GOOD + "\n" + BAD), other)
    (problem,) = outcome.problems
    assert problem.text.startswith(f"Python {sys.version.split()[0]}: «Вывод» не совпадает")
    assert counts(outcome) == (2, 0, 0, 0)


def test_sample_with_a_package_and_those_below_it_are_left_out_and_counted(other):
    outcome = interpreters.run_unit(unit_of("\n".join([GOOD, PACKAGE, BAD, PACKAGE])), other)
    assert outcome.problems == []
    assert counts(outcome) == (1, 2, 0, 1)


def test_package_of_the_samples_above_the_questions_counts_too(other):
    outcome = interpreters.run_unit(unit_of(GOOD, lead=PACKAGE), other)
    assert (outcome.problems, counts(outcome)) == ([], (0, 0, 0, 1))


def test_module_that_the_page_writes_is_no_package(other):
    own = '```python\nfrom pathlib import Path\n\nPath("own.py").write_text("a = 1")\nimport own, json\n```\n'
    assert counts(interpreters.run_unit(unit_of(own), other)) == (1, 0, 0, 0)


def test_what_is_skipped_or_no_python_is_not_run(other):
    skipped = f"<!-- skip: причина -->\n\n{BAD}\n```bash\nexit 1\n```\n"
    assert counts(interpreters.run_unit(unit_of(skipped), other)) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("import a.b as c, d", ["a", "d"]),
        ("    from a.b import c", ["a"]),
        (">>> import a", ["a"]),
        ('run([sys.executable, "-m", "pytest"])', ["pytest"]),
        ("imports = 1\nfrom_ = 2\nyield from a", []),
    ],
)
def test_imports_are_found_without_running_anything(code, names):
    assert list(interpreters._imported(code)) == names


def test_threads_and_processes_that_pyodide_lacks_are_no_difference(monkeypatch):
    unit = unit_of("\n".join([BAD, GOOD, GOOD]))
    first, second, third = (sample.line for sample in unit.samples)
    told = [
        Problem("docs/a.md", second, "неожиданное исключение RuntimeError: can't start new thread"),
        Problem("docs/a.md", first + 1, "«Вывод» не совпадает"),
        Problem("docs/a.md", third, "неожиданное исключение NameError: нет"),
    ]
    monkeypatch.setattr(python, "run", lambda *_, **__: told)
    pyodide = Interpreter("Python 3.14", python.OWN, frozenset(), is_wasm=True)
    outcome = interpreters.run_unit(unit, pyodide)
    assert [problem.text for problem in outcome.problems] == ["Python 3.14: «Вывод» не совпадает"]
    assert counts(outcome) == (1, 0, 1, 1)
    outcome = interpreters.run_unit(unit, Interpreter("Python 3.14", python.OWN, frozenset()))
    assert len(outcome.problems) == outcome.ran == 3


@pytest.mark.parametrize("says", ["", '{"version": "3.9.1"}', "3.14"])
def test_what_is_no_python_is_refused(says, tmp_path):
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\necho '{says}'\n", encoding="utf-8")
    program.chmod(0o755)
    with pytest.raises(SetupError, match=f"{program}: это не Python 3.11 или новее; укажите путь к его программе"):
        interpreters.find(str(program))
    with pytest.raises(SetupError, match=r"нет: это не Python"):
        interpreters.find(str(tmp_path / "нет"))


def test_python_that_is_too_old_is_refused(tmp_path):
    program = tmp_path / "python"
    about = '{"version": "3.10.13", "number": [3, 10], "modules": [], "folders": []}'
    program.write_text(f"#!/bin/sh\necho '{about}'\n", encoding="utf-8")
    program.chmod(0o755)
    with pytest.raises(SetupError, match=re.escape(f"{program}: это Python 3.10.13; нужен 3.11 или новее")):
        interpreters.find(str(program))


def test_command_tells_what_ran_and_what_was_left_out(capsys, monkeypatch):
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    assert samples.main(["--python", sys.executable, "list-vs-tuple"]) == 0
    version = sys.version.split()[0]
    assert re.fullmatch(rf"Python {version}: выполнено \d+, отличий от страницы 0\.\n", capsys.readouterr().out)
    told = samples._summary("Python 3.14", Outcome([], 5, 2, 0, 1))
    assert told == (
        "Python 3.14: выполнено 5, отличий от страницы 0."
        " Не выполнялись: нужны пакеты — 2; стоят под такими в том же вопросе — 1."
    )


def test_pyodide_is_pinned_with_hashes():
    lock = (interpreters._PACKAGE / "package-lock.json").read_text(encoding="utf-8")
    assert lock.count('"integrity": "sha512-') == lock.count('"node_modules/')
    assert '"resolved"' not in lock
    assert all(f'"{name}": "' in lock for name in interpreters.PYODIDES)
