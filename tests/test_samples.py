"""Every code sample of every page does what the page says."""

from __future__ import annotations

from pathlib import Path

import pytest

from hooks.bank.vocabulary import load_vocabulary
from hooks.checks.page.samples import Unit, collect_docs
from tests.samples import report
from tests.samples.rendering import uncollected
from tests.samples.running import run_unit

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
VOCABULARY = load_vocabulary(ROOT / "mkdocs.yml")
PAGES = collect_docs(DOCS, VOCABULARY)


@pytest.mark.parametrize("unit", [unit for page in PAGES for unit in page.units], ids=str)
def test_samples_do_what_the_page_says(unit: Unit, record_property) -> None:
    report.record(record_property, unit)
    problems = run_unit(unit)
    if problems:
        pytest.fail("\n".join(map(str, problems)), pytrace=False)


def test_every_page_was_collected() -> None:
    collected = {page.page for page in PAGES}
    # CONTRIBUTING.md is in the navigation too, but it is no file of docs/ and answers no question.
    assert collected >= {page for page in VOCABULARY.nav if (DOCS / page).exists()}
    assert any(page.units for page in PAGES)


def test_every_fence_was_understood() -> None:
    problems = [str(problem) for page in PAGES for problem in page.problems]
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)


def test_every_code_block_of_the_built_site_was_collected(site: Path) -> None:
    differences = [difference for page in PAGES if (difference := uncollected(page, site))]
    if differences:
        pytest.fail("\n".join(differences), pytrace=False)
