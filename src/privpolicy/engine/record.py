"""Consents and objections on record, as a situation holds them.

They say what :class:`~privpolicy.model.request.Consent` and :class:`~privpolicy.model.request.Objection` say, which
stand for them wherever one is handed out; they are not those because a request makes some each time.
"""

from dataclasses import dataclass
from typing import Any, Literal

from privpolicy.model.moment import Moment
from privpolicy.model.request import Consent, FactValue, Objection


@dataclass(slots=True, unsafe_hash=True)
class RecordedConsent:
    """A consent that a request states. Never changed once made; not frozen only because that takes time."""

    purpose: str
    given: Moment
    withdrawn: Moment | None
    explicit: bool
    by: Literal["subject", "guardian"]


@dataclass(slots=True, unsafe_hash=True)
class RecordedObjection:
    """An objection that a request states. Never changed once made; not frozen only because that takes time."""

    purpose: str
    raised: Moment
    withdrawn: Moment | None


Facts = dict[str, FactValue | None]
Stated = tuple[
    tuple[RecordedConsent, ...] | None,
    tuple[RecordedObjection, ...] | None,
    bool | None,
    bool | None,
    dict[str, Moment | None],
    int | float | None,
    str | None,
    Facts,
]
"""Consents, objections, restricted, legal hold, events, age, country and facts; ``None``: not known."""

AnyConsent = Consent | RecordedConsent
AnyObjection = Objection | RecordedObjection


def recorded_consent(consent: AnyConsent) -> RecordedConsent:
    """Return a consent as it is recorded."""
    return RecordedConsent(consent.purpose, consent.given, consent.withdrawn, consent.explicit, consent.by)


def recorded_objection(objection: AnyObjection) -> RecordedObjection:
    """Return an objection as it is recorded."""
    return RecordedObjection(objection.purpose, objection.raised, objection.withdrawn)


def stating_consent(consent: AnyConsent) -> dict[str, Any]:
    """Return the keys of a request file that state a consent, instants as they are."""
    return {
        "purpose": consent.purpose,
        "given": consent.given,
        "withdrawn": consent.withdrawn,
        "explicit": consent.explicit,
        "by": consent.by,
    }


def stating_objection(objection: AnyObjection) -> dict[str, Any]:
    """Return the keys of a request file that state an objection, instants as they are."""
    return {"purpose": objection.purpose, "raised": objection.raised, "withdrawn": objection.withdrawn}
