"""Highlighted code with fewer elements: one for each piece of one colour, none for what has the colour of text.

Pygments wraps every name, bracket and space, and gives each kind of word a class of its own. The theme's
stylesheet, tests/test_lean.py holds us to it, paints a dozen of them; a long page has two thousand.
"""

from __future__ import annotations

import re

KINDS = {
    "c": ("c", "c1", "ch", "cm", "cp", "cpf", "cs"),
    "k": ("k", "kc", "kd", "kn", "kp", "kr", "kt", "ow"),
    "m": ("m", "mb", "mf", "mh", "mi", "il", "mo"),
    "s": ("l", "s", "s1", "s2", "sa", "sb", "sc", "dl", "si", "ss"),
    "nf": ("nf", "nc", "fm"),
    "nn": ("nn", "ne"),
    "nb": ("nb", "bp", "no"),
    "nv": ("nv", "na", "vi", "vc", "vg"),
}
"""Class that stays -> classes of Pygments that look the same, each beginning with its kind for other readers."""

_PLAIN = ("n", "o", "p", "w", "x", "nx", "py", "pm", "pw", "nl", "vm", "esc", "err")
"""Classes of what looks like text. `o` and `p` do by our choice: code is calmer with its brackets in ink."""
_KIND = {name: kind for kind, names in KINDS.items() for name in names}
UNUSED = sorted({*_PLAIN, *_KIND} - {*KINDS})
"""Classes that no piece has afterwards."""

_BLOCK = re.compile(
    r"<pre><span></span><code>.*?(?:</code></pre>|\Z)|<code class=\"highlight\">.*?(?:</code>|\Z)", re.DOTALL
)
_PIECE = re.compile(r'<span class="(\w+)">([^<]*)</span>')
_NEIGHBOURS = re.compile(rf'(<span class="(?:{"|".join(KINDS)})">)([^<]*)</span>([ \t]*)\1')


def with_few_elements(html: str) -> str:
    """Return a page whose blocks of code look the same with a third of their elements."""
    return _BLOCK.sub(lambda block: _joined(_PIECE.sub(_piece, block[0].replace("<span></span>", ""))), html)


def _piece(found: re.Match) -> str:
    name, text = found.groups()
    if name in _PLAIN:
        return text
    return f'<span class="{_KIND.get(name, name)}">{text}</span>'


def _joined(block: str) -> str:
    count = 1
    while count:
        block, count = _NEIGHBOURS.subn(r"\1\2\3", block)
    return block
