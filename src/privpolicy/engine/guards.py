"""The seam at which the law joins the program: requirements that come from outside the policy."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Protocol

from privpolicy.engine.cell import Point
from privpolicy.engine.requirement import AgeOfConsent, Clause, ConsentLive
from privpolicy.model.activity import Activity


@dataclass(frozen=True, slots=True)
class Guarded:
    """An activity that guards look at: its id, what it declares and the consent that counts for it."""

    name: str
    activity: Activity
    consent: ConsentLive


class Guards(Protocol):
    """Requirements that the law adds to every activity. They narrow what a policy permits, and never widen it."""

    @property
    def packs(self) -> tuple[str, ...]:
        """The law packs that speak."""

    def mark(self, point: Point) -> Hashable:
        """Return what of a point the guards look at: points of one mark are guarded alike."""

    def sees(self, point: Point) -> Hashable:
        """Return what the guards see in a point, as a value that can be compared with what those of others see."""

    def age_of_consent(self, point: Point) -> AgeOfConsent | None:
        """Return from which age a person consents alone; ``None`` where the law does not ask."""

    def clauses(self, guarded: Guarded, point: Point) -> tuple[Clause, ...]:
        """Return what the law asks so that an activity permits at a point, protective operations aside."""
