"""The seed: every wording that the project was started with stands on exactly one page."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from hooks.bank.load import load_bank
from hooks.bank.text import plain_text
from scripts.tools.environment import ROOT

SEED = ROOT / "tests/data/questions-seed.txt"


def normal(text: str) -> str:
    """Return a plain text without quotation marks, whose shape is free, and with single spaces."""
    return " ".join(re.sub(r"[«»\"„“”]", "", text).split())


def seed() -> list[str]:
    """Return the wordings of the seed in their order, without the label before the colon."""
    items = re.findall(r"^- (.*?)(?=\n\n|\n- |\Z)", SEED.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [
        normal(plain_text(re.sub(r'^(?:"[^"]*"|[^:"]*):\s+', "", " ".join(item.split()), count=1))) for item in items
    ]


@pytest.mark.counts
def test_seed_is_read_whole():
    wordings = seed()
    assert len(wordings) == len(re.findall("^- ", SEED.read_text(encoding="utf-8"), re.MULTILINE)) > 50
    assert wordings[0].startswith("В чем разница между списком (list)")
    assert any(one.startswith("Расскажите о самом серьезном сбое") for one in wordings)


@pytest.mark.parametrize("wording", seed())
def test_wording_of_the_seed_stands_on_exactly_one_page(wording):
    prompts = Counter(normal(question.prompt) for question in load_bank(ROOT / "docs").questions)
    assert prompts[wording] == 1
