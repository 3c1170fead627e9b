"""What browsers are sent says the same in fewer bytes."""

from __future__ import annotations

import pytest

from hooks import minifier

needs_library = pytest.mark.skipif(not minifier.IS_INSTALLED, reason="для этой машины нет колеса tdewolff-minify")


@needs_library
def test_script_keeps_what_others_see_and_what_stands_in_quotation_marks():
    code = 'function shown(longName) { /* a */ return `a  ${longName ? `b  ${longName}` : "c // d"}`; }'
    assert minifier.minified_script(code, "a.js") == 'function shown(e){return`a  ${e?`b  ${e}`:"c // d"}`}'


@needs_library
def test_licence_in_a_script_is_kept():
    assert minifier.minified_script("/*! MIT */\n// a\nb();", "a.js") == "/*! MIT */b()"


@needs_library
def test_stylesheet_keeps_what_stands_in_quotation_marks():
    css = '/* a */ p > a {\n  content: "a  /* b */ ;";\n  margin: 0 1px;\n}\n'
    assert minifier.minified_stylesheet(css, "a.css") == 'p>a{content:"a  /* b */ ;";margin:0 1px}'


@needs_library
@pytest.mark.parametrize(
    ("code", "short"),
    [
        (
            "function f(a) { const b = { c: a.c }; const { d } = g({ b }); h(d); h(b); }",
            "function f(e){const t={c:e.c},{d:n}=g({b:t});h(n),h(t)}",
        ),
        (
            "function f(a) { var b = a; var { c } = b, rest = other(b); return c + rest.d; }",
            "function f(e){var t=e,{c:n}=t,s=other(t);return n+s.d}",
        ),
    ],
)
def test_declarations_stay_behind_those_that_they_need(code, short):
    """They did not in 2.24.12 (tdewolff/minify#958): the theme's sidebar and search fell silent."""
    assert minifier.minified_script(code, "a.js") == short


@needs_library
def test_mistake_is_told_with_its_line():
    with pytest.raises(minifier.MinifierError, match=r"^docs/a\.js:2: ошибка синтаксиса, исправьте её: unexpected ;"):
        minifier.minified_script("a();\nlet b = ;", "docs/a.js")


def test_without_the_library_texts_are_sent_as_they_are(monkeypatch):
    monkeypatch.setattr(minifier, "IS_INSTALLED", False)
    assert minifier.minified_script("let  longName = ;", "a.js") == "let  longName = ;"
