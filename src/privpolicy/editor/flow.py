"""Values in brackets that somebody is still typing: which lists and mappings are open, and what stands last."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"""(?P<space>\s+)"""
    r"""|(?P<comment>(?<!\S)\#[^\n]*)"""
    r"""|(?P<sign>[\[\]{},])"""
    r"""|(?P<colon>:(?=[\s,\[\]{}]|$))"""
    r"""|"(?P<double>(?:[^"\\]|\\.)*)(?P<end2>"?)"""
    r"""|'(?P<single>(?:[^']|'')*)(?P<end1>'?)"""
    r"""|(?P<plain>[^\s\[\]{},:]+|:)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(slots=True)
class Frame:
    """A list or mapping in brackets that is open."""

    is_mapping: bool
    key: str | None = None
    """The key whose value is being written."""
    index: int = 0
    keys: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Open:
    """Where a text stops: in which brackets, and the word that is being written, with its offset.

    Without brackets all have been closed. ``word`` is ``None`` where no word can be written, as in a comment.
    """

    frames: tuple[Frame, ...]
    word: str | None
    start: int


def read_flow(text: str) -> Open:
    """Read a value that starts with a bracket, up to where it stops."""
    frames: list[Frame] = []
    words: list[str] = []
    start = len(text)
    comment = False
    for kind, found, offset in _tokens(text):
        comment = kind == "comment"
        if kind == "word":
            start = offset if not words else start
            words.append(found)
        elif kind == "space":
            words += [found] if words else []
        elif kind in {"sign", "colon"}:
            _take(found, "".join(words).strip(), frames)
            words, start = [], len(text)
            if not frames:
                break
    return Open(tuple(frames), None if comment else "".join(words), start)


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield words without their quotes, signs, and spaces; a closed quotation ends its word."""
    for match in _TOKEN.finditer(text):
        for name in ("double", "single"):
            if match[name] is not None:
                yield "word", match[name], match.start(name)
                if match["end2"] or match["end1"]:
                    yield "space", " ", match.end()
                break
        else:
            kind = match.lastgroup or ""
            yield ("word" if kind == "plain" else kind), match[0], match.start()


def _take(sign: str, word: str, frames: list[Frame]) -> None:
    """Open, close or go on in brackets, after a word."""
    if sign in "[{":
        frames.append(Frame(sign == "{"))
        return
    frame = frames[-1] if frames else Frame(is_mapping=False)
    if frame.is_mapping and frame.key is None and word:
        frame.keys.append(word)
    if sign in "]}":
        frames.pop()
    elif sign == ",":
        frame.key = None
        frame.index += 1
    elif frame.is_mapping:
        frame.key = word
