"""Prohibitions: what no activity outweighs (after ODRL)."""

from privpolicy.model.condition import Alternative, Condition
from privpolicy.model.declaration import Declaration, Many, Some
from privpolicy.model.interval import Interval
from privpolicy.model.operation import Operation
from privpolicy.model.recipient import Role
from privpolicy.model.text import Id


class Prohibition(Declaration):
    """What is forbidden as soon as it touches any of a request; a dimension left out means any."""

    purposes: Some[Id] | None = None
    """The purposes touched."""
    except_purposes: Many[Id] = ()
    """Purposes taken out again, with what is narrower."""
    data: Some[Id] | None = None
    """The data categories touched."""
    data_subjects: Some[Id] | None = None
    """The data subjects touched."""
    operations: Some[Operation] | None = None
    """The operations touched."""
    recipients: Some[Id] | None = None
    """The recipients touched."""
    recipient_roles: Some[Role] | None = None
    """The roles of recipients touched."""
    when: Condition | None = None
    """Facts under which it forbids."""
    effective: Interval | None = None
    """When it is in force."""
    unless: Many[Alternative] = ()
    """Alternatives of which one lifts it, judged together with the activity that would permit."""
