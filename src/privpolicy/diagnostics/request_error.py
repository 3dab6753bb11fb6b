"""What is wrong with a request."""


class RequestError(ValueError):
    """A request that cannot be answered: an unknown id, a value of the wrong type, a key that nobody knows.

    ``message`` says what is wrong in words for people; ``path`` says where, dotted, in the keys of a request file
    (``context.consents.0.given``), and is empty when the request as a whole is at fault.
    """

    def __init__(self, message: str, path: str = "") -> None:
        super().__init__(message, path)
        self.message = message
        self.path = path

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message

    def to_dict(self) -> dict[str, str]:
        """Return the form in which a stream of decisions carries it."""
        return {"message": self.message, "path": self.path}
