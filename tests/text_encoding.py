"""Finds calls that read or write text in whatever encoding the machine has."""

from __future__ import annotations

import ast

_OPENERS = {"open": 1, "fdopen": 1, "NamedTemporaryFile": 0, "TemporaryFile": 0, "TextIOWrapper": None}
"""Function -> position of the mode among its arguments; None where there is none: it is always text."""
_NO_TEXT = frozenset({"os", "tarfile", "zipfile", "webbrowser", "Image", "pikepdf", "urllib.request", "_opener"})
"""What has an `open` of another kind."""


def unnamed_encodings(tree: ast.AST) -> list[ast.Call]:
    """Return the calls of a module that shall name their encoding and do not."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call for call in calls if _is_text(call) and not any(word.arg == "encoding" for word in call.keywords)]


def _is_text(call: ast.Call) -> bool:
    words = {word.arg: word.value for word in call.keywords}
    if any(_is_true(words.get(name)) for name in ("text", "universal_newlines")):
        return True
    is_method = isinstance(call.func, ast.Attribute)
    name = call.func.attr if is_method else getattr(call.func, "id", "")
    if name in {"read_text", "write_text"}:
        # Path's own take the encoding as their last argument.
        return len(call.args) <= (name == "write_text")
    if name not in _OPENERS or (is_method and name == "open" and ast.unparse(call.func.value) in _NO_TEXT):
        return False
    if (place := _OPENERS[name]) is None:
        return True
    place -= is_method and name == "open"  # path.open(mode)
    mode = words.get("mode", call.args[place] if len(call.args) > place else None)
    if mode is None:
        return name in {"open", "fdopen"}
    return isinstance(mode, ast.Constant) and isinstance(mode.value, str) and "b" not in mode.value


def _is_true(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Constant) and value.value is True
