"""What was collected is held against the built site, and the report counts it."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests import annotations
from tests.sample_pages import assert_passes, collected, page_of, unit_of
from tests.samples import report
from tests.samples.rendering import built_file, count_code_blocks, uncollected


def test_code_blocks_of_a_built_page_are_counted_whatever_stands_around_them() -> None:
    html = """
    <pre><code>outside of the article</code></pre>
    <article>
      <p><code>inline</code></p>
      <div class="highlight"><span class="filename">Вывод</span><pre><span></span><code>1</code></pre></div>
      <div class="highlight"><table class="highlighttable"><tr>
        <td class="linenos"><div class="linenodiv"><pre><span>1</span></pre></div></td>
        <td class="code"><div><pre><span></span><code>2</code></pre></div></td>
      </tr></table></div>
      <pre class="mermaid"><code>graph LR</code></pre>
    </article>
    """
    assert count_code_blocks(html) == 3


def test_the_built_file_of_a_page_is_found_for_both_kinds_of_addresses(tmp_path: Path) -> None:
    for name in ("index.html", "junior/sql/index.html", "middle/sql.html", "junior/index.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = [built_file(tmp_path, page) for page in ("index.md", "junior/sql.md", "middle/sql.md", "junior/index.md")]
    assert [path.relative_to(tmp_path).as_posix() for path in found] == [
        "index.html",
        "junior/sql/index.html",
        "middle/sql.html",
        "junior/index.html",
    ]
    with pytest.raises(FileNotFoundError, match="страница не построена"):
        built_file(tmp_path, "missing.md")


@pytest.mark.parametrize(("shown", "is_same"), [(0, False), (1, True), (2, False)])
def test_the_gate_compares_fences_with_the_blocks_of_the_built_page(tmp_path: Path, shown: int, is_same: bool) -> None:
    page = collected(page_of("```json\n1\n```"))
    assert "страница не построена" in uncollected(page, tmp_path)
    (tmp_path / "junior").mkdir()
    html = f"<article>{'<pre><code>1</code></pre>' * shown}</article>"
    (tmp_path / "junior" / "page.html").write_text(html, encoding="utf-8")
    difference = uncollected(page, tmp_path)
    assert difference == "" if is_same else difference.startswith("docs/junior/page.md:1: ")


def test_the_report_counts_samples_by_language_and_names_the_skipped() -> None:
    answer = "```json\n1\n```\n\n```json\n2\n```\n\n<!-- skip: нужна сеть -->\n\n```bash\ncurl example.com\n```"
    recorded: list[tuple[str, object]] = []
    report.record(lambda name, value: recorded.append((name, value)), unit_of(answer))
    reports = {"passed": [SimpleNamespace(user_properties=recorded)], "failed": []}
    lines: list[str] = []
    report.pytest_terminal_summary(
        SimpleNamespace(getreports=reports.__getitem__, section=lines.append, line=lines.append)
    )
    line = page_of(answer).split("\n").index("    ```bash") + 1
    assert lines == [
        "примеры кода",
        "Выполнено примеров: 2 (json — 2)",
        "Пропущено по указанию страницы: 1",
        f"  docs/junior/page.md:{line}: bash: нужна сеть",
    ]


def test_the_report_says_nothing_when_no_sample_ran() -> None:
    report.pytest_terminal_summary(SimpleNamespace(getreports=lambda _: []))


def test_nothing_of_the_test_run_is_left_in_the_environment_of_samples() -> None:
    assert "PYTEST_CURRENT_TEST" in os.environ
    assert_passes('```bash\necho "[${PYTEST_CURRENT_TEST:-}]"\n```\n\n```text title="Вывод"\n[]\n```')


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "docs/junior/a.md:7: другой вывод\ndocs/junior/a.md:9: нет вывода",
            ["file=docs/junior/a.md,line=7::", "file=docs/junior/a.md,line=9::"],
        ),
        ("E   AssertionError: mkdocs.yml:3: лишнее\n\ntests/test_a.py:5: AssertionError", ["file=mkdocs.yml,line=3::"]),
        ("E   assert 1 == 2\n\ntests/test_a.py:5: AssertionError", ["file=tests/test_a.py,line=4::"]),
        ("", ["file=tests/test_a.py,line=4::"]),
    ],
)
def test_failures_are_annotations_of_their_lines_on_github(monkeypatch, text, expected) -> None:
    failed = SimpleNamespace(longreprtext=text, location=("tests/test_a.py", 3, "test_b"))
    lines: list[str] = []
    getreports = {"failed": [failed], "error": []}.__getitem__
    terminal = SimpleNamespace(getreports=getreports, write_line=lambda text: lines.append(text.strip()))
    manager = SimpleNamespace(get_plugin=lambda _: terminal)
    session = SimpleNamespace(config=SimpleNamespace(pluginmanager=manager))
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    annotations.pytest_sessionfinish(session)
    assert lines == []
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    annotations.pytest_sessionfinish(session)
    assert [line.removeprefix("::error ").partition("::")[0] + "::" for line in lines] == expected
