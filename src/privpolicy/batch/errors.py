"""What can be wrong with a table that is to be decided."""


class TableError(ValueError):
    """A table cannot be decided as it stands: what is wrong with which column, and what to do instead."""

    message: str
    """What is wrong, in one line."""
    help: str
    """What to do instead; may be empty."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(f"{message}: {advice}" if advice else message)
        self.message = message
        self.help = advice
