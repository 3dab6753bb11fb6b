"""Numbers that remember how they were written."""


class WrittenInt(int):
    """A whole number that remembers its text, so that ``version: 007`` stays what its author wrote."""

    text: str


class WrittenFloat(float):
    """A decimal number that remembers its text."""

    text: str
