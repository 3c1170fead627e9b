"""Numbers and words as text: short, one byte a character, and nothing that JSON would escape.

The files are compressed on their way; what is coded here compresses a sixth better than plain text.
`browser/index.js` reads it all back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from os.path import commonprefix

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
HIGHER = "!$%&()*./:;<>?@[]^`{|}~"
"""The digits before the last one; with no zero among them, for they count from one."""
SIGNS = "".join(chr(code) for code in range(35, 127) if chr(code) != "\\")
"""One for each of the commonest values of a column."""
SHARED = "!$%&()*,-./:;<>?@~"
"""Numbers of letters that a word shares with the one before it: no term holds these signs."""
_RUSSIAN = "абвгдежзийклмнопрстуфхцчшщъыьюя"
_NARROW = str.maketrans(_RUSSIAN, "ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^{}")


@cache
def digits(number: int) -> str:
    """Return a number as one of 64 last digits; what is left of it goes before that, as others."""
    result, number = DIGITS[number & 63], number >> 6
    while number:
        number, digit = divmod(number - 1, len(HIGHER))
        result = HIGHER[digit] + result
    return result


def steps(numbers: Sequence[int]) -> str:
    """Return sorted numbers as digits of the steps from one to the next."""
    return "".join(digits(number - last) for last, number in zip([0, *numbers], numbers, strict=False))


def narrow(text: str) -> str:
    """Return a text of lower-case words in one byte a letter: Russian letters as capitals and brackets."""
    return text.translate(_NARROW)


def front_coded(words: Iterable[str]) -> str:
    """Return sorted terms, each as the number of letters shared with the one before it, and the rest."""
    coded, last = [], ""
    for word in words:
        shared = min(len(commonprefix((last, word))), len(SHARED) - 1)  # noqa: RUF071 (letter by letter is the point)
        coded.append(SHARED[shared] + narrow(word[shared:]))
        last = word
    return "".join(coded)
