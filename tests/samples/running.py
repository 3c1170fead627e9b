"""Runs the samples of one question, each language by its own module."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from functools import partial

from hooks.bank.records import Problem
from hooks.checks.page import sample_forms
from hooks.checks.page.samples import Sample, Unit
from tests.samples import files, python, redis_server, shell, sql
from tests.samples.processes import TIME_LIMIT

PYTHON = frozenset({"python", "pycon"})

FAMILIES: Mapping[frozenset[str], Callable[[Sequence[Sample], float], list[Problem]]] = {
    PYTHON: python.run,
    frozenset({"sql"}): sql.run,
    frozenset({"bash", "console"}): shell.run,
    frozenset({"redis"}): redis_server.run,
    frozenset(files.CHECKS): files.run,
}
"""Languages that share a session -> what runs it."""


def run_unit(unit: Unit, limit: float = TIME_LIMIT) -> list[Problem]:
    """Run all samples of a question, after those samples of the page's lead that they need.

    Args:
        unit: the question; samples with a reason to skip are left out.
        limit: seconds for one session.

    Returns:
        What went otherwise than the page says, by line, each once.
    """
    problems: set[Problem] = set()
    for languages, run in FAMILIES.items():
        samples = _of(languages, unit.samples)
        if not samples:
            continue
        if malformed := [problem for sample in samples for problem in sample_forms.find(sample)]:
            problems.update(malformed)
            continue
        if languages == PYTHON:
            # Python samples may want the tables of the page's lead.
            run = partial(run, schema=_of({"sql"}, unit.setup))
        problems.update(run([*_of(languages, unit.setup), *samples], limit))
    return sorted(problems)


def _of(languages: Set[str], samples: Sequence[Sample]) -> list[Sample]:
    return [sample for sample in samples if sample.language in languages and not sample.skip]


def count(unit: Unit) -> Counter[str]:
    """Return how many samples of a question run, by language."""
    return Counter(sample.language for sample in unit.samples if not sample.skip)


def skips(unit: Unit) -> list[str]:
    """Return the samples that do not run, each as a line with its place and reason."""
    return [f"{s.source}:{s.line}: {s.language}: {s.skip}" for s in unit.samples if s.skip]
