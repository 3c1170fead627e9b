"""The parser's names under one import, however this package was loaded.

MkDocs puts `hooks/` on the path while it loads a hook, so there this package is `page_checks` and
the parser `question_bank`; scripts and tests import both as parts of `hooks`.
"""

from __future__ import annotations

if __package__.startswith("hooks."):
    from ..question_bank import (
        KINDS,
        Bank,
        Fence,
        Problem,
        Question,
        Source,
        Vocabulary,
        decode,
        find_fences,
        front_matter_length,
        is_index_page,
        load_vocabulary,
        parse_pages,
    )
else:
    from question_bank import (
        KINDS,
        Bank,
        Fence,
        Problem,
        Question,
        Source,
        Vocabulary,
        decode,
        find_fences,
        front_matter_length,
        is_index_page,
        load_vocabulary,
        parse_pages,
    )

__all__ = [
    "KINDS",
    "Bank",
    "Fence",
    "Problem",
    "Question",
    "Source",
    "Vocabulary",
    "decode",
    "find_fences",
    "front_matter_length",
    "is_index_page",
    "load_vocabulary",
    "parse_pages",
]
