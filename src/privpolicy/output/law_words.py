"""What a fact of a law pack says beyond its title, in one line."""

from collections.abc import Iterable
from typing import Final

from privpolicy.diagnostics.wording import listed
from privpolicy.law.age import AgeOfConsent
from privpolicy.law.duty import Deadline, NoticeItem, RecordItem, Rule
from privpolicy.law.fact import Sourced
from privpolicy.law.ground import BasisRule, CriminalDataRule, SpecialCondition
from privpolicy.law.milestone import Milestone, Pending
from privpolicy.law.period import RetentionPeriod
from privpolicy.law.right import Right
from privpolicy.law.terminal import TerminalFigure, TerminalRule
from privpolicy.law.transfer import Adequacy, Area, ClauseSet, Derogation, TransferGround
from privpolicy.model.duration import Duration
from privpolicy.output.moments import instant

DUE: Final[dict[str, str | None]] = {
    "always": None,
    "dpo": "where there is one",
    "legitimate-interests": "where they are the basis",
    "recipients": "where there are any",
    "transfer": "where there are any",
    "consent": "where it is the basis",
    "automated-decisions": "where there are any",
    "objection": "where there is one",
    "terminal-equipment": "where devices are written to or read",
}
"""When an item of a notice is due."""


def gist(fact: Sourced) -> str | None:
    """Say in one line what a fact holds; ``None`` where its title says it all."""
    match fact:
        case Area() | Adequacy() | ClauseSet() | TransferGround() | Derogation():
            return _of_transfer(fact)
        case AgeOfConsent():
            return _join((f"{fact.age} years", f"no state may set it below {fact.floor}" if fact.floor else None))
        case BasisRule() | SpecialCondition() | CriminalDataRule():
            return _of_ground(fact)
        case Right():
            return _of_right(fact)
        case TerminalRule():
            return _of_terminal(fact)
        case Deadline() | RetentionPeriod() | TerminalFigure():
            return _of_time(fact)
        case NoticeItem() | RecordItem():
            return _of_item(fact)
        case Rule():
            return _of_rule(fact)
        case Milestone():
            return fact.effect
        case Pending():
            return _join((fact.state, _labelled("it would change", fact.would_change)))
        case _:
            return None


def span(duration: Duration) -> str:
    """Write a duration in words: `1 year, 6 months`."""
    parts = [(unit, count) for unit, count in duration.items() if count]
    return ", ".join(f"{count} {unit.removesuffix('s') if count == 1 else unit}" for unit, count in parts)


def _of_transfer(fact: Area | Adequacy | ClauseSet | TransferGround | Derogation) -> str | None:
    match fact:
        case Area():
            return " ".join(fact.countries)
        case Adequacy():
            named = f"a policy names it `{fact.framework}`" if fact.framework else None
            return _join((fact.scope, _labelled("not", fact.exclusions), named))
        case ClauseSet():
            end = fact.signable.until
            return _join(
                (
                    listed([_spoken(flow) for flow in fact.flows], "and"),
                    f"no new contract from {instant(end)} on" if end else None,
                )
            )
        case TransferGround():
            return "only with the authorisation of a supervisory authority" if fact.authorised else None
        case Derogation():
            closed = None if fact.public_authorities else "not for public authorities in the exercise of their powers"
            return _join((*fact.conditions, closed))


def _of_ground(fact: BasisRule | SpecialCondition | CriminalDataRule) -> str | None:
    match fact:
        case BasisRule():
            return _join((*fact.conditions, _labelled("not for", fact.not_for)))
        case SpecialCondition():
            other = ", or a contract with a health professional" if fact.contract_suffices else ""
            return _join((*fact.conditions, f"a law that provides for it{other}" if fact.needs_law else None))
        case CriminalDataRule():
            return _join(
                (
                    f"only on {listed([_spoken(basis) for basis in fact.bases])}",
                    "a law that allows it" if fact.needs_law else None,
                )
            )


def _of_right(fact: Right) -> str | None:
    bases = {
        answer: [_spoken(basis) for basis, one in fact.by_basis.items() if one == answer]
        for answer in ("yes", "no", "depends")
    }
    labels = (("on", "yes"), ("not on", "no"), ("it depends on", "depends"))
    several = _join(f"{label} {listed(bases[answer], 'and')}" for label, answer in labels if bases[answer])
    answers = "on every legal basis" if len(bases["yes"]) == len(fact.by_basis) else several
    return f"{answers}. {fact.depends_on}" if fact.depends_on else answers


def _of_terminal(fact: TerminalRule) -> str | None:
    asked = ", ".join((fact.basis, *fact.must) if fact.basis else fact.must)
    lead = "" if fact.kind == "exemption" else "asks for "
    return _join((f"{lead}{asked}" if asked else None, _labelled("not", fact.must_not)))


def _of_time(fact: Deadline | RetentionPeriod | TerminalFigure) -> str | None:
    match fact:
        case TerminalFigure():
            return f"at most {span(fact.at_most)} from {fact.starts}"
        case RetentionPeriod():
            least = f"at least {span(fact.at_least)}" if fact.at_least else None
            most = f"at most {span(fact.at_most)}" if fact.at_most else None
            lengths = ", ".join(filter(None, (least, most)))
            counted = f"{lengths} from {fact.starts}" if lengths else None
            at_once = f"only until {fact.starts}" if fact.at_most is not None and not fact.at_most else None
            until = f"until {fact.ends}" if fact.ends else None
            who = f"for {fact.who}" if fact.who else None
            when = f"condition: {fact.condition}" if fact.condition else None
            return _join((counted, at_once, until, who, when, f"data: {fact.data}"))
        case Deadline():
            longest = f", at the longest {span(fact.longest)}" if fact.longest else ""
            within = fact.within
            prompt = f"without undue delay after {fact.starts}" if within is None else f"at {fact.starts}"
            said = f"within {span(within)} of {fact.starts}{longest}" if within else prompt
            more = f"condition: {fact.condition}" if fact.condition and fact.condition not in said else None
            return _join((said, more))


def _of_item(fact: NoticeItem | RecordItem) -> str | None:
    match fact:
        case RecordItem():
            return _join((f"in the record of a {fact.keeper}", "where possible" if fact.where_possible else None))
        case NoticeItem():
            named = f"{', '.join(fact.must_list)}, one by one" if fact.must_list else None
            return _join((DUE[fact.applies], named))


def _of_rule(fact: Rule) -> str:
    items = "; ".join(fact.items)
    if not items:
        return fact.text
    return f"{fact.text} {items}" if fact.text.endswith(":") else f"{fact.text} ({items})"


def _spoken(name: str) -> str:
    return name.replace("-", " ")


def _labelled(label: str, several: Iterable[str]) -> str | None:
    written = ", ".join(several)
    return f"{label}: {written}" if written else None


def _join(parts: Iterable[str | None]) -> str | None:
    return "; ".join(part for part in parts if part) or None
