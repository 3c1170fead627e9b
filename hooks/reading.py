"""How long an answer takes to read: its prose by words, its code by lines, both at a stated speed.

The unit is the second. What is shown is rounded (`told`); `questions.json` has the seconds.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from hooks.bank.answer import Part, count_words
from hooks.bank.kinds import MODEL_ANSWER, SOURCES
from hooks.bank.records import Question

WORDS_A_MINUTE = 180
"""Of prose and tables, read with care or said aloud. Native speakers read a text aloud at 184 ± 29 words a minute, the
mean of 17 languages, Russian among them (IReST: https://doi.org/10.1167/iovs.11-8284)."""
LINE_SECONDS = 3.0
"""For a line of code or of output, empty ones not counted: twice what its words would take, as the signs between them
are read, too. In this bank a line has four or five words."""

LONGEST_ANSWER = 180
"""Seconds: nobody talks longer without being asked something."""
FOLLOW_UP_SECONDS = 30
MOST_FOLLOW_UPS = 3
"""So many follow-ups are asked of one question as a rule."""

_SPACE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class ReadingTime:
    """Seconds for «Коротко», for the model answer with it, and for the question with all its blocks but the sources."""

    short: int
    answer: int
    whole: int

    def told(self) -> tuple[str, str, str]:
        """Return the three as a reader is told them."""
        return told(self.short), told(self.answer), told(self.whole)


@lru_cache(maxsize=8192)
def reading_time(question: Question) -> ReadingTime:
    """Return how long a question takes to read."""
    answer = [block.body for block in question.blocks if block.word == MODEL_ANSWER.word]
    every = [question.prompt, *(block.body for block in question.blocks if block.word != SOURCES.word)]
    return ReadingTime(_seconds([question.short_markdown]), _seconds(answer), _seconds(every))


def reading_time_of(questions: Iterable[Question]) -> ReadingTime:
    """Return how long several questions take together."""
    times = [reading_time(one) for one in questions]
    return ReadingTime(*(sum(getattr(one, name) for one in times) for name in ("short", "answer", "whole")))


def interview_minutes(question: Question) -> int:
    """Return how many minutes a question takes at an interview: the answer as a candidate tells it, and what is asked
    next."""
    said = min(reading_time(question).answer, LONGEST_ANSWER)
    return math.ceil((said + FOLLOW_UP_SECONDS * min(len(question.follow_ups), MOST_FOLLOW_UPS)) / 60)


def _seconds(texts: Iterable[str]) -> int:
    pieces = [piece for text in texts for piece in Part(1, tuple(text.split("\n"))).pieces()]
    words = sum(count_words(piece.text) for piece in pieces if not piece.is_code)
    lines = sum(bool(line.strip()) for piece in pieces if piece.is_code for line in piece.text.split("\n"))
    return math.ceil(words * 60 / WORDS_A_MINUTE + lines * LINE_SECONDS)


def told(seconds: int) -> str:
    """Return a time as a reader is told it: «30 с» to five seconds, «4 мин», «1 ч 10 мин», with spaces that hold."""
    rounded = max(5, math.floor(seconds / 5 + 0.5) * 5)
    if rounded < 60:
        return f"{rounded}{_SPACE}с"
    hours, minutes = divmod(math.floor(seconds / 60 + 0.5), 60)
    return _SPACE.join(filter(None, [f"{hours}{_SPACE}ч" * bool(hours), f"{minutes}{_SPACE}мин" * bool(minutes)]))
