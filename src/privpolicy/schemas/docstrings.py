"""The docstrings below the fields of a model, read from its source only when a schema is made."""

import ast
import inspect
from collections.abc import Iterator
from textwrap import dedent

from pydantic import BaseModel

from privpolicy.model.policy_model import PolicyModel


def field_docstrings(model: type[BaseModel]) -> dict[str, str]:
    """Return the docstring of each field of a model, its bases included, by the key it is written under."""
    found: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if issubclass(base, BaseModel) and base is not BaseModel:
            found |= dict(_docstrings(base))
    fields = model.model_fields.items()
    return {field.alias or name: found[name] for name, field in fields if name in found}


def models_beside(model: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """Return every model of the room that a model stands in, and of those that policies are written in, by name."""
    rooms = {PolicyModel.__module__.rpartition(".")[0], model.__module__.rpartition(".")[0]}
    waiting: list[type[BaseModel]] = [BaseModel]
    for known in waiting:
        waiting += known.__subclasses__()
    return {known.__name__: known for known in waiting if known.__module__.rpartition(".")[0] in rooms}


def _docstrings(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    (definition,) = ast.parse(dedent(inspect.getsource(model))).body
    if not isinstance(definition, ast.ClassDef):
        return
    for field, below in zip(definition.body, definition.body[1:], strict=False):
        match field, below:
            case ast.AnnAssign(target=ast.Name(name)), ast.Expr(ast.Constant(str() as text)):
                yield name, inspect.cleandoc(text)
