"""Run checks over a policy: findings to diagnostics, each in its place, sorted; and what a project makes of them."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.diagnostics.errors import PolicyError
from privpolicy.engine.policy import Policy
from privpolicy.law.grounds import GDPR
from privpolicy.law.guard_facts import guard_facts
from privpolicy.law.guards import guards_over
from privpolicy.lint.baseline import Baseline, Known, read_baseline
from privpolicy.lint.check import Check
from privpolicy.lint.config import LintConfig, today
from privpolicy.lint.errors import LintError
from privpolicy.lint.examined import DEFAULT_LAW, Examined
from privpolicy.lint.report import Report
from privpolicy.lint.select import Selection, known_checks, selection
from privpolicy.lint.suppress import on_another_day, suppress
from privpolicy.lint.texts import fault_of
from privpolicy.loading.load import Loaded
from privpolicy.loading.place import place
from privpolicy.model.moment import Moment
from privpolicy.syntax.nodes import Mapping


def examine(loaded: Loaded, at: Moment, named: str | None = None) -> Examined:
    """Compile a policy under its law, or under the Regulation where it names none, to look at it on a day.

    Raises :class:`PolicyError` when it has an error.
    """
    if loaded.model is None:
        raise PolicyError(loaded.diagnostics)
    law = guard_facts(loaded.model.policy.law or DEFAULT_LAW)
    guards = guards_over(loaded.model, law)
    return Examined(Policy(loaded.model, digest=loaded.digest, cites=GDPR, guards=guards), at, named)


def run(examined: Examined, tree: Mapping, checks: Iterable[Check]) -> list[Diagnostic]:
    """Return what checks find in a policy whose places stand in ``tree``, sorted by place.

    Raises :class:`LintError` where a check fails.
    """
    found: list[Diagnostic] = []
    for one in checks:
        try:
            findings = one.findings(examined)
            fault = next(filter(None, map(fault_of, findings)), None)
            found += place(findings, tree) if fault is None else ()
        except (Exception, SystemExit) as error:
            raise _failed(one, f"{type(error).__name__}: {error}") from error
        if fault is not None:
            raise _failed(one, fault)
    return sorted(found)


def _failed(one: Check, why: str) -> LintError:
    message = f"the check `{one.id}` ({one.code.name}) failed: {why}"
    return LintError(message, f"leave it out with `--ignore {one.id}`, and tell who wrote it")


def look(
    loaded: Loaded,
    named: str,
    *,
    at: Moment | None = None,
    config: LintConfig | None = None,
    baseline: Baseline | None = None,
) -> Report:
    """Look at what was read of a path as a project wants it looked at.

    ``at`` and ``baseline`` go before what the configuration says of them. Raises :class:`LintError`.
    """
    config = config or LintConfig()
    known = known_checks(config)
    chosen = selection(config, known)
    if baseline is None and config.baseline is not None:
        baseline = read_baseline(config.baseline)
    report = Report(
        policy=named,
        at=at or config.at or today(),
        packs=(),
        diagnostics=loaded.diagnostics,
        checks=tuple(one for one in known.checks if one.id in chosen.enabled),
        files=loaded.files,
        sources=loaded.sources,
        looked=loaded.looked,
        tree=loaded.tree,
    )
    if loaded.model is None or loaded.tree is None:
        return _unread(report, frozenset(known.codes), chosen)
    examined = examine(loaded, report.at, named)
    found = sorted((*loaded.diagnostics, *run(examined, loaded.tree, report.checks)))
    silent = {one.id for one in known.checks} - {one.id for one in report.checks if one.applies(examined)}
    report = replace(report, packs=examined.guard_facts.packs, ran=chosen.enabled - silent)
    settled = _settled(report, found, frozenset(known.codes), chosen)
    return settled if baseline is None else _against(baseline, settled, frozenset(known.codes))


def _unread(report: Report, known: frozenset[str], chosen: Selection) -> Report:
    """Take away the warnings that nobody wants of a policy that cannot be read; its errors are always told."""
    left = suppress(report.diagnostics, report.sources, frozenset(), known)
    told = tuple(chosen.graded(one) for one in left.kept if one.is_error or chosen.tells(one))
    return replace(report, diagnostics=told, suppressed=left.taken_back)


def _settled(report: Report, found: list[Diagnostic], known: frozenset[str], chosen: Selection) -> Report:
    """Take away what comments and settings take away."""
    left = suppress(found, report.sources, report.ran, known)
    own = left.own if report.at == today() else tuple(map(on_another_day, left.own))
    told = [chosen.graded(one) for one in (*left.kept, *own) if chosen.tells(one)]
    return replace(report, diagnostics=tuple(sorted(told)), suppressed=left.taken_back)


def _against(baseline: Baseline, report: Report, known: frozenset[str]) -> Report:
    """Take away what is known already."""
    strange = tuple(sorted(one for one in baseline.counts if one.code not in known))
    sifted = baseline.sift(report.diagnostics, report.sources, expected(baseline, report))
    report = replace(report, strange=strange, baseline=baseline.file)
    return replace(report, diagnostics=sifted.new, known=sifted.known, gone=sifted.gone)


def expected(baseline: Baseline, report: Report) -> Callable[[Known], bool]:
    """Return a test whether a run would have found what a baseline knows, were it still there."""
    here = baseline.path_of(report.policy)

    def is_expected(known: Known) -> bool:
        below = known.file in {"", here} or here == "." or known.file.startswith(f"{here}/")
        return below and known.code in report.ran

    return is_expected
