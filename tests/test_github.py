"""What GitHub does with a stranger's pull request and once a week, and what runs before a commit."""

from __future__ import annotations

import fnmatch
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from scripts.tools.environment import ROOT
from tests.clones import git, make_repository, newcomer_environ, repository_files

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").iterdir())
RIGHTS = {("site", "deploy"): {"pages", "id-token"}, ("upkeep", "report"): {"issues"}}
"""Workflow and job -> what it may write."""


def read(path: Path) -> dict:
    """Return a workflow; YAML reads its key `on` as true."""
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    return workflow | {"on": workflow[True]}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_no_job_may_write_more_than_it_must(path):
    workflow = read(path)
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        writes = {right for right, mode in job["permissions"].items() if mode == "write"}
        assert writes == RIGHTS.get((path.stem, name), set()), name


def test_strangers_code_runs_without_rights_and_secrets():
    text = "".join(path.read_text(encoding="utf-8") for path in WORKFLOWS)
    assert "secrets." not in text
    assert not re.search(r"^\s*(pull_request_target|workflow_run|issue_comment):", text, re.MULTILINE)
    for path in WORKFLOWS:
        workflow = read(path)
        if "pull_request" not in workflow["on"]:
            continue
        for name, job in workflow["jobs"].items():
            if "write" in job["permissions"].values():
                assert "github.event_name != 'pull_request'" in job["if"], name


def test_preview_is_made_for_pull_requests_only_and_uploaded():
    steps = read(GITHUB / "workflows/site.yml")["jobs"]["build"]["steps"]
    (checkout,) = (step for step in steps if "actions/checkout" in step.get("uses", ""))
    # HEAD^1, what the preview compares with, is there only with the commit before.
    assert checkout["with"]["fetch-depth"] == 2
    # A failed build is no reason to show nothing.
    make, upload = (
        step for step in steps if "!cancelled() && github.event_name == 'pull_request'" in str(step.get("if"))
    )
    assert make["run"] == "python3 -m scripts.preview --base HEAD^1"
    assert "actions/upload-artifact@" in upload["uses"]
    assert upload["with"]["path"].split() == ["preview.html", "site/pdf/*.pdf"]


def test_weekly_job_that_may_write_installs_nothing_and_gives_the_token_to_its_last_step_alone():
    workflow = read(GITHUB / "workflows/upkeep.yml")
    assert set(workflow["on"]) == {"schedule", "workflow_dispatch"}
    look, report = workflow["jobs"].values()
    assert report["needs"] == "look"
    assert not any("env" in one for one in (workflow, look, report))
    *others, last = report["steps"]
    assert all("env" not in step for step in (*look["steps"], *others))
    assert last["env"] == {"GITHUB_TOKEN": "${{ github.token }}"}
    assert [step["run"] for step in look["steps"] if "run" in step] == [
        "python3 -m scripts.check_upkeep --report upkeep.md"
    ]
    assert [step["run"] for step in report["steps"] if "run" in step] == ["python3 -m scripts.report_upkeep upkeep.md"]
    # The script takes no environment, so nothing is installed.
    assert (
        "environment.enter("
        not in (ROOT / "scripts/report_upkeep.py").read_text(encoding="utf-8").partition('"""\n')[2]
    )
    (given,) = (step["with"]["name"] for step in look["steps"] if "upload-artifact@" in step.get("uses", ""))
    (taken,) = (step["with"]["name"] for step in report["steps"] if "download-artifact@" in step.get("uses", ""))
    assert given == taken


def test_every_file_that_runs_has_an_owner_to_ask():
    rules = re.findall(r"^# (/\S+)\s+@", (GITHUB / "CODEOWNERS").read_text(encoding="utf-8"), re.MULTILINE)
    assert [rule for rule in rules if not list(ROOT.glob(rule.strip("/")))] == []
    patterns = [re.compile(fnmatch.translate(rule[1:] + ("*" if rule.endswith("/") else ""))) for rule in rules]
    harmless = re.compile(r"docs/.*\.(md|svg|png|txt|json)|(README|CONTRIBUTING|SECURITY)\.md|LICENSE.*|\.gitignore")
    unowned = [
        name
        for name in (path.as_posix() for path in repository_files())
        if not harmless.fullmatch(name) and not any(pattern.match(name) for pattern in patterns)
    ]
    assert unowned == []


# -- before a commit ----------------------------------------------------------------------------


def test_commit_is_checked_by_commands_of_the_project():
    hooks = [
        hook
        for repo in yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
        for hook in repo["hooks"]
    ]
    entries = [hook["entry"] for hook in hooks]
    assert entries == ["python3 -m scripts.check", "python3 -m scripts.lint"]
    for entry in entries:
        assert (ROOT / f"scripts/{entry.removeprefix('python3 -m scripts.')}.py").exists()


@pytest.mark.xdist_group("repository")
def test_pre_commit_passes_what_is_good_and_stops_what_is_not(tmp_path):
    clone = make_repository(tmp_path / "sobesednik")
    program = Path(sys.executable).with_name("pre-commit")

    def pre_commit(*arguments: str) -> subprocess.CompletedProcess[str]:
        environ = newcomer_environ(PRE_COMMIT_HOME=str(tmp_path / "home"), PRE_COMMIT_COLOR="never")
        return subprocess.run(
            [program, *arguments], cwd=clone, env=environ, capture_output=True, encoding="utf-8", check=False
        )

    assert pre_commit("validate-config").returncode == 0
    result = pre_commit("run", "--all-files")
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.count("Passed") == 2
    page = clone / "docs/junior/python-basics.md"
    page.write_text(
        page.read_text(encoding="utf-8").replace('??? failure "Типичные ошибки"', '!!! failure "Типичные ошибки"', 1),
        encoding="utf-8",
    )
    (clone / "scripts/build.py").write_text("import os\n", encoding="utf-8")
    git(clone, "add", "docs", "scripts")
    result = pre_commit("run")
    assert result.returncode == 1
    assert "docs/junior/python-basics.md:" in result.stdout
    assert "«!!!» не сворачивается" in result.stdout
    assert "`os` imported but unused" in result.stdout
