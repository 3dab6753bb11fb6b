"""The schema of a request."""

from typing import Any

from privpolicy.model.request import RequestModel
from privpolicy.schemas.generate import schema_of


def request_schema() -> dict[str, Any]:
    """Return the schema of a request file, and of a line in a stream of requests."""
    schema = schema_of(RequestModel, "request")
    data = schema["properties"]["data"]
    several = {"type": data.pop("type"), "items": data.pop("items"), "minItems": data.pop("minLength")}
    data["anyOf"] = [{"type": "string"}, several]
    schema["$defs"]["subject"]["properties"]["age"]["minimum"] = 0
    return schema
