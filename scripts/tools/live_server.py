"""The site while it is written: built again and shown anew at each change, one line of output a time.

MkDocs' own server and build, without its `serve` command: that one says thirteen lines a rebuild, and looks twice a
second for what has changed.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileSystemEvent, FileSystemEventHandler

from hooks import own_errors
from hooks.finish.late import waiting
from scripts.tools.mkdocs_command import settings_problems

_LOOK_EVERY = 0.15
"""Seconds between two looks at the files. By looking, not by messages of the system: those do not come from the
folders of virtual machines and of networks."""
_LATE = "/search/"
"""All that a served site leaves for later lies there."""
_NAMED = 3
"""Most changed files that a line names."""


class _Server(LiveReloadServer):
    def __init__(self, builds: _Builds, host: str, port: int) -> None:
        self._builds = builds
        super().__init__(self._build_and_show, host, port, str(builds.shown), polling_interval=_LOOK_EVERY)
        self.build_delay = 0.03
        self.error_handler = lambda code: _read(builds.shown / f"{code}.html")

    def _build_and_show(self) -> None:
        self._builds.again()
        self.root = str(self._builds.shown)

    def serve_request(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path.startswith(_LATE) and not (self._builds.shown / path[1:]).exists():
            self._builds.complete()
        return super().serve_request(environ, start_response)

    def server_activate(self) -> None:
        super().server_activate()
        print(f"\n  Сайт: {self.url}  (остановить — Ctrl+C)\n", flush=True)


class _Changes(FileSystemEventHandler):
    """Files that have changed since the last build."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._names: dict[str, None] = {}

    def on_any_event(self, event: FileSystemEvent) -> None:
        if not event.is_directory:
            path = Path(os.fsdecode(event.dest_path or event.src_path))
            is_ours = path.is_relative_to(self._root)
            self._names[path.relative_to(self._root).as_posix() if is_ours else str(path)] = None

    def take(self) -> str:
        """Return the changed files in words and forget them."""
        names, self._names = list(self._names), {}
        more = f" и ещё {len(names) - _NAMED}" if len(names) > _NAMED else ""
        return ", ".join(names[:_NAMED]) + more


class _Builds:
    """Builds the site again and again, by turns into two folders: the one that is shown stays as it is meanwhile."""

    def __init__(self, config_file: Path, folder: Path, host: str, port: int) -> None:
        self._config_file = config_file
        self._settings = config_file.read_bytes()
        self._folders = [folder / "a", folder / "b"]
        self._one_at_a_time = threading.Lock()
        """A request may ask for what was left for later while the next site is built."""
        self.address = f"http://{host}:{port}/"
        self.changes = _Changes(config_file.parent)

    @property
    def shown(self) -> Path:
        """Return the folder of the last site that could be built."""
        return self._folders[0]

    def first(self) -> MkDocsConfig:
        """Build the site for the first time and return its settings.

        Raises:
            Abort: when it could not be built; the reason has been told or is its text.
        """
        config = self._load()
        config.plugins.on_startup(command="serve", dirty=False)
        self._build(config)
        return config

    def again(self) -> None:
        """Build the site anew and say what had changed and how long it took, or why the one before stays."""
        start, changed = time.monotonic(), self.changes.take()
        try:
            self._check_settings()
            with self._one_at_a_time:
                self._build(self._load())
        # Whatever it is: after an error in it MkDocs' server lets every browser wait for ever.
        except Exception as error:
            print(f"{_reason(error)}\n{changed or 'файлы'}: сайт остался прежним", file=sys.stderr, flush=True)
        else:
            seconds = f"{time.monotonic() - start:.1f}".replace(".", ",")
            print(f"{time.strftime('%H:%M:%S')}  {changed or 'файлы'}: обновлено за {seconds} с", flush=True)

    def complete(self) -> None:
        """Make what the build has left for later, or say why there is none of it."""
        try:
            with self._one_at_a_time:
                waiting.complete()
        except Exception as error:
            print(f"{_reason(error)}\nпоиска нет", file=sys.stderr, flush=True)

    def _check_settings(self) -> None:
        """Look at settings that have changed: MkDocs would run what a tag in them names.

        Raises:
            Abort: when something is wrong with them.
        """
        settings = self._config_file.read_bytes()
        if settings != self._settings and (problems := settings_problems(self._config_file)):
            raise Abort("\n".join(problems))
        self._settings = settings

    def _build(self, config: MkDocsConfig) -> None:
        build(config, serve_url=self.address)
        self._folders.reverse()

    def _load(self) -> MkDocsConfig:
        # Not strict: a page with mistakes is served all the same and names them itself.
        config = load_config(str(self._config_file), site_dir=str(self._folders[1]), strict=False)
        config.site_url = self.address
        return config


def serve(config_file: Path, host: str, port: int) -> None:
    """Serve a site until an exception comes, Ctrl+C for one, and print its address when it answers.

    Raises:
        Abort: when the first build failed; the reason has been told or is its text.
    """
    waiting.is_asked = True
    with _messages(), tempfile.TemporaryDirectory(prefix="sobesednik-") as folder:
        builds = _Builds(config_file, Path(folder), host, port)
        config = builds.first()
        server = _Server(builds, host, port)
        # The first of the theme's folders is ours.
        for path in (config.docs_dir, str(config_file), *config.watch, *config.theme.dirs[:1]):
            server.watch(path)
            server.observer.schedule(builds.changes, path, recursive=True)
        try:
            server.serve()
        finally:
            server.shutdown()
            config.plugins.on_shutdown()


def _reason(error: Exception) -> str:
    if isinstance(error, MkDocsException):
        return str(error)
    if own_errors.is_traceback_wanted():
        return "".join(traceback.format_exception(error)).rstrip()
    return own_errors.describe_refusal(error) if isinstance(error, OSError) else own_errors.describe(error)


def _read(path: Path) -> bytes | None:
    with contextlib.suppress(OSError):
        return path.read_bytes()
    return None


@contextlib.contextmanager
def _messages() -> Iterator[None]:
    """Show warnings and errors, each as it is; what goes well is said in one line, which is ours."""
    logger, handler = logging.getLogger("mkdocs"), logging.StreamHandler()
    logger.setLevel(logging.WARNING)
    logger.addHandler(handler)
    # It says in English what the error has said.
    logging.getLogger("mkdocs.livereload").setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.removeHandler(handler)
