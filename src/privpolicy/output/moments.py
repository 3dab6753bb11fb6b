"""Instants as people write them."""

from datetime import UTC, datetime

from privpolicy.model.moment import Moment, to_datetime


def instant(moment: Moment | datetime) -> str:
    """Write a day where it is midnight in UTC, else day and time to the second."""
    when = moment.astimezone(UTC) if isinstance(moment, datetime) else to_datetime(moment)
    if not (when.hour or when.minute or when.second):
        return f"{when:%Y-%m-%d}"
    return f"{when:%Y-%m-%d %H:%M}{f':{when:%S}' if when.second else ''} UTC"
