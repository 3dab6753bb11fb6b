"""Why two policies could not be compared."""


class DiffError(Exception):
    """A path that is none, a revision that git does not know, a repository that is not there.

    ``message`` is for people, ``advice`` says what to do about it.
    """

    def __init__(self, message: str, advice: str | None = None) -> None:
        super().__init__(message, advice)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return self.message
