"""HTML as text for the search: what a reader sees of a block is what is found in it."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from hooks.search.markup import text_of

BLOCK = '<details><summary>Модельный ответ</summary><span class="mark" id="here"></span>{}</details>'


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p><strong>Жирно</strong>, <em>кур</em>сив и <code>__enter__</code></p>", "Жирно, курсив и __enter__"),
        ("<p>один</p><p>два<br>три</p><ul><li>четыре<ul><li>пять</li></ul></li></ul>", "один два три четыре пять"),
        (
            '<div><span class="filename">Вывод</span><pre><code><span>class</span> A:\n</code></pre></div>',
            "class A:",
        ),
        (
            "<table><thead><tr><th></th><th>b</th></tr></thead>\n<tbody><tr>\n<td>x</td>\n<td>да</td></tr></tbody></table>",
            "b. x — да.",
        ),
        ('<p>до <img src="a.svg" alt="схема"> после</p><script>нет</script>', "до после"),
        ("<p>1 &lt; 2 &amp;&amp; C++</p>", "1 < 2 && C++"),
        ("", ""),
    ],
)
def test_what_is_seen_of_a_block_is_its_text(html, text):
    block = LexborHTMLParser(f"<h2>Мимо</h2>{BLOCK.format(html)}<p>тоже</p>").css_first("details")
    assert text_of(block) == text
