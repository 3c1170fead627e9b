"""Text pipeline of the search: what it makes of words, and that Python and JavaScript agree."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page
from snowballstemmer.russian_stemmer import RussianStemmer

from hooks.bank.load import load_bank
from hooks.search.text import term, tokens
from scripts.tools.environment import ROOT
from tests.searching import dictionary_words, load_engine

ODD = [
    *("select_related", "__enter__", "dict.get", "N+1", "4xx", "C#", "C++", "CI/CD", "ThreadPoolExecutor", "PEP8"),
    *(
        "HTTPResponse2",
        "e\u0301те\u0301ст",
        "йод",
        "и\u0306од",
        "Ёлка",
        "эхо",
        "об\u00adъект",
        "\ud83d\ude00",
        "\x00a\x1fb",
    ),
    *("___", "_", "a__b", "#", "++", "код-ревью", "pull-request’ы", "İstanbul", "ſ", "K", "straße", "҂҃а", "१२", "ѐ"),
    *(
        "O(n log n)",
        "О(1)",
        "O()",
        "(1,)",
        "x=[]",
        "x = {}",
        "a==b",
        "a != b",
        "(y := 2)",
        "-> int",
        "**kwargs",
        "2**3",
        "O(я)",
    ),
    *("<script>alert(1)</script>", "x" * 10_000, "caches", "queries", "https", "status", "indexes", ""),
]


def in_javascript(tab: Page, site, texts: list[str]) -> list:
    load_engine(tab, site)
    # To and fro as one string: a hundred thousand values take long to hand over.
    script = """texts => JSON.stringify(
        JSON.parse(texts).map(text => SearchText.tokens(text).map(t => [t.whole, t.parts, t.surface])))"""
    return json.loads(tab.evaluate(script, json.dumps(texts)))


def in_python(texts: list[str]) -> list:
    return [[[token.whole, list(token.parts), token.surface] for token in tokens(text)] for text in texts]


def differences(tab: Page, site, texts: list[str]) -> list:
    pairs = zip(texts, in_python(texts), in_javascript(tab, site, texts), strict=True)
    return [(text, ours, theirs) for text, ours, theirs in pairs if ours != theirs]


def test_python_and_javascript_agree_about_the_whole_corpus(site, tab: Page):
    questions = load_bank(ROOT / "docs").questions
    texts = [line for question in questions for block in question.blocks for line in block.body.splitlines()]
    texts += [text for question in questions for text in (question.title, question.prompt)]
    assert len(texts) > 3000
    assert differences(tab, site, texts) == []


def test_python_and_javascript_agree_about_odd_text(site, tab: Page):
    assert differences(tab, site, ODD) == []


def test_python_and_javascript_agree_about_100_000_dictionary_words(site, tab: Page):
    words = dictionary_words(100_000)
    assert len(words) == 100_000
    assert differences(tab, site, words) == []


def test_python_and_javascript_agree_about_every_two_endings_of_snowball(site, tab: Page):
    endings = {one.s for name, table in vars(RussianStemmer).items() if name.startswith("a_") for one in table}
    assert len(endings) > 100
    words = [root + one + other for root in ("бу", "игрыб") for one in endings | {"а", "я"} for other in endings]
    assert differences(tab, site, words) == []


@pytest.mark.parametrize(
    ("text", "whole", "parts"),
    [
        ("select_related", "selectrelated", ("select", "related")),
        ("dict.get", "dictget", ("dict", "get")),
        ("__enter__", "__enter__", ("enter",)),
        ("N+1", "n1", ("n", "1")),
        ("4xx", "4xx", ("4", "xx")),
        ("C#", "c#", ()),
        ("O(n log n)", "#onlogn", ()),
        (":=", "#walrus", ()),
        ("ThreadPoolExecutor", "threadpoolexecutor", ("thread", "pool", "executor")),
    ],
)
def test_identifier_is_found_whole_and_in_parts(text, whole, parts):
    (token,) = tokens(text)
    assert (token.whole, token.parts) == (whole, parts)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ёлка", "елка"),
        ("эвент", "евент"),
        ("cache", "caches"),
        ("query", "queries"),
        ("index", "indexes"),
        ("й", "й"),
        ("объект", "об\xadъект"),
        ("CI/CD", "ci-cd"),
        ("список", "Список"),
        ("темы", "темами"),
    ],
)
def test_spellings_of_one_word_give_one_term(one, other):
    assert [token.whole for token in tokens(one)] == [token.whole for token in tokens(other)]


def test_https_is_not_the_plural_of_http():
    assert term("https") != term("http")
