"""What the parser gives: questions, their blocks and fences, problems, and the bank of them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Report = Callable[[int, str], None]
"""What rules tell of a mistake with: the number of the line, and the message."""


@dataclass(frozen=True, order=True)
class Problem:
    """A mistake: where it is, what it is and how to repair it, in Russian."""

    source: str
    """Name of the file in messages: `docs/junior/python-basics.md`."""
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.source}:{self.line}: {self.text}"


@dataclass(frozen=True)
class Fence:
    """A fenced block of code. `line` is the line of its opening, `body` is without its indent."""

    line: int
    last_line: int
    indent: int
    language: str
    title: str
    body: str
    closed: bool = True


@dataclass(frozen=True)
class Block:
    """A folded block of a question; `body` is its Markdown without the indent."""

    word: str
    title: str
    line: int
    body: str


@dataclass(frozen=True)
class FollowUp:
    """What is asked next, as plain text, and its answer as Markdown, which may be empty."""

    question: str
    answer: str


@dataclass(frozen=True)
class Signals:
    """What a candidate of a level says and does, each as Markdown."""

    level: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Longer:
    """A place of a model answer that says why it is longer than its limit."""

    line: int
    reason: str


@dataclass(frozen=True)
class Question:
    """A question with everything that stands under it on its page."""

    id: str
    title: str
    prompt: str
    """The wording as plain text."""
    level: str
    kind: str
    tags: tuple[str, ...]
    section: str
    page: str
    """Path of the page inside `docs/`: `junior/python-basics.md`."""
    source: str
    """Name of the page in messages: `docs/junior/python-basics.md`."""
    line: int
    short: str
    """Plain text of «Коротко», a line for each paragraph, point and line of code; where there is none, of the first
    paragraph of the model answer."""
    short_markdown: str
    """The same as Markdown; its links go from the page."""
    blocks: tuple[Block, ...]
    longer: tuple[Longer, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    """In the order of pressure."""
    signals: tuple[Signals, ...] = ()

    def record(self, url: str, asked: str, seconds: Mapping[str, int]) -> dict[str, object]:
        """Return the question as it stands in `questions.json`.

        Args:
            url: where it is in the site.
            asked: how often it is asked, if that is known.
            seconds: its time to read.
        """
        return {
            "id": self.id,
            "title": self.title,
            "prompt": self.prompt,
            "level": self.level,
            "kind": self.kind,
            "tags": list(self.tags),
            "section": self.section,
            "url": url,
            "asked": asked or None,
            "short": self.short,
            "short_markdown": self.short_markdown,
            "reading_seconds": dict(seconds),
            "follow_ups": [{"question": one.question, "answer_markdown": one.answer} for one in self.follow_ups],
            "signals": [{"level": one.level, "items_markdown": list(one.items)} for one in self.signals],
        }


@dataclass(frozen=True)
class Source:
    """A page to parse: path inside `docs/` and its bytes as they are on the disk."""

    page: str
    content: bytes


@dataclass
class Bank:
    """All questions in the order of the navigation, and all problems in the order of pages."""

    questions: list[Question] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    """Names of pages so broken that not everything of them could be checked."""
