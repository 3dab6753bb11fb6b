"""Recipients as findings name them: where they are declared, who sends data there, and from which day."""

from collections.abc import Iterator
from dataclasses import dataclass

from privpolicy.diagnostics.wording import quote
from privpolicy.engine.vocabulary import BUILT_IN_RECIPIENTS
from privpolicy.lint.examined import Examined
from privpolicy.model.moment import Moment
from privpolicy.model.recipient import Recipient
from privpolicy.source.path import NodePath


@dataclass(frozen=True, slots=True)
class Outsider:
    """A recipient outside the controller's own house, to which some activity sends data."""

    name: str
    declared: Recipient
    used: tuple[tuple[NodePath, str], ...]
    """An activity that names it, as something related."""
    day: Moment
    """The day asked about, or where every such activity starts later the first day of one."""


def outsiders(x: Examined) -> Iterator[Outsider]:
    """Yield the recipients that an activity names or covers, mere groups and the controller's own left out."""
    for name, activities in x.used_recipients.items():
        if name.partition(".")[0] not in BUILT_IN_RECIPIENTS and not x.is_group(name):
            first = activities[0]
            more = f" and {len(activities) - 1} more" if len(activities) > 1 else ""
            verb = "name" if more else "names"
            used = (("activities", first, "recipients"), f"{quote(first)}{more} {verb} it")
            start = min(_start(x, activity) for activity in activities)
            yield Outsider(name, x.model.recipients[name], (used,), start)


def _start(x: Examined, activity: str) -> Moment:
    intervals = (x.model.policy.effective, x.activities[activity].effective)
    return max(x.at, *(one.from_ for one in intervals if one is not None and one.from_ is not None), x.at)
