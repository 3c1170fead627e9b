"""The scheduler of practice beside the reference implementation of FSRS-6."""

from __future__ import annotations

import math
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fsrs import Card, Rating, Scheduler, State
from playwright.sync_api import Page

MEMORY = Path(__file__).parents[1] / "docs/assets/javascripts/memory.js"
NAMES = {State.Learning: "learning", State.Review: "review", State.Relearning: "relearning"}
HISTORIES = 10_000
START = datetime(2026, 11, 30, tzinfo=UTC)
# Of floating-point numbers, whose last digits depend on the library of the language; days and times are equal.
CLOSE = 1e-9


def histories(seed: int, number: int) -> list[list[list[int]]]:
    """Random histories, [[milliseconds, grade], …]: within minutes, on the same day, after days, after years."""
    chance = random.Random(seed)  # noqa: S311 (nothing secret)
    made = []
    for _ in range(number):
        now, log = int(START.timestamp() * 1000), []
        for _ in range(chance.randint(1, 12)):
            longest = chance.choice([10 * 60_000, 20 * 3_600_000, 5 * 86_400_000, 90 * 86_400_000, 900 * 86_400_000])
            now += chance.randint(0, longest)
            log.append([now, chance.choice([1, 2, 3, 3, 3, 4])])
        made.append(log)
    return made


def reviewed(log: list[list[int]], retention: float) -> tuple[Card, float]:
    """What the reference says after a history, and of the chance ten days later."""
    scheduler = Scheduler(desired_retention=retention, enable_fuzzing=False)
    card = Card(card_id=1)
    for at, grade in log:
        when = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=at)
        card, _ = scheduler.review_card(card, Rating(grade), when)
    return card, scheduler.get_card_retrievability(card, card.last_review + timedelta(days=10))


@pytest.mark.parametrize("retention", [0.7, 0.85, 0.9, 0.97])
def test_histories_end_as_in_the_reference_implementation(tab: Page, retention):
    logs = histories(int(retention * 100), HISTORIES // 4)
    tab.goto("about:blank")
    tab.evaluate(MEMORY.read_text(encoding="utf-8"))
    ours = tab.evaluate(
        "([logs, retention]) => logs.map(log => { const card = sobesednik.memory.recall(log, retention);"
        " return [card, sobesednik.memory.chance(card, card.last + 10 * sobesednik.memory.DAY)] })",
        [logs, retention],
    )
    different = []
    for log, (card, chance) in zip(logs, ours, strict=True):
        theirs, their_chance = reviewed(log, retention)
        same = (
            (card["state"], card["step"]) == (NAMES[theirs.state], theirs.step or 0)
            and card["due"] == round(theirs.due.timestamp() * 1000)
            and math.isclose(card["stability"], theirs.stability, rel_tol=CLOSE)
            and math.isclose(card["difficulty"], theirs.difficulty, rel_tol=CLOSE)
            and math.isclose(chance, their_chance, rel_tol=CLOSE)
        )
        if not same:
            different.append((log, card, theirs.to_dict()))
    assert different == []
    assert {card["state"] for card, _ in ours} == set(NAMES.values())


def test_question_that_was_never_asked_is_not_remembered(tab: Page):
    tab.goto("about:blank")
    tab.evaluate(MEMORY.read_text(encoding="utf-8"))
    assert tab.evaluate("sobesednik.memory.chance(sobesednik.memory.recall([]), Date.now())") == 0
