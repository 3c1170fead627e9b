"""Hostile values in everything that pages are named and described by: what a browser reads is what a plain page holds.

Like test_properties.py the examples are derived from the tests themselves. No site is built for them: the values go
through our reader, our escapes and the theme's own templates, and the browser's parser tells what came out.
"""

from __future__ import annotations

import datetime
import functools
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import escape
from mkdocs.config.base import load_config
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.toc import get_toc
from mkdocs.utils.meta import get_data
from selectolax.lexbor import LexborHTMLParser

from hooks.bank import front_matter
from hooks.bank.load import parse_page
from hooks.bank.records import Bank, Question
from hooks.bank.vocabulary import Tag, Vocabulary, load_vocabulary
from hooks.build import Build, PageInfo
from hooks.finish import head, paper, theme
from hooks.finish.article import cards
from hooks.finish.page import Page
from hooks.finish.site import Site
from hooks.markdown import templates
from hooks.markdown.macros import Macros
from hooks.sharing.texts import FeedEntry, atom_feed, llms_txt
from scripts.tools.environment import ROOT
from tests.finishing import SETTINGS
from tests.test_properties import _converter as site_converter

VOCABULARY = load_vocabulary(ROOT / "mkdocs.yml")
PAGE = "middle/index.md"
bounded = settings(max_examples=150, derandomize=True, deadline=60_000, suppress_health_check=[HealthCheck.too_slow])

PIECES = (
    *(
        "<script>alert(1)</script>",
        "<script src=/assets/notes.txt></script>-",
        '"><meta http-equiv="refresh"',
        "'",
        '"',
    ),
    *("<", ">", "&", "&lt;b&gt;", "&#60;script&#62;", "</title>", "</script>", "</style>", "<!--", "-->", "]]>", "\\"),
    *(r"\x3c", r"\u003cb\u003e", "{{ config }}", "{= tag_count() =}", "{% x %}", "{ #__search .md-x onclick=x }"),
    *(
        "[x](javascript:alert(1))",
        "![x](https://example.com/x.png)",
        "`x`",
        "**x**",
        "https://example.com/",
        "|",
        "# x",
    ),
    *(
        "\n",
        "\t",
        "\x00",
        "\x1b",
        "\u202e",
        "\u2028",
        "\ufeff",
        "\u00ad",
        "é",
        "Слово",
        "слово ",
        ": ",
        " #",
        "- ",
        "&a ",
    ),
    *(
        "*a",
        "!!python/name:os.system ",
        "yes",
        "null",
        "2024",
        "2026-11-23",
        "1:30",
        "~",
        "[",
        "]",
        "{",
        "}",
        ">-",
        "|",
    ),
)
hostile = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join).filter(str.strip)
texts = st.one_of(hostile, hostile, st.text(min_size=1, max_size=20).filter(str.strip))
values = st.one_of(
    texts,
    st.integers(),
    st.booleans(),
    st.none(),
    st.dates(),
    st.lists(texts, max_size=2),
    st.dictionaries(texts, texts, max_size=2),
)
KEYS = ("title", "description", "checked", "versions", "hide", "search", "render_macros", "template", "icon", "robots")
heads = st.dictionaries(st.one_of(st.sampled_from(KEYS), texts), values, min_size=1, max_size=4)


@st.composite
def written(draw: st.DrawFn) -> str:
    """Return a front matter: what YAML writes of values in one of its styles, or lines as a writer types them."""
    if draw(st.booleans()):
        style = draw(st.sampled_from([None, '"', "'", "|", ">"]))
        return yaml.safe_dump(draw(heads), default_style=style, allow_unicode=draw(st.booleans()))
    lines = st.tuples(st.sampled_from(KEYS), st.sampled_from(["", '"', "'", ">-\n  "]), texts)
    return "".join(
        f"{key}: {mark}{text}{mark[:1].strip('>')}\n" for key, mark, text in draw(st.lists(lines, min_size=1))
    )


def _is_plain(value: object) -> bool:
    if isinstance(value, dict):
        return all(map(_is_plain, (*value, *value.values())))
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return not isinstance(value, str) or not re.search('[<>"\x00-\x1f\x7f\u2028\u202e\ufeff]', value)


@bounded
@given(written())
def test_values_that_the_check_lets_through_are_of_their_types_and_hold_no_markup(text):
    page = f"---\n{text}---\n\n# Слово\n"
    head = front_matter.read(page)
    _, problems = parse_page(page, PAGE, VOCABULARY)
    assert set(head.values) <= set(front_matter.FIELDS)
    assert _is_plain(head.values)
    assert len(head.problems) == len({line for line, _ in head.problems}) or head.is_whole
    if not problems:
        # The generator reads the same, no more and no less.
        assert get_data(page)[1] == head.values


# -- the theme's templates ----------------------------------------------------------------------


@functools.cache
def _theme(root: Path):
    config = load_config(str(root / "mkdocs.yml"), plugins=[], hooks=[], site_url="https://example.org/s/")
    config.plugins = {}
    config.extra["search_version"] = "1"
    env = config.theme.get_env()
    templates.escape_templates(env, config)
    return config, env


def _rendered(names: dict[str, str]) -> str:
    """Return a page whose title, description, neighbours and site bear the names given."""
    config, env = _theme(ROOT)
    config.site_name, config.site_description = names["site"], names["about"]
    files = Files([File(name, str(ROOT / "docs"), "/nowhere", True) for name in ("index.md", PAGE, "tags.md")])
    config.nav = [{names["home"]: "index.md"}, {names["section"]: [PAGE]}, {names["next"]: "tags.md"}]
    nav = get_navigation(files, config)
    for page in nav.pages:
        page.markdown, page.meta, page.content = "", {}, ""
        page.toc = get_toc([])
    page = nav.pages[1]
    page.title, page.active, page.content = names["title"], True, f"<h1>{escape(names['title'])}</h1>"
    page.meta = {"description": names["description"]}
    if names["in meta"]:
        page.meta["title"] = names["title"]
    heading = str(escape(names["heading"]))
    page.toc = get_toc([{"level": 1, "id": "x", "name": heading, "children": []}])
    address = f"https://example.org/{names['address']}"
    context = {
        "nav": nav,
        "page": page,
        "pages": [],
        "base_url": "..",
        "config": config,
        "mkdocs_version": "1",
    }
    templates.mark_html(page)
    settings = replace(SETTINGS, name=names["site"], description=names["about"], url=address)
    info = PageInfo(PAGE, "x/", "x/index.html", names["title"], "", f"docs/{PAGE}")
    site = Site(Path("/nowhere"), Build(settings, VOCABULARY, pages=(info,)))
    made = Page(info.path, env.get_template("main.html").render(context), info)
    for step in (theme.repair, theme.use_our_search, head.fill, paper.prepare):
        step(made, site)
    made.close()
    return made.text


def _shape(html: str) -> list[tuple]:
    """Return the elements of a page with their attributes, and its scripts; texts and values are of no matter."""
    nodes = LexborHTMLParser(html).root.traverse(include_text=False)
    data = {"application/ld+json"}
    return [
        (
            node.tag,
            *sorted(node.attributes),
            node.text() if node.tag == "script" and node.attributes.get("type") not in data else "",
        )
        for node in nodes
    ]


WORDS = ("site", "about", "home", "section", "next", "title", "description", "heading", "address")


@functools.cache
def _plain_shape(in_meta: bool) -> list[tuple]:
    return _shape(_rendered({**dict.fromkeys(WORDS, "Слово"), "in meta": in_meta}))


@bounded
@given(st.fixed_dictionaries(dict.fromkeys(WORDS, texts)), st.booleans())
def test_no_name_or_description_adds_anything_to_a_page_of_the_theme(names, in_meta):
    html = _rendered({**names, "in meta": in_meta})
    assert _shape(html) == _plain_shape(in_meta)
    tree = LexborHTMLParser(html)
    for node in tree.css("script[type='application/ld+json']"):
        json.loads(node.text())
    style = tree.css_first("style[media=print]").text()
    assert re.fullmatch(r'@page ?\{ ?@bottom-left ?\{ ?content: ?"(?:[^"\\\n<]|\\[0-9a-f]+ )*" ?\} ?\}', style)
    if "\0" not in names["description"]:  # which no parser of HTML keeps
        meta = tree.css_first("meta[name=description]").attributes["content"]
        assert " ".join(meta.split()) == " ".join(names["description"].split())


def test_page_whose_templates_do_not_escape_is_found_out(monkeypatch):
    """The property above sees what it must: without our hook the theme lets a script through."""
    _, env = _theme(ROOT)
    monkeypatch.setattr(env, "autoescape", False)
    env.cache.clear()
    names = dict.fromkeys(WORDS, "Слово") | {"title": "<script src=/x></script>", "in meta": True}
    assert _shape(_rendered(names)) != _plain_shape(True)
    env.cache.clear()


# -- our own writers ----------------------------------------------------------------------------


@bounded
@given(texts, texts, texts)
def test_feed_is_xml_and_the_list_of_pages_has_no_links_but_its_own(title, about, section):
    entry = FeedEntry("https://e.org/#x", title, "https://e.org/a/", about, section, datetime.date(2026, 11, 23))
    root = ET.fromstring(atom_feed(title, about, "https://e.org/", "https://e.org/feed.xml", [entry]))  # noqa: S314
    assert len(root.findall("{*}entry")) == 1
    listed = llms_txt(title, about, [(section, [(title, "https://e.org/a/", about)])])
    assert len(re.findall(r"(?m)^(?:#|>|-) ?", listed)) == 4
    assert re.findall(r"(?<!\\)(?:\\\\)*\]\(([^)]*)\)", listed) == ["https://e.org/a/"]


# -- indexes ------------------------------------------------------------------------------------


def _indexes(names: dict[str, str]) -> set[tuple]:
    """Return the kinds of elements, with their attributes, of indexes of a question that bears the names given."""
    tag = Tag(title=names["tag"], about=names["about"])
    vocabulary = Vocabulary({"any": names["level"]}, {"sql": tag}, ())
    question = Question(
        *("x", names["title"], names["prompt"], "any", "technical", ("sql",), names["section"], "junior/a.md"),
        *("docs/junior/a.md", 1, "", "", ()),
    )
    build = Build(SETTINGS, vocabulary, Bank(questions=[question]))
    macros = Macros(lambda: build)
    lists = (
        macros.section_list,
        macros.question_list,
        macros.question_lines,
        macros.question_checklist,
        macros.short_answers,
    )
    text = "\n\n".join(macro() for macro in (*lists, macros.tag_index))
    fields = {"checked": datetime.date(2026, 11, 23), "versions": {names["program"]: names["version"]}}
    info = PageInfo("junior/a.md", "junior/a/", "junior/a/index.html", "x", "", "docs/junior/a.md", fields)
    converter = site_converter()
    converter.reset()
    html = converter.convert(text) + cards.checked(info)
    return {(kind, *attributes) for kind, *attributes in _shape(html)}


NAMES = ("tag", "about", "level", "title", "prompt", "section", "program", "version")


@bounded
@given(st.fixed_dictionaries(dict.fromkeys(NAMES, texts)))
def test_no_name_adds_an_element_or_an_attribute_to_an_index(names):
    assert _indexes(names) <= _indexes(dict.fromkeys(NAMES, "Слово"))
