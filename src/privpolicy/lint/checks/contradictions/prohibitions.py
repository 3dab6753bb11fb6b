"""Prohibitions and conditions that do nothing (PP803, PP804, PP808, PP809)."""

from collections.abc import Iterator

from privpolicy.diagnostics.wording import quote
from privpolicy.engine.compile import simplify
from privpolicy.engine.requirement import Not, Requirement
from privpolicy.engine.vocabulary import Dimension
from privpolicy.lint.check import Check, Remark, check
from privpolicy.lint.checks.contradictions.words import ids_listed
from privpolicy.lint.examined import Examined
from privpolicy.model.activity import Activity
from privpolicy.model.condition import Condition


def idle_exemption(x: Examined) -> Iterator[Remark]:
    """An exemption that lets nothing through.

    An item of `unless` promises a case in which the prohibition does not forbid. Here no activity that the prohibition
    meets can ever use it: none rests on that basis or can be in that case, or another prohibition forbids it all the
    same. Two declarations say opposite things.

    Avoid::

        activities:
          hand-over:
            purposes: [audit]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
            operations: [disclose]
            recipients: [auditor]
        prohibitions:
          no-disclosure:
            operations: [disclose]
            unless:
              - legal-basis: contract
              - legal-basis: vital-interests    # expect

    Prefer::

        activities:
          hand-over:
            purposes: [audit]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
            operations: [disclose]
            recipients: [auditor]
        prohibitions:
          no-disclosure:
            operations: [disclose]
            unless:
              - legal-basis: contract
    """
    for name, position in x.compared.idle_exemptions:
        yield Remark(
            ("prohibitions", name, "unless", position),
            f"this exemption of prohibition {quote(name)} lets nothing through, whatever the activity",
            "remove it, or declare the activity that is meant to use it",
        )


def shadowed_prohibition(x: Examined) -> Iterator[Remark]:
    """A prohibition that adds nothing to another.

    Whatever it forbids, another prohibition forbids as well, in every situation and under every legal basis. Who
    relaxes it one day will find that nothing changes.

    Avoid::

        prohibitions:
          no-sale:
            operations: [sell]
          no-sale-of-contacts:    # expect
            data: [contact]
            operations: [sell]

    Prefer::

        prohibitions:
          no-sale:
            operations: [sell]
    """
    for name, other in x.compared.shadowed:
        yield Remark(
            ("prohibitions", name),
            f"prohibition {quote(name)} adds nothing to {quote(other)}, which forbids all that it forbids",
            "remove it, or narrow the other one",
            ((("prohibitions", other), f"{quote(other)} stands here"),),
            on_key=True,
        )


def avoidable_condition(x: Examined) -> Iterator[Remark]:
    """A condition that another purpose of the same kind goes round.

    Two purposes mean the same (they name the same term of the Data Privacy Vocabulary). One may use the data only
    under a condition, the other may use the same data without it: the condition protects nobody.

    Avoid::

        purposes:
          abuse-prevention: {dpv: "dpv:MisusePreventionAndDetection"}
          investigation: {dpv: "dpv:MisusePreventionAndDetection"}
        activities:
          watch:
            purposes: [abuse-prevention]
            legal-basis: contract
            data-subjects: [visitor]
            data: [log]
          investigate:
            purposes: [investigation]
            legal-basis: contract
            data-subjects: [visitor]
            data: [log]
            when: {serious-suspicion: true}    # expect

    Prefer::

        purposes:
          abuse-prevention: {dpv: "dpv:MisusePreventionAndDetection"}
        activities:
          watch:
            purposes: [abuse-prevention]
            legal-basis: contract
            data-subjects: [visitor]
            data: [log]
            when: {serious-suspicion: true}
    """
    by_term: dict[str, list[str]] = {}
    for name, activity in x.activities.items():
        for purpose in activity.purposes:
            if (term := x.model.purposes[purpose].dpv) is not None:
                by_term.setdefault(term, []).append(name)
    for names in by_term.values():
        free = [name for name in names if x.model.activities[name].when is None]
        for name in names:
            around = next(
                (one for one in free if _goes_round(x, x.model.activities[name], x.model.activities[one])), None
            )
            if x.model.activities[name].when is not None and around is not None:
                yield Remark(
                    ("activities", name, "when"),
                    f"activity {quote(around)} does the same without this condition: its purpose is of the same kind",
                    "ask for the condition in both, or make them one",
                    ((("activities", around), f"{quote(around)} stands here"),),
                )


def idle_condition(x: Examined) -> Iterator[Remark]:
    """A condition that always holds, or a prohibition that never applies.

    A `when` that is true whatever is stated asks for nothing; a prohibition whose conditions contradict each other
    forbids nothing. Both look like protection and are none.

    Avoid::

        facts:
          plan: {type: enum, values: [free, paid]}
        activities:
          support:
            purposes: [support]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
            when: {any: [{contract: true}, {not: {contract: true}}]}    # expect
        prohibitions:
          no-export:    # expect
            operations: [disclose]
            when: {plan: free, all: [{plan: paid}]}

    Prefer::

        facts:
          plan: {type: enum, values: [free, paid]}
        activities:
          support:
            purposes: [support]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
            when: {contract: true}
        prohibitions:
          no-export:
            operations: [disclose]
            when: {plan: free}
    """
    for section, declared in (("activities", x.activities), ("prohibitions", x.prohibitions)):
        for name, one in declared.items():
            if one.when is not None and x.conflicts.world(simplify(Not(_compiled(x, one.when)))) is None:
                yield Remark((section, name, "when"), "this condition always holds", "remove it, or say what is meant")
    for name in x.compared.never_forbidding:
        yield Remark(
            ("prohibitions", name),
            f"prohibition {quote(name)} never forbids anything: its conditions cannot hold together",
            "change its conditions, or remove it",
            on_key=True,
        )


def _goes_round(x: Examined, conditional: Activity, free: Activity) -> bool:
    """Tell whether an activity without a condition does what one with a condition does, for another purpose."""
    if set(conditional.purposes) & set(free.purposes) or not set(conditional.recipients) <= set(free.recipients):
        return False
    dimensions: tuple[Dimension, ...] = ("data", "data-subject", "operation")
    return all(
        any(
            one in x.vocabulary.overlapping(dimension, other)
            for one in ids_listed(free, dimension)
            for other in ids_listed(conditional, dimension)
        )
        for dimension in dimensions
    )


def _compiled(x: Examined, condition: Condition) -> Requirement:
    return x.policy.programs(law=None).compiler.condition(condition)


CHECKS: tuple[Check, ...] = (
    check("PP803", "idle-exemption", "warning", idle_exemption),
    check("PP804", "shadowed-prohibition", "note", shadowed_prohibition),
    check("PP808", "avoidable-condition", "note", avoidable_condition, cites=("gdpr:5-1-b",)),
    check("PP809", "idle-condition", "warning", idle_condition),
)
