"""What keeps a command from answering."""


class Fault(Exception):  # noqa: N818  # a fault of what was typed, not of the program
    """Bad usage, or something that cannot be read: said on standard error, exit code 2."""

    def __init__(self, message: str, advice: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
