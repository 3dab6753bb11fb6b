"""Roles of recipients, and what is built in among them."""

from collections.abc import Iterator

from privpolicy.diagnostics.codes import code_named
from privpolicy.diagnostics.finding import Finding
from privpolicy.diagnostics.wording import quote
from privpolicy.engine.gate.scope import Scope
from privpolicy.engine.hierarchy import parents_of
from privpolicy.engine.vocabulary import BUILT_IN_RECIPIENTS, own_role

_BONDS = ("role", "country", "transfer-tools", "contract")


def recipients(scope: Scope) -> list[Finding]:
    """Check that every recipient that is no group has a role, and that built-in ones stay what they are."""
    return [*_roles(scope), *_broader(scope), *_bound(scope)]


def _is_built_in(name: str) -> bool:
    return name.partition(".")[0] in BUILT_IN_RECIPIENTS


def _roles(scope: Scope) -> Iterator[Finding]:
    declared = scope.model.recipients
    groups = {parent for above in parents_of(declared).values() for parent in above}
    for name in declared:
        if not _is_built_in(name) and name not in groups and own_role(declared, name) is None:
            message = f"recipient {quote(name)} has no `role`"
            advice = "write `role: processor`, `joint-controller`, `third-party` or `authority`, here or on its parent"
            yield Finding(code_named("missing-role"), ("recipients", name, "role"), message, advice)


def _broader(scope: Scope) -> Iterator[Finding]:
    for name, recipient in scope.model.recipients.items():
        for position, parent in enumerate(recipient.broader):
            if _is_built_in(parent):
                built_in = parent.partition(".")[0]
                message = f"{quote(parent)} is a built-in recipient or a part of one, and cannot be named in `broader`"
                advice = f"write the id as `{built_in}.…` where it is a part of {quote(built_in)}"
                path = ("recipients", name, "broader", position)
                yield Finding(code_named("built-in-broader"), path, message, advice)


def _bound(scope: Scope) -> Iterator[Finding]:
    for name, recipient in scope.model.recipients.items():
        if not _is_built_in(name) or name in BUILT_IN_RECIPIENTS:
            continue
        built_in = quote(name.partition(".")[0])
        for key in _BONDS:
            if getattr(recipient, key.replace("-", "_")) is not None:
                message = f"{quote(name)} is a part of {built_in} and has no `{key}`"
                advice = f"remove `{key}`, or declare the recipient outside {built_in}"
                yield Finding(code_named("built-in-bound"), ("recipients", name, key), message, advice, on_key=True)
