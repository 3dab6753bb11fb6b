"""The comments of a text: where a `#` begins one, and where it is a part of a value.

Parsers pass over comments without a word, and to parse a text once more only to find them takes too long. This looks
at no more than it must: quotes, brackets, block texts, and how far lines stand in. What is no YAML is read somehow.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BREAK = re.compile(r"\r\n|\n|\r")
_ONE_BREAK = re.compile(r"(?:\r\n|\n|\r)?")
_MARGINS = re.compile(r"[ \r\n]*")
_BLANKS = re.compile(r"[ \t]*")
_SPACE = re.compile(r"[ \t\r\n]*")
_LINE = re.compile(r"[^\r\n]*+")
_QUOTED = re.compile(r""""(?:[^"\\]|\\.)*+"?|'(?:[^']|'')*+'?""", re.DOTALL)
_BLOCK_TEXT = re.compile(r"[|>](?:([1-9])[+-]?|[+-]([1-9])?)?(?=[ \t]*+(?:[#\r\n]|$))")
_BULLET = re.compile(r"[-?](?=[ \t\r\n]|$)")
_COLON = re.compile(r":(?=[ \t\r\n]|$)")
_PROPERTY = re.compile(r"[&*!][^\s,\[\]{}]*")
# A word without quotes ends at the end of its line, before a comment, or, as a key, before its colon. Between brackets
# commas and brackets end it, too.
_WORD = re.compile(r"(?P<last>(?:[^\s:#]++|:(?![ \t\r\n]|$)|(?<![ \t\r\n])#|[ \t]++(?![#\r\n]))*+)")
_WORD_IN_BRACKETS = re.compile(
    r"(?:[\w.-]++[ \t]*+[,:][ \t]++)*+"  # simple ones before it, with what parts them
    r"(?P<last>(?:[^\s:#,\[\]{}]++|:(?![ \t\r\n,\[\]{}]|$)|(?<![ \t\r\n])#|[ \t]++(?![#\r\n]))*+)"
)
_BORING = r"""(?:
    [ ]*+ (?:-[ ]++)? [\w.-]++: (?:            # a key, and behind it nothing, a value in brackets, or a word
        (?:[ ]++ \[ (?:[^\[\]{}"'#\r\n]|\{[^\[\]{}"'#\r\n]*+\})*+ \])? [ \t]*+ (?:\r\n|\n)
      | [ ]++ \{ (?:[^\[\]{}"'#\r\n]|\[[^\[\]{}"'#\r\n]*+\])*+ \} [ \t]*+ (?:\r\n|\n)
      | [ ]++ [A-Za-z0-9(][^:#\r\n]*+ (?:\r\n|\n) (?![ ]*(?:-[ ]|[\r\n]))
    )
  | (?P<margin>[ ]*+) -[ ]++ [A-Za-z0-9(][^:#\r\n]*+ (?:\r\n|\n) (?!(?P=margin)[ ]++-[ ]|[ ]*[\r\n])
  | [ ]*+ (?:(?![^\r\n]*{containing})\#[^\r\n]*+)? (?:\r\n|\n)
)*+"""
"""Lines without anything to look out for. A bullet on a line behind a word may belong to the word."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with its sign. Line and column count from one; ``alone`` where nothing stands before it."""

    line: int
    column: int
    text: str
    alone: bool


def comments(text: str, containing: str) -> Iterator[Comment]:
    """Yield the comments of a text in which a word stands, in order."""
    last = text.rfind(containing)
    line, counted = 1, 0
    for start in _Scanner(
        text, last, re.compile(_BORING.replace("{containing}", re.escape(containing)), re.VERBOSE)
    ).starts():
        comment = _LINE.match(text, start)[0]  # type: ignore[index]
        if containing not in comment:
            continue
        line += len(_BREAK.findall(text, counted, start))
        counted = start
        begin = _line_start(text, start)
        yield Comment(line, start - begin + 1, comment.rstrip(), not text[begin:start].strip())


@dataclass(slots=True)
class _Scanner:
    """Goes through a text, and knows of each place whether a value may begin there."""

    text: str
    last: int
    """Behind this nothing is looked for."""
    boring: re.Pattern[str]
    begin: int = 0
    """Where the line begins."""
    fresh: bool = True
    """Nothing but space was passed in this line."""
    brackets: int = 0
    """How many are open."""
    column: int = -1
    """Where the innermost key or bullet stands; a value that belongs to it stands further in."""
    word: bool = False
    """A word without quotes may go on in the next line."""
    quoted: int = 0
    """Where the last text in quotes stands: behind it may come the colon of a key."""

    def starts(self) -> Iterator[int]:
        """Yield where comments start."""
        text = self.text
        position = 0
        while position <= self.last:
            start = self._pass_space(position)
            if start >= len(text):
                return
            goes_on = self.word and self.fresh and (self.brackets > 0 or start - self.begin > self.column)
            self.word = False
            if text[start] == "#":
                yield start
                position = _end(_LINE, text, start)
            elif goes_on and (position := self._word(start)) > start:
                pass
            elif not self.brackets and (block := _BLOCK_TEXT.match(text, start)):
                behind = _end(_BLANKS, text, block.end())
                if text.startswith("#", behind):
                    yield behind
                position = self._past_block_text(_end(_LINE, text, behind), block[1] or block[2])
                self.fresh = True
                continue
            else:
                position = self._token(start)
            self.fresh = False

    def _pass_space(self, position: int) -> int:
        """Return where something is written next."""
        start = _end(_SPACE, self.text, position)
        if self.fresh or _BREAK.search(self.text, position, start):
            self.fresh = True
            self.begin = _line_start(self.text, start)
            if not self.brackets and not self.word and (last := self._last_boring_line()) > self.begin:
                start = _end(_SPACE, self.text, last)
                self.begin = _line_start(self.text, start)
        return start

    def _last_boring_line(self) -> int:
        """Return where the last line begins that needs no look, from this line on; that one is read all the same."""
        end = _end(self.boring, self.text, self.begin)
        return _line_start(self.text, max(end - 2, self.begin)) if end > self.begin else self.begin

    def _token(self, start: int) -> int:
        """Go past one word, one text in quotes, or one sign, and return where it ends."""
        char = self.text[start]
        if char in "[{":
            self.brackets += 1
        elif char in "]}":
            self.brackets = max(0, self.brackets - 1)
        elif char in "\"'":
            self.quoted = start
            return _end(_QUOTED, self.text, start)
        elif char in "&*!":
            return _end(_PROPERTY, self.text, start)
        elif not self.brackets and _BULLET.match(self.text, start):
            self.column = start - self.begin
        elif char == ":" and (self.brackets or _COLON.match(self.text, start)):
            if not self.brackets:
                self.column = self.quoted - _line_start(self.text, self.quoted)
        elif char != ",":
            return max(self._word(start), start + 1)
        return start + 1

    def _word(self, start: int) -> int:
        """Go past a word without quotes, with its colon if it is a key."""
        match = (_WORD_IN_BRACKETS if self.brackets else _WORD).match(self.text, start)
        end, last = (match.end(), match["last"]) if match else (start, "")
        behind = _end(_BLANKS, self.text, end)
        if self.text.startswith(":", behind) and not self.brackets:
            self.column = start - self.begin
            return behind + 1
        if start == self.begin and self.text[start:end] in {"---", "..."}:
            self.column = -1
        else:
            self.word = bool(last) and self.text[behind : behind + 1] in {"", "\n", "\r"}
        return end

    def _past_block_text(self, position: int, stated: str | None) -> int:
        """Return where the line begins behind a text that is told from the rest by how far it stands in."""
        least = max(self.column, 0) + int(stated) if stated else max(self.column + 1, 1)
        if stated is None:
            # As far as the first line that is not empty, or as an empty one before it that stands in further.
            least = max(least, *map(len, _BREAK.split(_MARGINS.match(self.text, position)[0])))  # type: ignore[index]
        lines = re.compile(rf"(?:[ ]{{{least}}}[^\r\n]*+|[ ]*+)(?:\r\n|\n|\r|\Z)")
        position = _end(_ONE_BREAK, self.text, position)
        while position < len(self.text) and (line := lines.match(self.text, position)):
            position = line.end()
        return position


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    """Return where a pattern ends that begins at a position; there, if it does not match."""
    match = pattern.match(text, position)
    return position if match is None else match.end()


def _line_start(text: str, position: int) -> int:
    after = text.rfind("\n", 0, position) + 1
    return max(after, text.rfind("\r", after, position) + 1)
