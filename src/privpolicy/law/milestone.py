"""What changed the reading of the law, and what may change it: neither is a guard."""

from privpolicy.law.fact import Fact, Norm, Sourced
from privpolicy.model.declaration import Many
from privpolicy.model.moment import MomentField
from privpolicy.model.text import Text


class Milestone(Fact):
    """A judgment, a decision or guidance; `valid` starts on its day."""

    effect: Text
    """What follows from it."""
    norm: Norm
    """What kind of rule it is."""


class Pending(Sourced):
    """Something proposed, adopted for later or before a court. It must change no answer."""

    state: Text
    """How far it is."""
    as_of: MomentField
    """The day of the newest source on it."""
    would_change: Many[Text] = ()
    """What it would change."""
