"""The tree of a pack to its model; what does not fit becomes diagnostics."""

from collections.abc import Iterable
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.diagnostics.finding import Finding
from privpolicy.law.read import PackText
from privpolicy.loading.misfit import Misfit, describe
from privpolicy.loading.place import place
from privpolicy.model.declaration import Written
from privpolicy.source.path import NodePath
from privpolicy.syntax.locate import written

W = TypeVar("W", bound=Written)


def bind(text: PackText, model: type[W]) -> tuple[W | None, list[Diagnostic]]:
    """Return the model, or ``None`` and one diagnostic a fault."""
    try:
        return model.model_validate(text.plain()), []
    except ValidationError as error:
        misfits = [_misfit(text, fault) for fault in error.errors(include_url=False)]
        # A list complains once more when its items failed.
        parents = {misfit.path[:length] for misfit in misfits for length in range(len(misfit.path))}
        faults = [misfit for misfit in misfits if misfit.on_key or misfit.path not in parents]
        return None, put([describe(model, misfit) for misfit in faults], text)


def _misfit(text: PackText, fault: ErrorDetails) -> Misfit:
    loc: NodePath = fault["loc"]
    kind = fault["type"]
    path = loc if kind == "missing" else written(text.tree, loc)
    on_key = bool(loc) and loc[-1] == "[key]"
    return Misfit(kind, path, fault.get("input"), fault.get("ctx", {}), fault["msg"], on_key)


def put(findings: Iterable[Finding], text: PackText) -> list[Diagnostic]:
    """Give findings their places, in order and each once: what a file shares is wrong once for all its facts."""
    placed: list[Diagnostic] = []
    for finding in findings:
        tree, path = text.written(finding.path)
        moved = Finding(finding.code, path, finding.message, finding.help, finding.related, finding.on_key)
        placed += place([moved], tree)
    return sorted(dict.fromkeys(placed))
