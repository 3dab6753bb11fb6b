"""Whether a text says the same twice."""

import re

_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_QUICK = re.compile(r"\w+")
_STOP = re.compile(r"[.,;:!?()\n]+")
_ADJACENT = 3
"""So many words that stand twice in a row are no accident of speech."""
_APART = 5
"""So many words between stops are a clause of its own: a shorter one may well come back."""


def repeated(text: str) -> str | None:
    """Return the first clause that stands twice in a text, as written the first time."""
    words = _QUICK.findall(text.lower())
    if len(words) - len(set(words)) < _ADJACENT:  # most texts repeat no three words at all
        return None
    return _twice_in_a_row(text) or _between_stops(text)


def _twice_in_a_row(text: str) -> str | None:
    """Find words that follow on themselves, stops between them aside."""
    found = list(_WORD.finditer(text))
    words = [one.group().lower() for one in found]
    seen: dict[tuple[str, ...], int] = {}
    for start in range(len(words) - _ADJACENT + 1):
        head = tuple(words[start : start + _ADJACENT])
        before = seen.get(head)
        if (
            before is not None
            and start - before >= _ADJACENT
            and words[before:start] == words[start : 2 * start - before]
        ):
            return text[found[before].start() : found[start - 1].end()]
        seen[head] = start
    return None


def _between_stops(text: str) -> str | None:
    seen: dict[tuple[str, ...], str] = {}
    for clause in _STOP.split(text):
        words = tuple(one.lower() for one in _WORD.findall(clause))
        if len(words) >= _APART and words in seen:
            return seen[words]
        seen.setdefault(words, clause.strip())
    return None
