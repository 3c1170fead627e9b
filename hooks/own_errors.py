"""The last resort: an error that nobody foresaw is one line that names the page, the place in our code and the cause.

The hook and our scripts end with it when they fail. Standard library only until MkDocs calls it.
With `SOBESEDNIK_TRACEBACK=1` Python tells everything itself.
"""

from __future__ import annotations

import errno
import logging
import os
import re
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOW_TO_REPORT = "сообщите о ней, приложив эту строку (подробности — с переменной SOBESEDNIK_TRACEBACK=1)"
ENDED = "Сайт не собран; исправьте то, что названо выше."

REASONS = {
    errno.EACCES: "нет прав на это",
    errno.EPERM: "нет прав на это",
    errno.ENOSPC: "на диске нет места",
    errno.EDQUOT: "на диске нет места",
    errno.ENOTDIR: "это файл, а не папка",
    errno.EROFS: "отсюда можно только читать",
}
"""What the system says in English of machines that are as they are."""

_PLACE = re.compile(r"[^\s:]+:\d+: ")
_PAGE = re.compile(r"[^\s:]+\.md")
log = logging.getLogger("mkdocs.plugins.own_errors")


def is_traceback_wanted() -> bool:
    """Tell whether a developer has asked for the whole story."""
    return os.environ.get("SOBESEDNIK_TRACEBACK", "") not in {"", "0"}


def describe(error: BaseException) -> str:
    """Return an unforeseen error as one line: page, what it is, where in the code, how to report it."""
    if isinstance(error, ValueError) and error.__cause__ and _PLACE.match(str(error)):
        error = error.__cause__  # somebody on the way has said already whose page it is
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if _is_ours(frame.filename)] or frames[-1:]
    code, line = (_short(ours[-1].filename), ours[-1].lineno) if ours else ("?", 0)
    cause = " ".join(f"{type(error).__name__}: {error}".split())
    where = page_of(error) or f"{code}:{line}"
    return f"{where}: ошибка в {code}, строка {line}, а не в странице: {cause}; {HOW_TO_REPORT}"


def describe_refusal(error: OSError) -> str:
    """Return an error of the system as one line: the file, where it is known, and the reason."""
    where = error.filename2 or error.filename  # of two the one that is written
    reason = REASONS.get(error.errno) or error.strerror or error
    return f"Не получилось{f': {where}' if where else ''}: {reason}"


def _is_ours(name: str) -> bool:
    path = Path(name)
    return path.is_relative_to(ROOT) and not {".venv", "site-packages"} & set(path.parts)


def _short(name: str) -> str:
    return Path(name).relative_to(ROOT).as_posix() if _is_ours(name) else "/".join(Path(name).parts[-2:])


def page_of(error: BaseException) -> str:
    """Return the page or question that was worked on, as `docs/page.md:1`; nothing where no function had one."""
    found, trace = "", error.__traceback__
    while trace:
        names = trace.tb_frame.f_locals
        page, text, source = names.get("page"), names.get("text"), names.get("source")
        question, name = names.get("question"), names.get("name")
        if isinstance(name, str) and _PAGE.fullmatch(name):
            found = f"{name}:1"
        if isinstance(where := getattr(question, "source", None), str):
            found = f"{where}:{question.line}"
        elif shown := getattr(getattr(page, "info", None), "shown", ""):
            found = f"{shown}:1"
        elif uri := getattr(getattr(page, "file", None), "src_uri", ""):
            found = f"docs/{uri}:1"
        elif isinstance(name := getattr(text, "source", None), str):
            found = f"{name}:1"
        elif isinstance(name := getattr(source, "page", None), str):
            found = f"docs/{name}:1"
        trace = trace.tb_next
    return found


# -- MkDocs -----------------------------------------------------------------------------------


def keep_back_english() -> None:
    """Keep back what MkDocs says in English of an error that `end_build` tells of."""
    logger = logging.getLogger("mkdocs.commands.build")
    if _is_not_told_twice not in logger.filters:
        logger.addFilter(_is_not_told_twice)


def _is_not_told_twice(record: logging.LogRecord) -> bool:
    return is_traceback_wanted() or not str(record.msg).startswith(("Error reading page", "Error building page"))


def end_build(error: Exception) -> None:
    """End a build with our words.

    Raises:
        Abort: always, but where a developer wants the traceback.
    """
    from mkdocs.exceptions import Abort, BuildError

    if is_traceback_wanted():
        return
    if isinstance(error, BuildError):
        # The finisher's errors come as the cause of MkDocs' own.
        text, page = str(error), page_of(error.__cause__ or error)
        log.error("%s", text if _PLACE.match(text) or not page else f"{page}: {text}")
    elif isinstance(error, OSError) and error.errno in REASONS:
        log.error("%s", describe_refusal(error))
    elif isinstance(error, FileNotFoundError) and str(error.filename).endswith(".md"):
        log.error("Не получилось: %s: файл исчез, пока шла сборка", error.filename)
    elif not isinstance(error, SystemExit):  # that one has been told of
        log.error("%s", describe(error))
    raise Abort(ENDED) from None
