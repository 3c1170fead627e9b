"""The folder of the site while it is finished."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest

from hooks.bank.records import Bank
from hooks.finish.errors import FinishError
from hooks.finish.late import Waiting
from tests.finishing import build_of, site_of


def test_file_that_a_step_has_written_keeps_its_place_and_gives_it_up_when_it_is_removed(tmp_path: Path):
    site = site_of(build_of(Bank([], [])), tmp_path)
    site.write("assets/one.js", "1")
    for name in ("assets/One.js", "assets/one.js/two", "assets"):
        with pytest.raises(FinishError, match=r"^docs/assets(/one\.js)?: в сайте займёт место «"):
            site.write(name, "2")
    site.remove("assets/one.js")
    site.write("assets/ONE.js", "3")
    with pytest.raises(FinishError, match="займёт место"):
        site.write("assets/one.js", "4")


def test_folder_is_listed_once_for_all_files_that_are_written_into_it(tmp_path: Path):
    (tmp_path / "search").mkdir()
    site = site_of(build_of(Bank([], [])), tmp_path)
    with mock.patch.object(Path, "rglob", autospec=True, side_effect=Path.rglob) as listed:
        for number in range(20):
            site.write(f"search/{number}.js", "")
    assert listed.call_count == 1


def test_pages_in_hidden_folders_that_are_not_ours_are_left_alone(tmp_path: Path):
    for name in ("index.html", ".hidden/x.html", "a/.left/y.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("<p>x</p>", encoding="utf-8")
    site = site_of(build_of(Bank([], [])), tmp_path)
    site.read()
    assert [page.path for page in site.pages] == ["index.html"]


def test_what_no_page_is_shown_by_is_made_at_once_or_when_somebody_asks_for_it(tmp_path: Path):
    waiting = Waiting()
    sites = [site_of(build_of(Bank([], [])), tmp_path / name) for name in ("whole", "late")]
    for site in sites:
        site.write_late(lambda: {"search/core.js": "1"})
        waiting.take(site)
        waiting.is_asked = True
    whole, late = (site.folder / "search/core.js" for site in sites)
    assert whole.read_text(encoding="utf-8") == "1"
    assert not late.exists()
    # Of a name that is taken the second time would complain.
    for _ in range(2):
        waiting.complete()
    assert late.read_text(encoding="utf-8") == "1"
