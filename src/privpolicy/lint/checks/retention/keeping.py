"""Who keeps what, in the words of a finding."""

from collections.abc import Iterable, Iterator

from privpolicy.diagnostics.wording import listed, quote
from privpolicy.lint.examined import Examined, keeps
from privpolicy.model.retention import Schedule
from privpolicy.source.path import NodePath

_SHOWN = 3


def kept_by(x: Examined) -> Iterator[tuple[NodePath, Schedule, tuple[str, ...]]]:
    """Yield each schedule by which something is kept: where it is written, and the activities that keep by it."""
    for path, (schedule, names) in x.schedules.items():
        keeping = tuple(name for name in names if keeps(x.activities[name]))
        if keeping:
            yield path, schedule, keeping


def named(ids: Iterable[str]) -> str:
    """List ids in backticks, and of many the first few."""
    words = [quote(one) for one in ids]
    return (
        listed(words, "and")
        if len(words) <= _SHOWN + 1
        else f"{', '.join(words[:_SHOWN])} and {len(words) - _SHOWN} more"
    )
