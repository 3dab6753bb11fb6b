"""Everything that one run measured."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.contest.measure import Contest, ContestEffort
from benchmarks.contest.silence import Silence
from benchmarks.fides.ours import FidesSize
from benchmarks.measure import Effort, Measured
from benchmarks.processes import Processes
from benchmarks.timing import Timing


@dataclass(frozen=True, slots=True)
class Tables:
    """What deciding whole tables costs, and the same by a join written by hand in the same run."""

    rows: int
    """Of the table that the two rates below are about."""
    rate: float
    """Decisions a second, from columns of names and lists."""
    encoded_rate: float
    """The same from dictionary-encoded columns."""
    hand_rate: float
    """Rows a second of the join over integers and masks, prepared and written by hand."""
    peak: int
    """Bytes of memory at the largest table."""
    growth: tuple[tuple[int, float], ...]
    """Rows and decisions a second of each size that was tried, the smallest first."""
    notes: str = ""
    """Every time of every size, versions of the engines, and what else is to be said."""
    few_rate: float | None = None
    """Decisions a second from names, where only the question, dates, consents and restriction are stated."""
    few_encoded_rate: float | None = None
    few_hand_rate: float | None = None
    seconds: Mapping[str, Sequence[tuple[int, float]]] = field(default_factory=dict)
    """Rows and seconds by who took them, the smallest first."""


@dataclass(frozen=True, slots=True)
class Figures:
    """One run. What was not measured in it is None, and the report says so."""

    contests: Sequence[Contest]
    contest_effort: ContestEffort
    silences: Sequence[Silence]
    measured: Sequence[Measured]
    loads: Sequence[tuple[int, Timing]]
    """Activities and the time to load so many, for the curve."""
    processes: Processes
    fides: FidesSize
    effort: Effort
    busy: tuple[float, float]
    """The load average of the machine over a minute, before and after: above one, others were at work."""
    tables: Tables | None = None
