"""Contradictions: what a policy permits and forbids at once, decided on its compiled program (PP80x)."""

from collections.abc import Iterator, Sequence

from privpolicy.analysis.never import Never
from privpolicy.analysis.regions import Region
from privpolicy.analysis.stopped import Stopped
from privpolicy.analysis.witness import command
from privpolicy.diagnostics.wording import listed, quote
from privpolicy.engine.compile import simplify
from privpolicy.engine.request import Request
from privpolicy.engine.requirement import Not, Requirement
from privpolicy.engine.vocabulary import DIMENSIONS, SECTIONS, Dimension
from privpolicy.lint.check import Check, Remark, check
from privpolicy.lint.examined import Examined
from privpolicy.model.activity import Activity
from privpolicy.model.condition import Condition
from privpolicy.source.path import NodePath

SHOWN = 4
"""How many ids of a dimension a message names."""


def never_permits(x: Examined) -> Iterator[Remark]:
    """An activity that can never permit anything.

    Its own conditions, its legal basis and its schedule cannot hold together, whatever is stated and on whatever day
    from now on. Nobody will ever get a yes from it, and whoever reads the policy believes the opposite.

    Avoid::

        facts:
          plan: {type: enum, values: [free, paid]}
        activities:
          upgrade:    # expect
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
            when: {plan: free, any: [{plan: paid}]}

    Prefer::

        facts:
          plan: {type: enum, values: [free, paid]}
        activities:
          upgrade:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
            when: {plan: free}
    """
    for never in x.conflicts.never:
        yield Remark(
            ("activities", never.activity),
            f"activity {quote(never.activity)} can never permit anything: {_together(never)} cannot hold",
            "change what it asks for, or remove it",
            _related(x, never),
            on_key=True,
        )


def always_prohibited(x: Examined) -> Iterator[Remark]:
    """An activity that prohibitions always stop.

    A prohibition is never outweighed. Where it forbids all that an activity covers, in every situation in which the
    activity would permit it, the two say opposite things: persons are told that something happens and that it does not.

    Avoid::

        activities:
          newsletter:    # expect
            purposes: [marketing]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact.email]
        prohibitions:
          no-marketing-without-consent:
            purposes: [marketing]
            unless:
              - legal-basis: consent

    Prefer::

        activities:
          newsletter:
            purposes: [marketing]
            legal-basis: consent
            data-subjects: [customer]
            data: [contact.email]
        prohibitions:
          no-marketing-without-consent:
            purposes: [marketing]
            unless:
              - legal-basis: consent
    """
    for stopped in x.conflicts.stopped:
        if stopped.whole and not stopped.narrower:
            yield Remark(
                ("activities", stopped.activity),
                f"activity {quote(stopped.activity)} permits nothing: {_by(stopped)} always forbids it",
                _ask(x, stopped),
                _forbidding(stopped),
                on_key=True,
            )


def partly_prohibited(x: Examined) -> Iterator[Remark]:
    """A part of an activity that prohibitions always stop.

    The activity names a purpose, data, an operation or a recipient that a prohibition never lets through. What stands
    there is not permitted; whoever reads only the activity believes that it is.

    Avoid::

        activities:
          chat:
            purposes: [support, statistics]
            legal-basis: contract
            data-subjects: [customer]
            data: [chat]
            recipients: [controller, chat-provider]    # expect
        prohibitions:
          provider-for-support-only:
            recipients: [chat-provider]
            except-purposes: [support]

    Prefer::

        activities:
          chat:
            purposes: [support]
            legal-basis: contract
            data-subjects: [customer]
            data: [chat]
            recipients: [controller, chat-provider]
          chat-statistics:
            purposes: [statistics]
            legal-basis: contract
            data-subjects: [customer]
            data: [chat]
        prohibitions:
          provider-for-support-only:
            recipients: [chat-provider]
            except-purposes: [support]
    """
    for stopped in x.conflicts.stopped:
        if not stopped.whole or stopped.narrower:
            activity = x.model.activities[stopped.activity]
            what = _what(stopped.regions, activity)
            part = "some of it" if stopped.narrower else "it"
            forbid = "forbids" if len(stopped.prohibitions) == 1 else "forbid"
            yield Remark(
                _where(stopped, activity),
                f"activity {quote(stopped.activity)} covers {what}, and {_by(stopped)} always {forbid} {part}",
                _ask(x, stopped),
                _forbidding(stopped),
            )


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


def disclosed_before_consent(x: Examined) -> Iterator[Remark]:
    """Something done on another basis before the consent that the policy itself asks for.

    The activity rests on a basis that needs no consent, and a prohibition of the same policy lets it go on only with
    one. The data flows under the one sentence and may not flow under the other. A page that calls a third party before
    the visitor has chosen is the usual case (Court of Justice, C-40/17).

    Avoid::

        activities:
          map-on-page:
            purposes: [contact-page]
            legal-basis: legitimate-interests    # expect
            legitimate-interest: showing where the shop is
            data-subjects: [visitor]
            data: [ip-address]
            operations: [disclose]
            recipients: [map-provider]
        prohibitions:
          no-transmission-without-consent:
            operations: [disclose]
            unless:
              - consent: true

    Prefer::

        activities:
          map-on-page:
            purposes: [contact-page]
            legal-basis: consent
            data-subjects: [visitor]
            data: [ip-address]
            operations: [disclose]
            recipients: [map-provider]
        prohibitions:
          no-transmission-without-consent:
            operations: [disclose]
            unless:
              - consent: true
    """
    for asked in x.conflicts.consent_asked:
        activity = x.model.activities[asked.activity]
        basis, what = activity.legal_basis, _what((asked.region,), activity)
        prohibition = str(asked.prohibition)
        yield Remark(
            ("activities", asked.activity, "legal-basis"),
            f"activity {quote(asked.activity)} rests on {quote(basis)}, and needs a consent for {what}: "
            f"prohibition {quote(prohibition)} forbids that without one",
            f"rest it on `consent`, or exempt {quote(basis)} from the prohibition; {_denied(x, asked.request)}",
            ((("prohibitions", prohibition), "the consent is asked for here"),),
        )


def basis_needs_consent(x: Examined) -> Iterator[Remark]:
    """A legal basis without consent under which the law lets nothing happen without consent.

    The law of the day asks for a consent whatever the basis: for what is stored on or read from a device, or for
    special data on explicit consent. A legitimate interest or a contract beside it contradicts itself, and tells
    persons that they could only object.

    Avoid::

        activities:
          analytics:
            purposes: [analytics]
            legal-basis: legitimate-interests    # expect
            legitimate-interest: knowing how the website is used
            data-subjects: [visitor]
            data: [usage]
            terminal-equipment: {strictly-necessary: false}

    Prefer::

        activities:
          analytics:
            purposes: [analytics]
            legal-basis: consent
            data-subjects: [visitor]
            data: [usage]
            terminal-equipment: {strictly-necessary: false}
    """
    for asked in x.conflicts.consent_asked_by_law:
        basis = x.model.activities[asked.activity].legal_basis
        clause = asked.clause
        yield Remark(
            ("activities", asked.activity, "legal-basis"),
            f"activity {quote(asked.activity)} rests on {quote(basis)}, and {_law(x)} permits it only with a consent"
            + (f": {clause.words}" if clause is not None and clause.words else ""),
            "rest it on `consent`",
            cites=clause.cites if clause is not None else (),
        )


def never_under_law(x: Examined) -> Iterator[Remark]:
    """An activity that the law of the day never lets permit anything.

    By itself the policy could permit it. Under the law it cannot, whatever is stated: a transfer that nothing covers,
    special data without a condition, data on offences without a law.

    Avoid::

        recipients:
          lab: {role: third-party, country: US}
        activities:
          send-samples:    # expect
            purposes: [research]
            legal-basis: contract
            data-subjects: [customer]
            data: [order]
            operations: [disclose]
            recipients: [lab]

    Prefer::

        recipients:
          lab: {role: third-party, country: CH}
        activities:
          send-samples:
            purposes: [research]
            legal-basis: contract
            data-subjects: [customer]
            data: [order]
            operations: [disclose]
            recipients: [lab]
    """
    for never in x.conflicts.never_under_law:
        law = [clause for clause in never.clauses if clause.words]
        words = "; ".join(dict.fromkeys(clause.words for clause in law)) or _together(never)
        yield Remark(
            ("activities", never.activity),
            f"{_law(x)} never lets activity {quote(never.activity)} permit anything: {words}",
            "meet what the law asks for, or remove the activity",
            _related(x, never),
            tuple(dict.fromkeys(cite for clause in law for cite in clause.cites)),
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


CHECKS: tuple[Check, ...] = (
    check("PP800", "never-permits", "error", never_permits),
    check("PP801", "always-prohibited", "error", always_prohibited, cites=("gdpr:5-1-a", "gdpr:12-1")),
    check("PP802", "partly-prohibited", "warning", partly_prohibited, cites=("gdpr:5-1-a", "gdpr:12-1")),
    check("PP803", "idle-exemption", "warning", idle_exemption),
    check("PP804", "shadowed-prohibition", "note", shadowed_prohibition),
    check(
        "PP805",
        "disclosed-before-consent",
        "error",
        disclosed_before_consent,
        cites=("gdpr:5-1-a", "gdpr:7-1", "cjeu:C-40/17"),
    ),
    check("PP806", "basis-needs-consent", "error", basis_needs_consent, cites=("gdpr:5-1-a", "gdpr:13-1-c")),
    check("PP807", "never-under-law", "error", never_under_law),
    check("PP808", "avoidable-condition", "note", avoidable_condition, cites=("gdpr:5-1-b",)),
    check("PP809", "idle-condition", "warning", idle_condition),
)


# --- Words ----------------------------------------------------------------------------------------------------------


def _together(never: Never) -> str:
    kinds = [f"its {_KINDS.get(clause.kind, clause.kind)}" for clause in never.clauses]
    return listed(tuple(dict.fromkeys(kinds)), "and") or "what it asks for"


_KINDS = {
    "in-force": "time in force",
    "objection": "legal basis",
    "origin": "origins",
    "retention": "schedule",
    "legal-hold": "legal hold",
    "special-category": "special data",
    "criminal-data": "data on offences",
    "terminal-equipment": "access to a device",
}


def _related(x: Examined, never: Never) -> tuple[tuple[NodePath, str], ...]:
    """Point to what cannot hold; the activity itself is where the finding stands."""
    return tuple(
        dict.fromkeys(
            (clause.path, f"its {_KINDS.get(clause.kind, clause.kind)}")
            for clause in never.clauses
            if clause.path != ("activities", never.activity) and _is_written(x, clause.path)
        )
    )


def _is_written(x: Examined, path: NodePath) -> bool:
    """Tell whether an activity states the key at a path; what it leaves out has no place of its own."""
    if path[0] != "activities" or len(path) < len(("activities", "id", "key")):
        return True
    return str(path[2]).replace("-", "_") in x.model.activities[str(path[1])].model_fields_set


def _by(stopped: Stopped) -> str:
    names = listed([quote(name) for name in stopped.prohibitions], "and")
    return f"prohibition {names}" if len(stopped.prohibitions) == 1 else f"the prohibitions {names} together"


def _law(x: Examined) -> str:
    """Name the law that is asked: a policy that names none is decided without it, and read under it all the same."""
    return "the law" if x.model.policy.law else "the GDPR, which the policy does not name,"


def _ask(x: Examined, stopped: Stopped) -> str:
    return f"decide whether it may happen, and change the activity or the prohibition; {_denied(x, stopped.request)}"


def _denied(x: Examined, request: Request) -> str:
    return f"denied, for example: `{command(request, x.named)}`"


def _forbidding(stopped: Stopped) -> tuple[tuple[NodePath, str], ...]:
    return tuple((("prohibitions", name), f"{quote(name)} forbids it here") for name in stopped.prohibitions)


def _touched(regions: Sequence[Region], dimension: Dimension) -> frozenset[str]:
    return frozenset(one for region in regions for one in region.ids[dimension])


def _narrowing(regions: Sequence[Region], activity: Activity) -> list[Dimension]:
    """Return the dimensions in which regions are not all that the activity lists."""
    return [one for one in DIMENSIONS if _touched(regions, one) != frozenset(_ids(activity, one))]


def _ids(activity: Activity, dimension: Dimension) -> tuple[str, ...]:
    ids: tuple[str, ...] = getattr(activity, SECTIONS[dimension].replace("-", "_"))
    return ids


def _what(regions: Sequence[Region], activity: Activity) -> str:
    """Say what regions are by the dimensions that tell them apart from the rest of the activity."""
    words: dict[Dimension, str] = {"purpose": "for", "data": "of", "data-subject": "about", "recipient": "by or to"}
    operations, parts = "processing", []
    for dimension in _narrowing(regions, activity) or ["operation"]:
        named = _some([one for one in _ids(activity, dimension) if one in _touched(regions, dimension)])
        if dimension in words:
            parts.append(f"{words[dimension]} {named}")
        else:
            operations = named
    return " ".join((operations, *parts))


def _where(stopped: Stopped, activity: Activity) -> NodePath:
    """Return the list item at which something is stopped, or the activity where no single item is."""
    narrowing = _narrowing(stopped.regions, activity)
    for dimension in ("recipient", "data", "purpose", "data-subject", "operation"):
        if dimension in narrowing:
            positions = [
                at for at, one in enumerate(_ids(activity, dimension)) if one in _touched(stopped.regions, dimension)
            ]
            return ("activities", stopped.activity, SECTIONS[dimension], positions[0])
    return ("activities", stopped.activity)


def _some(ids: Sequence[str]) -> str:
    """Name the first of some ids, and say so where there are more."""
    named = [quote(one) for one in ids[:SHOWN]]
    return f"{', '.join(named)} and more" if len(ids) > SHOWN else listed(named, "and")


def _goes_round(x: Examined, conditional: Activity, free: Activity) -> bool:
    """Tell whether an activity without a condition does what one with a condition does, for another purpose."""
    if set(conditional.purposes) & set(free.purposes) or not set(conditional.recipients) <= set(free.recipients):
        return False
    dimensions: tuple[Dimension, ...] = ("data", "data-subject", "operation")
    return all(
        any(
            one in x.vocabulary.overlapping(dimension, other)
            for one in _ids(free, dimension)
            for other in _ids(conditional, dimension)
        )
        for dimension in dimensions
    )


def _compiled(x: Examined, condition: Condition) -> Requirement:
    return x.policy.programs(law=None).compiler.condition(condition)
