"""Runs Python samples: `python`, `pycon` and the verdicts of mypy."""

from __future__ import annotations

import contextlib
import json
import re
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hooks.bank.records import Problem
from hooks.checks.page.samples import ERROR, MYPY, OUTPUT, Sample
from tests.samples import redis_server, sql
from tests.samples.comparing import compare_output, diff, indented, lines_of, with_stderr
from tests.samples.databases import PostgreSQL
from tests.samples.processes import TIME_LIMIT, clean_environment, run_limited, temporary_folder

_CHILD = Path(__file__).with_name("python_child.py")


@dataclass(frozen=True)
class Interpreter:
    """What runs `python_child.py`: a command, in which `{folder}` stands for the folder of the samples."""

    command: tuple[str | Path, ...] = (sys.executable, "-P")
    shown: tuple[Path, ...] = ()
    """What it reads besides the system and the packages."""
    startup: float = 0
    """Seconds that it may take before the first sample."""


OWN = Interpreter()


def run(
    samples: Sequence[Sample],
    limit: float = TIME_LIMIT,
    schema: Sequence[Sample] = (),
    interpreter: Interpreter = OWN,
) -> list[Problem]:
    """Run the `python` and `pycon` samples of one question in one namespace, in order.

    Samples that speak of redis find an empty server of their own where it usually is; those that
    read `DATABASE_URL` find there the address of a new PostgreSQL database.

    Args:
        samples: they share a process of their own, a clean environment and an empty folder.
        limit: seconds for all of them.
        schema: SQL samples that fill the PostgreSQL database before.
        interpreter: another one has no mypy, its verdicts are not asked for.

    Returns:
        What went otherwise than the page says.
    """
    variables, shown, problems = {}, [], []
    with contextlib.ExitStack() as stack:
        if any("DATABASE_URL" in sample.code for sample in samples):
            database = stack.enter_context(PostgreSQL(limit))
            problems += sql.run_on(database, schema)
            variables["DATABASE_URL"] = database.uri
            shown.append(database.socket)
        problems += _run_together(samples, limit, variables, shown, interpreter)
    for sample in samples:
        if MYPY in sample.outputs and interpreter is OWN:
            problems += _check_types(sample, limit)
    return problems


def _run_together(
    samples: Sequence[Sample],
    limit: float,
    variables: Mapping[str, str],
    shown: Sequence[Path],
    interpreter: Interpreter,
) -> list[Problem]:
    with temporary_folder() as folder:
        for name in ("home", "work", "support"):
            (folder / name).mkdir()
        job, results, log = (folder / name for name in ("job.json", "results", "log"))
        each = [{"line": s.line, "language": s.language, "code": s.code} for s in samples]
        redis, server = redis_server.lead(folder / "redis") if any("redis" in s.code for s in samples) else ({}, None)
        job.write_text(json.dumps({"source": samples[0].source, "samples": each, "redis": server}), encoding="utf-8")
        results.touch()
        command = [folder if word == "{folder}" else word for word in interpreter.command]
        with log.open("wb") as errors:
            code = run_limited(
                [*command, _CHILD, job, results, folder / "support"],
                folder=folder,
                cwd=folder / "work",
                env=clean_environment(folder / "home") | variables | redis,
                limit=limit + interpreter.startup,
                shown=[_CHILD, *shown, *interpreter.shown],
                stderr=errors,
            )
        finished = [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()]
        problems = [p for sample, result in zip(samples, finished, strict=False) for p in _judge(sample, result)]
        if code is not None and len(finished) == len(samples):
            return problems
        partial = "" if len(finished) == len(samples) else _partial_output(folder / "support")
        text = _interruption(samples, len(finished), code, limit) + partial
        interrupted = samples[min(len(finished), len(samples) - 1)]
        return [*problems, interrupted.problem(with_stderr(text, log.read_text(encoding="utf-8", errors="replace")))]


def _partial_output(support: Path) -> str:
    """Return what a sample had printed before its process ended."""
    file = support / "stdout"
    text = file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
    return f"\n  успел напечатать:\n{indented(text[:2000])}" if text.strip() else ""


def _interruption(samples: Sequence[Sample], finished: int, code: int | None, limit: float) -> str:
    if finished == len(samples):
        return f"процесс не завершился за {limit:g} с, хотя примеры выполнены; остался поток или процесс?"
    text = f"не уложился в {limit:g} с" if code is None else f"пример оборвал процесс (код {code})"
    rest = len(samples) - finished - 1
    return f"{text}; следующие примеры вопроса не выполнялись: {rest}" if rest else text


def _judge(sample: Sample, result: dict) -> list[Problem]:
    if sample.language == "pycon":
        problems = [_failed_example(sample, failure) for failure in result["examples"]]
        if result["error"]:
            problems.append(sample.problem(f"блок pycon не прочитать: {result['error'].strip()}"))
        return problems
    problems = _judge_error(sample, result)
    if result["error"] and ERROR not in sample.outputs:
        # What it did not print any more would be no news.
        return problems
    return problems + compare_output(sample, OUTPUT, result["stdout"], result["stderr"])


def _failed_example(sample: Sample, failure: dict) -> Problem:
    difference = diff(lines_of(failure["want"]), lines_of(failure["got"]))
    return sample.problem(f"в сеансе другой ответ:\n{difference}", failure["line"])


def _judge_error(sample: Sample, result: dict) -> list[Problem]:
    raised, expected = result["error"].strip(), sample.outputs.get(ERROR)
    if not raised and expected is None:
        return []
    if expected is None:
        text = f"неожиданное исключение {raised}"
        return [sample.problem(with_stderr(text, result["stderr"]), result["error_line"] or None)]
    if not raised:
        text = f"«{ERROR}» есть, а исключения не было: {expected.body.strip()}"
        return [sample.problem(with_stderr(text, result["stderr"]), expected.line)]
    if lines_of(raised) == lines_of(expected.body):
        return []
    text = f"«{ERROR}» не совпадает:\n" + diff(lines_of(expected.body), lines_of(raised))
    return [sample.problem(text, expected.line + 1)]


# -- mypy -----------------------------------------------------------------------------------

_FILE_TITLE = re.compile(r"^[\w-]+\.py$")


@cache
def _mypy_cache() -> tempfile.TemporaryDirectory:
    """Return a folder for the cache of this run: only the first sample waits for typeshed."""
    return tempfile.TemporaryDirectory(prefix="mypy-")


def _check_types(sample: Sample, limit: float) -> list[Problem]:
    """Compare the verdict on this sample alone, in a file named by its title or main.py."""
    name = sample.fence.title if _FILE_TITLE.match(sample.fence.title) else "main.py"
    options = ["--config-file=", f"--cache-dir={_mypy_cache().name}", "--no-pretty", "--no-color-output"]
    with temporary_folder() as folder:
        (folder / name).write_text(sample.code + "\n", encoding="utf-8")
        with (folder / "verdict").open("wb") as verdict:
            code = run_limited(
                [sys.executable, "-P", "-m", "mypy", *options, name],
                folder=folder,
                cwd=folder,
                env=clean_environment(folder),
                shared=[_mypy_cache().name],
                # The first run reads typeshed, which is no fault of the sample.
                limit=limit + 60,
                stdout=verdict,
                stderr=verdict,
            )
        actual = lines_of((folder / "verdict").read_text(encoding="utf-8"))
    if code is None:
        return [sample.problem("mypy не уложился в отведённое время")]
    expected = lines_of(sample.outputs[MYPY].body)
    # The closing «Found 1 error in 1 file» may be left out.
    if actual and actual[-1].startswith("Found ") and not (expected and expected[-1].startswith("Found ")):
        actual = actual[:-1]
    return compare_output(sample, MYPY, "\n".join(actual))
