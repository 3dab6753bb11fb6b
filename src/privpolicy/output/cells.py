"""How wide a text is on a terminal, and what of it may be shown there."""

import unicodedata

REPLACEMENT = "\ufffd"
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the order of what stands around them."""


def cells(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return len(text) if text.isascii() else sum(map(_cells_of, text))


def shown(text: str) -> str:
    """Return a text whose control characters cannot steer a terminal."""
    if text.isprintable():
        return text
    return "".join(REPLACEMENT if _steers(char) else char for char in text)


def _cells_of(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _steers(char: str) -> bool:
    return char in _BIDI or unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}
