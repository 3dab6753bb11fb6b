"""What a peer has to be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from benchmarks.contest.statement import Policy, Question


@dataclass(frozen=True, slots=True)
class Label:
    """What the table says of a peer."""

    title: str
    distribution: str | None
    """Its name on PyPI; None for what needs nothing but this repository."""
    way: str
    """How the policy is restated, and what is done outside of the clock."""
    keeps: bool = False
    """The same request objects are asked in every round; otherwise every round makes them anew."""
    per_call: int = 1
    """How many questions one call answers. With more than one, a call takes a list and returns a list."""
    ours: bool = False


class Engine(Protocol):
    """A peer that has loaded a policy."""

    def request(self, question: Question) -> Any:
        """Return the question as the engine wants it. It runs outside of the clock, and once more within it."""
        ...

    def decide(self, request: Any) -> Any:
        """Return whether all categories are permitted; for a list of requests a list of that."""
        ...


class Peer(Protocol):
    """One row of the table. Importing its module imports nothing that may not be installed: :meth:`start` does."""

    @property
    def label(self) -> Label: ...

    def start(self, policy: Policy, asked: Sequence[Question]) -> Engine:
        """Load a policy. Raises ``ImportError`` where the peer is not installed.

        ``asked`` is what will be asked: whoever indexes by hand may prepare the cells that come up.
        """
        ...


@dataclass(frozen=True, slots=True)
class Absent:
    """A peer that PyPI does not give to this Python, and why."""

    title: str
    why: str
