"""Long lines of code as HTML."""

from __future__ import annotations

from hooks.long_lines import FITS, with_long_lines


def code(text: str) -> str:
    """Return a block of code as Pygments writes it."""
    return f'<div class="highlight"><pre><span></span><code>{text}</code></pre></div>'


def test_only_long_lines_are_marked_with_their_ends():
    long = f'<span class="n">x</span> = "{"&lt;" * FITS}"\n'
    assert with_long_lines(code(f"short\n{long}last")) == code(f'short\n<span class="long-line">{long}</span>last')


def test_line_that_just_fits_and_text_outside_code_stay():
    prose = f"<p>{'x' * 200} <code>{'y' * 200}</code></p>"
    content = f"{prose}\n{code('&lt;' * FITS)}\n{prose}"
    assert with_long_lines(content) == content


def test_docstring_over_several_lines_stays():
    content = code(f'<span class="sd">"""{"x" * 200}\n{"y" * 200}"""</span>\n')
    assert with_long_lines(content) == content
