"""The schema of a file of policy tests."""

from typing import Any

from privpolicy.model.request import Context, RequestModel, Subject
from privpolicy.schemas.generate import schema_of
from privpolicy.schemas.request import request_schema
from privpolicy.schemas.scalars import Schema
from privpolicy.testing.layers import keys_of
from privpolicy.testing.model import PolicyTests


def policytest_schema() -> dict[str, Any]:
    """Return the schema of a `*.policytest.yaml` file; a request in it may be a part of one."""
    schema = schema_of(PolicyTests, "policytest", nulls=False)
    definitions: dict[str, Schema] = schema["$defs"]
    request = request_schema()
    definitions |= request.pop("$defs")
    definitions["partial-request"] = {
        "title": "Part of a request",
        "description": "Keys of a request; the defaults, the case and its matrix make up the whole.",
        "type": "object",
        "properties": request["properties"],
        "additionalProperties": False,
    }
    for name in ("case", "defaults"):
        old = definitions[name]["properties"]["request"]
        kept = {key: old[key] for key in ("title", "description", "markdownDescription") if key in old}
        definitions[name]["properties"]["request"] = {"$ref": "#/$defs/partial-request"} | kept
    for name in ("expected", "expected-category"):
        for key in ("activity", "legal-basis", "until"):
            _let_null_in(definitions[name]["properties"][key])
    _texts(definitions)
    definitions["case"]["properties"]["matrix"]["propertyNames"] = _matrix_keys()
    schema["$defs"] = dict(sorted(definitions.items()))
    return schema


def _let_null_in(schema: Schema) -> None:
    """Let nothing be expected: no activity, no basis, no date."""
    told = {key: schema.pop(key) for key in ("title", "description", "markdownDescription") if key in schema}
    rest = dict(schema)
    schema.clear()
    schema |= told | {"anyOf": [rest, {"type": "null"}]}


def _texts(definitions: dict[str, Schema]) -> None:
    """Let a name be a number: `name: 7` counts as the text that was written."""
    definitions["case"]["properties"]["name"]["type"] = ["string", "number"]


def _matrix_keys() -> Schema:
    """Say which keys a matrix may have: those of a request, and of its context with their ids."""
    keys = "|".join(keys_of(RequestModel))
    parts = "|".join(keys_of(Context))
    subject = "|".join(keys_of(Subject))
    pattern = rf"^({keys}|context\.({parts})|context\.subject\.({subject})|context\.(events|facts)\..+)$"
    told = "A key of a request, such as recipient or context.facts.contract."
    return {"pattern": pattern, "patternErrorMessage": told}
