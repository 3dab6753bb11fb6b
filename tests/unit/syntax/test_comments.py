"""Comments are found where the parser passes over them, and nowhere else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privpolicy.source.text import SourceText
from privpolicy.syntax.comments import Comment, comments
from privpolicy.syntax.events import NotYamlError, fastest_events


def places(text: str) -> list[int]:
    """Return the positions at which comments start."""
    lines = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text))]
    return [lines[comment.line - 1] + comment.column - 1 for comment in comments(text, "#")]


def by_events(text: str) -> list[int]:
    """Return where a `#` stands that belongs to no scalar, and after it none on its line."""
    lines = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text)), len(text), len(text)]
    kept = list(text)
    for event in fastest_events(SourceText("", text)):
        if type(event).__name__ != "ScalarEvent":
            continue
        start, end = (lines[mark.line] + mark.column for mark in (event.start_mark, event.end_mark))
        if event.style in {"|", ">"}:
            # Behind the sign of a text in a block there may be a comment on the same line.
            start = next((at for at in range(start, len(text)) if text[at] in "\r\n"), len(text))
        kept[start:end] = ["x" if sign not in "\r\n" else sign for sign in text[start:end]]
    return [match.start() for match in re.finditer(r"#[^\r\n]*", "".join(kept))]


WORDS = st.sampled_from(
    [
        "a", "b#c", "it's", '"q # r"', "'s # t'", '"x\\" # y"', "'it''s # u'", "# note", "x: y", "http://a#b", "- z",
        "[p, q]", "[p,", "q]", "{k: v # w", "}", "|", ">-", "|2", "|+ # h", "key:", "k2: ", '"k" : v', "- ", "#", "? ",
        "\t#t", ", ", " ", "  ", "    ", "\n", "\n", "\n  ", "\n    ", "\r\n",
    ]
)  # fmt: skip


@given(st.lists(st.tuples(WORDS, st.sampled_from(["", " ", "\n"])).map("".join), max_size=9).map("".join))
def test_comments_are_those_of_the_parser(text: str) -> None:
    try:
        expected = by_events(text)
    except NotYamlError:
        list(comments(text, "#"))
        return
    assert places(text) == expected


LINES = """\
# one
a: x # two
b:
  - it's  # three
  - 'no # comment'
  - |
    # no comment
  # four
c: [d, e, # five
    f#g]
"""


@pytest.mark.parametrize("break_", ["\n", "\r\n"])
def test_comments_know_their_place(break_: str) -> None:
    assert list(comments(LINES.replace("\n", break_), "#")) == [
        Comment(1, 1, "# one", alone=True),
        Comment(2, 6, "# two", alone=False),
        Comment(4, 11, "# three", alone=False),
        Comment(8, 3, "# four", alone=True),
        Comment(9, 11, "# five", alone=False),
    ]


def test_only_those_are_told_that_contain_a_word() -> None:
    assert [comment.text for comment in comments(LINES, "our")] == ["# four"]
    assert list(comments(LINES, "no comment")) == []
    assert list(comments("", "x")) == []
