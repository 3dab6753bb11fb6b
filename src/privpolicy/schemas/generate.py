"""From a pydantic model to a schema that people read: in an editor, in a message, in a diff."""

import re
from collections.abc import Callable, Iterator
from inspect import cleandoc
from typing import Any

from pydantic import BaseModel

from privpolicy.model.country import CODES
from privpolicy.model.text import ID_PATTERN
from privpolicy.schemas.docstrings import field_docstrings, models_beside
from privpolicy.schemas.scalars import SHARED, Schema
from privpolicy.schemas.wording import ENUM_WORDS, EXAMPLES, TITLES

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(model: type[BaseModel], name: str, *, nulls: bool = True) -> Schema:
    """Return the schema of a model: refs in kebab-case, every key titled and described, no trace of Python.

    With ``nulls`` false a key that may be left out may not be written without a value instead.
    """
    root = model.model_json_schema()
    definitions: dict[str, Schema] = root.pop("$defs", {})
    models = models_beside(model)
    for definition, body in ((model.__name__, root), *definitions.items()):
        told = field_docstrings(models[definition]) if definition in models else {}
        _dress(definition, body, definitions, told, nulls=nulls)
    root = _tidied(root)
    tidy = SHARED | {key_of(definition): body for definition, body in definitions.items()}
    tidy = {key: _tidied(body, shared=key in SHARED) for key, body in sorted(tidy.items())}
    used = _reachable(root, tidy)
    head = {"$schema": DIALECT, "$id": f"urn:privpolicy:schema:{name}:1"}
    return head | root | {"$defs": {key: body for key, body in tidy.items() if key in used}}


def key_of(name: str) -> str:
    """Return the key of a definition: ``DataCategory`` stands under ``data-category``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name.removesuffix("Model")).lower()


def plain_words(docstring: str) -> str:
    """Return a docstring as one paragraph with Markdown's single backticks."""
    text = re.sub(r":\w+:`~?([^`]*)`", r"`\1`", cleandoc(docstring).replace("``", "`"))
    return " ".join(text.split())


def walk(schema: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Schema]]:
    """Yield every mapping of a schema with its path, outer ones first."""
    if isinstance(schema, dict):
        yield path, schema
        for key, value in schema.items():
            yield from walk(value, (*path, key))
    elif isinstance(schema, list):
        for number, value in enumerate(schema):
            yield from walk(value, (*path, str(number)))


def properties_of(schema: Schema) -> Iterator[tuple[str, Schema]]:
    """Yield the keys that a mapping may have, with their schemas."""
    yield from schema.get("properties", {}).items()


def _dress(name: str, body: Schema, definitions: dict[str, Schema], told: dict[str, str], *, nulls: bool) -> None:
    """Give a definition and its keys their titles, their descriptions and examples."""
    key = key_of(name)
    body["title"] = TITLES.get(key, _sentence(key))
    for field, schema in properties_of(body):
        schema["title"] = TITLES.get(f"{key}.{field}", _sentence(field))
        if field in told:
            schema["description"] = told[field]
        if "description" not in schema:  # left out because the definition says the same
            schema["description"] = definitions[schema["$ref"].rpartition("/")[2]]["description"]
        if not nulls and schema.get("default", ()) is None and "anyOf" in schema:
            schema["anyOf"].remove({"type": "null"})
        if schema.get("default", ()) in (None, [], {}):
            del schema["default"]
        examples = EXAMPLES.get(f"{key}.{field}", EXAMPLES.get(field))
        if examples is not None:
            schema["examples"] = list(examples)


def _sentence(key: str) -> str:
    words = key.replace("-", " ")
    return TITLES.get(key) or words[:1].upper() + words[1:]


def _tidied(schema: Schema, *, shared: bool = False) -> Schema:
    """Rewrite a schema from the leaves up; one that is shared does not point to itself."""
    tidy = {key: _tidied_below(key, value) for key, value in schema.items()}
    for rewrite in _REWRITES[1:] if shared else _REWRITES:
        tidy = rewrite(tidy)
    return {key: tidy[key] for key in sorted(tidy, key=_rank)}


def _tidied_below(key: str, value: Any) -> Any:
    if key in _MAPS:
        return {name: _tidied(body) for name, body in value.items()}
    if key in _LISTS:
        return [_tidied(body) for body in value]
    return _tidied(value) if key in _SINGLE and isinstance(value, dict) else value


_MAPS = {"properties", "patternProperties"}
_LISTS = {"anyOf", "oneOf", "allOf"}
_SINGLE = {"items", "additionalProperties", "propertyNames"}
_ORDER = (
    "title",
    "description",
    "markdownDescription",
    "$ref",
    "type",
    "const",
    "enum",
    "enumDescriptions",
    "markdownEnumDescriptions",
    "pattern",
    "patternErrorMessage",
    "properties",
    "required",
)


def _rank(word: str) -> int:
    return _ORDER.index(word) if word in _ORDER else len(_ORDER)


def _named(schema: Schema) -> Schema:
    """Point to definitions by their keys, and to the shared scalars instead of repeating them."""
    if "$ref" in schema:
        return {**schema, "$ref": f"#/$defs/{key_of(schema['$ref'].rpartition('/')[2])}"}
    name = _shared_name(schema)
    if name is None:
        return schema
    kept = {key: schema[key] for key in ("title", "description", "examples", "default") if key in schema}
    return {"$ref": f"#/$defs/{name}"} | (kept if "title" in kept else {})


def _shared_name(schema: Schema) -> str | None:
    """Return the name of the shared scalar that a schema repeats."""
    pattern = str(schema.get("pattern", ""))
    if schema.get("anyOf") == [{"format": "date"}, {"format": "date-time"}]:
        return "moment"
    if pattern.startswith("^P(?=."):
        return "duration"
    if len(schema.get("enum", ())) == len(CODES):
        return "country"
    repeated = {"pattern": pattern, "enum": schema.get("enum")}
    for name, shared in SHARED.items():
        if any(word in shared and shared[word] == value for word, value in repeated.items()):
            return name
    return None


def _flat(schema: Schema) -> Schema:
    """Fold a union in a union, and a union of bare types into a list of types."""
    members = schema.get("anyOf")
    if not isinstance(members, list):
        return schema
    unfolded: list[Schema] = []
    for member in members:
        inner = [member[word] for word in ("anyOf", "oneOf") if set(member) == {word}]
        unfolded += inner[0] if inner else [member]
    rest = {key: value for key, value in schema.items() if key != "anyOf"}
    if len(unfolded) == 1:
        return {**unfolded[0], **rest}
    bare = [member["type"] for member in unfolded if set(member) == {"type"} and isinstance(member["type"], str)]
    if "integer" in bare and "number" in bare:
        bare.remove("integer")
    others = [member for member in unfolded if set(member) != {"type"}]
    if not others:
        return {**rest, "type": bare[0] if len(bare) == 1 else bare}
    if len(others) == 1 and bare == ["null"] and (folded := _nullable(others[0])) is not None:
        return {**folded, **rest}
    bare_members: list[Schema] = [{"type": bare[0] if len(bare) == 1 else bare}] if bare else []
    return {**rest, "anyOf": [*others, *bare_members] if bare == ["null"] else [*bare_members, *others]}


def _nullable(schema: Schema) -> Schema | None:
    """Return the schema with null let in by its type; ``None`` where it has none of its own."""
    shared = SHARED.get(str(schema.get("$ref", "")).removeprefix("#/$defs/"), schema)
    schema = {key: value for key, value in shared.items() if key not in ("title", "description")}
    if not isinstance(schema.get("type"), str):
        return None
    folded = {**schema, "type": [schema["type"], "null"]}
    values = [folded.pop("const")] if "const" in folded else folded.get("enum")
    return folded if values is None else {**folded, "enum": [*values, None]}


def _closed(schema: Schema) -> Schema:
    """Say of a mapping from ids what its keys are, in words that name the key which is wrong."""
    patterns = schema.get("patternProperties")
    if patterns is None:
        return schema
    (pattern, value), *_ = patterns.items()
    names: Schema = {"$ref": "#/$defs/id"} if pattern == ID_PATTERN else {"pattern": pattern}
    rest = {key: value for key, value in schema.items() if key != "patternProperties"}
    return {**rest, "propertyNames": {**rest.get("propertyNames", {}), **names}, "additionalProperties": value}


def _explained(schema: Schema) -> Schema:
    """Explain each value of an enum; ``enumDescriptions`` is what editors show beside a completion."""
    values = tuple(value for value in schema.get("enum", ()) if value is not None)
    words = ENUM_WORDS.get(values)
    if words is None:
        return schema
    told = [words[value] if value is not None else "As if left out." for value in schema["enum"]]
    explained = {**schema, "enumDescriptions": [_unquoted(text) for text in told]}
    return explained | ({"markdownEnumDescriptions": told} if "`" in "".join(told) else {})


def _worded(schema: Schema) -> Schema:
    """Say the description as plain text, and once more for editors that show Markdown."""
    if not isinstance(schema.get("description"), str):
        return schema
    text = plain_words(schema["description"])
    worded = {**schema, "description": _unquoted(text)}
    # Where a definition is pointed to, its own Markdown would be shown in the place of this description.
    return worded | ({"markdownDescription": text} if "`" in text or "$ref" in schema else {})


def _unquoted(text: str) -> str:
    return text.replace("`", "")


_REWRITES: tuple[Callable[[Schema], Schema], ...] = (_named, _flat, _closed, _explained, _worded)


def _reachable(root: Schema, definitions: dict[str, Schema]) -> set[str]:
    found: set[str] = set()
    waiting = [root]
    while waiting:
        for _, schema in walk(waiting.pop()):
            key = str(schema.get("$ref", "")).removeprefix("#/$defs/")
            if key in definitions and key not in found:
                found.add(key)
                waiting.append(definitions[key])
    return found
