"""Policy tests as tests of pytest: a file is collected, and each of its cases is an item."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from privpolicy import api
from privpolicy.engine.policy import Policy
from privpolicy.output.diagnostic_text import diagnostics_text
from privpolicy.output.page import Look
from privpolicy.output.test_text import failure_text
from privpolicy.testing.case import PolicyCase
from privpolicy.testing.prepare import Prepared, prepare
from privpolicy.testing.read import read_tests
from privpolicy.testing.report import Result
from privpolicy.testing.run import Policies, ask, policy_for, weaknesses

_POLICIES = pytest.StashKey[Policies]()
_LOOK = Look(width=100)


class PolicyTestWarning(pytest.PytestWarning):
    """A policy test that passes and says less than it could."""

    __module__ = "privpolicy"


class PolicyTestFailure(Exception):  # noqa: N818  # it is how a test fails, and no error of the program
    """A policy does not answer as expected."""

    def __init__(self, result: Result) -> None:
        super().__init__(", ".join(one.stated.key for one in result.differences))
        self.result = result


@dataclass(frozen=True, slots=True)
class _Ready:
    """What the items of a file share."""

    prepared: Prepared
    policy: Policy
    path: str


class PolicyTestFile(pytest.File):
    """A file of policy tests. One that cannot be run is an error of collection."""

    def collect(self) -> Iterator["PolicyTestItem"]:
        """Yield an item a case."""
        ready = self._ready()
        for diagnostic in ready.prepared.diagnostics:
            self.warn(PolicyTestWarning(str(diagnostic)))
        for case in ready.prepared.cases:
            yield PolicyTestItem.from_parent(self, name=case.name, case=case, ready=ready)

    def _ready(self) -> _Ready:
        policies = self.config.stash.setdefault(_POLICIES, api.policies_to_test())
        file = read_tests(_from_here(self.path))
        path, fault = policy_for(file)
        sources = {file.name: file.text}
        if path is None or file.model is None:
            faults = (*file.diagnostics, *((fault,) if fault is not None else ()))
            raise self.CollectError(diagnostics_text(faults, sources, _LOOK))
        policy = policies.at(path)
        if policy is None:
            loaded = policies.loaded[path.resolve()][0]
            raise self.CollectError(diagnostics_text(loaded.diagnostics, loaded.sources, _LOOK))
        prepared = prepare(file, policy)
        if prepared.faulty:
            raise self.CollectError(diagnostics_text(prepared.diagnostics, sources, _LOOK))
        return _Ready(prepared, policy, str(path))


class PolicyTestItem(pytest.Item):
    """One case."""

    def __init__(self, *, case: PolicyCase, ready: _Ready, **more: object) -> None:
        super().__init__(**more)  # type: ignore[arg-type]  # what pytest hands over is its own affair
        self.case = case
        self.ready = ready

    def runtest(self) -> None:
        """Ask the policy; raises where the answer is not as expected."""
        result = ask(self.case, self.ready.policy, self.ready.path)
        if not result.passed:
            raise PolicyTestFailure(result)
        for diagnostic in weaknesses([result], self.ready.prepared.file):
            self.warn(PolicyTestWarning(str(diagnostic)))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str:
        """Tell what was expected and what was answered."""
        if isinstance(excinfo.value, PolicyTestFailure):
            text = self.ready.prepared.file.text
            return failure_text(excinfo.value.result, {text.file: text}, _LOOK)
        return str(super().repr_failure(excinfo, style))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return where the case is written."""
        return self.path, self.case.span.line - 1, self.case.name


def _from_here(path: Path) -> Path:
    """Return a path as a user standing here would type it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
