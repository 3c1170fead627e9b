"""The narrow wall: what Markdown makes of a page may hold only known tags, attributes and addresses."""

from __future__ import annotations

import re

import pytest

from hooks.checks.page import safety
from hooks.checks.page.prose import Text
from hooks.finish import guard
from tests.sites import INDEX, build, make_site, page, question

# Each is put into an answer of a page of its own, with the first wall taken away.
# Most are of OWASP's «XSS Filter Evasion Cheat Sheet»; the rest use Markdown's own extensions.
ATTACKS = {
    "end of the article": ("Слово.</article></div></main> Слово.", "лишний закрывающий или незакрытый тег"),
    "script": ("<script>alert(1)</script>", "тег <script>"),
    "frame": ('<iframe src="https://example.com"></iframe>', "тег <iframe>"),
    "refresh": ('<meta http-equiv="refresh" content="0">', "тег <meta>"),
    "drawing": ("<svg onload=alert(1)></svg>", "тег <svg>"),
    "form": ('<form action="https://example.com"></form>', "тег <form>"),
    "style": ("<style>* { display: none }</style>", "тег <style>"),
    "object": ('<object data="x"></object>', "тег <object>"),
    "comment that ends early": ("<!--><script>alert(1)</script>-->", "тег <script>"),
    "handler": ('<img src="x" onerror="alert(1)">', "атрибут «onerror» у <img>"),
    "handler in an attribute list": ("**Слово**{ onclick=alert(1) }", "атрибут «onclick» у <strong>"),
    "style in an attribute list": ("**Слово**{ style=position:fixed }", "стиль «position:fixed» у <strong>"),
    "script in a link": ("[Слово](javascript:alert)", "адрес «javascript:alert»"),
    "script in entities": ("[Слово](&#106;avascript&colon;alert)", "адрес «javascript:alert»"),
    "script in an autolink": ("<javascript:alert>", "тег <javascript:alert>"),
    "data": ("[Слово](data:text/html,x)", "адрес «data:text/html,x»"),
    "foreign picture": ("![Слово](https://example.com/a.png)", "загрузка с адреса «https://example.com/a.png»"),
    "foreign picture by two slashes": ("![Слово](//example.com/a.png)", "загрузка с адреса «//example.com/a.png»"),
    "password": ('<input type="password">', "тег <input>"),
    "button": ("<button>Слово</button>", "тег <button>"),
    "section": ("<section>Слово</section>", "тег <section>"),
    "box of a task list outside of one": ('<input type="checkbox">', "тег <input>"),
    "id of the theme": ('<em id="__search">Слово</em>', "id «__search», занятый темой"),
    "class of the theme": ('<em class="md-overlay">Слово</em>', "класс «md-overlay», занятый темой"),
    "note of a class of ours": ('<div class="admonition no-book">Слово</div>', "класс «no-book» у заметки"),
    "part of the theme's script": ('<em data-md-component="dialog">Слово</em>', "атрибут «data-md-component» у <em>"),
    "address that is called otherwise": ('<a ping="https://example.com" href="#x">', "атрибут «ping» у <a>"),
}


LOOSE = [
    *("<p>а</article>б</p>", "<p>а</div></div></main>б</p>", "<p>а</section></p>", "</ARTICLE >", "<p>а<em>б</p>"),
    *("<ul><li>а</ul><strong>", "<p>а</p><!-- б", "<table><tr><td>а", "<div>а", "<details><summary>а</details><div>"),
    *('<p title="', "<!--/article--></main><!--", "<pre><code>а", "<h2>а</h2></p><a href=x>"),
]
"""What would move the rest of the published page, though every element of it is allowed, or hide it."""
WHOLE = [
    *("", "а", "<p>а</p>\n", "<p>а<br>б<hr></p>", "<ul><li>а<li>б</ul>", "<table><tr><td>а</table>", "<!-- б -->"),
    "<details><summary>а</summary><p>б</p></details>",
]


@pytest.mark.parametrize("html", LOOSE)
def test_markup_that_does_not_stay_in_its_place_is_refused(html):
    assert ("лишний закрывающий или незакрытый тег", "</") in list(guard.refused(html, {}))


@pytest.mark.parametrize("html", WHOLE)
def test_markup_that_stays_in_its_place_passes(html):
    assert list(guard.refused(html, {})) == []


TASK = '<label class="task-list-control"><input type="checkbox"><span></span></label>'


@pytest.mark.parametrize("tag", ["form", "section", "button", "select", "label", "option"])
def test_box_of_a_task_list_excuses_nothing_that_it_stands_in(tag):
    assert list(guard.refused(f"<ul><li>{TASK} А</li></ul>", {})) == []
    assert (f"тег <{tag}>", f"<{tag}") in list(guard.refused(f"<{tag}><p>{TASK}</p></{tag}>", {}))


def test_note_gives_its_classes_to_nothing_that_it_stands_in():
    assert list(guard.refused('<ul class="a"><li class="b"><details class="note"></details></li></ul>', {})) == []


UNFINDABLE = {"script in entities"}
"""What a browser reads stands nowhere in the source, so the page alone is named."""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """What a build without the first wall says of all attacks, and of a page without any."""
    pages = {
        f"junior/page-{number}.md": page(question(number).replace("Подробный ответ.", attack), title=f"Раздел {number}")
        for number, (attack, _) in enumerate(ATTACKS.values(), 1)
    }
    pages |= {
        "junior/page-0.md": page(question(0)),
        "any-level.md": INDEX.format(title="Любой уровень", macro='{= question_list("any") =}\n\n<form></form>'),
    }
    site = make_site(tmp_path_factory.mktemp("guard") / "site", pages)
    checks = site / "hooks/checks/__init__.py"
    text = checks.read_text(encoding="utf-8")
    without = re.sub(r"_without_echoes\(in_format, .*\)", "_without_echoes(in_format)", text)
    assert without != text
    checks.write_text(without, encoding="utf-8")
    return build(site)


@pytest.mark.parametrize("name", ATTACKS)
def test_attack_that_came_over_the_first_wall_fails_the_build(name, built):
    number = list(ATTACKS).index(name) + 1
    found = re.findall(rf"WARNING -  docs/junior/page-{number}\.md:(\d+): (.*)", built.stdout)
    line = page(question(number)).split("\n").index("    **Подробно.** Подробный ответ.") + 1
    if name in UNFINDABLE:
        line = 1
    assert (str(line), f"в готовой странице {ATTACKS[name][1]}; уберите это из разметки") in found
    assert built.returncode == 1


def test_page_of_an_index_may_hold_only_the_forms_of_its_macros(built):
    # Its macro makes one form; the second is not the macro's.
    assert "docs/any-level.md:9: в готовой странице тег <form>; уберите это из разметки" in built.stdout
    assert "docs/middle/index.md" not in built.stdout


def test_page_without_an_attack_passes(built):
    assert "docs/junior/page-0.md" not in built.stdout
    assert re.findall(r"WARNING -  docs/(?!junior/page-|any-level)\S+: .*", built.stdout) == []


@pytest.mark.parametrize(
    ("text", "is_hidden"),
    [
        ("<!-- Раз. <form> -->", True),
        ("<!-- Раз.\n<form> -->", True),
        ("<!-- Раз.\n\n<form>\n\n-->", False),  # Markdown ends the comment at the empty line
        ("<!-- Раз.\n \t\n<form>\n\n-->", False),
        ("Раз <!-- два.\n\n<form>", False),
        ("<!-- Раз.\n\n<form>", False),
        ("<!-- Раз --!> <form> -->", False),
    ],
)
def test_first_wall_reads_what_comments_do_not_hide(text, is_hidden):
    found = list(safety.find(Text("index.md", "docs/index.md", f"# Раз\n\n{text}\n")))
    assert bool(found) is not is_hidden
