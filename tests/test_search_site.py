"""The search's side of the theme: a page whose theme names no worker fails the build."""

from __future__ import annotations

from tests.sites import build, make_site, page, question


def test_page_that_names_no_worker_of_the_theme_fails_the_build(tmp_path):
    site = make_site(tmp_path / "site", {"junior/a.md": page(question())})
    (site / "overrides/main.html").write_text('{% extends "base.html" %}{% block config %}{% endblock %}')
    result = build(site)
    assert result.returncode == 1
    assert "в #__config нет адреса поискового воркера Material" in result.stdout
    assert "Traceback" not in result.stdout
