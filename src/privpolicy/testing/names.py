"""Every name in an expectation must be one that the policy has."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from privpolicy.diagnostics.codes import code_named
from privpolicy.diagnostics.finding import Finding
from privpolicy.diagnostics.wording import did_you_mean, quote
from privpolicy.engine.compile import typed
from privpolicy.engine.policy import Policy
from privpolicy.engine.vocabulary import BUILT_IN_FACTS, FactType
from privpolicy.model.moment import read_moment
from privpolicy.model.policy_model import PolicyModel
from privpolicy.source.path import NodePath
from privpolicy.testing.model import Expected, ExpectedCategory, ExpectedNeed, ExpectedReason, ReasonsAmong

_PURPOSES = ("consent", "no-objection")
"""Needs that name a purpose."""
_STATED_ELSEWHERE: Mapping[str, FactType] = {
    "restricted": FactType("boolean"),
    "legal-hold": FactType("boolean"),
    "subject.age": BUILT_IN_FACTS["age"],
    "subject.country": BUILT_IN_FACTS["country"],
}
"""What is needed like a fact, and stands elsewhere in a request."""
_SECTIONS = {field.alias or name: name for name, field in PolicyModel.model_fields.items()}


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a policy."""

    policy: Policy

    def unknown(self, expect: str | ExpectedCategory, path: NodePath) -> Iterator[Finding]:
        """Find names in an expectation that the policy does not have."""
        if isinstance(expect, str):
            return
        vocabulary, model = self.policy.vocabulary, self.policy.model
        if expect.activity is not None:
            yield from _missing("activity", expect.activity, vocabulary.activities, (*path, "activity"))
        for number, duty in enumerate(expect.obligations or ()):
            yield from _missing("safeguard", duty, model.safeguards, (*path, "obligations", number))
        for way, needs in enumerate(expect.needs or ()):
            for number, need in enumerate(needs):
                yield from self._need(need, (*path, "needs", way, number))
        for below, reason in _reasons(expect, (*path, "reasons")):
            if reason.activity is not None:
                yield from _missing("activity", reason.activity, vocabulary.activities, (*below, "activity"))
            if reason.path is not None:
                yield from self._path(reason.path, (*below, "path"))
        if isinstance(expect, Expected):
            categories = vocabulary.hierarchies["data"].parents
            for category, inner in expect.categories.items():
                below = (*path, "categories", category)
                yield from _missing("data-category", category, categories, below, on_key=True)
                yield from self.unknown(inner, below)

    def _need(self, need: ExpectedNeed, path: NodePath) -> Iterator[Finding]:
        vocabulary = self.policy.vocabulary
        if need.policy is not None:
            yield from self._path(need.policy, (*path, "policy"))
        elif need.event is not None:
            yield from _missing("event", need.event, vocabulary.events, (*path, "event"))
            if need.value is not None:
                yield from _unfit(need.value, "date", (*path, "value"))
        elif need.fact in _PURPOSES:
            if need.purpose is None:
                message = f"{quote(need.fact)} names no purpose"
                yield Finding(code_named("missing-key"), path, message, "write `purpose: …`")
            else:
                purposes = vocabulary.hierarchies["purpose"].parents
                yield from _missing("purpose", need.purpose, purposes, (*path, "purpose"))
        elif need.fact is not None:
            declared = {name: kind for name, kind in vocabulary.facts.items() if name not in BUILT_IN_FACTS}
            known = {**declared, **_STATED_ELSEWHERE}
            yield from _missing("fact", need.fact, (*known, *_PURPOSES), (*path, "fact"))
            if need.fact in known:
                try:
                    typed(need.value, known[need.fact])
                except ValueError as error:
                    yield Finding(code_named("wrong-fact-value"), (*path, "value"), f"{error} for {quote(need.fact)}")

    def _path(self, dotted: str, path: NodePath) -> Iterator[Finding]:
        """Find a path whose section or declaration does not exist."""
        section, _, rest = dotted.partition(".")
        known: Collection[str] = _SECTIONS
        name = section
        if section in _SECTIONS:
            declared = getattr(self.policy.model, _SECTIONS[section])
            if not rest or not isinstance(declared, dict):
                return
            if any(rest == one or rest.startswith(f"{one}.") for one in declared):
                return
            known, name = [f"{section}.{one}" for one in declared], dotted
        message = f"nothing stands at {quote(dotted)} in the policy"
        yield Finding(code_named("unknown-path"), path, message, did_you_mean(name, known))


def _reasons(expect: ExpectedCategory, path: NodePath) -> Iterator[tuple[NodePath, ExpectedReason]]:
    """Yield the reasons that say more than a code."""
    stated = expect.reasons
    if isinstance(stated, ReasonsAmong):
        lists: Iterable[tuple[NodePath, Iterable[Any]]] = (
            ((*path, "include"), stated.include),
            ((*path, "exclude"), stated.exclude),
        )
    else:
        lists = ((path, stated or ()),)
    for below, items in lists:
        for number, item in enumerate(items):
            if isinstance(item, ExpectedReason):
                yield (*below, number), item


def _missing(
    kind: str, name: str, known: Collection[str], path: NodePath, *, on_key: bool = False
) -> Iterator[Finding]:
    if name not in known:
        message = f"the policy knows no {kind.replace('-', ' ')} {quote(name)}"
        yield Finding(code_named(f"unknown-{kind}"), path, message, did_you_mean(name, known), on_key=on_key)


def _unfit(value: object, kind: str, path: NodePath) -> Iterator[Finding]:
    try:
        read_moment(value)
    except ValueError as error:
        yield Finding(code_named(f"bad-{kind}"), path, str(error))
