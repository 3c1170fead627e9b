"""Write a file so that it is whole at every moment: the old one or the new one, never half of either."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path


def replace(path: Path, content: bytes) -> None:
    """Put new content in the place of a file at once; it keeps its permissions.

    Raises:
        OSError: when it cannot be written; the file is left as it was.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, name)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
