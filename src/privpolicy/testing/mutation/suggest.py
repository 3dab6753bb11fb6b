"""A case that would notice a mutant, written as it stands in a file of policy tests."""

from collections.abc import Iterator
from typing import Any

from privpolicy.engine.outcome import Outcome
from privpolicy.source.path import dotted
from privpolicy.testing.mutation.mutant import Mutant
from privpolicy.testing.mutation.run import Gap
from privpolicy.testing.update import flow


def suggested(mutant: Mutant, gap: Gap) -> Iterator[str]:
    """Yield the lines of a case to add below ``cases:``: the policy passes it, and the mutant does not.

    Everything is stated in it, so that little hangs on the defaults of the file.
    """
    request = gap.request.to_dict()
    at = str(request.pop("at")).removesuffix("T00:00:00Z")
    context = _shorter(request.pop("context"))
    yield f"- name: {flow(f'{dotted(mutant.path)} {mutant.words}'.replace('`', ''))}"
    yield "  request:"
    for key, value in request.items():
        if value is not None:
            yield f"    {key}: {flow(value)}"
    if context:
        yield f"    context: {flow(context)}"
    yield f"  at: {flow(at)}"
    if not gap.law:
        yield "  law: off"
    yield f"  expect: {flow(_expectation(gap))}"


def _shorter(context: dict[str, Any]) -> dict[str, Any]:
    """Leave out of records what goes without saying."""
    usual = {"withdrawn": None, "explicit": False, "by": "subject"}
    records: dict[str, Any] = {
        key: [{name: value for name, value in one.items() if usual.get(name, ...) != value} for one in context[key]]
        for key in ("consents", "objections")
        if key in context
    }
    return {**context, **records}


def _expectation(gap: Gap) -> dict[str, Any]:
    decision = gap.decision
    activity = decision.categories[0].activity
    codes = list(dict.fromkeys(reason.code for reason in decision.reasons))
    expected: dict[str, Any] = {"outcome": decision.outcome.value}
    if decision.outcome is not Outcome.DENY and activity is not None:
        expected["activity"] = activity
    return {**expected, "reasons": codes}
