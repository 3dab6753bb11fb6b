"""Why, in one word: the code of the first reason of a decision, as an expression."""

from dataclasses import replace

import ibis
from ibis import Value

from privpolicy.batch.branches import Tree, grow
from privpolicy.batch.choice import Slot
from privpolicy.batch.plans import Shape
from privpolicy.batch.truth import TRUE, Truths, settled, stated
from privpolicy.engine.explain import first_part, refusals
from privpolicy.engine.requirement import ConsentLive, NoObjection, Requirement, Stored
from privpolicy.engine.situation import Situation
from privpolicy.engine.storage import weighed

_FAILED = {
    "in-force": "not-in-force",
    "condition": "condition-unmet",
    "objection": "objected",
    "origin": "origin-incompatible",
    "legal-hold": "legal-hold",
    "prohibition": "prohibited",
    "restriction": "restricted",
}
_UNKNOWN = {
    "in-force": "condition-unknown",
    "condition": "condition-unknown",
    "legal-hold": "legal-hold-unknown",
    "prohibition": "prohibition-unknown",
}


def failed(shape: Shape, truths: Truths, slot: Slot) -> Value:
    """Return the code of a clause that fails. ``slot``: the retention requirements that may stand for it, by number."""
    if shape.requirement is None:
        return _retention(truths, slot)
    if shape.kind == "consent":
        consent = first_part(shape.requirement, ConsentLive)
        return ibis.literal("consent-missing") if consent is None else _lack(consent, truths)
    return ibis.literal(_FAILED.get(shape.kind, shape.kind))


def unknown(shape: Shape, truths: Truths, slot: Slot) -> Value:
    """Return the code of a clause that hangs on something nobody stated."""
    record = truths.record
    if shape.requirement is None:
        return _retention(truths, slot)
    match shape.kind:
        case "consent" | "origin":
            return _young(shape.requirement, truths, "consent-unknown")
        case "objection":
            return _unstated(record.objections, truths).ifelse(
                ibis.literal("objection-unknown"), _open_objection(shape.requirement, truths)
            )
        case "restriction":
            return _unstated(record.restricted, truths).ifelse(
                ibis.literal("restriction-unknown"), _young(shape.requirement, truths, "consent-unknown")
            )
    return ibis.literal(_UNKNOWN.get(shape.kind, f"{shape.kind}-unknown"))


def _unstated(column: Value | None, truths: Truths) -> Value:
    """Return whether a row leaves something out that its record would not answer for."""
    missing = TRUE if column is None else column.isnull()
    return missing if truths.record.complete is None else missing & ~truths.record.complete


def _young(requirement: Requirement, truths: Truths, otherwise: str) -> Value:
    """Return the code for a consent that may be a child's own, where consents are stated, or another."""
    consent = first_part(requirement, ConsentLive)
    if consent is None or consent.minors is None:
        return ibis.literal(otherwise)
    return _unstated(truths.record.consents, truths).ifelse(
        ibis.literal(otherwise), ibis.literal("child-consent-unknown")
    )


def _open_objection(requirement: Requirement, truths: Truths) -> Value:
    objection = first_part(requirement, NoObjection)
    if objection is not None and objection.lifted_by is not None:
        return _young(objection.lifted_by, truths, "consent-unknown")
    return ibis.literal("condition-unknown")


def _lack(asked: ConsentLive, truths: Truths) -> Value:
    """Return why no consent on record counts, of the most recent one that comes into question."""
    consents = truths.record.consents
    if consents is None:
        return ibis.literal("consent-missing")
    about = truths.about(consents)
    latest = about.map(lambda one: one["given"]).maxs()
    last = about.filter(lambda one: one["given"] == latest)[0]
    withdrawn = last["withdrawn"] <= truths.at
    return ibis.cases(
        ((about.length() == 0) | consents.isnull(), ibis.literal("consent-missing")),
        (truths.consents(asked).length() > 0, ibis.literal("child-consent")),
        (truths.consents(replace(asked, explicit=False)).length() > 0, ibis.literal("consent-not-explicit")),
        (withdrawn, ibis.literal("consent-withdrawn")),
        else_=ibis.literal("consent-expired"),
    )


def _retention(truths: Truths, slot: Slot) -> Value:
    return slot.said(
        lambda stored: truths.render(_code_tree(stored, truths), ibis.literal), ibis.literal("retention-phase")
    )


def _code_tree(stored: Stored, truths: Truths) -> Tree[str]:
    """Return the branches to the code that a retention requirement gives where it does not hold."""
    known = settled(truths.record) | stated(stored, truths.record)
    return grow(lambda row: _code(stored, row), known)  # type: ignore[arg-type]  # a row answers what is asked of a situation


def _code(stored: Stored, situation: Situation) -> str:
    truth = weighed(stored, situation)
    if truth is None:
        return "legal-hold-unknown" if situation.states(stored.timetable.events) else "retention-unknown"
    return "permitted" if truth else refusals(stored, situation)[0]
