"""Write so that what stands there is whole at every moment: the old or the new, never half of either."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path


def replace(path: Path, content: bytes) -> None:
    """Put new content in the place of a file at once, or make it; it keeps its permissions.

    A symlink stays one: what it leads to is written.

    Raises:
        OSError: when it cannot be written; the file is left as it was.
    """
    path = path.resolve()
    name = ""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, name)
        else:
            Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException as error:
        if name:
            Path(name).unlink(missing_ok=True)
        if isinstance(error, OSError):
            error.filename = str(path)  # not the name of our own file, which nobody knows
        raise


def replace_folder(target: Path, fresh: Path) -> None:
    """Put a new folder in the place of another one of the same disk; the old one is removed.

    Raises:
        OSError: when that cannot be done; the old folder is where it was.
    """
    old = _aside(target)
    try:
        if target.exists():
            target.rename(old)
        fresh.rename(target)
    except BaseException:
        restore_folder(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def restore_folder(target: Path) -> None:
    """Put back what `replace_folder` had moved aside when it was ended by force."""
    old = _aside(target)
    if target.exists():
        shutil.rmtree(old, ignore_errors=True)
    elif old.exists():
        old.rename(target)


def _aside(target: Path) -> Path:
    # Beside it and under a name that the next start knows: no cleaning of temporary folders takes it away.
    return target.with_name(f".{target.name}-old")


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
