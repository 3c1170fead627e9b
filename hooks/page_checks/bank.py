"""The parser's names under one import, however this package was loaded.

MkDocs puts `hooks/` on the path while it loads a hook, so there this package is `page_checks` and
the parser `question_bank`; scripts and tests import both as parts of `hooks`.
"""

from __future__ import annotations

if __package__.startswith("hooks."):
    from .. import book_letters as letters
    from .. import question_bank
    from ..search import words
else:
    import book_letters as letters
    import question_bank
    from search import words

BODY_INDENT = question_bank.BODY_INDENT
KINDS = question_bank.KINDS
RESERVED_IDS = question_bank.RESERVED_IDS
Bank = question_bank.Bank
Fence = question_bank.Fence
Problem = question_bank.Problem
Question = question_bank.Question
Source = question_bank.Source
Vocabulary = question_bank.Vocabulary
book_letters = letters
decode = question_bank.decode
find_fences = question_bank.find_fences
front_matter = question_bank.front_matter
is_valid_id = question_bank.is_valid_id
load_vocabulary = question_bank.load_vocabulary
macro_calls = question_bank.macro_calls
parse_page = question_bank.parse_page
parse_pages = question_bank.parse_pages
repair_block_line = question_bank.repair_block_line
repair_heading = question_bank.repair_heading
search_words = words
with_plain_spaces = question_bank.with_plain_spaces
yaml_error_line = question_bank.front_matter.yaml_error_line
refuse_deep = question_bank.refuse_deep
