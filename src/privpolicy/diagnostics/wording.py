"""How messages speak: the user's words in backticks, on one line, and the name that was probably meant."""

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

_LONGEST = 60


def quote(text: str) -> str:
    """Put the user's words in backticks, on one line and not too long."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text[: 2 * _LONGEST]).split())
    line = line.replace("`", "'")
    if len(line) > _LONGEST or len(text) > 2 * _LONGEST:
        line = line[: _LONGEST - 1] + "…"
    return f"`{line}`"


def listed(words: Sequence[str], last: str = "or") -> str:
    """Join words: ``a, b or c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


class Names:
    """Known names, among which the nearest to a mistyped one is found quickly even among thousands."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(names)
        self._by_pair: dict[str, list[int]] = defaultdict(list)
        for position, name in enumerate(self._names):
            for pair in _pairs(name):
                self._by_pair[pair].append(position)

    def nearest(self, name: str) -> str | None:
        """Return the known name most like this one, if any is like it."""
        shared: Counter[int] = Counter()
        for pair in _pairs(name[: 2 * _LONGEST]):
            shared.update(self._by_pair.get(pair, ()))
        likely = [self._names[position] for position, _ in shared.most_common(12)]
        return next(iter(difflib.get_close_matches(name[: 2 * _LONGEST], likely, n=1, cutoff=0.7)), None)


def did_you_mean(name: str, names: Iterable[str]) -> str | None:
    """Return the advice to write the nearest known name instead, if there is one."""
    found = Names(names).nearest(name)
    return None if found is None else f"did you mean {quote(found)}?"


def _pairs(name: str) -> set[str]:
    text = f"^{name.lower().replace('_', '-')}$"
    return {text[start : start + 2] for start in range(len(text) - 1)}
