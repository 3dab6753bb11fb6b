"""Texts by lines."""

import pytest

from privpolicy.source.text import SourceText


@pytest.mark.parametrize("text", ["a\nbc\n", "a\r\nbc\r\n", "a\rbc\r"])
def test_lines_end_as_yaml_ends_them(text: str) -> None:
    source = SourceText("policy.yaml", text)
    assert source.lines == ("a", "bc", "")
    assert source.line(2) == "bc"
    assert source.line(0) == source.line(9) == ""
    assert source.place_of(text.index("c")) == (2, 2)


def test_names_itself_briefly() -> None:
    assert repr(SourceText("policy.yaml", "abc")) == "SourceText('policy.yaml', 3 characters)"
