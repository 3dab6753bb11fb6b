"""Has a duration run out? Mostly told without the calendar: only near the edge is the exact end worked out."""

from math import ceil, floor

from privpolicy.engine.timetable import days_in
from privpolicy.model.duration import Duration, add
from privpolicy.model.moment import Moment

Bounds = tuple[Moment, Moment, Moment, Moment]
"""From and until when bounds hold; starts up to the third are surely long enough ago, from the fourth on too recent."""
_NEVER: Bounds = (Moment.MAX, Moment.MIN, Moment.MIN, Moment.MAX)


class Clock:
    """A calendar duration that is counted from many starts and looked at on few days.

    A month has 28 to 31 days and a year 365 or 366, so that on one day most starts are surely long enough ago or
    surely too recent. Those two bounds are kept for the day last looked at.
    """

    __slots__ = ("_bounds", "_longest", "_shortest", "lasts")

    def __init__(self, lasts: Duration) -> None:
        self.lasts = lasts
        # A day more on either side, so that no fraction of a day is in doubt.
        self._longest = ceil(days_in((lasts,), shortest=False)) + 1
        self._shortest = floor(days_in((lasts,), shortest=True)) - 1
        self._bounds = _NEVER  # replaced as one, so that threads may ask at once

    def over(self, start: Moment, at: Moment) -> bool:
        """Tell whether the duration, counted from a start, has ended at an instant."""
        first, last, long_ago, recent = self._bounds
        if not first <= at < last:
            bounds = self._around(at)
            if bounds is None:
                return self._exactly(start, at)
            first, last, long_ago, recent = self._bounds = bounds
        if start <= long_ago:
            return True
        if start >= recent:
            return False
        return self._exactly(start, at)

    def _exactly(self, start: Moment, at: Moment) -> bool:
        end = add(start, self.lasts)
        return end is not None and end <= at

    def _around(self, at: Moment) -> Bounds | None:
        """Return the bounds for the day of an instant; none at the ends of the calendar."""
        try:
            day = Moment(at.year, at.month, at.day)
            tomorrow = day.add(days=1, naive_arithmetic_ok=True)
            long_ago = day.subtract(days=self._longest, naive_arithmetic_ok=True)
            recent = tomorrow.subtract(days=self._shortest, naive_arithmetic_ok=True)
        except ValueError:
            return None
        return day, tomorrow, long_ago, recent
