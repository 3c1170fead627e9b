"""The pictures of the site: which of them the command line asks for, and that each can still be taken."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from scripts import screenshot
from scripts.screenshot import README, SHOTS, Shot, chosen, parser


def asked(*argv: str) -> dict[Path, Shot]:
    """Return what a command line asks for."""
    return chosen(parser().parse_args(argv))


def test_without_arguments_it_is_the_picture_of_the_readme():
    assert asked() == {README: SHOTS["readme"]}


def test_named_pictures_go_into_the_folder():
    assert list(asked("home", "search-phone", "--output", "out")) == [
        Path("out/home.png"),
        Path("out/search-phone.png"),
    ]
    assert len(asked("all")) == len(SHOTS)
    assert README not in asked("all")


def test_any_page_may_be_asked_for():
    ((path, shot),) = asked("--page", "junior/git-linux/", "--dark", "--width", "500", "--full").items()
    assert path == Path("screenshots/junior-git-linux.png")
    assert (shot.address, shot.size, shot.dark, shot.full) == ("junior/git-linux/", (500, 900), True, True)
    assert list(asked("--page", "")) == [Path("screenshots/page.png")]


def test_picture_that_is_not_there_is_named(capsys):
    with pytest.raises(SystemExit, match="2"):
        screenshot.main(["home", "hme"])
    assert "Ошибка: нет такого снимка: hme; есть readme, home, " in capsys.readouterr().err


def test_how_a_page_is_taken_needs_a_page(capsys):
    with pytest.raises(SystemExit, match="2"):
        screenshot.main(["home", "--dark"])
    assert "Ошибка: --dark — только вместе с --page" in capsys.readouterr().err


@pytest.mark.parametrize("name", {shot.act: name for name, shot in SHOTS.items()}.values())
def test_what_is_done_on_a_page_can_be_done(chromium, site_url, tmp_path, name):
    picture = tmp_path / f"{name}.png"
    screenshot.take(chromium, site_url, SHOTS[name], picture)
    content = picture.read_bytes()
    assert content[:4] == b"\x89PNG"
    assert struct.unpack(">II", content[16:24]) == SHOTS[name].size
