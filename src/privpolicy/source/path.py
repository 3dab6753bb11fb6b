"""Symbolic places: the way to a value through mappings and sequences."""

from collections.abc import Iterable

NodePath = tuple[str | int, ...]
"""The keys and positions that lead from the root of a document to a value, e.g. ``("activities", "payment")``."""


def dotted(path: Iterable[str | int]) -> str:
    """Write a path the way people and JSON output see it: ``context.consents.0.given``."""
    return ".".join(str(step) for step in path)
