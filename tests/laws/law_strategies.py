"""Random cases in which the law decides: small policies around consents, and around recipients abroad.

They complement `tests.laws.strategies`, whose policies use everything at once and so leave less to the law.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from tests.laws.strategies import (
    COUNTRIES,
    LAW_EDGES,
    PACKS,
    SUBJECTS_OF_LAW,
    TOOLS,
    Draw,
    Plain,
    cases,
    chance,
    pick,
    some,
)

Case = tuple[Plain, Plain]

OPERATIONS = ("use", "store", "disclose", "erase", "restrict", "use", "use")
GIVEN = ("2020-01-31", "2018-05-25", "2019-06-01", "2020-07-01", "2023-07-09")
DATES = (*LAW_EDGES, "2018-07-20", "2019-01-23", "2021-12-17", "2026-01-26", "2031-12-28", "2032-01-01")


def flags(draw: Draw, entry: Plain, **likely: Any) -> Plain:
    """The entry, each of the further keys added in about half of the cases."""
    return {**entry, **{key.replace("_", "-"): value for key, value in likely.items() if chance(draw, 5)}}


# --- consents -----------------------------------------------------------------------------------------------


def consented_activity(draw: Draw, origins: list[str]) -> Plain:
    """An activity in which a consent counts in one way or more."""
    found = {
        "purposes": pick(draw, (["service", "marketing"], ["service", "marketing"], ["service"], ["marketing"])),
        "legal-basis": pick(draw, ("consent", "consent", "contract", "legitimate-interests", "public-task")),
        "data-subjects": ["person"],
        "data": pick(draw, (["contact", "health"], ["contact", "health"], ["contact"], ["health"])),
        "operations": list(dict.fromkeys(OPERATIONS)),
    }
    if chance(draw, 4):
        settings = ({"valid-for": "P1Y"}, {"explicit": True}, {"valid-for": "P6M", "explicit": True})
        found["consent"] = dict(pick(draw, settings))
    if chance(draw, 8 if "health" in found["data"] else 2):
        found["special-category-condition"] = pick(draw, ("explicit-consent", "explicit-consent", "research"))
    if chance(draw, 3):
        found["terminal-equipment"] = {"strictly-necessary": chance(draw, 3)}
    if origins and chance(draw, 3):
        found["further-processing-of"] = origins
    return found


def consent(draw: Draw, purposes: list[str]) -> Plain:
    """A consent, mostly one that would be live."""
    found: Plain = {"purpose": pick(draw, purposes), "given": pick(draw, GIVEN)}
    if chance(draw, 1):
        found["withdrawn"] = pick(draw, ("2023-07-10", "2024-01-01"))
    return flags(draw, {**found, "explicit": chance(draw, 7)}, by=pick(draw, ("guardian", "guardian", "subject")))


@st.composite
def consent_cases(draw: Draw) -> Case:
    """Children, special data, terminal equipment, restrictions, objections, origins: wherever a consent counts."""
    policy: Plain = {
        "policy": {"language": 1, "id": "consents", "law": list(pick(draw, PACKS))},
        "purposes": {"service": {}, "service.sync": {}, "marketing": {"direct-marketing": True}, "marketing.mail": {}},
        "data-categories": {"contact": {}, "health": {}, "health.blood": {"sensitivity": "special"}},
        "data-subjects": {"person": {}, "person.member": {}, "person.pupil": {"child": True}},
        "activities": {"first": consented_activity(draw, ["second"]), "second": consented_activity(draw, [])},
    }
    if chance(draw, 2):
        policy["prohibitions"] = {"no-more": {"unless": [{"consent": True}]}}
    purpose = pick(draw, ("service", "marketing", "service.sync", "marketing.mail", "marketing"))
    context: Plain = {}
    if chance(draw, 7):
        near = [purpose, purpose.partition(".")[0], purpose, "service"]
        context["consents"] = [consent(draw, near) for _ in range(pick(draw, (1, 2, 1, 2, 0)))]
    if chance(draw, 9):
        raised = {"purpose": "marketing", "raised": pick(draw, ("2019-01-31", "2020-01-31"))}
        context["objections"] = [raised] if chance(draw, 4) else []
    if chance(draw, 9):
        context["restricted"] = chance(draw, 2)
    context["legal-hold"] = False
    subject = {key: pick(draw, SUBJECTS_OF_LAW[key]) for key in ("age", "country") if chance(draw, 5)}
    request: Plain = {
        "purpose": purpose,
        "data": pick(draw, list(policy["data-categories"])),
        "data-subject": pick(draw, ("person.pupil", "person", "person.member")),
        "operation": pick(draw, OPERATIONS),
        "at": pick(draw, DATES),
        "complete": chance(draw, 3),
        "context": {**context, "subject": subject},
    }
    if chance(draw, 2):
        request["origin"] = pick(draw, ("first", "second"))
    return policy, request


# --- transfers ----------------------------------------------------------------------------------------------


def recipient(draw: Draw, entry: Plain, tenths: int) -> Plain:
    """A recipient, in some country, with tools or without."""
    found = dict(entry)
    if chance(draw, tenths):
        found["country"] = pick(draw, COUNTRIES)
    if chance(draw, tenths):
        found["transfer-tools"] = [dict(each) for each in some(draw, TOOLS, 3)]
    return found


@st.composite
def transfer_cases(draw: Draw) -> Case:
    """Groups with members at home and abroad, tools of their own and inherited ones, on every date of the law."""
    recipients: Plain = {
        "partners": recipient(draw, {}, 3),
        "partners.mailer": recipient(draw, {"role": "processor"}, 7),
        "partners.mailer.east": recipient(draw, {}, 4),
        "bank": recipient(draw, {"role": "third-party"}, 8),
        "controller.support": {},
    }
    for name in ("bank", "controller.support"):
        if chance(draw, 3):
            recipients[name]["broader"] = ["partners"]
    activity: Plain = {
        "purposes": ["service"],
        "legal-basis": "contract",
        "data-subjects": ["person"],
        "data": ["contact"],
        "operations": list(dict.fromkeys(OPERATIONS)),
        "recipients": ["partners", "bank", "controller", "public"],
    }
    policy: Plain = {
        "policy": {"language": 1, "id": "transfers", "law": list(pick(draw, PACKS))},
        "purposes": {"service": {}},
        "data-categories": {"contact": {}},
        "data-subjects": {"person": {}},
        "recipients": recipients,
        "activities": {"serve": activity},
    }
    request: Plain = {
        "purpose": "service",
        "data": ["contact"],
        "operation": pick(draw, OPERATIONS),
        "recipient": pick(draw, ("partners", "bank", "partners.mailer", *recipients, "controller", "public")),
        "at": pick(draw, DATES),
        "complete": chance(draw, 7),
    }
    return policy, request


def lawful_cases() -> st.SearchStrategy[Case]:
    """Cases of every kind in which the policy names the law."""
    return st.one_of(consent_cases(), transfer_cases(), cases(lawful=True))
