"""YAML nested so deep that the reader in C would end the whole process is refused before it is read."""

from __future__ import annotations

import yaml

LIMIT = 50
"""Most levels of nesting; settings and samples have ten."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def refuse_deep(text: str) -> None:
    """Look how deep a text is nested, without building anything of it.

    Raises:
        yaml.YAMLError: when it is deeper than the limit, or no YAML.
    """
    depth = 0
    for event in yaml.parse(text, _LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > LIMIT:
            raise yaml.MarkedYAMLError(problem="nested too deep", problem_mark=event.start_mark)
