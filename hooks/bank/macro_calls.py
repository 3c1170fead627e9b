"""Macros that index pages may call: which there are, how calls are read, what is wrong with one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from hooks.bank.kinds import KINDS
from hooks.bank.vocabulary import Vocabulary

_SELECTION = ("level", "folder")
MACRO_PARAMETERS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("mark_progress", "question_count", "question_lines", "question_list", "section_list"), _SELECTION),
    **dict.fromkeys(("short_answers", "short_time"), _SELECTION),
    "question_checklist": (*_SELECTION, "wording"),
    "study_plan": ("term",),
    **dict.fromkeys(
        (
            "asked_list",
            "asked_method",
            "continue_reading",
            "interview",
            "mark_tools",
            "offline_tools",
            "plan_choice",
            "practice",
            "repeat_list",
            "story_sheet",
            "story_tools",
            "tag_count",
            "tag_index",
        ),
        (),
    ),
}
"""Macro that index pages may call -> its parameters, each of them optional; the hook defines exactly these."""
MACROS = frozenset(MACRO_PARAMETERS)
INDEX_PAGES = frozenset(
    {
        "any-level.md",
        "asked.md",
        "downloads.md",
        "employer-checklist.md",
        "evening-before.md",
        "interview.md",
        "marks.md",
        "plan.md",
        "practice.md",
        "stories.md",
        "tags.md",
    }
    | {f"short/{folder}.md" for folder in KINDS}
)
"""Pages of `docs/` that may call macros, besides every `index.md`."""
TERMS = ("evening", "week", "month")
"""What a plan is made for."""
MACRO = re.compile(r"\{=((?:(?!\{=).)*?)=\}", re.DOTALL)


def is_index_page(page: str) -> bool:
    """Tell whether a page (path inside `docs/`) may call macros."""
    return PurePosixPath(page).name == "index.md" or page in INDEX_PAGES


def _parse_macro(expression: str) -> ast.Call | None:
    """Return the call of one of our macros with constant arguments; None for every other expression."""
    try:
        call = ast.parse(expression.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    is_ours = (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in MACROS
        and all(isinstance(argument, ast.Constant) for argument in call.args)
        and all(keyword.arg and isinstance(keyword.value, ast.Constant) for keyword in call.keywords)
    )
    return call if is_ours else None


def _arguments(call: ast.Call) -> dict[str, object]:
    """Return the arguments of a macro by name; what is too many has a name of its own."""
    names = MACRO_PARAMETERS[call.func.id]
    given = {names[n] if n < len(names) else f"№ {n + 1}": one.value for n, one in enumerate(call.args)}
    for keyword in call.keywords:
        given[keyword.arg if keyword.arg not in given else f"{keyword.arg} дважды"] = keyword.value.value
    return given


def macro_calls(text: str) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield the calls of our macros in a page: name, arguments by name."""
    for expression in MACRO.findall(text):
        if call := _parse_macro(expression):
            yield call.func.id, _arguments(call)


def macro_mistake(expression: str, vocabulary: Vocabulary) -> str:
    """Return what is wrong with an expression, or nothing."""
    call = _parse_macro(expression)
    if call is None:
        return "неизвестный макрос; можно только с постоянными аргументами: " + ", ".join(sorted(MACROS))
    name, arguments = call.func.id, _arguments(call)
    if extra := [one for one in arguments if one not in MACRO_PARAMETERS[name]]:
        known = ", ".join(MACRO_PARAMETERS[name]) or "никаких"
        return f"лишний параметр макроса {name}: {extra[0]}; бывают: {known}"
    allowed = {"level": (*vocabulary.levels, None), "folder": (*KINDS, None), "wording": (True, False), "term": TERMS}
    for key, value in arguments.items():
        if not any(value is one or (value == one and isinstance(one, str)) for one in allowed[key]):
            known = ", ".join(str(one) for one in allowed[key] if one is not None)
            # Python itself refuses to write a number of ten thousand digits.
            shown = f"{value!r:.60}" if isinstance(value, str | bool | None) else type(value).__name__
            return f"параметр {key} макроса {name} не может быть {shown}; бывает: {known}"
    return ""
