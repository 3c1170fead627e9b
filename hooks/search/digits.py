"""Numbers as text: short, and nothing that JSON would escape."""

from __future__ import annotations

from functools import cache

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"


@cache
def digits(number: int) -> str:
    """Return a number as digits of 32, all but the last of them in the upper half of the 64."""
    result = DIGITS[number & 31]
    while number := number >> 5:
        result = DIGITS[32 | number & 31] + result
    return result


def steps(numbers: list[int]) -> str:
    """Return sorted numbers as digits of the steps from one to the next."""
    return "".join(digits(number - last) for last, number in zip([0, *numbers], numbers, strict=False))
