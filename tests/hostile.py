"""Long texts that are hard for regular expressions, made from the expressions themselves.

`python -m tests.hostile` gives them to every pattern of `hooks/` and `scripts/` and prints those that
take too long. It is a process of its own, which a slow pattern cannot keep for ever.
"""

from __future__ import annotations

import ast
import importlib
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from re import _constants as sre  # what the standard library itself reads patterns with
from re import _parser as parser

ROOT = Path(__file__).parents[1]
LENGTH = 40_000
"""Letters of a hostile text. A linear pattern is through in a few milliseconds, a quadratic one in seconds."""
SECONDS = 0.2
"""Most time of the processor for a pattern and a text."""
WAYS = 12
"""Most examples of a pattern."""

_CALLS = {"compile", "search", "match", "fullmatch", "findall", "finditer", "sub", "subn", "split"}
_ANCHORED = {"match", "fullmatch"}


class _TooSlowError(Exception):
    pass


# -- which patterns there are -------------------------------------------------------------------


def patterns() -> Iterator[tuple[str, re.Pattern, str]]:
    """Yield every pattern of the project: its place, itself, and the method by which it is asked."""
    paths = sorted([*ROOT.glob("hooks/**/*.py"), *ROOT.glob("scripts/**/*.py")])
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}
    asked = {(path, name, method) for path, tree in trees.items() for name, method in _asked(tree)}
    for path, tree in trees.items():
        name = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
        values = vars(importlib.import_module(name))
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and ast.unparse(call.func) in {f"re.{one}" for one in _CALLS}:
                flags = [*call.args[1:], *(word.value for word in call.keywords)]
                flags = " | ".join(text for one in flags if (text := ast.unparse(one)).startswith("re.")) or "0"
                try:
                    expression = f"re.compile({ast.unparse(call.args[0])}, {flags})"
                    pattern = eval(expression, values | {"re": re})  # noqa: S307 (our own code, which was just imported)
                except NameError:
                    continue  # it is put together from what its function is given
                yield (
                    f"{path.relative_to(ROOT)}:{call.lineno}",
                    pattern,
                    _method(call, tree, {(name, method) for at, name, method in asked if at == path or name[0] != "_"}),
                )


def _asked(tree: ast.Module) -> set[tuple[str, str]]:
    """Return what is asked of what in a module, each by its last name: `marks.NUMBER.match` is (NUMBER, match)."""
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    return {(ast.unparse(node.value).rpartition(".")[2] or "?", node.attr) for node in nodes}


def _method(call: ast.Call, tree: ast.Module, asked: set[tuple[str, str]]) -> str:
    """Return `match` for a pattern that is only ever asked at one place of a text, `finditer` for others.

    Args:
        call: the call that makes the pattern.
        tree: its module.
        asked: what is asked of what: of private names in this module, of public ones anywhere.
    """
    used = {call.func.attr}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and node.value is call and call.func.attr == "compile":
            names = {ast.unparse(target) for target in node.targets}
            used = {method for name, method in asked if name in names and method in _CALLS}
    return "match" if used and used <= _ANCHORED else "finditer"


# -- what is hard for them ----------------------------------------------------------------------


def hostile(pattern: re.Pattern) -> Iterator[str]:
    """Yield long texts: the beginnings of what a pattern matches, again and again, and each with an endless letter."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode()
    seen = set()
    for example in sorted(set(_texts(parser.parse(source, pattern.flags))))[:WAYS]:
        for end in range(1, len(example) + 1):
            start = example[:end]
            for head, unit in (("", start), (start, start[-1]), (start, example[end : end + 1])):
                if unit and (head, unit) not in seen:
                    seen.add((head, unit))
                    yield head + unit * (LENGTH // len(unit))


def _texts(tree: parser.SubPattern) -> list[str]:
    """Return some texts that a part of a pattern matches, what repeats as seldom as it may, but once."""
    found = [""]
    for operator, argument in tree:
        found = [text + more for text in found for more in _one(operator, argument)][:WAYS]
    return found


def _one(operator: object, argument: object) -> list[str]:
    if operator is sre.LITERAL:
        return [chr(argument)]
    if operator in {sre.ANY, sre.NOT_LITERAL}:
        return ["a"]
    if operator is sre.IN:
        return [letter for letter in _letters(argument) if _is_in(letter, argument)][:3]
    if operator is sre.BRANCH:
        return [text for branch in argument[1] for text in _texts(branch)]
    if operator is sre.SUBPATTERN:
        return _texts(argument[-1])
    if operator is sre.ATOMIC_GROUP:
        return _texts(argument)
    if operator in {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}:
        least, _, body = argument
        return [text * max(1, least) for text in _texts(body)]
    return [""]


def _letters(items: list) -> str:
    named = [value if kind is sre.LITERAL else value[0] for kind, value in items if kind in {sre.LITERAL, sre.RANGE}]
    return "".join(map(chr, named)) + "a0 (\nя"


def _is_in(letter: str, items: list) -> bool:
    is_negated = items[0][0] is sre.NEGATE
    categories = {sre.CATEGORY_DIGIT: r"\d", sre.CATEGORY_SPACE: r"\s", sre.CATEGORY_WORD: r"\w"}
    categories |= {sre.CATEGORY_NOT_DIGIT: r"\D", sre.CATEGORY_NOT_SPACE: r"\S", sre.CATEGORY_NOT_WORD: r"\W"}
    is_in = any(
        (kind is sre.LITERAL and ord(letter) == value)
        or (kind is sre.RANGE and value[0] <= ord(letter) <= value[1])
        or (kind is sre.CATEGORY and bool(re.match(categories[value], letter)))
        for kind, value in items
    )
    return is_in is not is_negated


def is_slow(pattern: re.Pattern, method: str, text: str) -> bool:
    """Tell whether a pattern takes too long for a text, each of three times: beside other work a core is slower."""
    return all(_is_slow_now(pattern, method, text) for _ in range(3))


def _is_slow_now(pattern: re.Pattern, method: str, text: str) -> bool:
    def stop(*_: object) -> None:
        raise _TooSlowError

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    text = text.encode() if isinstance(pattern.pattern, bytes) else text
    try:
        for _ in pattern.finditer(text) if method == "finditer" else [pattern.match(text)]:
            pass
    except _TooSlowError:
        return True
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return False


def main() -> int:
    """Print the slow patterns, each with the beginning of a text; return how many there are."""
    sys.path.insert(0, str(ROOT))
    count = slow = 0
    for place, pattern, method in patterns():
        count += 1
        found = next((text for text in hostile(pattern) if is_slow(pattern, method, text)), None)
        if found is not None:
            slow += 1
            print(f"{place}: {pattern.pattern!r} на {found[:40]!r}")
    print(f"{count} patterns")
    return slow


if __name__ == "__main__":
    sys.exit(main())
