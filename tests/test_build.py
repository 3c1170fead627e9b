"""The build command: it leaves a whole site or the old one, never half of either."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import build
from scripts.book import site_pages
from scripts.tools import environment
from tests.sites import make_site, page, question


def make_old_site(target: Path) -> Path:
    """Make what an earlier build has left: one page and the map of the site."""
    target.mkdir()
    (target / "old.html").touch()
    (target / "sitemap.xml").touch()
    return target


def test_built_site_takes_the_place_of_the_old_one(tmp_path):
    site = make_site(tmp_path / "source", {"junior/a.md": page(question())})
    target = make_old_site(tmp_path / "site")
    assert build.main(["--config", str(site / "mkdocs.yml"), "--site-dir", str(target), "--no-pdf"]) == 0
    assert (target / "junior/a/index.html").exists()
    assert not (target / "old.html").exists()
    # The articles that the books are made of lie beside the site, and are those of its pages.
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == [".site-articles.json"]
    assert [one.name for one in target.rglob("*articles*")] == []
    article = site_pages.BuiltSite(target).article("junior/a/")
    assert [one.get("id") for one in article.iter("h2")] == ["question-1"]
    assert article.find_class("question-card") == []
    assert "Ответы сверены" in article.find("p[@class='page-checked']").text


def test_failed_build_leaves_the_old_site_untouched(tmp_path, capfd):
    site = make_site(tmp_path / "source", {"junior/a.md": page(question()).replace("???", "!!!")})
    target = make_old_site(tmp_path / "site")
    assert build.main(["--config", str(site / "mkdocs.yml"), "--site-dir", str(target), "--no-pdf"]) == 1
    assert sorted(path.name for path in target.iterdir()) == ["old.html", "sitemap.xml"]
    assert "Сайт не собран; исправьте то, что названо выше." in capfd.readouterr().err
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_settings_that_would_run_a_command_start_no_build(tmp_path, capsys):
    site = make_site(tmp_path / "source", {})
    config = site / "mkdocs.yml"
    tag = f"!!python/object/apply:pathlib.Path.touch [!!python/object/apply:pathlib.Path ['{tmp_path}/ran']]"
    config.write_text(
        config.read_text(encoding="utf-8").replace("site_name: Собеседник", f"site_name: {tag}"), encoding="utf-8"
    )
    assert build.main(["--config", str(config), "--site-dir", str(tmp_path / "site"), "--no-pdf"]) == 1
    assert "mkdocs.yml:2: метка «!!python/object/apply:" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["source"]


def test_what_is_no_site_is_not_replaced_by_one(tmp_path, capsys):
    (tmp_path / "file").write_bytes(b"1")
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters/mother.txt").write_bytes(b"1")
    (tmp_path / "link").symlink_to("letters")
    for name in ("file", "letters", "link"):
        assert build.main(["--site-dir", str(tmp_path / name), "--no-pdf"]) == 1
        error = capsys.readouterr().err
        assert error.startswith(f"{tmp_path / name}: ")
        assert "укажите" in error
    assert (tmp_path / "file").read_bytes() == (tmp_path / "letters/mother.txt").read_bytes() == b"1"


@pytest.mark.parametrize("folder", [environment.ROOT, environment.ROOT.parent, Path("/")])
def test_folder_that_holds_the_sources_is_not_replaced(folder, capsys):
    assert build.main(["--site-dir", str(folder), "--no-pdf"]) == 1
    assert "в ней лежат его исходники" in capsys.readouterr().err


def test_wrong_date_of_the_edition_stops_a_build_before_it_begins(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "вчера")
    assert build.main(["--site-dir", str(tmp_path / "site"), "--no-pdf"]) == 1
    assert "SOURCE_DATE_EPOCH должна быть числом секунд с 1970 года, а не «вчера»" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
