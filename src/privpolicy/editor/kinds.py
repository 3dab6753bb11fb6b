"""What an id may be the id of, where such ids are declared, and which keys name them."""

from collections.abc import Mapping
from typing import Literal

from privpolicy.engine.gate.scope import Kind as Named
from privpolicy.engine.vocabulary import BUILT_IN_EVENTS, BUILT_IN_FACTS, BUILT_IN_RECIPIENTS
from privpolicy.model.activity import Activity
from privpolicy.model.concept import DataCategory, DataSubject, Purpose
from privpolicy.model.declaration import Written
from privpolicy.model.notice import Notice, RightTold, Statement, Told
from privpolicy.model.prohibition import Prohibition
from privpolicy.model.recipient import Recipient
from privpolicy.model.retention import Phase

Kind = Named | Literal["prohibition"]
"""The kinds of the gate, and prohibitions, which nothing names."""
Slot = tuple[type[Written], str]
"""A key of a mapping that the language knows."""

SECTIONS: Mapping[str, Kind] = {
    "purposes": "purpose",
    "data-categories": "data category",
    "data-subjects": "data subject",
    "recipients": "recipient",
    "events": "event",
    "facts": "fact",
    "retention": "schedule",
    "safeguards": "safeguard",
    "activities": "activity",
    "prohibitions": "prohibition",
}
"""The sections whose keys declare ids."""
SECTION_OF: Mapping[Kind, str] = {kind: section for section, kind in SECTIONS.items()}

HIERARCHIES: frozenset[Kind] = frozenset({"purpose", "data category", "data subject", "recipient"})
"""Kinds whose dots make a hierarchy."""

BUILT_IN: Mapping[Kind, tuple[str, ...]] = {
    "recipient": BUILT_IN_RECIPIENTS,
    "event": BUILT_IN_EVENTS,
    "fact": tuple(BUILT_IN_FACTS),
}

NAMES: Mapping[Slot, Kind] = {
    (Purpose, "broader"): "purpose",
    (DataCategory, "broader"): "data category",
    (DataSubject, "broader"): "data subject",
    (Recipient, "broader"): "recipient",
    (Activity, "purposes"): "purpose",
    (Activity, "data-subjects"): "data subject",
    (Activity, "data"): "data category",
    (Activity, "recipients"): "recipient",
    (Activity, "retention"): "schedule",
    (Activity, "obligations"): "safeguard",
    (Activity, "further-processing-of"): "activity",
    (Activity, "processing-for"): "recipient",
    (Prohibition, "purposes"): "purpose",
    (Prohibition, "except-purposes"): "purpose",
    (Prohibition, "data"): "data category",
    (Prohibition, "data-subjects"): "data subject",
    (Prohibition, "recipients"): "recipient",
    (Phase, "from"): "event",
    (Phase, "until"): "event",
    (Phase, "purposes"): "purpose",
    (Notice, "from-elsewhere"): "data subject",
    (Told, "silent-on"): "activity",
    (RightTold, "addressed-to"): "recipient",
    (Statement, "concerns"): "activity",
}
"""The keys whose value, or whose items, are ids of the policy. Facts stand as keys of conditions beside these."""
