"""How a script runs and ends: its output, its signals, and what its errors become.

Standard library only: this runs before anything is installed. Every command ends with
`sys.exit(running.run(main))`.
"""

from __future__ import annotations

import contextlib
import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from scripts.tools import system_packages

_MISLEADING = (
    *("PYTHONHOME", "PYTHONPATH", "PYTHONPLATLIBDIR", "PYTHONEXECUTABLE", "__PYVENV_LAUNCHER__", "PYTHONSAFEPATH"),
    *("PYTHONSTARTUP", "PYTHONINSPECT", "PYTHONOPTIMIZE", "PYTHONWARNINGS", "PYTHONLEGACYWINDOWSFSENCODING"),
)
"""Variables that make an interpreter find other modules than those of its environment, or run them otherwise."""


class SetupError(Exception):
    """The environment cannot be made; the message says why and what to do."""


def run(main: Callable[[], int]) -> int:
    """Run a script's `main` and turn what may go wrong outside it into a message and an exit code.

    Returns:
        What `main` returns, 130 after Ctrl+C, 1 after a `SetupError`, an error of the system or a mistake of ours.

    Raises:
        SystemExit: with 143 or 129 after SIGTERM or SIGHUP, when all that stood open is closed.
    """
    _prepare_output()
    for name in _MISLEADING:
        os.environ.pop(name, None)
    try:
        with _signals():
            try:
                return main()
            finally:
                sys.stdout.flush()
    except KeyboardInterrupt:
        print("\nОстановлено.", file=sys.stderr)
        return 130
    except (SetupError, system_packages.MissingPackagesError) as error:
        print(error, file=sys.stderr)
    except OSError as error:
        if not isinstance(error, BrokenPipeError):  # who read the output has seen enough: `| head`
            from hooks import own_errors

            print(own_errors.describe_refusal(error), file=sys.stderr)
        _forget_output()
    except Exception as error:
        from hooks import own_errors

        if own_errors.is_traceback_wanted():
            raise
        print(own_errors.describe(error), file=sys.stderr)
    return 1


def stop(process: subprocess.Popen, patience: float = 20) -> None:
    """End a program as Ctrl+C does, so that it tidies up; by force where that does not help.

    A program that leads a group of processes is ended with its group.
    """
    try:
        if process.poll() is None:
            _send(process, signal.SIGTERM if os.name == "nt" else signal.SIGINT)
        process.wait(patience)
    except BaseException as error:  # it takes too long, also for whoever presses Ctrl+C again
        _send(process, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
        process.wait()
        if not isinstance(error, subprocess.TimeoutExpired):
            raise


def _send(process: subprocess.Popen, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        if os.name != "nt" and os.getpgid(process.pid) == process.pid:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)


def _forget_output() -> None:
    """Keep Python from writing at its end what could not be written, with a message of its own."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _prepare_output() -> None:
    """Let every text be printed, here and in all that is started: letters that the output does not know become «?».

    Everything else than the output is UTF-8 in what is started, files without a named encoding too.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w")):
        if getattr(sys, name) is None:  # it was closed: `>&-`
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 (until this process ends)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    os.environ |= {"PYTHONUTF8": "1", "PYTHONIOENCODING": f"{encoding}:replace"}


@contextlib.contextmanager
def _signals() -> Iterator[None]:
    """Let Ctrl+C and the signals of a supervisor end the body of `with` in order, whatever was inherited.

    A shell starts a job in the background with Ctrl+C ignored, and all that it starts would ignore it too.
    """

    def end(number: int, _: object) -> None:
        raise SystemExit(128 + number)

    handlers = {signal.SIGINT: signal.default_int_handler, signal.SIGTERM: end}
    hangup = getattr(signal, "SIGHUP", None)
    if hangup and signal.getsignal(hangup) != signal.SIG_IGN:  # nohup wants it ignored
        handlers[hangup] = end
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
