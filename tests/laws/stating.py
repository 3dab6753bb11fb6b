"""Restating requests for the laws: fuller, narrower, at another instant, with what was needed."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from hypothesis import strategies as st
from tests.laws.world import Plain

import privpolicy as pp
from privpolicy.engine.need import Need
from privpolicy.engine.outcome import Outcome
from privpolicy.model.moment import write_moment


def filled(request: Plain, further: Plain) -> Plain:
    """State what a request leaves out."""
    context = dict(request.get("context") or {})
    for key, value in further.items():
        if key in {"events", "facts", "subject"}:
            context[key] = {**value, **context.get(key, {})}
        else:
            context.setdefault(key, value)
    return {**request, "context": context}


def smaller(needs: tuple[Need, ...]) -> Iterator[tuple[Need, ...]]:
    """Every set that lacks something of this one."""
    for size in range(min(len(needs), 5)):
        yield from combinations(needs, size)


def stating(decision: pp.Decision, needs: tuple[Need, ...]) -> Plain:
    """State needs as a client would, from their JSON form alone."""
    request = decision.to_dict()["request"]
    context: Plain = {"events": {}, "facts": {}, "subject": {}, **request["context"]}
    for need in (one.to_dict() for one in needs):
        match need:
            case {"event": event, "value": value}:
                context["events"] = {**context["events"], event: value}
            case {"fact": "consent", "purpose": purpose}:
                consent = {"purpose": purpose, "given": request["at"], "explicit": need.get("explicit", False)}
                consent["by"] = need.get("by", "subject")
                context["consents"] = [*context.get("consents", []), consent]
            case {"fact": "no-objection"}:
                context["objections"] = []
            case {"fact": "restricted" | "legal-hold" as fact, "value": value}:
                context[fact] = value
            case {"fact": str() as fact, "value": value} if fact.startswith("subject."):
                context["subject"] = {**context["subject"], fact.removeprefix("subject."): value}
            case {"fact": fact, "value": value}:
                context["facts"] = {**context["facts"], fact: value}
    return {**request, "context": context}


def endowed(policy: Plain, needs: tuple[Need, ...]) -> Plain:
    """State in the policy what no request can state: that recipients are in Switzerland, adequate since 2000."""
    recipients = dict(policy.get("recipients", {}))
    for need in (one.to_dict() for one in needs):
        if "policy" in need:
            recipient = str(need["policy"]).removeprefix("recipients.").removesuffix(".country")
            recipients[recipient] = {**recipients[recipient], "country": "CH"}
    return {**policy, "recipients": recipients}


def outcome_at(decision: pp.Decision, moment: Any) -> Outcome:
    """Decide the request as understood at another instant, its defaults fixed."""
    understood = decision.to_dict()["request"]
    context = dict(understood["context"])
    if understood["complete"]:
        context["events"] = {"collected": understood["at"], **context.get("events", {})}
    moved = {**understood, "at": write_moment(moment), "context": context}
    return decision.policy.decide(pp.Request.parse(moved)).outcome


def narrower(decision: pp.Decision, data: st.DataObject) -> Plain:
    """Draw a request that is equal to or narrower than the one decided, in every dimension."""
    vocabulary = decision.policy.vocabulary.hierarchies
    understood: Plain = decision.to_dict()["request"]
    for key, dimension in (("purpose", "purpose"), ("data-subject", "data-subject"), ("recipient", "recipient")):
        below = vocabulary[dimension].descendants[understood[key]]  # type: ignore[index]
        understood[key] = data.draw(st.sampled_from(sorted(below)))
    understood["data"] = [
        data.draw(st.sampled_from(sorted(vocabulary["data"].descendants[category]))) for category in understood["data"]
    ]
    return understood
