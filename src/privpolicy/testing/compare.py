"""An answer held against what was expected: each key that was stated, and no other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, assert_never

from privpolicy.engine.decision import CategoryDecision, Decision
from privpolicy.engine.need import Needs
from privpolicy.engine.outcome import Outcome
from privpolicy.engine.reason import Reason
from privpolicy.model.moment import Moment, read_moment, write_moment
from privpolicy.source.path import dotted
from privpolicy.testing.case import Stated
from privpolicy.testing.layers import said
from privpolicy.testing.model import ExpectedNeed, ExpectedReason, ReasonsAmong

NONE = "null"
"""How nothing is written: no activity, no date."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A key whose answer is another than was expected.

    ``lacking`` is what was expected and is not so, ``surplus`` what is so and was not expected; ``got`` is the whole
    answer, as it would be expected.
    """

    stated: Stated
    lacking: tuple[str, ...]
    surplus: tuple[str, ...]
    got: Any
    reasons: tuple[Reason, ...] = ()
    """The reasons that were not expected."""


def differences(expected: Iterable[Stated], decision: Decision) -> Iterator[Difference]:
    """Yield where a decision is not what was expected."""
    categories = {category.category: category for category in decision.categories}
    for stated in expected:
        answer = _Answer(decision, None if stated.category is None else categories[stated.category])
        if (difference := _difference(stated, answer)) is not None:
            yield difference


def _difference(stated: Stated, answer: "_Answer") -> Difference | None:
    match stated.aspect:
        case "outcome":
            return _scalar(stated, stated.value, answer.outcome.value)
        case "policy-alone":
            return _scalar(stated, stated.value, answer.decision.policy_alone.value)
        case "until":
            return _scalar(stated, *(None if one is None else _day(one) for one in (stated.value, answer.until)))
        case "activity":
            return _among(stated, answer.activities)
        case "legal-basis":
            return _among(stated, answer.legal_bases)
        case "obligations":
            return _listed(stated, list(stated.value), list(answer.obligations))
        case "needs":
            wanted = {_way(way): [_need(one) for one in way] for way in stated.value}
            got = {_way_got(way): [one.to_dict() for one in way] for way in answer.needs}
            return _listed(stated, list(wanted), list(got), list(got.values()))
        case "reasons":
            return _reasons(stated, answer.reasons)
        case "categories":
            return None
        case _:
            assert_never(stated.aspect)


@dataclass(frozen=True, slots=True)
class _Answer:
    """A decision as a whole, or what it says of a category."""

    decision: Decision
    category: CategoryDecision | None

    @property
    def outcome(self) -> Outcome:
        return self.decision.outcome if self.category is None else self.category.outcome

    @property
    def until(self) -> datetime | None:
        return self.decision.until if self.category is None else self.category.until

    @property
    def obligations(self) -> tuple[str, ...]:
        return self.decision.obligations if self.category is None else self.category.obligations

    @property
    def needs(self) -> Needs:
        return self.decision.needs if self.category is None else self.category.needs

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return self.decision.reasons if self.category is None else self.category.reasons

    @property
    def activities(self) -> tuple[str, ...]:
        """Those of all categories, each once; what is denied has none."""
        return tuple(dict.fromkeys(one.activity for one in self._categories if one.activity is not None))

    @property
    def legal_bases(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.legal_basis for one in self._categories if one.legal_basis is not None))

    @property
    def _categories(self) -> tuple[CategoryDecision, ...]:
        return self.decision.categories if self.category is None else (self.category,)


def _scalar(stated: Stated, wanted: Any, got: Any) -> Difference | None:
    return None if wanted == got else Difference(stated, (wanted or NONE,), (got or NONE,), got)


def _among(stated: Stated, got: tuple[str, ...]) -> Difference | None:
    wanted = () if stated.value is None else (stated.value,)
    if wanted == got:
        return None
    return Difference(stated, wanted or (NONE,), got or (NONE,), got[0] if len(got) == 1 else list(got) or None)


def _listed(stated: Stated, wanted: list[str], got: list[str], written: list[Any] | None = None) -> Difference | None:
    lacking = tuple(one for one in dict.fromkeys(wanted) if one not in got)
    surplus = tuple(one for one in dict.fromkeys(got) if one not in wanted)
    return Difference(stated, lacking, surplus, got if written is None else written) if lacking or surplus else None


# --- reasons --------------------------------------------------------------------------------------------------------


def _reasons(stated: Stated, got: tuple[Reason, ...]) -> Difference | None:
    value = stated.value
    codes = list(dict.fromkeys(reason.code for reason in got))
    if isinstance(value, ReasonsAmong):
        lacking = tuple(_reason_words(one) for one in value.include if not any(_is(one, reason) for reason in got))
        hits = tuple(reason for reason in got if any(_is(one, reason) for one in value.exclude))
    else:
        lacking = tuple(_reason_words(one) for one in value if not any(_is(one, reason) for reason in got))
        hits = tuple(reason for reason in got if not any(_is(one, reason) for one in value))
    if not lacking and not hits:
        return None
    surplus = tuple(dict.fromkeys(_surplus(reason, value) for reason in hits))
    return Difference(stated, lacking, surplus, codes, hits)


def _is(expected: str | ExpectedReason, reason: Reason) -> bool:
    if isinstance(expected, str):
        return expected == reason.code
    path = dotted(reason.path)
    return (
        expected.code == reason.code
        and (expected.path is None or path == expected.path or path.startswith(f"{expected.path}."))
        and (expected.activity is None or expected.activity == reason.activity)
    )


def _reason_words(expected: str | ExpectedReason) -> str:
    if isinstance(expected, str):
        return expected
    return said({key: value for key, value in expected.model_dump(by_alias=True).items() if value is not None})


def _surplus(reason: Reason, value: Any) -> str:
    """Write a reason as it would be expected: with its path where its code alone would not tell it apart."""
    items = (*value.include, *value.exclude) if isinstance(value, ReasonsAmong) else value
    if any(isinstance(one, ExpectedReason) and one.code == reason.code for one in items):
        return said({"code": reason.code, "path": dotted(reason.path)})
    return reason.code


# --- needs ----------------------------------------------------------------------------------------------------------


def _way(way: Iterable[ExpectedNeed]) -> str:
    return _joined(_need(one) for one in way)


def _way_got(way: Iterable[Any]) -> str:
    return _joined(one.to_dict() for one in way)


def _joined(needs: Iterable[dict[str, Any]]) -> str:
    """Write an alternative in one way, whatever the order of what it asks for."""
    return f"[{', '.join(sorted(said({key: _plain(value) for key, value in need.items()}) for need in needs))}]"


def _need(need: ExpectedNeed) -> dict[str, Any]:
    """Return the form in which a decision has it."""
    if need.policy is not None:
        return {"policy": need.policy}
    if need.event is not None:
        return {"event": need.event, "value": need.value}
    if need.fact in ("consent", "no-objection"):
        form: dict[str, Any] = {"fact": need.fact, "purpose": need.purpose}
        if need.explicit:
            form["explicit"] = True
        if need.by != "subject":
            form["by"] = need.by
        return form
    return {"fact": need.fact, "value": need.value}


def _plain(value: Any) -> Any:
    """Write dates and numbers in one way."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return int(value)
    if isinstance(value, str):
        try:
            return _day(read_moment(value))
        except ValueError:
            return value
    return value


def _day(moment: Moment | datetime) -> str:
    """Write an instant as people do: a day where it is midnight in UTC."""
    plain = moment if isinstance(moment, Moment) else read_moment(moment)
    return write_moment(plain).removesuffix("T00:00:00Z")
