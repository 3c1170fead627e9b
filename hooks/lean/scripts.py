"""Scripts in one file that live and fail as if each stood alone."""

from __future__ import annotations

from collections.abc import Sequence


def isolated(texts: Sequence[str]) -> str:
    """Return scripts as one in which each runs as if it stood alone: an error in it ends no other, and is told.

    Each is a function of its own, so what one declares another does not see: ours share nothing but events and
    properties of `window`; `tests/test_lean_weight.py` holds them to it. What is no JavaScript would end all of them:
    the build refuses it.
    """
    if len(texts) < 2:
        return "".join(texts)
    functions = ",\n".join(f"() => {{\n{text}\n}}" for text in texts)
    return (
        f"[{functions}].forEach((run) => {{ try {{ run() }} catch (error) {{ setTimeout(() => {{ throw error }}) }} }})"
    )
