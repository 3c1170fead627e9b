"""The repository itself: workflows, locks, linters, and the commands that the texts promise."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from scripts import lint, lock
from scripts.tools.environment import ROOT
from tests.clones import make_clone, repository_files, run
from tests.repository_rules import find_in_lock, find_in_wishes, find_in_workflow, find_in_yaml
from tests.text_encoding import unnamed_encodings

TOP_LEVEL = {
    *(".ci", ".github", ".gitignore", "docs", "hooks", "overrides", "scripts", "tests"),
    *("mkdocs.yml", "pyproject.toml", "requirements.in", "requirements.txt"),
    *("requirements-dev.in", "requirements-dev.txt", "requirements-bench.in", "requirements-bench.txt"),
    *("README.md", "CONTRIBUTING.md", "LICENSE", "LICENSE-CONTENT", "SECURITY.md"),
    ".pre-commit-config.yaml",  # pre-commit looks for it here only
}
NOT_RUN_HERE = {
    "python3 -m scripts.test": "это и есть прогон, в котором идёт этот тест",
    "python3 -m scripts.test --contributed": "второй такой же прогон; его часть запускает tests/test_contributor.py",
    "python3 -m scripts.preview --base HEAD^1": "нужен репозиторий с историей; так его запускает tests/test_preview.py",
}
"""Steps of the workflow that the test below leaves out, each with its reason."""
ENCODED = ("hooks/", "scripts/", "tests/")
"""Folders whose modules name the encoding of every text."""
WORKFLOWS = sorted((ROOT / ".github/workflows").iterdir())


def tool(*command: str) -> str:
    """Run a tool of the environment; return its output, which must be that of success."""
    program = Path(sys.executable).with_name(command[0])
    result = subprocess.run([program, *command[1:]], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout + result.stderr


def workflow() -> dict:
    """Return the workflow that publishes the site."""
    return yaml.safe_load((ROOT / ".github/workflows/site.yml").read_text(encoding="utf-8"))


def steps() -> list[dict]:
    """Return every step of the workflow."""
    return [step for job in workflow()["jobs"].values() for step in job["steps"]]


def test_top_level_holds_what_the_design_names():
    assert {path.parts[0] for path in repository_files()} == TOP_LEVEL


def test_python_is_clean():
    assert lint.main([]) == 0


def test_every_text_has_its_encoding_named():
    """Windows reads and writes cp1251 where nothing is named, and our texts are UTF-8."""
    places = [
        f"{path.as_posix()}:{call.lineno}"
        for path in repository_files()
        if path.suffix == ".py" and path.as_posix().startswith(ENCODED)
        for call in unnamed_encodings(ast.parse((ROOT / path).read_bytes()))
    ]
    assert places == [], 'впишите encoding="utf-8", вместо text=True тоже'


@pytest.mark.parametrize(
    ("code", "is_named"),
    [
        ("path.read_text()", False),
        ("path.read_text('utf-8')", True),
        ("path.write_text('x')", False),
        ("path.write_text('x', encoding='utf-8')", True),
        ("open(name)", False),
        ("open(name, 'rb')", True),
        ("path.open('w')", False),
        ("path.open(mode='wb')", True),
        ("os.open(name, 0)", True),
        ("os.fdopen(handle, 'w')", False),
        ("tempfile.NamedTemporaryFile()", True),
        ("tempfile.TemporaryFile('w+')", False),
        ("subprocess.run(command, text=True)", False),
        ("subprocess.run(command, text=True, encoding='utf-8')", True),
        ("subprocess.run(command)", True),
    ],
)
def test_call_that_leaves_the_encoding_to_the_machine_is_seen(code, is_named):
    assert (unnamed_encodings(ast.parse(code)) == []) == is_named


def test_workflows_are_safe():
    assert "No findings to report" in tool("zizmor", "--offline", "--persona", "pedantic", ".github")


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ("github-workflows", ".github/workflows/site.yml"),
        ("github-workflows", ".github/workflows/upkeep.yml"),
        ("dependabot", ".github/dependabot.yml"),
        ("github-issue-forms", ".github/ISSUE_TEMPLATE/mistake.yml"),
        ("github-issue-forms", ".github/ISSUE_TEMPLATE/new-question.yml"),
        ("github-issue-config", ".github/ISSUE_TEMPLATE/config.yml"),
    ],
)
def test_github_files_follow_their_schemas(schema, path):
    tool("check-jsonschema", "--builtin-schema", f"vendor.{schema}", path)


def test_only_the_deployment_may_write():
    assert workflow()["permissions"] == {}
    for name, job in workflow()["jobs"].items():
        writes = {right for right, mode in job["permissions"].items() if mode == "write"}
        assert writes == ({"pages", "id-token"} if name == "deploy" else set())


# What is found, as file:line; the rules themselves are in repository_rules.py.
FOUND_IN = {
    find_in_wishes: [one.with_suffix(".in") for one in lock.LOCKS],
    find_in_lock: list(lock.LOCKS),
    find_in_workflow: WORKFLOWS,
    find_in_yaml: sorted((ROOT / ".github").rglob("*.yml")),
}


@pytest.mark.parametrize("rule", FOUND_IN)
def test_locks_workflows_and_forms_keep_the_rules(rule):
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in FOUND_IN[rule]}
    found = [line for name, text in texts.items() for line in rule(name, text)]
    if found:
        pytest.fail("\n".join(found), pytrace=False)


LOCKED = f"a==1.0 \\\n    --hash=sha256:{'0' * 64}\n    # via b\n"
UNLOCKED = [
    *("--extra-index-url https://example.com/simple", "--index-url=https://example.com", "-i https://example.com"),
    *("--find-links .", "--trusted-host example.com", "--no-index", "--pre", "-e .", "-r other.txt", "${NAME}==1.0"),
    *("b @ https://example.com/b.whl", "https://example.com/b.whl", "git+https://example.com/b", "./b.whl"),
    *("b", "b>=1", "b==1.0 --config-settings=x"),
]


@pytest.mark.parametrize("line", [*UNLOCKED, "b==1.0", "b==1.0 --hash=sha256:0"])
def test_line_of_a_lock_that_is_no_package_with_hashes_is_named(line):
    assert list(find_in_lock("requirements.txt", LOCKED)) == []
    for text, number in ((f"{LOCKED}{line}\n", 4), (f"{line}\n{LOCKED}", 1)):
        found = list(find_in_lock("requirements.txt", text))
        assert len(found) == 1
        assert found[0].startswith(f"requirements.txt:{number}: ")


def test_package_of_a_lock_without_its_hash_is_named():
    found = list(find_in_lock("requirements.txt", f"b==1.0 \\\n{LOCKED}c==1.0 \\\n"))
    assert [line.split(":")[1] for line in found] == ["1", "5"]


@pytest.mark.parametrize(
    "line", [line for line in UNLOCKED if not line.startswith("b==1.0") and line not in {"b", "b>=1"}]
)
def test_wish_that_is_no_package_by_name_and_version_is_named(line):
    wishes = '# зачем\na>=1.0,<2 ; python_version < "3.15"\n-r requirements.in\n'
    assert list(find_in_wishes("requirements.in", wishes)) == []
    assert [one.split(":")[1] for one in find_in_wishes("requirements.in", f"{wishes}{line}\n")] == ["4"]


SAFE = "on: [push]\npermissions: {}\njobs:\n  a:\n    steps:\n      - uses: a/b@" + "0" * 40 + " # v1.0.0\n"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("0" * 40, "v1", 6),
        ("0" * 40, "main", 6),
        (" # v1.0.0", "", 6),
        ("[push]", "[push, pull_request_target]", 1),
        ("[push]", "pull_request_target", 1),
        ("[push]", "{workflow_run: {workflows: [a]}}", 1),
        ("permissions: {}", "permissions: write-all", 2),
        ("permissions: {}\n", "", 1),
        (" # v1.0.0", " # v1.0.0\n        with: {persist-credentials: true}", 7),
    ],
)
def test_fault_of_a_workflow_is_named_with_its_line(old, new, line):
    assert list(find_in_workflow("a.yml", SAFE)) == []
    found = list(find_in_workflow("a.yml", SAFE.replace(old, new)))
    assert [one.split(": ")[0] for one in found] == [f"a.yml:{line}"]


def test_text_that_a_comment_cuts_is_named():
    text = 'a: слова # нет\nb: "слова # да"\nc: word # да\nd: [два слова # нет\n  ]\ne: |\n  слова # да\n'
    assert [one.split(":")[1] for one in find_in_yaml("a.yml", text)] == ["1", "4"]


@pytest.mark.xdist_group("clone")
def test_steps_of_the_workflow_run_on_this_machine(clone, published):
    commands = {step["run"].strip() for step in steps() if "run" in step} - set(NOT_RUN_HERE)
    assert commands == {"python3 -m scripts.check", "python3 -m scripts.build"}
    # The fixture has run the build as the workflow does.
    assert (published / "index.html").exists()
    result = run(clone, "check", GITHUB_ACTIONS="true")
    assert result.returncode == 0, result.stdout + result.stderr


def test_step_left_out_above_exists():
    commands = {step.get("run", "").strip() for step in steps()}
    assert set(NOT_RUN_HERE) <= commands


@pytest.mark.parametrize("text", ["README.md", "CONTRIBUTING.md"])
def test_commands_of_the_texts_exist(text):
    names = re.findall(r"python3 -m scripts\.(\w+)", (ROOT / text).read_text(encoding="utf-8"))
    assert len(names) > 3
    for name in names:
        assert (ROOT / f"scripts/{name}.py").exists(), name


def test_every_script_is_told_of_in_contributing():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    scripts = [
        path.stem for path in (ROOT / "scripts").glob("*.py") if "running.run(main)" in path.read_text(encoding="utf-8")
    ]
    assert [name for name in scripts if f"scripts.{name}`" not in text] == []


def test_ci_runs_the_test_command_of_the_readme():
    command = "python3 -m scripts.test"
    assert f"```bash\n{command}\n```" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()[-1] == f"exec {command}"


def test_picture_of_the_readme_exists():
    (picture,) = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert (ROOT / picture).read_bytes()[:4] == b"\x89PNG"


def test_locks_agree_with_what_they_are_compiled_from(tmp_path, monkeypatch):
    clone = make_clone(tmp_path / "sobesednik")
    monkeypatch.setattr(lock.environment, "ROOT", clone)
    assert lock.main([]) == 0
    for name in (one.name for one in lock.LOCKS):
        assert (clone / name).read_text(encoding="utf-8") == (ROOT / name).read_text(encoding="utf-8")


def test_every_direct_dependency_has_its_reason():
    for name in (one.with_suffix(".in").name for one in lock.LOCKS):
        comment = False
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "-")):
                assert comment, f"{name}: {line}"
            comment = bool(line) and (line.startswith(("#", "-")) or comment)


def test_no_registry_and_no_path_of_a_machine_is_named():
    forbidden = re.compile(
        r"pypi\.org/simple|files\.pythonhosted|registry\.npmjs|deb\.debian\.org|/root/\.pyenv|/work/(?:main|shared|drafts|briefs)"
    )
    for path in repository_files():
        if path.suffix not in {".png", ".woff2", ".otf"} and path.name != Path(__file__).name:
            assert not forbidden.search((ROOT / path).read_text(encoding="utf-8")), path
