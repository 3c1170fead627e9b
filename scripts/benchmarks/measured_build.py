"""Build a site in this process and tell how long our hook took in it. Started by `builds.py`."""

from __future__ import annotations

import argparse
import functools
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

HOOK = "hooks/question_index.py"
"""MkDocs gives a hook module its path as a name."""


class Stopwatch:
    """Adds up the time spent in the functions that it wraps; nested calls count once."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._depth = 0

    def wrap(self, function: Callable) -> Callable:
        """Return the function, timed."""

        @functools.wraps(function)
        def timed(*args, **kwargs):
            self._depth += 1
            start = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                self._depth -= 1
                if not self._depth:
                    self.seconds += time.perf_counter() - start

        return timed


def main(argv: list[str] | None = None) -> int:
    """Build and write the measurements as JSON; return 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("site_dir", type=Path)
    parser.add_argument("result", type=Path)
    arguments = parser.parse_args(argv)
    start, stopwatch = time.perf_counter(), Stopwatch()
    config = load_config(str(arguments.config), site_dir=str(arguments.site_dir))
    _time_hook(config, stopwatch)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    times = os.times()
    measured = {
        "wall": time.perf_counter() - start,
        "cpu": times.user + times.system,
        "hook": stopwatch.seconds,
    }
    arguments.result.write_text(json.dumps(measured), encoding="utf-8")
    return 0


def _time_hook(config, stopwatch: Stopwatch) -> None:
    """Wrap the events of our hook and its macros, which mkdocs-macros calls."""
    found = 0
    for methods in config.plugins.events.values():
        for place, method in enumerate(methods):
            if getattr(method, "__module__", None) == HOOK:
                methods[place] = stopwatch.wrap(method)
                names = method.__globals__
                found += 1
    if not found:
        raise SystemExit(f"scripts.bench: хук {HOOK} не найден среди событий MkDocs")
    macros = names["Macros"]
    for name in macros(None).all():
        setattr(macros, name, stopwatch.wrap(getattr(macros, name)))


if __name__ == "__main__":
    sys.exit(main())
