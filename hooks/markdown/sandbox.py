"""Macros run in a sandbox: a page may call ours with constants, and do nothing else.

The second wall. The first is `bank/macro_calls.py`, which refuses any other expression with its line;
this one holds where the first has a hole. Jinja's own sandbox lets harmless attributes and methods
through and asks to be told what is harmful; our pages need none, so here everything is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from jinja2 import Environment, FunctionLoader
from jinja2.sandbox import SandboxedEnvironment, SecurityError

from hooks.bank.macro_calls import MACROS

if TYPE_CHECKING:
    from jinja2.runtime import Context

CONSTANTS = (str, int, float, bool, type(None))


def _refuse(what: str) -> NoReturn:
    raise SecurityError(f"{what}; на страницах можно только макросы с постоянными аргументами")


class MacroSandbox(SandboxedEnvironment):
    """An environment without attributes, items, operators, filters, tests, includes and foreign calls."""

    intercepted_binops = frozenset(SandboxedEnvironment.default_binop_table)
    intercepted_unops = frozenset(SandboxedEnvironment.default_unop_table)

    def getattr(self, obj: Any, attribute: str) -> NoReturn:  # noqa: ARG002
        """Refuse an attribute."""
        _refuse(f"обращение к атрибуту «{attribute}»")

    def getitem(self, obj: Any, argument: Any) -> NoReturn:  # noqa: ARG002
        """Refuse an item."""
        _refuse(f"обращение к элементу «{argument}»")

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> NoReturn:  # noqa: ARG002
        """Refuse an operator: `'x' * 10**9` is a way to fill the memory."""
        _refuse(f"действие «{operator}»")

    def call_unop(self, context: Context, operator: str, arg: Any) -> NoReturn:  # noqa: ARG002
        """Refuse an operator."""
        _refuse(f"действие «{operator}»")

    def call(self, context: Context, obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ARG002
        """Call one of our macros with constants; refuse everything else."""
        if obj not in [self.globals.get(name) for name in MACROS]:
            _refuse("вызов не нашего макроса")
        for argument in (*args, *kwargs.values()):
            if not isinstance(argument, CONSTANTS):
                _refuse("непостоянный аргумент макроса")
        return obj(*args, **kwargs)


def _printed(value: Any) -> str:
    """Let only text through: `{= config =}` would print the settings."""
    if not isinstance(value, str):
        _refuse("вывод не текста")
    return value


def _refuse_file(name: str) -> NoReturn:
    _refuse(f"вставка файла «{name}»")


def shut(environment: Environment) -> None:
    """Shut the environment of the plugin of macros, which everybody has filled by now."""
    sandbox = MacroSandbox()
    # The plugin gives no way to bring an environment of one's own, so its own becomes a strict one.
    environment.__class__ = MacroSandbox
    environment.binop_table = sandbox.binop_table
    environment.unop_table = sandbox.unop_table
    for name in set(environment.globals) - MACROS:
        del environment.globals[name]
    environment.filters.clear()
    environment.tests.clear()
    environment.loader = FunctionLoader(_refuse_file)
    environment.finalize = _printed
