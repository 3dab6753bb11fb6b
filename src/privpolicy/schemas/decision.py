"""The schema of a decision."""

from typing import Any

from privpolicy.schemas.decision_model import DecisionModel
from privpolicy.schemas.generate import schema_of, walk


def decision_schema() -> dict[str, Any]:
    """Return the schema of a decision as `Decision.to_dict` and the command line write it."""
    schema = schema_of(DecisionModel, "decision")
    fact = schema["$defs"]["fact-need"]["properties"]["fact"]
    fact["not"] = {"enum": ["consent", "no-objection"]}
    for _, body in walk(schema):
        body.pop("default", None)  # a decision states everything
    return schema
