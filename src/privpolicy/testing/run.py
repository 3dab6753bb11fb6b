"""Cases put to a policy."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from privpolicy.diagnostics.codes import code_named
from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.diagnostics.errors import PolicyError
from privpolicy.diagnostics.finding import Finding
from privpolicy.diagnostics.wording import listed, quote
from privpolicy.engine.outcome import Outcome
from privpolicy.engine.policy import Policy
from privpolicy.loading.discover import shown
from privpolicy.loading.load import Loaded
from privpolicy.loading.place import place
from privpolicy.testing.case import PolicyCase
from privpolicy.testing.compare import differences
from privpolicy.testing.find import policies_of
from privpolicy.testing.prepare import prepare
from privpolicy.testing.read import TestFile, read_tests
from privpolicy.testing.report import FileReport, Report, Result

Load = Callable[[Path], Loaded]
Compile = Callable[[Loaded], Policy]
Wanted = Callable[[str, PolicyCase], bool]
"""Tells by the name of its file whether a case is to be run."""


def ask(case: PolicyCase, policy: Policy, path: str = "") -> Result:
    """Put one case to a policy.

    Raises :class:`RequestError` where this is not the policy that the case was prepared for, and lacks one of its ids.
    """
    decision = policy.decide(case.request, law="named" if case.law else None)
    return Result(case, decision, tuple(differences(case.expected, decision)), path)


@dataclass(frozen=True, slots=True)
class Asked:
    """A file of tests to run, and the policy that it asks; ``None``: the one that the file names or belongs to.

    With ``insisted`` the policy is asked even where the file names another one.
    """

    file: Path
    policy: Path | None = None
    insisted: bool = False


@dataclass(slots=True)
class Policies:
    """The policies of a run, each read once."""

    load: Load
    compile: Compile
    faults: list[Diagnostic] = field(default_factory=list)
    loaded: dict[Path, tuple[Loaded, Policy | None]] = field(default_factory=dict)

    def at(self, path: Path) -> Policy | None:
        """Return a policy; ``None`` where it has errors, which are kept."""
        key = path.resolve()
        if key not in self.loaded:
            loaded = self.load(path)
            try:
                self.loaded[key] = (loaded, self.compile(loaded))
            except PolicyError as error:
                self.faults += error.diagnostics
                self.loaded[key] = (loaded, None)
        return self.loaded[key][1]


def run(
    asked: Iterable[Asked], policies: Policies, wanted: Wanted | None = None, *, fail_fast: bool = False
) -> Iterator[tuple[FileReport, int]]:
    """Run files of tests one by one, and tell of each how many of its cases were left out.

    With ``fail_fast`` the run ends with the first case that fails.
    """
    for one in asked:
        report, left_out = _run_file(one, policies, wanted, fail_fast=fail_fast)
        yield report, left_out
        if fail_fast and any(not result.passed for result in report.results):
            return


def report_of(
    asked: Iterable[Asked], policies: Policies, wanted: Wanted | None = None, *, fail_fast: bool = False
) -> Report:
    """Run files of tests, and return what came of it."""
    return assembled(list(run(asked, policies, wanted, fail_fast=fail_fast)), policies, fail_fast=fail_fast)


def assembled(told: Sequence[tuple[FileReport, int]], policies: Policies, *, fail_fast: bool = False) -> Report:
    """Put together what came of each file."""
    sources = {name: text for loaded, _ in policies.loaded.values() for name, text in loaded.sources.items()}
    files = tuple(file for file, _ in told)
    stopped = fail_fast and any(not result.passed for file in files for result in file.results)
    return Report(files, tuple(policies.faults), sources, sum(count for _, count in told), stopped)


def _run_file(asked: Asked, policies: Policies, wanted: Wanted | None, *, fail_fast: bool) -> tuple[FileReport, int]:
    file = read_tests(asked.file)
    path, fault = policy_for(file, asked.policy, insisted=asked.insisted)
    faults = (*file.diagnostics, *((fault,) if fault is not None else ()))
    if path is None or file.model is None:
        return FileReport(file, None, (), tuple(sorted(faults)), ran=False), 0
    named = shown(path)
    policy = policies.at(path)
    if policy is None:
        return FileReport(file, named, (), faults, ran=False), 0
    prepared = prepare(file, policy)
    if prepared.faulty:
        return FileReport(file, named, (), prepared.diagnostics, ran=False), 0
    cases = [case for case in prepared.cases if wanted is None or wanted(file.name, case)]
    results = []
    for case in cases:
        results.append(ask(case, policy, named))
        if fail_fast and not results[-1].passed:
            break
    found = tuple(sorted((*prepared.diagnostics, *weaknesses(results, file))))
    return FileReport(file, named, tuple(results), found), len(prepared.cases) - len(cases)


def policy_for(
    file: TestFile, named: Path | None = None, *, insisted: bool = False
) -> tuple[Path | None, Diagnostic | None]:
    """Return the policy that a file of tests asks, or why it is not known which one that is."""
    if file.model is None:
        return named, None
    if named is not None and insisted:
        return named, None
    if named is not None and file.model.policy is None:
        return _nearest_below(named, file) or named, None
    if file.model.policy is not None:
        path = file.path.parent / file.model.policy
        if path.exists():
            return _short(path), None
        message = f"{quote(file.model.policy)} does not exist"
        finding = Finding(
            code_named("missing-path"), ("policy",), message, "the path starts at the folder of this file"
        )
        return None, place([finding], file.tree)[0]
    found = policies_of(file.path)
    if len(found) == 1:
        return found[0], None
    if found:
        message = f"which policy? {listed([quote(shown(one)) for one in found], 'and')} lie beside this file"
    else:
        message = "which policy? none lies beside this file or above it"
    finding = Finding(code_named("which-policy"), (), message, "name it: `policy: ../policy.yaml`")
    diagnostic = place([finding], file.tree)[0]
    span = diagnostic.span and replace(
        diagnostic.span, end_line=diagnostic.span.line, end_column=diagnostic.span.column
    )
    return None, replace(diagnostic, span=span)


def _nearest_below(folder: Path, file: TestFile) -> Path | None:
    """Return the policy that a file belongs to, where the folder that was named holds several policies."""
    found = policies_of(file.path)
    whole = folder.resolve()
    if len(found) == 1 and found[0].resolve() != whole and found[0].resolve().is_relative_to(whole):
        return found[0]
    return None


def _short(path: Path) -> Path:
    """Return a path without the steps up and down again that a file of tests needed."""
    whole, here = path.resolve(), Path.cwd()
    if path.is_absolute():
        return whole
    return whole.relative_to(here) if whole.is_relative_to(here) else path


def weaknesses(results: Iterable[Result], file: TestFile) -> tuple[Diagnostic, ...]:
    """Return what is weak in the expectations of cases, each place once."""
    return tuple(dict.fromkeys(place(_weak(results), file.tree)))


def _weak(results: Iterable[Result]) -> Iterator[Finding]:
    """Find expectations that hold whatever the reason: that nothing is permitted can have many."""
    for result in results:
        for stated in result.case.expected:
            if stated.aspect != "outcome" or stated.value == Outcome.PERMIT or _says_why(result.case, stated.category):
                continue
            codes = dict.fromkeys(
                reason.code
                for category in result.decision.categories
                if stated.category in (None, category.category)
                for reason in category.reasons
            )
            message = f"the case {quote(result.case.name)} expects {quote(stated.value)}, and no reason"
            advice = f"it passes whatever the reason; today that is `reasons: [{', '.join(codes)}]`"
            yield Finding(code_named("weak-expectation"), stated.path, message, advice if result.passed else None)


def _says_why(case: PolicyCase, category: str | None) -> bool:
    """Tell whether reasons or needs are expected of a category, or, of the whole, of any."""
    return any(
        one.aspect in ("reasons", "needs") and (category is None or one.category in (None, category))
        for one in case.expected
    )
