"""Other Pythons to run samples on: an installed one, or Pyodide, which Node runs.

They have no packages but the standard library, and Pyodide has neither threads nor processes nor a network.
Samples that ask for more are left out, and so are those of the same question below them: they share a namespace.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from hooks.bank.records import Problem
from hooks.checks.page.samples import Sample, Unit
from scripts.tools import node_package
from scripts.tools.running import SetupError
from tests.samples import python
from tests.samples.processes import TIME_LIMIT

OLDEST = (3, 11)
"""The oldest Python that can be asked: the project's own oldest; older ones know no `-P`."""
PYODIDES = ("pyodide", "pyodide-next")
"""Names in `pyodide_package/package.json`."""
STARTUP = 60.0
"""Seconds that Pyodide may take before the first sample."""

_PACKAGE = Path(__file__).with_name("pyodide_package")
_PYODIDE_CHILD = Path(__file__).with_name("pyodide_child.mjs")
_ASK = """\
import json, sys
about = {"version": sys.version.split()[0], "number": sys.version_info[:2], "modules": sorted(sys.stdlib_module_names)}
print(json.dumps(about | {"folders": [sys.prefix, sys.base_prefix, sys.base_exec_prefix]}))
"""
_IMPORT = re.compile(r"^\s*(?:>>> |\.\.\. )?\s*(?:from\s+(?P<one>\w+)[\w.]*\s+import\b|import\s+(?P<many>\w[\w., ]*))")
_RUN_MODULE = re.compile(r"[\"']-m[\"'],\s*[\"'](\w+)")
_NO_WASM = re.compile(
    r"can't start new thread|emscripten does not support|does not work on wasm|No module named '_(?:interpreters|"
    r"multiprocessing|posixshmem)|BlockingIOError|\[Errno (?:138|23|52)\]|NotImplementedError|Host is unreachable"
)
"""What Pyodide says of threads, processes and sockets."""


@dataclass(frozen=True)
class Interpreter:
    """A Python that is not the one of the project."""

    name: str
    """For people: `Python 3.13.0`."""
    run: python.Interpreter
    modules: frozenset[str]
    """Names of its standard library."""
    is_wasm: bool = False


@dataclass
class Outcome:
    """What came of samples on another Python."""

    problems: list[Problem] = field(default_factory=list)
    ran: int = 0
    with_packages: int = 0
    """Left out: they import packages."""
    without_system: int = 0
    """Left out: they need threads, processes or a network, which Pyodide lacks."""
    below: int = 0
    """Left out: they stand below such a one."""

    def add(self, other: Outcome) -> None:
        """Count another one in."""
        self.problems += other.problems
        for name in ("ran", "with_packages", "without_system", "below"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@cache
def find(name: str) -> Interpreter:
    """Return the Python of a path, or Pyodide; that is installed where it is not yet.

    Raises:
        SetupError: when there is no such Python, or it is too old.
    """
    if name in PYODIDES:
        node, modules = node_package.install(_PACKAGE, "Pyodide")
        # Without stack switching there is no asyncio.run.
        node_command = [node, "--experimental-wasm-jspi", "--no-warnings"]
        program = modules / name / "pyodide.mjs"
        code = (
            f"const p = await (await import({json.dumps(str(program))})).loadPyodide(); p.runPython({json.dumps(_ASK)})"
        )
        about = _ask([*node_command, "--input-type=module", "--eval", code], name)
        run = python.Interpreter((*node_command, _PYODIDE_CHILD, program, "{folder}"), (_PYODIDE_CHILD,), STARTUP)
        return Interpreter(f"Python {about['version']} (Pyodide)", run, frozenset(about["modules"]), is_wasm=True)
    about = _ask([name, "-I", "-c", _ASK], name)
    if tuple(about["number"]) < OLDEST:
        raise SetupError(f"{name}: это Python {about['version']}; нужен {'.'.join(map(str, OLDEST))} или новее")
    run = python.Interpreter((name, "-P"), tuple(map(Path, about["folders"])))
    return Interpreter(f"Python {about['version']}", run, frozenset(about["modules"]))


def _ask(command: Sequence[str | Path], name: str) -> dict:
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
        about = json.loads(done.stdout)
        return {name: about[name] for name in ("version", "number", "modules", "folders")}
    except (OSError, ValueError, TypeError, KeyError):
        text = f"{name}: это не Python {'.'.join(map(str, OLDEST))} или новее"
        raise SetupError(f"{text}; укажите путь к его программе, pyodide или pyodide-next") from None


def run_unit(unit: Unit, interpreter: Interpreter, limit: float = TIME_LIMIT) -> Outcome:
    """Run those samples of a question that can run on another Python.

    Returns:
        What went otherwise than the page says, and what was left out.
    """
    samples = [one for one in (*unit.setup, *unit.samples) if one.language in {"python", "pycon"} and not one.skip]
    own = [one for one in samples if one in unit.samples]
    outcome = Outcome()
    files = set(re.findall(r"(\w+)\.py\b", "\n".join(one.code for one in samples)))
    known = interpreter.modules | files
    foreign = next((n for n, one in enumerate(samples) if not known.issuperset(_imported(one.code))), len(samples))
    if foreign < len(samples) and own:
        packed = [one for one in own if not known.issuperset(_imported(one.code))]
        outcome.with_packages = len(packed)
        outcome.below = sum(one not in packed for one in samples[foreign:] if one in own)
    able = samples[:foreign]
    if not any(one in own for one in able):
        return outcome
    found = python.run(able, limit, interpreter=interpreter.run)
    if interpreter.is_wasm and (lacking := [one for one in found if _NO_WASM.search(one.text)]):
        first = _at(able, min(lacking))
        outcome.without_system = 1
        outcome.below += len(able) - first - 1
        found = [one for one in found if _at(able, one) < first]
        able = able[:first]
    outcome.problems = [Problem(one.source, one.line, f"{interpreter.name}: {one.text}") for one in sorted(set(found))]
    outcome.ran = sum(one in own for one in able)
    return outcome


def _at(samples: Sequence[Sample], problem: Problem) -> int:
    """Return which sample a problem belongs to."""
    return max((n for n, one in enumerate(samples) if one.line <= problem.line), default=0)


def _imported(code: str) -> Iterator[str]:
    """Yield the modules that a sample imports or starts, by their first name."""
    for line in code.split("\n"):
        if found := _IMPORT.match(line):
            names = [found["one"]] if found["one"] else found["many"].split(",")
            yield from (re.match(r"\s*(\w*)", name)[1] for name in names)
    yield from _RUN_MODULE.findall(code)
