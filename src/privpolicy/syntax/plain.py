"""Nodes to plain Python: the core schema of YAML 1.2, in which a date is a text and ``no`` is Norway."""

import re
from typing import Any

from privpolicy.source.written import WrittenFloat, WrittenInt
from privpolicy.syntax.nodes import Mapping, Node, Scalar, Sequence

_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_INT = re.compile(r"[-+]?[0-9]+")
_OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


def plain(node: Node) -> Any:
    """Return dicts, lists, texts, numbers, booleans and ``None``; what could not be read is ``None``."""
    if isinstance(node, Scalar):
        return resolve_scalar(node.text) if node.plain else node.text
    if isinstance(node, Mapping):
        return {text: plain(value) for text, (_, value) in node.entries.items()}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return None


def resolve_scalar(text: str) -> Any:
    """Return what a scalar without quotes means."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "-+.0123456789":
        return text
    if _INT.fullmatch(text):
        return _written_int(text, 10)
    if _OTHER_BASE.fullmatch(text):
        return _written_int(text, 0)
    if _FLOAT.fullmatch(text):
        return _written_float(text, text)
    if _INFINITE.fullmatch(text):
        return _written_float(text, text.replace(".", ""))
    return text


def _written_int(text: str, base: int) -> WrittenInt | str:
    try:
        number = WrittenInt(text, base)
    except ValueError:  # longer than Python converts
        return text
    number.text = text
    return number


def _written_float(text: str, digits: str) -> WrittenFloat:
    number = WrittenFloat(digits)
    number.text = text
    return number
