"""Facts, values and words under ``when`` and ``unless``."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from privpolicy.diagnostics.codes import code_named
from privpolicy.diagnostics.finding import Finding
from privpolicy.diagnostics.wording import did_you_mean, listed, quote
from privpolicy.engine.gate.scope import Scope
from privpolicy.engine.vocabulary import BUILT_IN_FACTS, FactType
from privpolicy.model.activity import CompellingGrounds
from privpolicy.model.condition import Alternative, Comparison, Condition, FactTest, Scalar
from privpolicy.model.country import CODES as COUNTRIES
from privpolicy.model.moment import read_moment
from privpolicy.source.path import NodePath

_OPERATORS = {"at-least": "number", "at-most": "number", "before": "date", "after": "date"}
_EXPECTED = {
    "boolean": "`true` or `false`",
    "number": "a number",
    "date": "a date such as 2019-11-15",
    "text": "a text",
}
_BASIS_WORDS = ("consent", "legal-basis")


def conditions(scope: Scope) -> list[Finding]:
    """Check that the facts of every condition exist and that values and comparisons fit their types."""
    facts = dict(BUILT_IN_FACTS) | {
        name: FactType(fact.type, fact.values or ()) for name, fact in scope.model.facts.items()
    }
    check = _Conditions(scope, facts)
    found: list[Finding] = []
    for name, activity in scope.model.activities.items():
        path: NodePath = ("activities", name)
        found += check.of(activity.when, (*path, "when"))
        if isinstance(activity.compelling_grounds, CompellingGrounds):
            found += check.of(activity.compelling_grounds.when, (*path, "compelling-grounds", "when"))
    for name, prohibition in scope.model.prohibitions.items():
        path = ("prohibitions", name)
        found += check.of(prohibition.when, (*path, "when"))
        for position, alternative in enumerate(prohibition.unless):
            found += check.of(alternative, (*path, "unless", position))
    return found


@dataclass(frozen=True, slots=True)
class _Conditions:
    """The facts of a policy, against which its conditions are held."""

    scope: Scope
    facts: Mapping[str, FactType]

    def of(self, condition: Condition | None, path: NodePath, *, negated: bool = False) -> Iterator[Finding]:
        """Yield what is wrong with a condition and those below it."""
        if condition is None:
            return
        if isinstance(condition, Alternative) and condition.consent and negated:
            message = "`consent` stands under `not`, where its absence would count"
            advice = "ask for `consent: true`, or for a `legal-basis`"
            yield Finding(code_named("negated-consent"), (*path, "consent"), message, advice, on_key=True)
        for name, test in condition.facts.items():
            yield from self._fact(name, test, (*path, name))
        for word, members in (("any", condition.any_), ("all", condition.all_)):
            for position, member in enumerate(members or ()):
                yield from self.of(member, (*path, word, position), negated=negated)
        yield from self.of(condition.not_, (*path, "not"), negated=True)

    def _fact(self, name: str, test: FactTest, path: NodePath) -> Iterator[Finding]:
        fact = self.facts.get(name)
        if fact is None:
            if name in _BASIS_WORDS:
                message = f"{quote(name)} may stand only in the `unless` of a prohibition"
                advice = "the basis of an activity is its `legal-basis`, and it is verified without being asked for"
                yield Finding(code_named("basis-in-when"), path, message, advice, on_key=True)
            elif finding := self.scope.unknown("fact", name, path, on_key=True):
                yield finding
            return
        match test:
            case Comparison():
                yield from _comparison(name, fact, test, path)
            case tuple():
                for position, value in enumerate(test):
                    yield from _value(name, fact, value, (*path, position))
            case _:
                yield from _value(name, fact, test, path)


def _comparison(name: str, fact: FactType, test: Comparison, path: NodePath) -> Iterator[Finding]:
    for key, needed in _OPERATORS.items():
        if getattr(test, key.replace("-", "_")) is not None and fact.type != needed:
            message = f"`{key}` compares {needed}s, and {quote(name)} is {_a_fact(fact)}"
            advice = "write the value, a list of values, or `not`" if fact.type not in ("number", "date") else None
            yield Finding(code_named("wrong-operator"), (*path, key), message, advice, on_key=True)
    if test.not_ is not None:
        yield from _value(name, fact, test.not_, (*path, "not"))


def _value(name: str, fact: FactType, value: Scalar, path: NodePath) -> Iterator[Finding]:
    """Yield a finding when a fact cannot have this value."""
    shown = quote(str(value).lower() if isinstance(value, bool) else str(value))
    if fact.type == "enum":
        if value not in fact.values or not isinstance(value, str):
            near = did_you_mean(str(value), fact.values)
            choice = f"its values are {listed([quote(one) for one in fact.values], 'and')}"
            if str(value) in fact.values:
                near = f'put it in quotes: `"{value}"`,'
            message = f"{quote(name)} cannot be {shown}"
            yield Finding(code_named("wrong-fact-value"), path, message, f"{near} {choice}" if near else choice)
    elif name == "country" and isinstance(value, str) and value not in COUNTRIES:
        message = f"{shown} is no ISO 3166-1 country code, so that no `country` is likely to equal it"
        yield Finding(code_named("unknown-country"), path, message, "write a code such as `FR`, `GB` or `US`")
    elif not _fits(fact, value):
        advice = None
        if fact.type == "text" and not isinstance(value, str):
            advice = "put it in quotes"
        elif isinstance(value, str) and _means(fact, value):
            advice = "write it without quotes"
        expected = _EXPECTED[fact.type]
        message = f"{quote(name)} is {_a_fact(fact)} and cannot be {shown}"
        if fact.type == "text" and isinstance(value, str):
            message = f"{quote(name)} cannot be {shown}"
        yield Finding(code_named("wrong-fact-value"), path, f"{message}: expected {expected}", advice)


def _fits(fact: FactType, value: Scalar) -> bool:
    match fact.type:
        case "boolean":
            return isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < math.inf
        case "date":
            return isinstance(value, str) and _is_date(value)
        case _:
            return isinstance(value, str)


def _means(fact: FactType, text: str) -> bool:
    """Tell whether a text in quotes would fit without them."""
    return (fact.type == "boolean" and text in ("true", "false")) or (
        fact.type == "number" and re.fullmatch(r"[-+]?[0-9]+(\.[0-9]+)?", text) is not None
    )


def _is_date(text: str) -> bool:
    try:
        read_moment(text)
    except ValueError:
        return False
    return True


def _a_fact(fact: FactType) -> str:
    return f"an {fact.type}" if fact.type == "enum" else f"a {fact.type}"
