"""The front matter: read by type, each mistake told once with its line, and nothing of it is left to hooks."""

from __future__ import annotations

import datetime

import pytest

from hooks.bank.front_matter import read
from hooks.bank.load import checked_date, parse_page
from hooks.bank.vocabulary import load_vocabulary
from scripts.tools.environment import ROOT
from tests.head_breaks import EDITS, broken_text
from tests.sites import real_page

VOCABULARY = load_vocabulary(ROOT / "mkdocs.yml")


@pytest.mark.parametrize("name", EDITS)
def test_broken_field_gives_its_message_once_and_is_not_among_the_values(name):
    page, key, new, at, message = EDITS[name]
    text, line = broken_text(real_page(page), key, new)
    _, problems = parse_page(text, page, VOCABULARY)
    assert [(one.line, one.text) for one in problems] == [(line + at, message)]
    # As it stands there, or as it was put there beside what is wrong.
    right, put = read(real_page(page)).values, read(f"---\n{new.splitlines()[-1]}\n---\n").values
    odd = {field: value for field, value in read(text).values.items() if right.get(field) != value}
    assert {field: value for field, value in odd.items() if put.get(field) != value} == {}


def test_right_fields_are_values_of_their_types():
    head = read(real_page("junior/python-basics.md"))
    assert head.problems == []
    assert isinstance(head.values["checked"], datetime.date)
    assert isinstance(head.values["versions"], dict)
    assert all(isinstance(head.values[key], str) for key in ("title", "description"))


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("title: Q&A: раз", None),  # a colon in it: no YAML
        ('title: "Q&A: раз"', "Q&A: раз"),
        ("title: >-\n  Раз\n  два", "Раз два"),
        ("title: 'Раз'", "Раз"),
        ("'title': Раз", "Раз"),
        ("title: Раз # два", "Раз"),
    ],
)
def test_every_way_to_write_a_text_is_read_as_mkdocs_reads_it(written, value):
    assert read(f"---\n{written}\n---\n# Раз\n").values.get("title") == value


def test_date_in_any_form_that_yaml_reads_otherwise_is_no_date():
    assert checked_date("---\ntitle: Раз\nchecked: 2026-11-23\n---\n") == (3, datetime.date(2026, 11, 23))
    for other in ('"2026-11-23"', "20261123", "2026-11-23T10:00:00", "2026-11-1", "[2026-11-23]", "!!str 2026-11-23"):
        assert checked_date(f"---\nchecked: {other}\n---\n") is None, other


def test_thousand_brackets_end_with_a_message():
    head = read("---\nhide: " + "[" * 4000 + "\n---\n")
    assert [text for _, text in head.problems] == ["скобки в шапке вложены слишком глубоко; пишите «поле: значение»"]
