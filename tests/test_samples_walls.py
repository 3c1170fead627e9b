"""What a sample cannot reach: whoever reviews a pull request runs the samples of a stranger."""

from __future__ import annotations

import os
import shlex
import socket
from pathlib import Path

import pytest

from tests.sample_pages import page_of, problems_of
from tests.samples import processes, report

REASON = processes.why_not_confined()

confined = pytest.mark.skipif(bool(REASON), reason=f"на этой машине примеры не запереть: {REASON}")


def printed(code: str, language: str = "python") -> str:
    """Return what the tests say of a sample that prints; it is never what the page says."""
    sample = f'```{language}\n{code}\n```\n\n```text title="Вывод"\nничего такого\n```'
    return "\n".join(problem.text for problem in problems_of(page_of(sample)))


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file of the person who runs the tests."""
    path = tmp_path / "secret"
    path.write_text("тайна\n", encoding="utf-8")
    return path


@confined
def test_sample_reads_no_file_of_the_machine(secret: Path) -> None:
    assert "FileNotFoundError" in printed(f"print(open({str(secret)!r}).read())")
    assert "No such file" in printed(f"cat {shlex.quote(str(secret))}", "bash")
    assert "FileNotFoundError" in printed(f"import os\nprint(os.listdir({str(Path.home() / '.ssh')!r}))")
    assert "тайна" not in printed(
        f"cat {shlex.quote(str(secret))} || find / -name secret -exec cat {{}} + 2> errors || true", "bash"
    )


@confined
def test_sample_writes_no_file_of_the_machine(secret: Path) -> None:
    name = shlex.quote(str(secret))
    printed(f"echo 1 > {name} || mkdir -p $(dirname {name}) && echo 1 > {name}", "bash")
    assert secret.read_text(encoding="utf-8") == "тайна\n"
    for folder in (processes.TOOLS, Path("/usr/bin")):
        place = folder / "sample-was-here"
        said = printed(f"touch {shlex.quote(str(place))}", "bash")
        assert "Read-only file system" in said or "Permission denied" in said
        assert not place.exists()


@confined
def test_sample_sees_no_process_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN_OF_THE_REVIEWER", "тайна")
    for number in {os.getpid(), os.getppid()}:
        assert f"/proc/{number}/environ" in printed(f"print(open('/proc/{number}/environ').read())")
        assert "ProcessLookupError" in printed(f"import os\nos.kill({number}, 0)")
    found = printed("cat /proc/*/environ /proc/*/cmdline 2> errors | tr '\\0' '\\n' || true", "bash")
    assert "TOKEN_OF_THE_REVIEWER" not in found
    assert "pytest" not in found


@confined
def test_sample_reaches_no_server_of_the_machine_but_its_own() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert "ConnectionRefusedError" in printed(f"import socket\nsocket.create_connection(('127.0.0.1', {port}), 5)")
    assert "Network is unreachable" in printed("import socket\nsocket.create_connection(('192.0.2.1', 80), 5)")
    own = "import socket\nwith socket.create_server(('127.0.0.1', 0)) as own:\n"
    assert "+1" in printed(f"{own}    socket.create_connection(own.getsockname())\n    print(1)")


@confined
def test_sample_leaves_no_process_behind() -> None:
    printed("import subprocess\nsubprocess.Popen(['sleep', '987654'], start_new_session=True)")
    running = {path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if _is_there(path)}
    assert b"sleep\x00987654\x00" not in running


def _is_there(path: Path) -> bool:
    try:
        path.read_bytes()
    except OSError:
        return False
    return True


@confined
def test_redis_writes_and_reaches_nothing_of_the_machine(tmp_path: Path) -> None:
    text = page_of(f"```redis\n> CONFIG SET dir '{tmp_path}'\nOK\n```")
    assert "No such file or directory" in problems_of(text)[0].text


@pytest.mark.parametrize(
    ("statement", "refusal"),
    [
        ("CREATE TABLE t AS SELECT pg_read_file('/etc/passwd');", "permission denied"),
        ("COPY (SELECT 1) TO PROGRAM 'id';", "permission denied"),
        ("CREATE TABLE t (line text);\nCOPY t FROM '/etc/passwd';", "permission denied"),
        ("SET ROLE postgres;", "permission denied"),
    ],
)
def test_postgresql_gives_a_sample_its_own_database_only(statement: str, refusal: str) -> None:
    (problem,) = problems_of(page_of(f'```sql title="PostgreSQL"\n{statement}\n```'))
    assert refusal in problem.text


def test_sample_is_no_administrator_of_its_database() -> None:
    code = (
        "import os\nimport psycopg\nuri = os.environ['DATABASE_URL'].replace('sample@', 'postgres@')\n"
        "psycopg.connect(uri)"
    )
    assert "no password supplied" in printed(code)


@pytest.mark.parametrize("statement", ["ATTACH '{}' AS other;", "VACUUM INTO '{}';"])
def test_sqlite_opens_its_own_database_only(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "other.db"
    (problem,) = problems_of(page_of(f'```sql title="SQLite"\n{statement.format(path)}\n```'))
    assert "authoriz" in problem.text
    assert not path.exists()


def test_where_samples_cannot_be_confined_the_tests_say_so_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "why_not_confined", lambda: "unshare: Operation not permitted")
    said = report.pytest_report_header()
    assert said.startswith("примеры кода НЕ заперты (unshare: Operation not permitted)")
    monkeypatch.setattr(report, "why_not_confined", lambda: "")
    assert report.pytest_report_header().startswith("примеры кода заперты")


def test_machine_without_namespaces_still_runs_the_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_CONFINED", Path("/not/there"))
    processes.why_not_confined.cache_clear()
    try:
        assert processes.why_not_confined()
        assert problems_of(page_of('```python\nprint(1)\n```\n\n```text title="Вывод"\n1\n```')) == []
    finally:
        monkeypatch.undo()
        processes.why_not_confined.cache_clear()


@confined
def test_sample_changes_no_setting_of_the_machine() -> None:
    code = "import os\nprint(os.open('/proc/sys/kernel/core_pattern', os.O_WRONLY))"
    assert "Read-only file system" in printed(code) or os.getuid()
    assert "Error" in printed(code)


@confined
@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("while True:\n    print('x' * 10**6)", "File too large"),
        ("while True:\n    print('1\\n' * 10**6)", "File too large"),
        ("for _ in iter(int, 1):\n    open('a', 'ab').write(b'x' * 10**6)", "File too large"),
        ("kept = []\nwhile True:\n    kept.append('x' * 10**8)", "MemoryError"),
    ],
)
def test_sample_that_never_has_enough_is_ended_and_told_in_short(code: str, said: str) -> None:
    told = printed(code)
    assert said in told
    assert len(told) < 100_000
