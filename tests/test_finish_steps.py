"""Steps of the finisher over a page: in every order that they allow they make the same of it."""

from __future__ import annotations

import datetime
import random
import re

import pytest

from hooks.finish import assets, head, order, paper, policy, theme
from hooks.finish.article import actions, cards, code, flashcards, landings, lists, moved, names, tables
from hooks.finish.errors import FinishError
from hooks.finish.page import Page
from hooks.finish.paper import STYLE, css_string
from hooks.finish.tree import put_last
from tests.finishing import BUTTON, article, question, sample

LEFT_OUT = {
    theme.use_our_search: "the page has no settings of the theme's script",
    head.fill: "what several steps put at the end of the head is right in any order",
    assets.choose: "it writes a file of the site",
    policy.put: "it needs assets.choose",
}
"""Steps that cannot be shuffled on a page without a site, and why."""
STEPS = [step for step in order.PAGE_STEPS if step.run not in LEFT_OUT]
FUNCTIONS = {step.run for step in STEPS}

TABLE = (
    '<table>\n<thead>\n<tr>\n<th></th>\n<th style="text-align: right;">Что</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n'
    f'<td>да</td>\n<td style="text-align: right;"><a href="https://b.example/">{"x" * 120}</a></td>\n</tr>\n</tbody>\n'
    "</table>\n"
)
CONSOLE = (
    '<div class="language-console highlight"><pre><span></span><code><span class="gp">$ </span>ls\n'
    f'<span class="gp">#</span># {"y" * 100}\n</code></pre></div>\n'
)
TASKS = (
    '<ul class="task-list">\n<li class="task-list-item"><label class="task-list-control"><input type="checkbox"/>'
    '<span class="task-list-indicator"></span></label> Про <a href="https://a.example/"><code>A</code></a></li>\n</ul>\n'
)
CONTENT = (
    '<h1 id="a">A<a class="headerlink" href="#a" title="Ссылка">&para;</a></h1>\n'
    '<p>О чём: <a href="https://a.example/?x=1&amp;y=2">A</a>.</p>\n'
    '<ul><li data-question="two"><h3><a href="#two">two</a></h3><div data-short="two"></div></li></ul>'
    + "".join(
        f'<h2 id="{name}">{name}<a class="headerlink" href="#{name}" title="Ссылка">&para;</a></h2>\n'
        '<p>Что <code>это</code>, <code>git add</code>?</p>\n<p class="question-chips">'
        '<a class="chip" href="../../tags/#sql">SQL</a></p>\n'
        '<details class="success">\n<summary>Модельный ответ</summary>\n'
        '<p><strong>Коротко.</strong> Ряд, <a href="https://b.example/">B</a>.</p>\n'
        "<p><strong>Подробно.</strong> Так.</p>\n"
        f"{TABLE}{CONSOLE}{TASKS}</details>\n"
        '<details class="quote">\n<summary>Источники</summary>\n<ul>\n<li><a href="https://c.example/">C</a></li>\n</ul>\n'
        "</details>\n"
        for name in ("one", "two")
    )
)


def fresh():
    """Return a page on which every step has something to do."""
    fields = {"checked": datetime.date(2026, 11, 23)}
    page, site = sample(BUTTON + CONTENT, [question("one"), question("two", line=30)], fields=fields)
    page.markup = CONTENT
    site.once(
        "moved",
        lambda: moved.Moved(
            {page.info.source: {"one": ["old"], "": ["oldest"]}},
            {page.info.source: {"gone": f"{page.info.source}#one"}},
            {},
        ),
    )
    return page, site


def shuffled(number: int) -> list[order.Step]:
    """Return the steps in an order that they allow, another for each number."""
    chance, rest, done = random.Random(number), list(STEPS), []  # noqa: S311 (an order, no secret)
    while rest:
        ready = [step for step in rest if {*step.needs} & FUNCTIONS <= {one.run for one in done}]
        done.append(chance.choice(ready))
        rest.remove(done[-1])
    return done


def finished(steps: list[order.Step]) -> str:
    """Return the page after its steps."""
    page, site = fresh()
    order.finish_page(page, site, steps)
    assert site.problems == []
    return page.text


def test_only_steps_that_there_are_are_left_out():
    assert set(LEFT_OUT) < {step.run for step in order.PAGE_STEPS}


def test_every_allowed_order_gives_the_same_page():
    expected = finished(STEPS)
    marks = (
        "data-copy=",
        "align-right",
        "data-tick=",
        "data-note=",
        "print-origin",
        "long-line",
        "long-word",
        'data-short=""><p>Ряд',
        'class="whole"',
    )
    for mark in (*marks, "aria-hidden=", 'aria-label="Знаю: A"'):
        assert mark in expected
    orders = [shuffled(number) for number in range(60)]
    assert len({tuple(step.name for step in one) for one in orders}) > 50
    for steps in orders:
        assert finished(steps) == expected, [step.name for step in steps]


@pytest.mark.parametrize("step", [step for step in STEPS if step.needs], ids=lambda step: step.name)
def test_step_refuses_to_run_before_what_it_needs(step):
    for missing in step.needs:
        page, site = fresh()
        page.done = {order.name_of(one) for one in step.needs if one is not missing}
        before = page.tree.html
        with pytest.raises(FinishError, match=f"^{re.escape(step.name)} .*: {re.escape(order.name_of(missing))}$"):
            order.finish_page(page, site, [step])
        assert page.tree.html == before


@pytest.mark.parametrize(
    "step",
    [
        code.mark_commands,
        code.keep_whole,
        tables.align,
        lists.name_boxes,
        names.tell,
        paper.prepare,
        flashcards.mark,
    ],
    ids=order.name_of,
)
def test_page_that_no_markdown_is_behind_stays(step):
    _, site = fresh()
    page = Page(
        "404.html", f'<html><head></head><body><article class="md-content__inner">{CONTENT}</article></body></html>'
    )
    before = page.tree.html
    step(page, site)
    assert page.tree.html == before


def test_cell_is_aligned_by_a_class_and_an_empty_corner_is_no_heading():
    row = '<tr><th></th><th style="text-align: center;" class="x">A</th><th style="text-align: left;"></th></tr>'
    page, site = sample(f"<table><tbody>{row}</tbody></table>")
    tables.align(page, site)
    cells = '<td></td><th class="x align-center">A</th><th class="align-left"></th>'
    assert article(page) == f"<table><tbody><tr>{cells}</tr></tbody></table>"


def tasks(*items: str) -> list[tuple[str, str]]:
    """Return names and keys of the boxes of items."""
    box = '<label class="task-list-control"><input type="checkbox"><span class="task-list-indicator"></span></label>'
    content = "".join(f'<li class="task-list-item">{item.format(box=box)}</li>' for item in items)
    page, site = sample(f'<ul class="task-list">{content}</ul>')
    lists.name_boxes(page, site)
    return [(one.attributes["aria-label"], one.attributes["data-tick"]) for one in page.tree.css("input")]


def test_box_is_named_by_its_item():
    assert tasks("{box} Про  <code>a</code>\n&amp; б", "<p>{box} В</p><p>г</p>") == [("Про a & б",) * 2, ("В", "В")]
    nested = '{box} А<ul class="task-list"><li class="task-list-item">{box} Б</li></ul>'
    assert tasks(nested) == [("А", "А"), ("Б", "Б")]


def test_box_of_an_item_that_leads_to_a_question_keeps_its_key():
    assert tasks('{box} <a href="https://a.example/">A</a> <a href="../b/#list-vs-tuple">B</a>') == [
        ("A B", "list-vs-tuple")
    ]
    assert tasks('{box} <em><a href="#here">B</a></em>') == [("B", "here")]


@pytest.mark.parametrize(
    ("url", "address"), [("https://a.example/s/", "https://a.example/s/junior/a/"), ("", "/junior/a/")]
)
def test_sheet_says_where_it_is_from(url, address):
    page, site = sample(f"{BUTTON}<h1>A</h1>", url=url)
    paper.prepare(page, site)
    origin = f'<p class="print-origin" hidden="">Собеседник · {address} · версия от 23 ноября 2026 года</p>\n'
    assert article(page).startswith(origin)
    style = page.tree.head.css_first('style[media="print"]').text()
    assert style == f'@page {{ @bottom-left {{ content: "{address}" }} }}'
    assert STYLE.fullmatch(style)


def test_address_can_leave_neither_the_style_nor_the_paragraph():
    url = """https://a.example/"}</style><b>&\\/"""
    page, site = sample("<h1>A</h1>", url=url)
    paper.prepare(page, site)
    assert page.tree.css("b") == []
    style = page.tree.css_first("style").text()
    assert style.count('"') == 2
    assert not STYLE.fullmatch(style)
    assert url in page.tree.css_first("p.print-origin").text()
    assert css_string('\\"<') == "\\5c \\22 \\3c "


def test_links_of_the_theme_take_no_numbers():
    after = '<aside class="md-source-file"><a href="https://b.example/">B</a></aside>'
    page, site = sample(f'{BUTTON}<p><a href="https://a.example/">A</a></p>\n{after}')
    paper.prepare(page, site)
    assert [one.text() for one in page.tree.css("[data-note]")] == ["A"]
    assert "print-links" in article(page).partition("<aside")[0]


def test_numbers_begin_anew_in_each_question():
    page, site = fresh()
    order.finish_page(page, site, STEPS)
    parts = re.split("(?=<section)", page.text)
    assert [re.findall(r'data-note="(\d+)"', part) for part in parts] == [
        ["1", "2"],
        ["2", "2", "3", "1"],
        ["2", "2", "3", "1"],
    ]
    lists_of_links = [re.findall(r'<li value="(\d+)">(.*?)</li>', part) for part in parts]
    assert lists_of_links[0] == [("1", "https://a.example/?x=1&amp;y=2"), ("2", "https://b.example/")]
    assert lists_of_links[1] == lists_of_links[2] == [("2", "https://b.example/"), ("3", "https://a.example/")]
    assert re.search(r'</div>\n<p class="question-actions">', parts[1])


def card(inside: str = "<p><strong>Коротко.</strong> Ряд.</p>") -> str:
    """Return a question with its answer, as cards.py makes it."""
    return (
        '<div class="page-bar needs-script"></div><section class="question-card" data-question="one">'
        f'<h2 id="one">A</h2><p>Что?</p><details class="success"><summary>Ответ</summary>{inside}</details>'
        '<div class="question-footer"></div></section>'
    )


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<p><strong>Коротко.</strong> Ряд &lt;<em>и</em>&gt;.</p>", "Ряд &lt;<em>и</em>&gt;."),
        ("<p><strong>Коротко</strong> Ряд.</p>", "<strong>Коротко</strong> Ряд."),
        ("<p><strong>Коротко.</strong>&nbsp;<code>a</code> б</p><p>в</p>", "<code>a</code> б"),
        ("<p><strong><code>a</code>.</strong> б</p>", "<strong><code>a</code>.</strong> б"),
        ("<ul><li><p>а</p></li></ul>", "а"),
        ('<p class="lead"><strong>Коротко.</strong> а</p><p class="lead">б</p>', "а"),
        ('<div class="admonition note"><p class="admonition-title">а</p><p>б</p></div>', "б"),
    ],
)
def test_answer_is_told_without_the_word_that_opens_it(inside, text):
    page, site = sample(card(inside), [question("one")])
    flashcards.mark(page, site)
    assert page.tree.css_first('details [itemprop="text"]').inner_html == text


@pytest.mark.parametrize(
    ("inside", "short"),
    [
        ("<p><strong>Коротко.</strong></p><ul><li>Раз.</li></ul>", "- Раз.\n- Два «<b>»."),
        ("<p><strong>Коротко.</strong> Так:</p><div>код</div>", "Так:\n\n```python\na = 1\n```"),
    ],
)
def test_answer_with_a_list_or_code_is_told_whole(inside, short):
    page, site = sample(card(inside), [question("one", short=short)])
    before = page.tree.css_first("details").text()
    flashcards.mark(page, site)
    (text,) = page.tree.css('details [itemprop="text"]')
    assert (text.tag, text.attributes["content"]) == ("meta", " ".join(short.split()))
    assert page.tree.css_first("details").text() == before


def test_question_that_is_not_found_fails_unless_the_page_is_damaged():
    for content, message in (
        (card("<ul><li>а</li></ul>"), "docs/junior/a.md:10: вопроса «one» на готовой странице не видно"),
        (card().replace("page-bar", "bar"), "docs/junior/a.md:1: карточек вопросов на готовой странице не видно"),
    ):
        page, site = sample(content, [question("one")])
        flashcards.mark(page, site)
        assert [problem.partition(";")[0] for problem in site.problems] == [message]
        page, site = sample(content, [question("one")], is_damaged=True)
        before = article(page)
        flashcards.mark(page, site)
        assert article(page) == before


def test_question_to_an_employer_is_no_flashcard():
    page, site = sample(card(), [question("one", "employer")])
    flashcards.mark(page, site)
    assert "itemprop" not in article(page)


def test_copy_of_a_card_that_a_page_has_brought_is_none():
    copy = '<section class="question-card" data-question="one"><div class="page-bar question-footer">А</div></section>'
    for content in (copy, copy.replace(' data-question="one"', "")):
        page, site = sample(f'<h2 id="two">A</h2><p>Что?</p>{content}', [question("two")])
        cards.make(page, site)
        landings.place(page, site)
        actions.add(page, site)
        assert list(page.cards) == ["two"]
        assert "Исправить" in page.cards["two"].html
    page, site = sample(copy)
    order.finish_page(page, site, STEPS)
    assert "question-actions" not in page.text


def test_repair_of_the_theme_leaves_the_text_alone():
    text = '<p><img alt="logo" src="a.png"></p><input id="__search" autocomplete="off" data-md-toggle="search">'
    page, site = sample(text)
    put_last(page.tree.body, text)
    theme.repair(page, site)
    assert article(page) == text
    assert page.tree.css_first("body > p > img").attributes["alt"] == "Логотип"
    assert page.tree.css_first("body > form#search-memory") is not None


def test_settings_of_the_theme_are_the_last():
    page, site = sample('<script id="__config" type="application/json">{}</script>')
    put_last(
        page.tree.body,
        '<script id="__config">{"search": "../assets/javascripts/workers/search.0a1b.min.js"}</script>',
    )
    theme.use_our_search(page, site)
    assert page.tree.css("#__config")[1].text() == '{"search": "../search/worker.js"}'


# -- names ------------------------------------------------------------------------------------

BAR = '<p><span class="progress"><progress max="2" value="0" aria-label="Знаю"></progress></span></p>'


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (BAR, "Знаю: Раздел"),
        (f'<ul><li><p><strong><a href="../">Junior</a></strong></p>{BAR}</li></ul>', "Знаю: Junior"),
        (
            '<section><h2 id="x"><a href="b/">Основы\n Python</a><a class="headerlink" href="#x">&para;</a></h2>'
            f"{BAR}</section>",
            "Знаю: Основы Python",
        ),
        (f"<section>{BAR}</section>", "Знаю: Раздел"),
        (f"<ul><li>{BAR}</li></ul>", "Знаю: Раздел"),
    ],
    ids=["page", "card", "section", "section without a heading", "item without a link"],
)
def test_bar_of_progress_says_what_it_is_of(content, name):
    page, site = sample(content, title="Раздел")
    names.tell(page, site)
    assert page.tree.css_first("progress").attributes["aria-label"] == name


def test_permanent_link_is_no_part_of_a_heading():
    page, site = sample(
        '<h1 id="a">A<a class="headerlink" href="#a">&para;</a></h1>'
        '<h2 id="b">B<a class="headerlink" href="#b">&para;</a></h2>'
    )
    names.tell(page, site)
    assert article(page) == (
        '<h1 id="a">A</h1><h2 id="b">B<a class="headerlink" href="#b" aria-hidden="true" tabindex="-1">¶</a></h2>'
    )
