"""What a programmer would index by hand where an engine goes through every rule: the rules that can matter."""

from dataclasses import dataclass, field

from benchmarks.contest.statement import Activity, Cell, Policy, Prohibition, above, reaches, touched

FOREVER = 1_000_000
"""Days, where data may be kept without end."""


@dataclass(frozen=True, slots=True)
class ByHand:
    """The activities and prohibitions of a cell, found once for each cell that is asked about."""

    policy: Policy
    by_purpose: dict[str, tuple[Activity, ...]]
    """The activities for each purpose or a broader one, in the order of the policy."""
    _cells: dict[Cell, tuple[tuple[Activity, ...], tuple[Prohibition, ...]]] = field(default_factory=dict)

    def at(self, cell: Cell) -> tuple[tuple[Activity, ...], tuple[Prohibition, ...]]:
        """Return what covers a cell, and what forbids it under some fact."""
        found = self._cells.get(cell)
        if found is None:
            covering = tuple(each for each in self.by_purpose[cell[0]] if _covers(each, cell))
            found = covering, tuple(each for each in self.policy.prohibitions if touched(each, cell))
            self._cells[cell] = found
        return found


def by_hand(policy: Policy) -> ByHand:
    """Index a policy by purpose."""
    listed: dict[str, list[int]] = {}
    for number, activity in enumerate(policy.activities):
        for purpose in activity.purposes:
            listed.setdefault(purpose, []).append(number)
    return ByHand(
        policy,
        {
            purpose: tuple(
                policy.activities[number]
                for number in sorted({number for wide in above(purpose) for number in listed.get(wide, ())})
            )
            for purpose in policy.purposes
        },
    )


def _covers(activity: Activity, cell: Cell) -> bool:
    _, category, subject, operation, recipient = cell
    return (
        operation in activity.operations
        and reaches(activity.data, category)
        and reaches(activity.subjects, subject)
        and reaches(activity.recipients, recipient)
    )
