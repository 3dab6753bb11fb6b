"""Where the facts of a pack were looked up."""

from typing import Literal

from privpolicy.law.fact import PackPart
from privpolicy.model.text import Text


class Source(PackPart):
    """A text that was read."""

    title: Text
    """What it is."""
    where: Text
    """Where it stands."""
    kind: Literal["primary", "secondary"]
    """The act, court or authority itself; or who reports on it."""
