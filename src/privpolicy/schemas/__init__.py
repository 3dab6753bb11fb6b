"""JSON Schemas (draft 2020-12) of a policy, a request, a decision and policy tests, generated from the models."""

from privpolicy.schemas.decision import decision_schema
from privpolicy.schemas.policy import policy_schema
from privpolicy.schemas.policytest import policytest_schema
from privpolicy.schemas.request import request_schema
from privpolicy.schemas.write import SCHEMAS, rendered

__all__ = ["SCHEMAS", "decision_schema", "policy_schema", "policytest_schema", "rendered", "request_schema"]
