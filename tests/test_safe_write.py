"""Files and folders are whole at every moment, whatever ends the writing."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from scripts.tools import safe_write


def test_new_file_gets_the_usual_rights_and_an_old_one_keeps_its_own(tmp_path):
    usual = tmp_path / "usual"
    usual.touch()
    safe_write.replace(tmp_path / "new", b"1")
    assert (tmp_path / "new").stat().st_mode == usual.stat().st_mode
    usual.chmod(0o600)
    safe_write.replace(usual, b"2")
    assert usual.stat().st_mode & 0o777 == 0o600
    assert usual.read_bytes() == b"2"


def test_symlink_stays_one(tmp_path):
    (tmp_path / "file").write_bytes(b"1")
    (tmp_path / "link").symlink_to("file")
    safe_write.replace(tmp_path / "link", b"2")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"2"


def test_error_names_the_file_that_was_to_be_written(tmp_path):
    path = tmp_path / "folder that is not there/file"
    with pytest.raises(OSError, match="No such file") as raised:
        safe_write.replace(path, b"1")
    assert raised.value.filename == str(path)


@pytest.fixture
def folders(tmp_path) -> tuple[Path, Path]:
    """An old folder, and a new one that shall take its place."""
    old, new = tmp_path / "site", tmp_path / "fresh"
    for folder in (old, new):
        folder.mkdir()
        (folder / folder.name).touch()
    return old, new


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_folder_takes_the_place_of_another(folders, tmp_path):
    safe_write.replace_folder(*folders)
    assert names(tmp_path) == ["site"]
    assert names(folders[0]) == ["fresh"]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(143), OSError(errno.ENOSPC, "full")])
@pytest.mark.parametrize("number", [1, 2])
def test_interrupted_swap_leaves_the_old_folder(folders, tmp_path, monkeypatch, error, number):
    calls = []
    rename = Path.rename

    def failing(self, target):
        calls.append(self)
        if len(calls) == number:
            raise error
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(type(error)):
        safe_write.replace_folder(*folders)
    assert names(tmp_path) == ["fresh", "site"]
    assert names(folders[0]) == ["site"]


def test_swap_ended_by_force_is_put_right_at_the_next_start(folders, tmp_path):
    old, _ = folders
    aside = old.rename(tmp_path / ".site-old")
    safe_write.restore_folder(old)
    assert names(tmp_path) == ["fresh", "site"]
    assert names(old) == ["site"]
    # Ended after the swap: the new one is there, and what was moved aside is not needed any more.
    aside.mkdir()
    safe_write.restore_folder(old)
    assert names(old) == ["site"]
    assert not aside.exists()


def test_full_disk_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(safe_write.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        safe_write.replace(tmp_path / "preview.html", b"1")
    assert names(tmp_path) == []
