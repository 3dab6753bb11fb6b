"""Why a saved policy could not be opened."""

AGAIN = "save the policy again"


class SavedPolicyError(Exception):
    """A file that is no saved policy, not the one that was meant, or not of this version. It answers nothing."""

    def __init__(self, message: str, advice: str | None = None) -> None:
        super().__init__(message, advice)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return self.message
