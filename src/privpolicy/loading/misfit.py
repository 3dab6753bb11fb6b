"""What does not fit the model, in the words of the language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from privpolicy.diagnostics.codes import code_named
from privpolicy.diagnostics.finding import Finding
from privpolicy.diagnostics.wording import did_you_mean, listed, quote
from privpolicy.loading.shape import keys_at
from privpolicy.model.country import CODES as COUNTRIES
from privpolicy.model.declaration import Written
from privpolicy.source.path import NodePath
from privpolicy.source.written import WrittenFloat, WrittenInt
from privpolicy.syntax.plain import resolve_scalar

_TYPES = {
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "dict_type": "a mapping",
    "mapping_type": "a mapping",
    "tuple_type": "a list",
    "list_type": "a list",
    "string_type": "a text",
    "int_type": "a number",
    "float_type": "a number",
    "bool_type": "`true` or `false`",
}
"""What was expected, by the kind of the complaint."""
_ADVICE = re.compile(r"(.*): ((?:add|write) .*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Misfit:
    """A complaint of validation about a path of the policy."""

    kind: str
    path: NodePath
    value: Any
    context: Mapping[str, Any]
    message: str
    on_key: bool

    @property
    def is_type(self) -> bool:
        """Whether a value of another type was expected."""
        return self.kind in _TYPES

    @property
    def key(self) -> str:
        """The last key on the path, in backticks."""
        return quote(next((step for step in reversed(self.path) if isinstance(step, str)), ""))


def describe(model: type[Written], misfit: Misfit) -> Finding:
    """Say what is wrong and what would be right; ``model`` is what the whole tree should have been."""
    match misfit.kind:
        case "extra_forbidden":
            return _unknown_key(model, misfit)
        case "missing" | "missing_values" | "missing_from":
            return _missing(misfit)
        case "literal_error":
            return _not_one_of(misfit)
        case "bad_id":
            return _bad_id(misfit)
        case "string_pattern_mismatch":
            return _bad_pattern(misfit)
        case "bad_date" | "bad_duration":
            return _bad_time(misfit)
        case "bad_country":
            return _bad_country(misfit)
        case "too_short" | "reversed_interval" | "needless_values" | "empty_comparison":
            return _simple(misfit)
        case _ if misfit.is_type:
            return _wrong_type(misfit)
        case _:
            message = f"{misfit.key} does not fit: {misfit.message[:1].lower()}{misfit.message[1:]}"
            return _finding("bad-value", misfit, message, None)


def found(value: Any) -> str:
    """Say what stands where something else was expected."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "`true`" if value else "`false`"
        case WrittenInt() | WrittenFloat():
            return f"the number {quote(value.text)}"
        case int() | float():
            return f"the number `{value}`"
        case str():
            return f"the text {quote(value)}"
        case dict():
            return "a mapping"
        case _:
            return "a list"


def _finding(
    code: str, misfit: Misfit, message: str, advice: str | None, below: str | None = None, *, on_key: bool = False
) -> Finding:
    path = misfit.path if below is None else (*misfit.path, below)
    return Finding(code_named(code), path, message, advice, on_key=on_key or misfit.on_key)


def _unknown_key(model: type[Written], misfit: Misfit) -> Finding:
    key = str(misfit.path[-1])
    known = keys_at(model, misfit.path[:-1])
    advice = did_you_mean(key, known) or f"the keys known here are {listed([quote(one) for one in known], 'and')}"
    return _finding("unknown-key", misfit, f"the key {quote(key)} is not known here", advice, on_key=True)


def _missing(misfit: Misfit) -> Finding:
    advice = None
    path = misfit.path
    if misfit.kind == "missing_values":
        path, advice = (*path, "values"), "an enum lists its values"
    elif misfit.kind == "missing_from":
        path, advice = (*path, "from"), "`standard-clauses` need the day on which they were signed"
    elif path == ("policy",):
        advice = "write `policy: {language: 1, id: …}`"
    named = [step for step in path[:-1] if isinstance(step, str)]
    where = f" of {quote(named[-1])}" if named else ""
    what = "the section" if len(path) == 1 else "the key"
    return Finding(code_named("missing-key"), path, f"{what} {quote(str(path[-1]))}{where} is missing", advice)


def _simple(misfit: Misfit) -> Finding:
    match misfit.kind:
        case "too_short":
            return _finding("empty-list", misfit, f"{misfit.key} needs at least one item", None)
        case "reversed_interval":
            advice = "an interval runs from its `from` to just before its `until`"
            return _finding("reversed-interval", misfit, misfit.message, advice, "until")
        case "needless_values":
            return _finding("needless-values", misfit, misfit.message, "remove `values`", "values", on_key=True)
        case _:
            message = f"the comparison with {misfit.key} states nothing"
            advice = "write `at-least`, `at-most`, `before`, `after` or `not`"
            return _finding("empty-comparison", misfit, message, advice)


def _wrong_type(misfit: Misfit) -> Finding:
    kinds: tuple[str, ...] = misfit.context.get("types", (misfit.kind,))
    expected = list(dict.fromkeys(_TYPES[kind] for kind in kinds))
    message = f"expected {listed(expected)} for {misfit.key}, found {found(misfit.value)}"
    advice = None
    if expected == ["a list"] and isinstance(misfit.value, str):
        advice = f"write {quote(f'[{misfit.value}]')}"
    elif "a text" in expected and isinstance(misfit.value, bool | int | float):
        advice = "put it in quotes if a text is meant"
    elif isinstance(misfit.value, str) and not isinstance(resolve_scalar(misfit.value), str):
        advice = "write it without quotes"
    return _finding("wrong-type", misfit, message, advice)


def _not_one_of(misfit: Misfit) -> Finding:
    expected = str(misfit.context.get("expected", ""))
    if misfit.path == ("policy", "language"):
        message = f"version {quote(_text(misfit.value))} of the policy language is not known"
        return _finding("unsupported-language", misfit, message, "write `language: 1`")
    if expected == "True":
        message = f"expected `true` for {misfit.key}, found {found(misfit.value)}"
        return _finding(
            "not-one-of", misfit, message, "`consent: true` asks for a live consent; leave it out otherwise"
        )
    allowed = re.findall(r"'([^']*)'", expected)
    message = f"{misfit.key} cannot be {_shown(misfit.value)}"
    near = did_you_mean(misfit.value, allowed) if isinstance(misfit.value, str) else None
    choice = f"it is one of {listed([quote(one) for one in allowed])}"
    return _finding("not-one-of", misfit, message, f"{near} {choice}" if near else choice)


def _bad_id(misfit: Misfit) -> Finding:
    text = _text(misfit.value)
    better = ".".join(
        part for part in (re.sub(r"[^a-z0-9]+", "-", one).strip("-") for one in text.lower().split(".")) if part
    )
    rule = "ids are lower-case words joined by `-`, in segments joined by `.`"
    advice = f"write {quote(better)}: {rule}" if better and len(better) < 60 else rule
    return _finding("bad-id", misfit, f"{quote(text)} is no id", advice)


def _bad_pattern(misfit: Misfit) -> Finding:
    pattern = str(misfit.context.get("pattern", ""))
    text = _text(misfit.value)
    if ":" in pattern:
        return _finding("bad-dpv-term", misfit, f"{quote(text)} is no prefixed term", "write it as in `dpv:Marketing`")
    if "A-Z" in pattern:
        message = f"{quote(text)} is no language tag"
        return _finding("bad-language-tag", misfit, message, "write a tag such as `fr` or `en`")
    return _bad_id(misfit)


def _bad_time(misfit: Misfit) -> Finding:
    code = misfit.kind.replace("_", "-")
    if not isinstance(misfit.value, str):
        message = f"{misfit.message} for {misfit.key}, found {found(misfit.value)}"
        return _finding(code, misfit, message, None)
    reason = misfit.message.replace(f"`{misfit.value}`", quote(misfit.value))
    if parts := _ADVICE.fullmatch(reason):
        return _finding(code, misfit, parts[1], parts[2])
    return _finding(code, misfit, reason, "write `P13M` for thirteen months" if code == "bad-duration" else None)


def _bad_country(misfit: Misfit) -> Finding:
    text = _text(misfit.value)
    meant = {"UK": "GB", "EL": "GR"}.get(text.upper(), text.upper())
    advice = f"write `{meant}`" if meant in COUNTRIES else "write a two-letter code such as `FR` or `US`"
    return _finding("bad-country", misfit, f"{quote(text)} is no ISO 3166-1 country code", advice)


def _text(value: Any) -> str:
    return value.text if isinstance(value, WrittenInt | WrittenFloat) else str(value)


def _shown(value: Any) -> str:
    return quote(value) if isinstance(value, str) else found(value)
