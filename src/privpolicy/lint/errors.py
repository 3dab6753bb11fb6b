"""Why the linter could not look."""


class LintError(Exception):
    """Bad configuration, an unreadable baseline, or a check that failed: nothing was said of the policy.

    ``message`` is for people; ``place`` is ``file:line:column``, or as much of it as is known, or empty.
    """

    def __init__(self, message: str, advice: str | None = None, place: str = "") -> None:
        super().__init__(message, advice, place)
        self.message = message
        self.advice = advice
        self.place = place

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message
