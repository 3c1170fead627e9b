"""`scripts.samples`: what it runs, what it says, and where."""

from __future__ import annotations

import pytest

from scripts import samples
from tests.samples import processes, report
from tests.sites import make_site, page, question

SAMPLE = """Подробный ответ.

    ```python
    print({number})
    ```

    ```text title="Вывод"
    1
    ```
"""


@pytest.fixture
def docs(tmp_path, monkeypatch):
    """Three questions: one whose sample is right, one whose sample is not, one without."""
    right, wrong = (
        question(n).replace("Подробный ответ.\n", SAMPLE.replace("{number}", str(n)))  # the first alone prints 1
        for n in (1, 2)
    )
    site = make_site(tmp_path / "site", {"junior/a.md": page(right), "junior/b.md": page(wrong, question(3))})
    monkeypatch.setattr(samples, "DOCS", site / "docs")
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    return site / "docs"


@pytest.mark.usefixtures("docs")
@pytest.mark.parametrize("name", ["question-1", "#question-1", "junior/a", "docs/junior/a.md"])
def test_samples_of_a_question_or_a_page_are_run(capsys, name):
    assert samples.main([name]) == 0
    assert capsys.readouterr().out == "Примеры делают то, что написано; выполнено: 1.\n"


@pytest.mark.parametrize("names", [[], ["question-2"], ["question-1", "junior/b"]])
def test_wrong_output_is_told_with_its_line(docs, capsys, names):
    assert samples.main(names) == 1
    output = capsys.readouterr()
    # The line of the page that is not what came: the one below the fence.
    line = (docs / "junior/b.md").read_text(encoding="utf-8").split("\n").index('    ```text title="Вывод"') + 2
    assert output.out.startswith(f"docs/junior/b.md:{line}: ")
    assert output.err == "Найдено ошибок: 1.\n"


@pytest.mark.usefixtures("docs")
def test_on_github_wrong_output_is_an_annotation(capsys, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert samples.main(["question-2"]) == 1
    assert capsys.readouterr().out.startswith("::error file=docs/junior/b.md,line=")


@pytest.mark.usefixtures("docs")
def test_question_without_samples_and_one_that_is_not_there(capsys):
    assert samples.main(["question-3"]) == 0
    assert capsys.readouterr().out == "Примеров, которые выполняются, здесь нет.\n"
    assert samples.main(["question-1", "question-9", "question-8"]) == 2
    assert capsys.readouterr().err == "Нет такого вопроса или страницы: question-8, question-9\n"


@pytest.mark.usefixtures("docs")
def test_samples_that_cannot_be_confined_are_announced(capsys, monkeypatch):
    monkeypatch.setattr(processes, "why_not_confined", lambda: "так хочет тест")
    monkeypatch.setattr(report, "why_not_confined", lambda: "так хочет тест")
    assert samples.main(["question-1"]) == 0
    assert capsys.readouterr().err.startswith("примеры кода НЕ заперты (так хочет тест)")
