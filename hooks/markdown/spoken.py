"""What is asked aloud: a question in the hidden list of practice, and in that of an interview, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from hooks.bank.kinds import EMPLOYER, TECHNICAL
from hooks.bank.records import Question
from hooks.bank.text import plain_text
from hooks.markdown import controls
from hooks.markdown.pieces import escape, link
from hooks.reading import interview_minutes


def practised(question: Question) -> str:
    """Return a question with its wording and the place of its «Коротко»."""
    # Most are technical: the page, which holds all questions, need not say so each time.
    kind = "" if question.kind == TECHNICAL.name else f" data-kind={question.kind}"
    wording = f"{escape(question.prompt)}\n{{ .practice-wording{kind} }}"
    return f"{link(question)}\n\n{wording}\n\n{controls.short_place(question.id)}"


def is_of_interviewer(question: Question) -> bool:
    """Tell whether one who interviews may ask a question; what candidates ask is not for them."""
    return question.kind != EMPLOYER.name


def interviewed(question: Question) -> str:
    """Return a question with its wording, its minutes, its follow-ups and its signals by level."""
    wording = f"{escape(question.prompt)}\n{{ .interview-wording data-minutes={interview_minutes(question)} }}"
    asks = _points("ol data-asks", (one.question for one in question.follow_ups))
    signals = [_points(f'ul data-signals="{one.level}"', map(plain_text, one.items)) for one in question.signals]
    return "\n\n".join([link(question), wording, asks, *signals])


def _points(opening: str, texts: Iterable[str]) -> str:
    """Return a list as Markdown; every element of it says so: of what does not, Markdown would leave pieces."""
    points = [f'<li markdown="span">{escape(text)}</li>' for text in texts]
    return "\n".join([f'<{opening} markdown="block">', *points, f"</{opening.partition(' ')[0]}>"])
