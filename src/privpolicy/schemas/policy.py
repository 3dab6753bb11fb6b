"""The schema of one file of a policy: a file holds any of the sections, the folder holds them all."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from privpolicy.engine.vocabulary import BUILT_IN_EVENTS, BUILT_IN_FACTS, BUILT_IN_RECIPIENTS
from privpolicy.law.guard_facts import guard_facts
from privpolicy.law.load import available, load_pack
from privpolicy.model.policy_model import PolicyModel
from privpolicy.model.text import ID_PATTERN
from privpolicy.schemas.generate import schema_of, walk
from privpolicy.schemas.scalars import DURATION, Schema

CONDITION_WORDS = ("any", "all", "not")
BASIS_WORDS = ("consent", "legal-basis")
BARE_SECTIONS = (
    "purpose",
    "data-category",
    "data-subject",
    "recipient",
    "event",
    "safeguard",
    "prohibition",
    "told",
    "right-told",
    "reference",
)
"""Declarations that may be written as an id and nothing else."""
TAKEN = {
    "recipients": BUILT_IN_RECIPIENTS,
    "events": BUILT_IN_EVENTS,
    "facts": (*BUILT_IN_FACTS, *BASIS_WORDS, *CONDITION_WORDS),
}
"""Ids that no declaration of a section may have."""


def policy_schema() -> dict[str, Any]:
    """Return the schema of a policy file.

    It is stricter than the loader in one thing: a key that stands without a value is an unfinished line.
    """
    schema = schema_of(PolicyModel, "policy", nulls=False)
    definitions = schema["$defs"]
    schema["description"] = (
        "A privacy policy as code, or a part of one: all files of a folder are merged, "
        "so a file holds any of these sections, and policy stands in one of them."
    )
    schema.pop("required")
    _sections(schema)
    _bare(definitions)
    _law(definitions)
    _conditions(definitions)
    _alternatives_of_keys(definitions)
    _numbers_as_texts(schema)
    return schema


def _sections(schema: Schema) -> None:
    """Let a section be empty, and keep ids that are built in from being declared again."""
    for section, body in schema["properties"].items():
        if "propertyNames" in body:
            body["type"] = ["object", "null"]
        if section in TAKEN:
            body["properties"] = dict.fromkeys(TAKEN[section], False)


def _bare(definitions: dict[str, Schema]) -> None:
    for name in BARE_SECTIONS:
        definitions[name]["type"] = ["object", "null"]


def _law(definitions: dict[str, Schema]) -> None:
    """List the law packs that ship, and the frameworks that they know."""
    packs = {name: load_pack(name).title for name in available()}
    law = guard_facts(packs)
    listings = {name: decisions[0].title for name, decisions in law.listings.items()}
    frameworks = listings | {name: clauses.title for name, clauses in law.clause_sets.items()}
    tool, header = definitions["transfer-tool"]["properties"], definitions["policy-header"]["properties"]
    kept = {key: tool["framework"][key] for key in ("title", "description")}
    tool["framework"] = kept | _choice(frameworks)
    header["law"]["items"] = _choice(packs)


def _choice(words: Mapping[str, str]) -> Schema:
    return {"type": "string", "enum": list(words), "enumDescriptions": list(words.values())}


def _conditions(definitions: dict[str, Schema]) -> None:
    """Name what is asked of a fact once, and keep `consent` from standing under `not`."""
    condition, alternative = definitions["condition"], definitions["alternative"]
    definitions["fact-test"] = {
        "title": "Test of a fact",
        "description": "What is asked of the fact of this id: a value, a list of values, or comparisons.",
        **condition["additionalProperties"],
    }
    definitions["comparison"]["minProperties"] = 1
    fact = {"title": "Fact", "description": "The id of a fact.", "$ref": "#/$defs/id"}
    for body in (condition, alternative):
        body["propertyNames"] = fact
        body["additionalProperties"] = {"$ref": "#/$defs/fact-test"}
    denied = deepcopy(alternative)
    denied["title"] = "Denied exemption"
    denied["description"] = "A condition under not, where consent may not stand: its absence would count."
    for part in (denied, alternative["properties"]["not"]):
        for _, inner in walk(part):
            if inner.get("$ref") == "#/$defs/alternative":
                inner["$ref"] = "#/$defs/denied-alternative"
    denied["properties"]["consent"] = False
    condition["properties"] |= dict.fromkeys(BASIS_WORDS, False)
    definitions["denied-alternative"] = denied


def _alternatives_of_keys(definitions: dict[str, Schema]) -> None:
    """Say which keys call for which others, as the models and the gate do."""
    definitions["fact"] |= _when("type", "enum", {"required": ["values"]}, {"properties": {"values": False}})
    definitions["transfer-tool"] |= _when("tool", "standard-clauses", {"required": ["from"]}, None)
    definitions["phase"] |= _when("phase", "active", {"properties": {"purposes": False}}, None)
    definitions["activity"]["properties"]["retention"]["anyOf"] = [
        {
            "title": "Schedule or duration",
            "description": "The id of a schedule under retention, or a duration counted from collected.",
            "type": ["string", "number"],
            "pattern": f"{ID_PATTERN}|^{DURATION}$",
            "patternErrorMessage": "The id of a schedule, or a duration such as P13M.",
            "minimum": 0,
            "examples": ["P13M", "P1Y"],
        },
        {"$ref": "#/$defs/schedule"},
    ]


def _when(key: str, value: str, then: Schema, otherwise: Schema | None) -> Schema:
    condition: Schema = {"if": {"properties": {key: {"const": value}}, "required": [key]}, "then": then}
    return condition if otherwise is None else condition | {"else": otherwise}


def _numbers_as_texts(schema: Schema) -> None:
    """Let a text be a number: `version: 2019` counts as the text that was written."""
    for _, body in walk(schema):
        kind = body.get("type")
        restricted = {"enum", "const", "pattern"} & body.keys()
        if kind == "string" and not restricted:
            body["type"] = ["string", "number"]
        elif isinstance(kind, list) and "string" in kind and "number" not in kind and not restricted:
            body["type"] = ["string", "number", *(one for one in kind if one != "string")]
    schema["$defs"]["id"] |= {"type": ["string", "number"], "minimum": 0}
