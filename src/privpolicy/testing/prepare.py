"""Tests and a policy to cases that can be asked, or to what keeps them from it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from privpolicy.diagnostics.codes import code_named
from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.diagnostics.finding import Finding
from privpolicy.diagnostics.request_error import RequestError
from privpolicy.diagnostics.wording import did_you_mean, listed, quote
from privpolicy.engine.bind import bind
from privpolicy.engine.policy import Policy
from privpolicy.engine.request import Request
from privpolicy.loading.place import place
from privpolicy.source.path import NodePath
from privpolicy.syntax.locate import locate
from privpolicy.testing.case import PolicyCase
from privpolicy.testing.expectation import expected_of
from privpolicy.testing.layers import LARGEST, Choice, asked, choices, known_keys, steps_of_key, where
from privpolicy.testing.model import PolicyTests
from privpolicy.testing.names import Names
from privpolicy.testing.read import TestFile


@dataclass(frozen=True, slots=True)
class Prepared:
    """The cases of a file, and everything that is wrong with it. There are no cases where that is an error."""

    file: TestFile
    cases: tuple[PolicyCase, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def faulty(self) -> bool:
        """Whether the file cannot be run."""
        return any(one.is_error for one in self.diagnostics)


def prepare(file: TestFile, policy: Policy) -> Prepared:
    """Make the cases of a file ready for a policy: every name must exist, every request must be one."""
    if file.model is None:
        return Prepared(file, (), file.diagnostics)
    work = _Preparation(file, file.model, policy)
    cases = tuple(work.cases())
    # What stands in the defaults, or in a case of many, is wrong once.
    found = tuple(sorted((*file.diagnostics, *dict.fromkeys(place(work.found, file.tree)))))
    faulty = any(one.is_error for one in found)
    return Prepared(file, () if faulty else cases, found)


@dataclass(slots=True)
class _Preparation:
    file: TestFile
    model: PolicyTests
    policy: Policy
    found: list[Finding] = field(default_factory=list)
    names: dict[str, NodePath] = field(default_factory=dict)

    def cases(self) -> Iterator[PolicyCase]:
        known = Names(self.policy)
        if (default := self.model.defaults.expect) is not None:
            self.found += known.unknown(default, ("defaults", "expect"))
        for number, case in enumerate(self.model.cases):
            path: NodePath = ("cases", number)
            if case.at is not None and case.request.get("at") is not None:
                message = "`at` stands in the request as well"
                self._tell("bad-value", (*path, "at"), message, "keep one of the two", on_key=True)
            expected = expected_of(self.model, number)
            if not expected:
                self._tell("nothing-expected", (*path, "name"), f"the case {quote(case.name)} expects nothing")
            if case.expect is not None:
                self.found += known.unknown(case.expect, (*path, "expect"))
            if self._has_bad_matrix(number):
                continue
            for chosen in choices(case, number):
                request = self._request(number, chosen)
                if request is None:
                    continue
                words = f" [{', '.join(choice.words for choice in chosen)}]" if chosen else ""
                name = case.name + words
                self._is_new(name, (*path, "matrix") if chosen and name in self.names else (*path, "name"))
                law = (case.law or self.model.defaults.law or "on") == "on"
                span = locate(self.file.tree, (*path, "name"))
                made = PolicyCase(name, number, case.sources, request, law, expected, span)
                self._are_asked(made)
                yield made

    def _request(self, number: int, chosen: tuple[Choice, ...]) -> Request | None:
        """Return the request of a case, if it is one that the policy can answer."""
        written = asked(self.model, number, chosen)
        try:
            request = Request.parse(written)
            bind(request, self.policy.vocabulary)
        except RequestError as error:
            message, _, advice = error.message.partition(": did you mean ")
            on_key = message.endswith("is no key of a request")
            path = where(self.file.tree, number, chosen, error.path, written)
            part = f"{quote(error.path)}: " if error.path and not on_key else ""
            self._tell("unanswerable-request", path, part + message, f"did you mean {advice}" if advice else None)
            return None
        if written.get("at") is None:
            message = f"the case {quote(self.model.cases[number].name)} names no instant"
            advice = "write `at`: its answer may be another tomorrow"
            self._tell("undated-case", ("cases", number, "name"), message, advice)
        return request

    def _has_bad_matrix(self, number: int) -> bool:
        matrix = self.model.cases[number].matrix
        if matrix is None:
            return False
        path: NodePath = ("cases", number, "matrix")
        faults = len(self.found)
        if not matrix:
            self._tell("bad-matrix", path, "the matrix names no key", "write `key: [value, value]`, or remove it")
        for key in matrix:
            if steps_of_key(key) is None:
                keys = known_keys()
                near = (
                    did_you_mean(key, keys) or f"keys are written as in {listed(('`recipient`', '`context.facts.x`'))}"
                )
                self._tell("bad-matrix", (*path, key), f"{quote(key)} is no key of a request", near, on_key=True)
        size = 1
        for values in matrix.values():
            size *= len(values)
        if size > LARGEST:
            self._tell("bad-matrix", path, f"the matrix yields {size:,} cases", f"keep to {LARGEST:,}", on_key=True)
        return len(self.found) > faults

    def _is_new(self, name: str, path: NodePath) -> None:
        first = self.names.setdefault(name, path)
        if first is not path:
            message = f"two cases are called {quote(name)}"
            related = ((first, "the first stands here"),)
            advice = "a name is what tells a failure from another"
            self.found.append(Finding(code_named("duplicate-case"), path, message, advice, related, on_key=False))

    def _are_asked(self, case: PolicyCase) -> None:
        """Find expectations of categories that exist and are not asked."""
        for one in case.expected:
            known = one.category in self.policy.vocabulary.hierarchies["data"].parents
            if one.category is not None and known and one.category not in case.request.data:
                message = f"the request does not ask about {quote(one.category)}"
                advice = f"it asks about {listed([quote(name) for name in case.request.data], 'and')}"
                self._tell("category-not-asked", one.path[:-1], message, advice, on_key=True)

    def _tell(
        self, code: str, path: NodePath, message: str, advice: str | None = None, *, on_key: bool = False
    ) -> None:
        self.found.append(Finding(code_named(code), path, message, advice, on_key=on_key))
