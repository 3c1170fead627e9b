"""Long lines of code as HTML."""

from __future__ import annotations

from hooks.finish.paper.long_lines import FITS, mark
from hooks.finish.tree import children
from tests.finishing import article, sample


def code(text: str) -> str:
    """Return a block of code as Pygments writes it."""
    return f'<div class="highlight"><pre><span></span><code>{text}</code></pre></div>'


def marked(content: str) -> str:
    """Return what becomes of an article."""
    page, _ = sample(content)
    mark(children(page.article))
    return article(page)


def test_only_long_lines_are_marked_with_their_ends():
    long = f'<span class="n">x</span> = "{"&lt;" * FITS}"\n'
    assert marked(code(f"short\n{long}last")) == code(f'short\n<span class="long-line">{long}</span>last')


def test_line_that_just_fits_and_text_outside_code_stay():
    prose = f"<p>{'x' * 200} <code>{'y' * 200}</code></p>"
    content = f"{prose}\n{code('&lt;' * FITS)}\n{prose}"
    assert marked(content) == content


def test_docstring_over_several_lines_stays():
    content = code(f'<span class="sd">"""{"x" * 200}\n{"y" * 200}"""</span>\n')
    assert marked(content) == content
