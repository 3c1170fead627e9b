"""Nine known ways out of Jinja, at both walls: the checker, and the sandbox that macros run in."""

from __future__ import annotations

import json

import pytest

from hooks.bank.load import parse_page
from tests.sites import build, make_site
from tests.test_question_bank import VOCABULARY

# From PortSwigger, «Server-side template injection», and HackTricks, «Jinja2 SSTI», in our delimiters.
ESCAPES = {
    "classes of a string": "''.__class__.__mro__[1].__subclasses__()",
    "globals of cycler": "cycler.__init__.__globals__.os.popen('id').read()",
    "globals of joiner and lipsum": "joiner.__init__.__globals__ or lipsum.__globals__['os']",
    "attr filter": "''|attr('__class__')|attr('__base__')",
    "format string": "'{0.__class__.__init__.__globals__}'.format(question_count)",
    "globals of our own macro": "question_count.__globals__['json']",
    "settings": "config",
    "include": "% include 'index.md' %",
    "import": "% import 'index.md' as x %",
    # More than the nine: neither is known as a way out, and neither is anything a page needs.
    "memory": "'x' * 10**9",
    "settings as an argument": "question_list(config)",
}
HOOK = f"""
import json, logging
from pathlib import Path
from mkdocs.plugins import event_priority

@event_priority(-100)
def on_pre_build(config):
    plugin = config.plugins["macros"]
    results = {{}}
    for name, text in {json.loads(json.dumps({name: f"{{={text}=}}" for name, text in ESCAPES.items()}))!r}.items():
        try:
            results[name] = "printed: " + plugin.env.from_string(text).render(**plugin.variables)
        except Exception as error:
            results[name] = type(error).__name__ + ": " + str(error)
    good = plugin.env.from_string('{{= question_count("junior") =}}').render(**plugin.variables)
    Path(config.config_file_path).with_name("results.json").write_text(json.dumps([results, good]))
"""


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """What the environment of a real build makes of each escape, and of a call of ours."""
    site = make_site(tmp_path_factory.mktemp("sandbox") / "site", {})
    (site / "hooks/escapes.py").write_text(HOOK, encoding="utf-8")
    config = site / "mkdocs.yml"
    config.write_text(
        config.read_text(encoding="utf-8").replace(
            "  - hooks/question_index.py\n", "  - hooks/question_index.py\n  - hooks/escapes.py\n"
        ),
        encoding="utf-8",
    )
    built = build(site)
    assert built.returncode == 0, built.stdout
    return json.loads((site / "results.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ESCAPES)
def test_checker_refuses_the_escape(name):
    _, problems = parse_page(f"# Дом\n\n{{={ESCAPES[name]}=}}\n", "index.md", VOCABULARY)
    assert [(problem.line, problem.text.partition(";")[0]) for problem in problems] == [(3, "неизвестный макрос")]


@pytest.mark.parametrize("name", ESCAPES)
def test_sandbox_refuses_the_escape(name, results):
    kind = results[0][name].partition(":")[0]
    assert kind in {"SecurityError", "UndefinedError", "TemplateAssertionError"}, results[0][name]


def test_sandbox_lets_our_macros_through(results):
    assert results[1] == "0 вопросов"
