"""What is asked at interviews, and how often: `docs/asked.txt`, read and weighed.

The list holds evidence, never a grade: who asked for what a question of ours answers, in the words of the source.
`grade_of` makes the grade of it, so that anyone can see why a question stands where it stands, and a new line moves
it. The list lies beside the pages because it is about them; `exclude_docs` in mkdocs.yml keeps it out of the site.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hooks.bank.records import Problem
from hooks.bank.text import read_list

LIST = "asked.txt"
NAME = f"docs/{LIST}"

GRADES: Mapping[str, str] = {"always": "в первую очередь", "often": "часто", "sometimes": "иногда"}
"""Grade -> its title, from the one that is asked most."""
AGREE = 2
"""So many sources must agree before there is a grade at all."""
OFTEN, ALWAYS = 3, 4
"""So many sources make a grade."""
OFTEN_SHARE, ALWAYS_SHARE = 20, 50
"""Or so many per cent of the interviews of a source that has counted them, where enough sources agree."""

_SOURCE = re.compile(r"([a-z0-9]+) = ([^|]*[^|\s]) \| (https://[^\s|<>()\"]+) \| ([^|]*[^|\s])")
_ASKED = re.compile(r"([a-z0-9-]+) \| ([a-z0-9]+)(?: (\d{1,2})%)? \| ([^|]*[^|\s])")
_UNREADABLE = (
    "строка непонятна; пишите «id | источник | вопрос», «id | источник 10% | вопрос»"
    " или «источник = название | https://… | чем хорош и чем плох»"
)


@dataclass(frozen=True)
class Source:
    """Where it is known from."""

    title: str
    url: str
    about: str
    """What it is good for, and what not."""


@dataclass(frozen=True)
class Evidence:
    """That a source has asked for what a question of ours answers."""

    line: int
    source: str
    wording: str
    share: int = 0
    """Of the interviews that the source has counted, in per cent; 0 where it has counted none."""


@dataclass(frozen=True)
class Asked:
    """All that the list holds."""

    sources: Mapping[str, Source] = field(default_factory=dict)
    evidence: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)
    """Id of a question -> what speaks for it."""
    problems: tuple[Problem, ...] = ()

    def grade(self, id: str) -> str:
        """Return the grade of a question: a key of `GRADES`, or nothing where too little is known."""
        return grade_of(self.evidence.get(id, ()))

    def weight(self, id: str) -> tuple[int, int, int]:
        """Return by what questions are put in order: the higher, the more it is asked; all 0 without a grade."""
        grade, found = self.grade(id), self.evidence.get(id, ())
        if not grade:
            return (0, 0, 0)
        return (len(GRADES) - list(GRADES).index(grade), len(found), share_of(found))


def share_of(evidence: Collection[Evidence]) -> int:
    """Return the largest share that a source has counted."""
    return max((one.share for one in evidence), default=0)


def grade_of(evidence: Collection[Evidence]) -> str:
    """Weigh what is known of a question; return a key of `GRADES`, or nothing where fewer than two sources agree."""
    number, share = len(evidence), share_of(evidence)
    if number < AGREE:
        return ""
    if number >= ALWAYS or share >= ALWAYS_SHARE:
        return "always"
    return "often" if number >= OFTEN or share >= OFTEN_SHARE else "sometimes"


def load(docs_dir: Path) -> Asked:
    """Read the list of a folder; nothing is known where there is none.

    Raises:
        OSError: when it cannot be read.
    """
    text, wrong = read_list(docs_dir / LIST)
    return Asked(problems=tuple(Problem(NAME, *one) for one in wrong)) if wrong else read(text)


def read(content: str) -> Asked:
    """Read the list; `#` at the start of a line begins a comment."""
    sources: dict[str, Source] = {}
    found: dict[str, dict[str, Evidence]] = {}
    problems: list[Problem] = []
    for number, line in enumerate(content.split("\n"), 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        if source := _SOURCE.fullmatch(text):
            sources[source[1]] = Source(*source.groups()[1:])
        elif (asked := _ASKED.fullmatch(text)) is None:
            problems.append(Problem(NAME, number, _UNREADABLE))
        elif asked[2] not in sources:
            problems.append(
                Problem(NAME, number, f"источник «{asked[2]}» выше не описан; опишите его строкой «{asked[2]} = …»")
            )
        elif other := found.get(asked[1], {}).get(asked[2]):
            text = f"об этом вопросе источник «{asked[2]}» уже назван в строке {other.line}; оставьте одну"
            problems.append(Problem(NAME, number, text))
        else:
            one = Evidence(number, asked[2], asked[4], int(asked[3] or 0))
            found.setdefault(asked[1], {})[asked[2]] = one
    return Asked(sources, {id: tuple(of.values()) for id, of in found.items()}, tuple(problems))


def find_unknown(asked: Asked, ids: Collection[str]) -> Iterator[Problem]:
    """Yield the lines that are about questions that are not there."""
    for id, evidence in asked.evidence.items():
        if id not in ids:
            yield Problem(NAME, evidence[0].line, f"вопроса «{id}» нет; исправьте id или удалите все его строки")
