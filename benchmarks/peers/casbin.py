"""pycasbin: a row an activity or prohibition, and a matcher over lists of names; or every cell as the key of a row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.contest.by_hand import FOREVER, by_hand
from benchmarks.contest.statement import Activity, Policy, Prohibition, Question, above, age, cells, consented
from benchmarks.peers.protocol import Label

MODEL = """
[request_definition]
r = purpose, category, subject, operation, recipient, consented, export, age

[policy_definition]
p = purpose, category, subject, operation, recipient, except, consented, export, days, eft

[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))

[matchers]
m = MATCHER
"""
FACTS = "one(r.consented, p.consented) && one(r.export, p.export) && younger(r.age, p.days)"
LISTED = (
    "one(r.operation, p.operation) && listed(r.purpose, p.purpose) && listed(r.category, p.category) && "
    f"listed(r.subject, p.subject) && listed(r.recipient, p.recipient) && !listed(r.purpose, p.except) && {FACTS}"
)
PLAIN = MODEL.replace("MATCHER", LISTED)
FAST = MODEL.replace("MATCHER", FACTS)
WAY = (
    "a row an activity, lists of names in its fields, own functions in the matcher; three calls, consent and age given"
)
WAY_FAST = "FastEnforcer: a row for each cell asked about and rule, the five dimensions its key; three calls, consent "
WAY_FAST += "and age given"

Row = tuple[str, ...]


def one(asked: str, stated: str) -> bool:
    """Tell whether a name is in a list, or anything goes."""
    return stated == "*" or f"|{asked}|" in stated


def listed(asked: str, stated: str) -> bool:
    """Tell whether a concept or a broader one is in a list, or anything goes."""
    return stated == "*" or any(f"|{name}|" in stated for name in above(asked))


def younger(asked: int, stated: str) -> bool:
    return asked < int(stated)


@dataclass(frozen=True, slots=True)
class Enforcer:
    enforce: Any

    def request(self, question: Question) -> list[tuple[Any, ...]]:
        export = "" if question.export is None else _yes(question.export)  # a field cannot be left out
        facts = (_yes(consented(question)), export, age(question))
        return [(*cell, *facts) for cell in cells(question)]

    def decide(self, request: list[tuple[Any, ...]]) -> bool:
        enforce = self.enforce
        return all(enforce(*each) for each in request)


@dataclass(frozen=True, slots=True)
class Casbin:
    label: Label
    fast: bool

    def start(self, policy: Policy, asked: Sequence[Question]) -> Enforcer:
        import casbin  # noqa: PLC0415  # it may not be installed

        enforcer: Any
        if self.fast:
            key = tuple(range(5))
            model = casbin.FastModel(key)
            model.load_model_from_text(FAST)
            enforcer = casbin.FastEnforcer(model, cache_key_order=key)
            rows = _by_cell(policy, asked)
        else:
            model = casbin.Model()
            model.load_model_from_text(PLAIN)
            enforcer = casbin.Enforcer(model)
            rows = (*map(_permit, policy.activities), *map(_forbid, policy.prohibitions))
        for function in (one, listed, younger):
            enforcer.add_function(function.__name__, function)
        for row in rows:
            enforcer.model.add_policy("p", "p", list(row))
        return Enforcer(enforcer.enforce)


def _by_cell(policy: Policy, asked: Sequence[Question]) -> tuple[Row, ...]:
    index = by_hand(policy)

    def rows() -> Iterator[Row]:
        for cell in dict.fromkeys(cell for question in asked for cell in cells(question)):
            covering, touching = index.at(cell)
            for row in dict.fromkeys((*map(_permit, covering), *map(_forbid, touching))):
                yield (*cell, *row[5:])

    return tuple(dict.fromkeys(rows()))


def _permit(activity: Activity) -> Row:
    return (
        _bars(activity.purposes),
        _bars(activity.data),
        _bars(activity.subjects),
        _bars(activity.operations),
        _bars(activity.recipients),
        "||",
        "|yes|" if activity.on_consent else "*",
        "*",
        str(FOREVER if activity.days is None else activity.days),
        "allow",
    )


def _forbid(prohibition: Prohibition) -> Row:
    return (
        "*",
        _bars(prohibition.data),
        "*",
        _bars(prohibition.operations),
        "*",
        _bars(prohibition.except_purposes),
        "|no|" if prohibition.unless_consent else "*",
        "|yes|" if prohibition.on_export else "*",
        str(FOREVER),
        "deny",
    )


def _bars(names: Sequence[str]) -> str:
    return f"|{'|'.join(names)}|"


def _yes(value: bool) -> str:  # one argument, and it is the answer
    return "yes" if value else "no"


CASBIN = Casbin(Label("pycasbin", "pycasbin", WAY), fast=False)
CASBIN_FAST = Casbin(Label("pycasbin, fast form", "pycasbin", WAY_FAST), fast=True)
