"""The weekly check: what it reports, and that it keeps one issue about it, against a GitHub of our own."""

from __future__ import annotations

import ast
import contextlib
import datetime
import http.server
import subprocess
import sys
import threading

import pytest
import yaml

from hooks.bank.kinds import KINDS
from scripts import apply_labels, check_upkeep, report_upkeep
from scripts.check_upkeep import old_pages
from scripts.tools.environment import ROOT
from scripts.tools.github_api import GitHub, GitHubError
from scripts.tools.lychee import BrokenLink, Findings
from tests.fake_github import fake_github
from tests.sites import page, question

TODAY = datetime.date(2026, 11, 23)


@pytest.fixture
def repository(monkeypatch):
    """An empty repository that the scripts find by their variables."""
    with fake_github() as repository:
        for name, value in repository.environ().items():
            monkeypatch.setenv(name, value)
        yield repository


@pytest.fixture
def publish(tmp_path):
    """Publish a report as the workflow does; return the exit code."""

    def run(text: str) -> int:
        path = tmp_path / "upkeep.md"
        path.write_text(text, encoding="utf-8")
        return report_upkeep.main([str(path)])

    return run


# -- what grows old -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("checked", "is_old"), [("2026-11-23", False), ("2025-11-23", False), ("2025-11-22", True), ("нет", False)]
)
def test_answers_are_old_after_a_year(tmp_path, checked, is_old):
    path = tmp_path / "junior/a.md"
    path.parent.mkdir()
    path.write_text(page(question()).replace("2026-11-23", checked), encoding="utf-8")
    found = old_pages(tmp_path, TODAY)
    assert found == ([("docs/junior/a.md", 4, datetime.date.fromisoformat(checked))] if is_old else [])
    if is_old:
        assert path.read_text(encoding="utf-8").splitlines()[found[0][1] - 1] == f"checked: {checked}"


def test_date_below_the_front_matter_is_no_date_of_the_page(tmp_path):
    (tmp_path / "a.md").write_text("---\ntitle: x\n---\n\nchecked: 2020-01-01\n", encoding="utf-8")
    assert old_pages(tmp_path, TODAY) == []


@pytest.mark.counts
def test_every_real_page_of_questions_has_a_date_that_can_grow_old():
    pages = {path for name in KINDS for path in (ROOT / "docs" / name).glob("*.md") if path.name != "index.md"}
    assert len(old_pages(ROOT / "docs", datetime.date(2100, 1, 1))) == len(pages) > 15


def found(number: int, of: int) -> Findings:
    """Return what a look at links would find."""
    broken = [BrokenLink("docs/junior/a.md", n, f"https://example.org/{n}", "404 Not Found") for n in range(number)]
    return Findings(of, broken)


@pytest.mark.parametrize(("number", "code"), [(0, 0), (1, 0), (9, 1)])
def test_report_names_links_and_pages_and_a_lost_network_gives_none(tmp_path, monkeypatch, capsys, number, code):
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "old.md").write_text("---\nchecked: 2020-01-02\n---\n", encoding="utf-8")
    monkeypatch.setattr(check_upkeep, "check_pages", lambda _: found(number, 10))
    path = tmp_path / "report.md"
    assert check_upkeep.main(["--docs", str(docs), "--report", str(path)]) == code
    assert path.exists() == (code == 0)
    if code:
        assert "похоже, нет сети" in capsys.readouterr().err
        return
    text = path.read_text(encoding="utf-8")
    assert "- [ ] `docs/old.md:2` — сверены 02.01.2020" in text
    assert ("- [ ] `docs/junior/a.md:0` — <https://example.org/0>: 404 Not Found" in text) == bool(number)


# -- the issue ----------------------------------------------------------------------------------


def test_one_issue_lives_from_the_first_report_to_the_last(repository, publish, capsys):
    assert publish("") == 0
    assert repository.writes == []
    assert publish("- раз\n") == 0
    assert publish("- раз\n") == 0
    assert publish("- раз\n- два\n") == 0
    (issue,) = repository.issues
    assert issue["title"] == report_upkeep.TITLE
    assert issue["labels"] == ["upkeep"]
    assert issue["body"].endswith("- раз\n- два\n")
    assert repository.writes == [("POST", "issues"), ("PATCH", "issues/1")]
    assert publish("") == 0
    assert issue["state"] == "closed"
    assert publish("- три\n") == 0
    assert [one["state"] for one in repository.issues] == ["closed", "open"]
    said = [line for line in capsys.readouterr().out.splitlines() if "задач" in line]
    assert said == [
        "Всё в порядке; задач нет.",
        "Открыта задача #1.",
        "В задаче #1 всё по-прежнему.",
        "Обновлена задача #1.",
        "Всё в порядке; закрыта задача #1.",
        "Открыта задача #2.",
    ]


def test_issues_of_others_are_left_alone_and_twins_are_closed(repository, publish):
    mark = report_upkeep.MARK
    for body, more in [("без знака", {}), (None, {}), (mark, {"pull_request": {}}), (mark, {}), (mark, {})]:
        data = {"body": body, "labels": ["upkeep"], **more}
        repository.answer("POST", "issues", {}, data)
    repository.answer("POST", "issues", {}, {"body": mark, "labels": ["mistake"]})
    assert publish("- раз\n") == 0
    assert [one["number"] for one in repository.issues if one["state"] == "closed"] == [5]
    assert [one["number"] for one in repository.issues if "- раз" in (one["body"] or "")] == [4]
    assert len(repository.issues) == 6


def test_long_report_is_cut_at_a_line(repository, publish):
    assert publish("- строка\n" * 20_000) == 0
    body = repository.issues[0]["body"]
    assert len(body) < 65_536
    kept = body.count("- строка\n")
    assert f"…и ещё строк: {20_000 - kept}." in body


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(("name", "value"), [("GITHUB_TOKEN", "wrong"), ("GITHUB_API_URL", "http://127.0.0.1:1")])
def test_refusal_is_a_clear_error(publish, monkeypatch, capsys, name, value):
    monkeypatch.setenv(name, value)
    assert publish("- раз\n") == 1
    error = capsys.readouterr().err
    assert error.startswith("Задача не записана: GET http://127.0.0.1:")
    assert value == "wrong" or "wrong" not in error


class Elsewhere(http.server.BaseHTTPRequestHandler):
    """Sends everybody to the address that the server holds, and keeps the tokens that it is given."""

    def do_GET(self) -> None:
        self.server.tokens.append(self.headers["Authorization"])
        self.send_response(307 if self.server.target else 200)
        self.send_header("Location" if self.server.target else "Link", self.server.target or self.server.link)
        self.end_headers()
        self.wfile.write(b"[]")

    do_POST = do_PATCH = do_GET  # noqa: N815 (http.server finds them by these names)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def elsewhere(target: str = "", link: str = ""):
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        server.tokens, server.target, server.link = [], target, link
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH"])
def test_token_does_not_follow_a_redirect(method):
    with elsewhere() as other, elsewhere(target=f"http://127.0.0.1:{other.server_port}/") as first:
        github = GitHub("example/sobesednik", "secret", f"http://127.0.0.1:{first.server_port}")
        with pytest.raises(GitHubError, match="307 переадресация на http://127") as error:
            github.send(method, "issues", {})
    assert first.tokens == ["Bearer secret"]
    assert other.tokens == []
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(
    "following",
    [
        "http://127.0.0.1:{port}/next",  # another port is another server
        "http://127.0.0.1:{first}.evil.example/next",
        "http://127.0.0.1:{first}@127.0.0.1:{port}/next",
        "https://127.0.0.1:{first}/next",
        "//evil.example/next",
        "file:///etc/passwd",
    ],
)
def test_next_page_of_a_list_is_asked_at_the_same_host_only(following):
    with elsewhere() as other, elsewhere() as first:
        address = following.format(port=other.server_port, first=first.server_port)
        first.link = f'<{address}>; rel="next"'
        github = GitHub("example/sobesednik", "secret", f"http://127.0.0.1:{first.server_port}")
        with pytest.raises(GitHubError, match="это не адрес API"):
            list(github.list("issues"))
    assert first.tokens == ["Bearer secret"]
    assert other.tokens == []


def test_missing_variables_are_named(publish, monkeypatch, capsys):
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    assert publish("- раз\n") == 1
    assert "не заданы переменные: GITHUB_REPOSITORY, GITHUB_TOKEN" in capsys.readouterr().err


def test_step_with_the_token_runs_no_code_of_others():
    tools = ("github_api", "command_line", "environment", "running", "system_packages", "progress")
    for name in ("scripts/report_upkeep", *(f"scripts/tools/{name}" for name in tools), "hooks/own_errors"):
        tree = ast.parse((ROOT / f"{name}.py").read_text(encoding="utf-8"))
        imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        # What a function imports comes when MkDocs calls it.
        nodes = tree.body if name == "hooks/own_errors" else ast.walk(tree)
        imported |= {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
        known = sys.stdlib_module_names | {"scripts", "hooks"}
        assert {module.partition(".")[0] for module in imported} <= known, name


def test_it_runs_without_the_environment(repository, tmp_path):
    (tmp_path / "upkeep.md").write_text("- раз\n", encoding="utf-8")
    # -S: not even the packages that are installed can be imported.
    command = [sys.executable, "-S", "-m", "scripts.report_upkeep", str(tmp_path / "upkeep.md")]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stderr
    assert len(repository.issues) == 1


# -- labels -------------------------------------------------------------------------------------


def test_labels_are_created_and_changed_once(repository, capsys):
    wanted = yaml.safe_load((ROOT / ".github/labels.yml").read_text(encoding="utf-8"))
    repository.labels += [
        {"name": "bug", "color": "d73a4a", "description": "чужая"},
        {"name": "Good First Issue", "color": "7057ff", "description": "Good for newcomers"},
    ]
    assert apply_labels.main([]) == 0
    by_name = {label["name"]: label for label in repository.labels}
    assert set(by_name) == {"bug"} | {label["name"] for label in wanted}
    for label in wanted:
        assert {key: by_name[label["name"]][key] for key in label} == label
    writes = len(repository.writes)
    assert apply_labels.main([]) == 0
    assert len(repository.writes) == writes == len(wanted)
    assert capsys.readouterr().out.endswith("Метки уже такие.\n")


def test_every_label_that_is_used_exists():
    names = {label["name"] for label in yaml.safe_load((ROOT / ".github/labels.yml").read_text(encoding="utf-8"))}
    used = {report_upkeep.LABEL}
    for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"):
        used |= set(yaml.safe_load(path.read_text(encoding="utf-8")).get("labels", []))
    changelog = yaml.safe_load((ROOT / ".github/release.yml").read_text(encoding="utf-8"))["changelog"]
    used |= set(changelog["exclude"]["labels"])
    for category in changelog["categories"]:
        used |= set(category["labels"])
    assert used - {"*"} <= names
    assert len(used) > 4
