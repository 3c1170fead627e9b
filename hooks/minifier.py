"""Scripts and stylesheets as they are sent: by a library, without comments and spaces, with short names inside.

Where the library has no wheel (requirements.in), they are sent as they are written: the same site, heavier.
"""

from __future__ import annotations

import re

from hooks.finish.errors import FinishError

try:
    import minify
except ImportError:
    minify = None

IS_INSTALLED = minify is not None
_PLACE = re.compile(r"(?P<reason>.*?) on line (?P<line>\d+) and column \d+", re.DOTALL)


class MinifierError(FinishError):
    """A text that the library cannot read; the message, which the build shows, names the place."""


def minified_script(text: str, name: str) -> str:
    """Return JavaScript with as few bytes as the library can do with.

    Args:
        text: the source; names that other scripts can see are kept.
        name: file of the source, for the message.

    Raises:
        MinifierError: where the text is no JavaScript.
    """
    return _minified("application/javascript", text, name)


def minified_stylesheet(text: str, name: str) -> str:
    """Return CSS with as few bytes as the library can do with.

    Args:
        text: the source.
        name: file of the source, for the message.

    Raises:
        MinifierError: where the text is no CSS.
    """
    return _minified("text/css", text, name)


def _minified(kind: str, text: str, name: str) -> str:
    if not IS_INSTALLED or not text:
        return text
    try:
        return minify.string(kind, text)
    except minify.MinifyError as error:
        found = _PLACE.match(str(error))
        place, reason = (f"{name}:{found['line']}", found["reason"]) if found else (name, str(error))
        raise MinifierError(f"{place}: ошибка синтаксиса, исправьте её: {reason}") from None
