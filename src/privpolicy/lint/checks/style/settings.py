"""Keys that say something and change nothing."""

from collections.abc import Iterator

from privpolicy.lint.check import Remark
from privpolicy.lint.examined import Examined
from privpolicy.model.activity import Activity
from privpolicy.model.condition import Alternative, Condition
from privpolicy.model.operation import PROTECTIVE
from privpolicy.source.path import NodePath


def settings_without_effect(x: Examined) -> Iterator[Remark]:
    """Key that nothing reads in this activity.

    A `legitimate-interest` belongs to the basis `legitimate-interests`; next to another basis it makes an authority ask
    on what the activity rests. `compelling-grounds` outweigh an objection, and only where there is a right to object:
    under legitimate interests and public tasks. `processing-for` names the controller for whom a processor acts. A
    `special-category-condition` is asked for special data alone: either it is not needed, or the mark `sensitivity` is
    missing on the data. And `consent` says what a consent must be where one counts, which is in more places than the
    basis: under a restriction, for a prohibition, for special data, for the user's device.

    Avoid::

        activities:
          account:
            purposes: [service]
            legal-basis: contract
            legitimate-interest: to keep our customers     # expect
            data-subjects: [customer]
            data: [contact]

    Prefer::

        activities:
          account:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
    """
    lifted_by_consent = any(_asks_consent(one) for item in x.prohibitions.values() for one in item.unless)
    for name, activity in x.activities.items():
        path: NodePath = ("activities", name)
        basis = activity.legal_basis
        if activity.legitimate_interest is not None and basis != "legitimate-interests":
            message = f"`{name}` rests on `{basis}` and names a legitimate interest"
            advice = "remove it, or rest the activity on `legitimate-interests`"
            yield Remark((*path, "legitimate-interest"), message, advice, on_key=True)
        if activity.compelling_grounds is not None and basis not in ("legitimate-interests", "public-task"):
            message = f"`{name}` rests on `{basis}`, against which nobody objects, so its grounds outweigh nothing"
            advice = "remove them: only legitimate interests and public tasks meet an objection"
            yield Remark((*path, "compelling-grounds"), message, advice, on_key=True)
        if activity.processing_for is not None and activity.role != "processor":
            message = f"`{name}` processes for `{activity.processing_for}` and not as a processor"
            yield Remark((*path, "processing-for"), message, "write `role: processor`, or remove it", on_key=True)
        if activity.special_category_condition is not None and _is_ordinary(x, activity):
            message = f"`{name}` states a condition for special data, and none of its data is marked as such"
            advice = "mark the data with `sensitivity: special`, or remove the condition"
            yield Remark((*path, "special-category-condition"), message, advice, on_key=True)
        if "consent" in activity.model_fields_set and not (lifted_by_consent or _looks_at_consent(x, activity)):
            message = f"nothing that `{name}` does asks for a consent"
            yield Remark((*path, "consent"), message, "remove the settings", on_key=True)


def empty_condition(x: Examined) -> Iterator[Remark]:
    """Condition without content.

    `when: {}` and `all: []` always hold, `any: []` and a list without values never do, and `unless: []` lifts nothing.
    None of them is what their author had in mind: something was to be filled in, or was removed by halves.

    Avoid::

        activities:
          fraud-check:
            purposes: [security]
            legal-basis: legitimate-interests
            legitimate-interest: not to be defrauded
            data-subjects: [customer]
            data: [order]
            when: {}                   # expect

    Prefer::

        activities:
          fraud-check:
            purposes: [security]
            legal-basis: legitimate-interests
            legitimate-interest: not to be defrauded
            data-subjects: [customer]
            data: [order]
            when: {suspected-fraud: true}
    """
    for path, condition in _conditions(x):
        yield from _empty(path, condition)
    for name, prohibition in x.prohibitions.items():
        if "unless" in prohibition.model_fields_set and not prohibition.unless:
            yield _remark(("prohibitions", name, "unless"), "lifts nothing")


def role_of_nobody(x: Examined) -> Iterator[Remark]:
    """Prohibition for roles that no recipient has.

    It reads like a promise and forbids nothing, since nobody who is declared has any of these roles. Either the
    recipients are missing, or one of them has the wrong role.

    Avoid::

        prohibitions:
          no-authorities:
            operations: [disclose]
            recipient-roles: [authority]       # expect
        recipients:
          printer: {role: processor, country: FR}

    Prefer::

        prohibitions:
          no-authorities:
            operations: [disclose]
            recipient-roles: [authority]
        recipients:
          printer: {role: processor, country: FR}
          tax-office: {role: authority, country: FR}
    """
    known = frozenset(role for roles in x.vocabulary.roles.values() for role in roles)
    for name, prohibition in x.prohibitions.items():
        if prohibition.recipient_roles is not None and known.isdisjoint(prohibition.recipient_roles):
            roles = " or ".join(f"`{role}`" for role in prohibition.recipient_roles)
            message = f"no recipient has the role {roles}, so `{name}` forbids nothing"
            advice = "declare those whom it is about, or correct their roles"
            yield Remark(("prohibitions", name, "recipient-roles"), message, advice, on_key=True)


def _is_ordinary(x: Examined, activity: Activity) -> bool:
    """Tell whether no data of an activity is special, nor anything below it."""
    special = x.special_data
    return not any(not special.isdisjoint(x.below("data", (category,))) for category in activity.data)


def _looks_at_consent(x: Examined, activity: Activity) -> bool:
    """Tell whether a consent counts anywhere for an activity, prohibitions aside."""
    if PROTECTIVE.issuperset(activity.operations):
        return False
    device = activity.terminal_equipment
    return (
        activity.legal_basis == "consent"
        or activity.special_category_condition == "explicit-consent"
        or (device is not None and not device.strictly_necessary)
        # While processing is restricted a consent lets it go on, except what goes on anyway.
        or not (
            PROTECTIVE.union({"store"}).issuperset(activity.operations)
            or x.vocabulary.legal_claims.issuperset(activity.purposes)
        )
    )


def _asks_consent(condition: Alternative) -> bool:
    return bool(condition.consent) or any(
        _asks_consent(part)
        for part in (*(condition.any_ or ()), *(condition.all_ or ()), *((condition.not_,) if condition.not_ else ()))
    )


def _conditions(x: Examined) -> Iterator[tuple[NodePath, Condition]]:
    for name, activity in x.activities.items():
        if activity.when is not None:
            yield ("activities", name, "when"), activity.when
        grounds = getattr(activity.compelling_grounds, "when", None)
        if grounds is not None:
            yield ("activities", name, "compelling-grounds", "when"), grounds
    for name, prohibition in x.prohibitions.items():
        if prohibition.when is not None:
            yield ("prohibitions", name, "when"), prohibition.when
        for position, alternative in enumerate(prohibition.unless):
            yield ("prohibitions", name, "unless", position), alternative


def _empty(path: NodePath, condition: Condition) -> Iterator[Remark]:
    """Yield the parts of a condition that say nothing, itself included."""
    if not condition.model_fields_set and not condition.facts:
        yield _remark(path, "always holds")
    for word, parts, saying in (("any", condition.any_, "never holds"), ("all", condition.all_, "always holds")):
        if parts is not None and not parts:
            yield _remark((*path, word), saying)
        for position, part in enumerate(parts or ()):
            yield from _empty((*path, word, position), part)
    if condition.not_ is not None:
        yield from _empty((*path, "not"), condition.not_)
    for fact, test in condition.facts.items():
        if test == ():
            yield _remark((*path, fact), "never holds")
    if isinstance(condition, Alternative) and condition.legal_basis == ():
        yield _remark((*path, "legal-basis"), "never holds")


def _remark(path: NodePath, saying: str) -> Remark:
    word = path[-1] if isinstance(path[-1], str) else path[-2]
    return Remark(path, f"`{word}` is empty, so it {saying}", "fill it in, or remove it")
