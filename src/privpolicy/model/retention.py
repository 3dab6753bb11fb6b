"""Retention schedules: phases, floors and what follows them (Art. 5(1)(e) GDPR)."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Tag

from privpolicy.model.declaration import Declaration, Many, Some, Written
from privpolicy.model.duration import DurationField
from privpolicy.model.text import Id, Text


def _one_or_many(value: Any) -> str:
    return "list" if isinstance(value, list | tuple) else "value"


class Phase(Written):
    """A stage of storage. It ends at an event, after a duration, or at the earlier where both stand."""

    phase: Literal["active", "restricted"]
    """In use, or kept apart for the purposes that the phase names (intermediate archive)."""
    from_: Id | None = None
    """The event at which it starts; else the end of the phase before, else `collected`."""
    until: (
        Annotated[Annotated[Id, Tag("value")] | Annotated[Some[Id], Tag("list")], Discriminator(_one_or_many)] | None
    ) = None
    """The event at which it ends, or a list of events of which the earliest counts."""
    for_: DurationField | None = None
    """How long it lasts from its start."""
    purposes: Many[Id] | None = None
    """In a restricted phase, the only purposes allowed; none given: store, restrict, erase only."""
    law: Text | None = None
    """The law that demands this phase; no erasure while it lasts."""

    @property
    def until_events(self) -> tuple[str, ...]:
        """The events that end it."""
        if self.until is None:
            return ()
        return (self.until,) if isinstance(self.until, str) else self.until


class Schedule(Declaration):
    """How long data is kept, in which phases, and what follows."""

    phases: Some[Phase]
    """The stages of storage, in order."""
    then: Literal["erase", "anonymise"]
    """What is done after the last phase."""
    at_least: DurationField | None = None
    """A floor, counted from the start of the first phase: no erasure before."""
