"""The answer to a question with blanks as JSON."""

from collections.abc import Iterable
from typing import Any

from privpolicy.engine.policy import Policy
from privpolicy.engine.statement import ASK, Statement
from privpolicy.engine.vocabulary import DIMENSIONS
from privpolicy.model.moment import write_moment
from privpolicy.output.ask_text import Asked


def ask_json(policy: Policy, asked: Asked, statements: Iterable[Statement]) -> dict[str, Any]:
    """Return the question, every statement, and how many cells were asked about and told of."""
    told = [one.to_dict() for one in statements]
    return {
        "policy": {"id": policy.id, "version": policy.version, "digest": policy.digest},
        "asked": {dimension: list(asked.ids[dimension]) or ASK for dimension in DIMENSIONS},
        "at": write_moment(asked.at),
        "law": {"named": list(policy.law), "applied": list(asked.law)},
        "outcomes": sorted(one.value for one in asked.outcomes),
        "statements": told,
        "cells": {"asked": asked.cells(policy), "told": sum(one["cells"] for one in told)},
    }
