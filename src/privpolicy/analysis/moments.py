"""The instants that matter to a requirement: between two of them nothing turns by itself."""

from collections.abc import Iterator

from privpolicy.analysis.leaves import leaves
from privpolicy.analysis.persons import matter
from privpolicy.engine.requirement import AgeOfConsent, ConsentLive, Requirement, Within
from privpolicy.model.moment import Moment


def from_on(requirement: Requirement, start: Moment) -> tuple[Moment, ...]:
    """Return an instant and every later one at which an interval in a requirement starts or ends."""
    return (start, *sorted({moment for moment in edges(requirement) if moment > start}))


def edges(requirement: Requirement) -> Iterator[Moment]:
    """Yield every instant at which an interval in a requirement starts or ends."""
    found = tuple(leaves(requirement))
    ages = matter(found)
    for leaf in found:
        match leaf:
            case Within(start, end):
                yield from (edge for edge in (start, end) if edge is not None)
            case ConsentLive(minors=AgeOfConsent(limits)) if ages:
                for changes in limits.values():
                    for interval, _ in changes:
                        yield from (edge for edge in (interval.start, interval.end) if edge is not None)
            case _:
                pass
