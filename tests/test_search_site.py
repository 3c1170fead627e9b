"""The search's side of the theme: a page whose theme names no worker fails the build."""

from __future__ import annotations

import json

from tests.sites import build, make_site, page, question


def test_page_that_names_no_worker_of_the_theme_fails_the_build(tmp_path):
    site = make_site(tmp_path / "site", {"junior/a.md": page(question())})
    (site / "overrides/main.html").write_text(
        '{% extends "base.html" %}{% block config %}{% endblock %}', encoding="utf-8"
    )
    result = build(site)
    assert result.returncode == 1
    assert "в #__config нет адреса поискового воркера Material" in result.stdout
    assert "Traceback" not in result.stdout


HIDDEN = "---\ntitle: Тайная\nsearch:\n  exclude: true\n---\n\n# Тайная\n"
HEAD = "---\ntitle: Памятка\ndescription: О главном.\n---\n\n# Памятка\n"
FENCED = f'{HEAD}\n## Начало {{ #start }}\n\n```text title="Схема"\n## Не заголовок\n```\n'


def test_page_without_questions_is_indexed_by_title_description_and_headings_unless_it_hides(tmp_path):
    pages = {"junior/a.md": page(question()), "memo.md": FENCED, "secret.md": HIDDEN}
    result = build(make_site(tmp_path / "site", pages))
    assert result.returncode == 0, result.stdout
    script = (tmp_path / "site/site/search/core.js").read_text(encoding="utf-8")
    core = json.loads(script[script.index(",") + 1 : script.rindex(")")])
    documents = {document[4] + document[0]: document for document in core["files"]["documents-0"]}
    assert documents["memo/"][1:3] == ["Памятка", "О главном. Начало"]
    assert "secret/" not in documents
    assert next(iter(documents)) == "junior/a/#question-1"
    assert core["questions"] == 1 < core["count"]
