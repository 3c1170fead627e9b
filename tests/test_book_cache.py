"""Books of earlier runs: what they give is what would be printed, and without them everything goes on."""

from __future__ import annotations

import concurrent.futures
import os
from pathlib import Path

import pytest

from scripts import build_pdf
from scripts.book import cache, press
from scripts.book.cache import Books, Printed
from scripts.tools import safe_write
from tests.test_book_parts import leftovers, make_built_site

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="{}" height="9"/></svg>'
TEXT = "<p>Книга</p>"
PDF = b"%PDF\n\n\0 book"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with a drawing."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site/a.svg").write_text(DRAWING.format(1), encoding="utf-8")
    return tmp_path / "site"


def kept(root: Path, site: Path, text: str = TEXT, pdf: bytes = PDF) -> Path:
    """Keep a book with a drawing; return its file."""
    book = root / "printed.pdf"
    book.write_bytes(pdf)
    before = set((root / ".cache/books").glob("*"))
    Books(root).keep(text, Printed(3, {"a.svg": cache.file_hash(site / "a.svg")}), book)
    (new,) = set((root / ".cache/books").iterdir()) - before
    return new


def taken(root: Path, site: Path, text: str = TEXT) -> bytes | None:
    """Return what the cache gives for a text."""
    target = root / "taken.pdf"
    target.unlink(missing_ok=True)
    found = Books(root).take(text, site, target)
    assert (found is not None) == target.exists()
    assert found is None or found.pages == 3
    return target.read_bytes() if found else None


def test_book_of_the_same_text_and_drawings_is_given_byte_by_byte(tmp_path, site):
    kept(tmp_path, site)
    assert taken(tmp_path, site) == PDF


def test_book_of_another_text_drawing_or_version_is_not_given(tmp_path, site, monkeypatch):
    kept(tmp_path, site)
    assert taken(tmp_path, site, TEXT + " ") is None
    with monkeypatch.context() as patch:
        patch.setattr(cache, "_version", lambda: "another")
        assert taken(tmp_path, site) is None
    (site / "a.svg").write_text(DRAWING.format(2), encoding="utf-8")
    assert taken(tmp_path, site) is None
    (site / "a.svg").unlink()
    assert taken(tmp_path, site) is None


def test_book_of_other_code_styles_fonts_packages_or_libraries_is_not_given(tmp_path, monkeypatch):
    book = tmp_path / "scripts/book"
    (book / "fonts").mkdir(parents=True)
    monkeypatch.setattr(cache, "_HERE", book)
    monkeypatch.setattr(cache.environment, "ROOT", tmp_path)
    (tmp_path / "requirements.txt").touch()
    versions = []
    for name in ("scripts/book/render.py", "scripts/book/book.css", "scripts/book/fonts/a.woff2", "requirements.txt"):
        (tmp_path / name).write_text("другое", encoding="utf-8")
        versions.append(cache._version.__wrapped__())
    monkeypatch.setattr(cache, "_library_version", lambda *_: "0")
    versions.append(cache._version.__wrapped__())
    assert len(set(versions)) == 5
    (book / "README.md").write_text("о папке", encoding="utf-8")
    assert cache._version.__wrapped__() == versions[-1]


def damage(path: Path, how: str, other: Path) -> None:
    """Damage a kept book in a way that happens."""
    data = path.read_bytes()
    if how == "cut short":
        path.write_bytes(data[:-1])
    elif how == "one letter":
        path.write_bytes(data.replace(b"book", b"look"))
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "another book":
        path.write_bytes(other.read_bytes())
    else:
        path.unlink()
        path.mkdir()


@pytest.mark.parametrize("how", ["cut short", "one letter", "empty", "another book", "a folder"])
def test_damaged_book_is_never_given_and_told_of_once(how, tmp_path, site, capsys):
    path, other = kept(tmp_path, site), kept(tmp_path, site, "другая", b"%PDF another")
    damage(path, how, other)
    store = Books(tmp_path)
    for _ in range(2):
        assert store.take(TEXT, site, tmp_path / "taken.pdf") is None
    assert not (tmp_path / "taken.pdf").exists()
    message = capsys.readouterr().err
    assert message.count("папку можно удалить") == 1
    assert str(tmp_path / ".cache/books") in message
    if how != "a folder":
        (tmp_path / "printed.pdf").write_bytes(PDF)
        store.keep(TEXT, Printed(3, {}), tmp_path / "printed.pdf")
        assert taken(tmp_path, site) == PDF


def test_folder_that_cannot_be_used_costs_nothing_but_time(tmp_path, site, capsys):
    (tmp_path / ".cache").write_text("занято", encoding="utf-8")
    (tmp_path / "printed.pdf").write_bytes(PDF)
    store = Books(tmp_path)
    assert store.take(TEXT, site, tmp_path / "taken.pdf") is None
    store.keep(TEXT, Printed(3, {}), tmp_path / "printed.pdf")
    store.keep(TEXT, Printed(3, {}), tmp_path / "printed.pdf")
    assert capsys.readouterr().err.count("печать идёт без них") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="нужен /dev/full: каждая запись в него — как на полный диск")
def test_full_disk_leaves_no_half_of_a_book(tmp_path, site, capsys, monkeypatch):
    monkeypatch.setattr(
        safe_write.tempfile, "mkstemp", lambda **_: (os.open("/dev/full", os.O_WRONLY), str(tmp_path / "half"))
    )
    (tmp_path / "printed.pdf").write_bytes(PDF)
    Books(tmp_path).keep(TEXT, Printed(3, {}), tmp_path / "printed.pdf")
    assert "печать идёт без них" in capsys.readouterr().err
    assert list((tmp_path / ".cache/books").iterdir()) == []
    assert taken(tmp_path, site) is None


def test_books_asked_for_last_stay_when_it_is_too_much(tmp_path, site, monkeypatch):
    paths = {}
    for moment, name in enumerate("abc", 1):
        paths[name] = kept(tmp_path, site, name, name.encode() * 1000)
        os.utime(paths[name], (moment, moment))
    half = tmp_path / ".cache/books/.half"  # of a run that was ended by force
    half.write_bytes(b"d" * 1000)
    os.utime(half, (0, 0))
    assert taken(tmp_path, site, "a") == b"a" * 1000
    monkeypatch.setattr(cache, "LIMIT", 4000)
    paths["d"] = kept(tmp_path, site, "d", b"d" * 1000)
    assert set((tmp_path / ".cache/books").iterdir()) == {paths["a"], paths["c"], paths["d"]}


def test_two_builds_at_once_find_a_whole_book_or_none(tmp_path, site, capsys):
    pdf = PDF * 100_000
    kept(tmp_path, site, TEXT, pdf)

    def build(number: int) -> set[bytes]:
        target, seen = tmp_path / f"{number}.pdf", set()
        target.write_bytes(pdf)
        for _ in range(10):
            Books(tmp_path).keep(TEXT, Printed(3, {}), target)
            Books(tmp_path).keep(f"{TEXT}{number}", Printed(3, {}), target)
            Books(tmp_path).take(TEXT, site, target)
            seen.add(target.read_bytes())
        return seen

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        assert set().union(*pool.map(build, range(4))) == {pdf}
    assert len(list((tmp_path / ".cache/books").iterdir())) == 5
    assert capsys.readouterr().err == ""


# -- printing -----------------------------------------------------------------------------------


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Books:
    """A cache of its own for what is printed in this process."""
    fresh = Books(tmp_path)
    monkeypatch.setattr(press, "books", fresh)
    return fresh


@pytest.mark.usefixtures("store")
def test_unchanged_book_is_not_printed_again_and_a_changed_one_is(tmp_path, site, monkeypatch, capsys):
    page = '<html lang="ru"><head><title>Книга</title></head><body><p>{}</p><img src="a.svg" alt="А"></body></html>'
    folder, documents = tmp_path / "pdf", {"a.pdf": page.format("раз"), "b.pdf": page.format("два")}
    assert press.print_books(documents, site, folder) == {"a.pdf": 1, "b.pdf": 1}
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert "без изменений" not in capsys.readouterr().out

    (site / "b.svg").write_text("рисунок другой книги", encoding="utf-8")

    def print_again(*_):
        raise AssertionError("печатается снова")

    with monkeypatch.context() as patch:
        patch.setattr(press, "_workers", print_again)
        assert press.print_books(documents, site, tmp_path / "again") == {"a.pdf": 1, "b.pdf": 1}
    assert {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()} == first
    assert capsys.readouterr().out == "Книги без изменений: 2 из 2\n"

    press.print_books(documents | {"b.pdf": page.format("три")}, site, folder)
    assert "Книги без изменений: 1 из 2\nПечатаю книги…" in capsys.readouterr().out
    assert (folder / "a.pdf").read_bytes() == first["a.pdf"] != (folder / "b.pdf").read_bytes() != first["b.pdf"]

    (site / "a.svg").write_text(DRAWING.format(2), encoding="utf-8")
    press.print_books(documents, site, folder)
    assert "без изменений" not in capsys.readouterr().out
    assert (folder / "a.pdf").read_bytes() != first["a.pdf"]

    press.print_books(documents, site, folder, anew=True)
    assert "без изменений" not in capsys.readouterr().out


def test_kept_book_is_not_delivered_alone_when_another_one_fails(tmp_path, store, site):
    (tmp_path / "printed.pdf").write_bytes(PDF)
    store.keep(TEXT, Printed(3, {}), tmp_path / "printed.pdf")
    with pytest.raises(press.BookError, match=r"b\.pdf"):
        press.print_books({"a.pdf": TEXT, "b.pdf": '<img src="нет.svg">'}, site, tmp_path / "pdf")
    assert not (tmp_path / "pdf").exists()
    assert len(list((tmp_path / ".cache/books").iterdir())) == 1


@pytest.mark.usefixtures("store")
def test_command_says_that_books_are_unchanged_and_prints_them_anew_when_asked(tmp_path, monkeypatch, capsys):
    built = make_built_site(tmp_path / "built")
    asked = []

    def printed(documents, _site, workshop):
        asked.append(sorted(documents))
        for name in documents:
            (workshop / name).write_bytes(PDF)
        return {name: Printed(3, {}) for name in documents}

    monkeypatch.setattr(press, "_printed", printed)
    for options in ([], [], ["--anew"]):
        assert build_pdf.main(["--site-dir", str(built), *options]) == 0
    names = ["sobesednik-interview.pdf", "sobesednik-junior.pdf", "sobesednik-short.pdf", "sobesednik.pdf"]
    assert asked == [names, names]
    assert capsys.readouterr().out.count("Книги без изменений: 4 из 4") == 1
    assert sorted(leftovers(built)) == names
