"""Runs the Python samples of one question; a script in a process of its own.

Usage: python -P python_child.py JOB RESULTS FOLDER. The parent, `tests.samples.python`, writes
the JSON file JOB; this script appends a JSON line to RESULTS after each sample, so that the
parent knows how far it came. It imports nothing of the project: samples see the standard library
and the installed packages only.
"""

from __future__ import annotations

import builtins
import contextlib
import doctest
import json
import linecache
import os
import socket
import subprocess
import sys
import time
import traceback
import types
from pathlib import Path

# What a process that imports the main module anew (multiprocessing's spawn and forkserver)
# runs in place of the samples before the current one: the same, but silently.
_EARLIER = """\
import contextlib, io
for _code in {codes!r}:
    with contextlib.suppress(BaseException), contextlib.redirect_stdout(io.StringIO()):
        exec(compile(_code, {source!r}, "exec", dont_inherit=True), globals())
"""


class _Examples(doctest.DocTestRunner):
    """Keeps the failures of a pycon sample instead of printing them."""

    def __init__(self) -> None:
        super().__init__(verbose=False)
        self.failures_found: list[dict] = []

    def report_start(self, out, test, example) -> None:
        """Print nothing."""

    def report_failure(self, out, test, example, got) -> None:  # noqa: ARG002
        self._keep(test, example, got)

    def report_unexpected_exception(self, out, test, example, exc_info) -> None:  # noqa: ARG002
        self._keep(test, example, "".join(traceback.format_exception_only(exc_info[1])))

    def _keep(self, test, example, got: str) -> None:
        line = test.lineno + example.lineno + 1
        self.failures_found.append({"line": line, "want": example.want, "got": got})


class _Session:
    """The namespace `__main__` that the samples of a question share."""

    def __init__(self, source: str, folder: Path) -> None:
        self.source = source
        self.folder = folder
        self.main_file = folder / "main.py"
        self.module = types.ModuleType("__main__")
        self.module.__file__ = str(self.main_file)
        self.module.__builtins__ = builtins
        self.earlier: list[str] = []
        self.shown_lines: list[str] = []
        sys.modules["__main__"] = self.module
        sys.argv[:] = [str(self.main_file)]
        # As in a terminal: in order with the output of other processes, and never twice after a fork.
        sys.stdout.reconfigure(line_buffering=True)
        # As if main.py lay in the current folder: a sample may import what it has written there.
        sys.path.insert(0, str(Path.cwd()))

    def run(self, sample: dict) -> dict:
        """Run one sample; return what it printed, raised, and failed of its examples."""
        padded = "\n" * sample["line"] + sample["code"] + "\n"
        self._prepare_files(sample, padded)
        stdout, stderr = self.folder / "stdout", self.folder / "stderr"
        result = {"error": "", "error_line": 0, "examples": []}
        with _descriptor_to(1, stdout), _descriptor_to(2, stderr):
            try:
                if sample["language"] == "pycon":
                    result["examples"] = self._run_examples(sample)
                else:
                    exec(compile(padded, self.source, "exec", dont_inherit=True), vars(self.module))  # noqa: S102
            except BaseException as error:  # a sample may raise anything, SystemExit too
                result |= self._describe(error)
        self.earlier.append(padded)
        return result | {
            "stdout": _start_of(stdout),
            "stderr": _start_of(stderr),
        }

    def _prepare_files(self, sample: dict, padded: str) -> None:
        """Write main.py for processes that import it; show `linecache` the lines of the page."""
        first = ""
        if self.earlier and sample["language"] == "python":
            earlier = self.folder / "earlier.py"
            earlier.write_text(_EARLIER.format(codes=self.earlier, source=self.source), encoding="utf-8")
            first = f"exec(open({str(earlier)!r}, encoding='utf-8').read())"
        if sample["language"] == "python":
            self.main_file.write_text(first + padded, encoding="utf-8")
        lines = padded.splitlines(keepends=True)
        self.shown_lines += lines[len(self.shown_lines) :]
        linecache.cache[self.source] = (len(padded), None, self.shown_lines, self.source)

    def _run_examples(self, sample: dict) -> list[dict]:
        parser, runner = doctest.DocTestParser(), _Examples()
        test = parser.get_doctest(sample["code"], {}, self.source, self.source, sample["line"])
        test.globs = vars(self.module)  # the parser would have made a copy
        if not test.examples:
            raise ValueError("no >>> in a pycon sample")
        runner.run(test, clear_globs=False)
        return runner.failures_found

    def _describe(self, error: BaseException) -> dict:
        if isinstance(error, SyntaxError):
            # Its text also shows the line; the verdict of the compiler is the last one.
            text = traceback.format_exception_only(error)[-1]
            on_page = [error.lineno] if error.filename == self.source else []
        else:
            text = "".join(traceback.format_exception_only(error))
            frames = traceback.extract_tb(error.__traceback__)
            on_page = [frame.lineno for frame in frames if frame.filename == self.source]
        # The first frame is this script.
        own = error.__traceback__.tb_next if error.__traceback__ else None
        traceback.print_exception(type(error), error, own)
        return {"error": text, "error_line": on_page[-1] if on_page else 0}


def _start_of(path: Path) -> str:
    """Return what a file holds, of an endless output the first million letters."""
    with path.open(encoding="utf-8", errors="backslashreplace") as file:
        return file.read(10**6)


@contextlib.contextmanager
def _descriptor_to(number: int, path: Path):
    """Send a file descriptor to a new file, for this process and all that it starts."""
    stream = {1: sys.stdout, 2: sys.stderr}[number]
    saved = os.dup(number)
    with path.open("ab") as file:  # to append: several processes may write to it
        file.truncate(0)
        os.dup2(file.fileno(), number)
    try:
        yield
    finally:
        # A sample may have replaced or closed its stream.
        for each in {stream, {1: sys.stdout, 2: sys.stderr}[number]}:
            with contextlib.suppress(Exception):
                each.flush()
        os.dup2(saved, number)
        os.close(saved)


def _start_redis(command: list[str], folder: Path) -> subprocess.Popen:
    """Start the server of this process on a free port, and write the port where the interpreter looks for it.

    Raises:
        OSError: when it does not start.
    """
    for _ in range(5):  # somebody else may take the port before the server does
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        words = [word.format(port=port, folder=folder) for word in command]
        nowhere = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
        server = subprocess.Popen(words, **nowhere)
        while server.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                (folder / "port").write_text(str(port), encoding="ascii")
                return server
            time.sleep(0.01)
    raise OSError("redis-server не запустился")


def main(job_file: str, results_file: str, folder: str) -> None:
    """Run the samples of a job in order."""
    job = json.loads(Path(job_file).read_text(encoding="utf-8"))
    # Ended with this process by who has started it.
    server = job["redis"] and _start_redis(job["redis"], Path(job_file).with_name("redis"))  # noqa: F841
    session = _Session(job["source"], Path(folder))
    with Path(results_file).open("a", encoding="utf-8") as results:
        for number, sample in enumerate(job["samples"]):
            result = {"sample": number, **session.run(sample)}
            results.write(json.dumps(result) + "\n")
            results.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
