"""What the exit code of a command says."""

from typing import Final

from privpolicy.engine.outcome import Outcome

DONE: Final = 0
FAULTS: Final = 1
"""``validate`` found an error."""
CANNOT: Final = 2
"""No answer: a bad policy, a bad request, bad usage."""
INTERRUPTED: Final = 130
PIPE_CLOSED: Final = 141
"""As of a program that a closed pipe ended."""

OUTCOMES: Final[dict[Outcome, int]] = {Outcome.PERMIT: 0, Outcome.DENY: 1, Outcome.CONDITIONAL: 3}
