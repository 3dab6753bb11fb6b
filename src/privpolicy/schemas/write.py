"""The schemas as files."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from privpolicy.schemas.decision import decision_schema
from privpolicy.schemas.policy import policy_schema
from privpolicy.schemas.policytest import policytest_schema
from privpolicy.schemas.request import request_schema

SCHEMAS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "policy.schema.json": policy_schema,
    "request.schema.json": request_schema,
    "decision.schema.json": decision_schema,
    "policytest.schema.json": policytest_schema,
}
"""What makes each schema, by the name of its file."""


def rendered(schema: Mapping[str, Any]) -> str:
    """Return the text of a schema's file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
