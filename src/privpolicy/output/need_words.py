"""One thing that is missing, in words."""

from dataclasses import dataclass
from typing import assert_never

from privpolicy.diagnostics.wording import listed
from privpolicy.engine.need import ConsentNeed, EventNeed, FactNeed, Need, NoObjectionNeed, PolicyNeed
from privpolicy.engine.policy import Policy
from privpolicy.model.moment import Moment
from privpolicy.output.moments import instant
from privpolicy.output.page import FIXED
from privpolicy.output.titles import is_built_in, title_of
from privpolicy.source.path import dotted


@dataclass(frozen=True, slots=True)
class Choice:
    """Several needs of one topic, of which each would do."""

    topic: str
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class UnlessConsent:
    """No restriction of processing, or a consent, for which a restriction does not count (Art. 18(2) GDPR)."""

    consent: ConsentNeed


_ART_18 = f"Art.{FIXED}18{FIXED}GDPR"
_ART_21 = f"Art.{FIXED}21{FIXED}GDPR"
Part = Need | Choice | UnlessConsent


def is_standing(part: Part) -> bool:
    """Tell whether something asks only that a standing exception does not apply."""
    match part:
        case FactNeed(fact, value):
            return fact in {"restricted", "legal-hold"} and value is False
        case NoObjectionNeed() | UnlessConsent():
            return True
        case _:
            return False


def words(part: Part, policy: Policy) -> str:
    """Say what is missing."""
    match part:
        case FactNeed("restricted", value):
            return f"processing is {'' if value else 'not '}restricted ({_ART_18})"
        case FactNeed("legal-hold", value):
            return f"there is {'a' if value else 'no'} legal hold"
        case FactNeed("subject.age" | "subject.country" as fact, value):
            return f"the person's {fact.removeprefix('subject.')} is {_value(value, fact_type(fact, policy))}"
        case FactNeed(fact, value):
            return f"`{fact}` is {_value(value, fact_type(fact, policy))}{_title(policy, 'facts', fact)}"
        case Choice(_, needs):
            return _choice(needs, policy)
        case EventNeed(event, date):
            return f"`{event}` {_date(date)}{_title(policy, 'events', event)}"
        case ConsentNeed():
            return f"there is {_consent(part)}"
        case UnlessConsent(consent):
            return f"processing is not restricted ({_ART_18}), or there is {_consent(consent)}"
        case NoObjectionNeed(purpose):
            return f"there is no objection to `{purpose}` ({_ART_21})"
        case PolicyNeed(path):
            return f"the policy states `{dotted(path)}`, which it leaves open, and the law allows a transfer there"
        case _:
            assert_never(part)


def fact_type(fact: str, policy: Policy) -> str | None:
    """Return the type of a fact by the name under which a need speaks of it."""
    declared = policy.vocabulary.facts.get(fact.removeprefix("subject."))
    return None if declared is None else declared.type


def _choice(needs: tuple[Need, ...], policy: Policy) -> str:
    match needs[0]:
        case FactNeed(fact):
            values = [_value(need.value, "enum") for need in needs if isinstance(need, FactNeed)]
            return f"`{fact}` is {listed(values)}{_title(policy, 'facts', fact)}"
        case EventNeed(event):
            dates = [_date(need.value) for need in needs if isinstance(need, EventNeed)]
            return f"`{event}` {' or '.join(dates)}{_title(policy, 'events', event)}"
        case other:
            return words(other, policy)


def _date(date: Moment | None) -> str:
    return "has not happened" if date is None else f"has a date such as {instant(date)}"


def _consent(need: ConsentNeed) -> str:
    giver = " given by a guardian" if need.by == "guardian" else ""
    return f"{'an explicit consent' if need.explicit else 'a consent'} for `{need.purpose}`{giver}"


def _value(value: object, kind: str | None) -> str:
    match value:
        case bool():
            return str(value).lower()
        case Moment():
            return f"a date such as {instant(value)}"
        case str():
            # Where any other text would do, the engine names one of its own.
            return f"a text such as `{value}`" if kind == "text" and value.startswith("other") else f"`{value}`"
        case _:
            return f"a number such as {value}"


def _title(policy: Policy, section: str, name: str) -> str:
    title = None if is_built_in(section, name) else title_of(policy.model, section, name)
    return "" if title is None else f" ({title})"
