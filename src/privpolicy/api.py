"""A library user's verbs: load a policy, or say what is wrong with it."""

import os
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.diagnostics.errors import PolicyError
from privpolicy.engine.policy import Policy
from privpolicy.engine.resolve import resolve
from privpolicy.engine.vocabulary import Vocabulary
from privpolicy.law.errors import PackError
from privpolicy.law.grounds import GDPR
from privpolicy.law.guard_facts import guard_facts
from privpolicy.law.guards import guards_of, known_law
from privpolicy.loading.access import DISK, Access
from privpolicy.loading.load import Loaded, collection_paused
from privpolicy.loading.load import load as read
from privpolicy.loading.places import places
from privpolicy.model.moment import Moment, read_moment

if TYPE_CHECKING:
    from privpolicy.diff.report import Report as DiffReport
    from privpolicy.diff.which import Source
    from privpolicy.engine.request import Request
    from privpolicy.lint.config import LintConfig
    from privpolicy.lint.report import Report
    from privpolicy.questions.why_not import WhyNot
    from privpolicy.questions.within import Containment
    from privpolicy.testing.report import Report as TestReport
    from privpolicy.testing.run import Policies

Law = Literal["named"] | None
"""The law packs that a policy names, or no law."""


def load(path: str | os.PathLike[str], *, law: Law = "named") -> Policy:
    """Load the policy in a folder or a file and compile it, with the law packs that it names or, with ``None``, alone.

    Raises :class:`PolicyError`, which carries every diagnostic, when anything is wrong with it.
    """
    return compiled(inspect(path), law=law)


def inspect(path: str | os.PathLike[str], *, access: Access = DISK) -> Loaded:
    """Read a policy and everything that is wrong with it; never raises for what stands in a file.

    ``access`` may lay other texts over the files on the disk.
    """
    loaded = read(Path(path), partial(resolve, known=cache(known_law)), access)
    if loaded.model is None or not loaded.model.policy.law:
        return loaded
    try:
        guard_facts(loaded.model.policy.law)
    except PackError as error:
        return replace(loaded, model=None, diagnostics=(*loaded.diagnostics, *error.diagnostics))
    return loaded


def compiled(loaded: Loaded, *, law: Law = "named") -> Policy:
    """Compile what was read; raises :class:`PolicyError` when it has an error."""
    if loaded.model is None or loaded.tree is None:
        raise PolicyError(loaded.diagnostics)
    vocabulary = Vocabulary.of(loaded.model)
    guards = guards_of(loaded.model, vocabulary) if law == "named" else None
    written = places(loaded.tree)
    return Policy(loaded.model, digest=loaded.digest, places=written, cites=GDPR, guards=guards, vocabulary=vocabulary)


def save(policy: Policy, path: str | os.PathLike[str]) -> str:
    """Save a compiled policy in a file that :func:`reopen` opens quickly, and return the digest that opens it.

    The file is written whole or not at all. Raises ``OSError`` where it cannot be, and :class:`SavedPolicyError` where
    the reopened policy would not be the same.
    """
    from privpolicy.saved import save as saving  # noqa: PLC0415  # only who saves a policy waits for it

    return saving.save(policy, Path(path))


def reopen(path: str | os.PathLike[str], digest: str, *, law: Law = "named") -> Policy:
    """Open a policy that :func:`save` or `privpolicy save` wrote.

    ``digest`` is what they returned: whoever keeps it decides which policy answers. Raises :class:`SavedPolicyError`
    where the file is another, or made with another version of privpolicy or of its law packs.
    """
    from privpolicy.saved import reopen as reopening  # noqa: PLC0415

    with collection_paused():
        return reopening.reopen(Path(path), digest, law=law)


def validate(path: str | os.PathLike[str]) -> tuple[Diagnostic, ...]:
    """Return everything that is wrong with a policy, sorted by place; empty when there is nothing."""
    return inspect(path).diagnostics


def lint(
    path: str | os.PathLike[str],
    *,
    at: str | date | datetime | None = None,
    config: "LintConfig | None" = None,
    baseline: str | os.PathLike[str] | None = None,
    access: Access = DISK,
) -> "Report":
    """Look at a policy as a supervisory authority would, under the law of a day; left out, today.

    What is wrong with its files is told as well; while one of these is an error nothing else is looked at. Settings
    are those handed in: `privpolicy.lint.config.find_config` finds the ones of a project. A baseline and a day that
    are named go before theirs. Raises :class:`LintError` where settings, baseline or a check of another package are
    at fault, and ``ValueError`` where ``at`` is no day.
    """
    from privpolicy.lint.baseline import read_baseline  # noqa: PLC0415  # no other verb waits for the linter
    from privpolicy.lint.run import look  # noqa: PLC0415

    known = None if baseline is None else read_baseline(Path(baseline))
    day = None if at is None else read_moment(at)
    with collection_paused():
        return look(inspect(path, access=access), os.fspath(path), at=day, config=config, baseline=known)


def within(
    inner: Policy,
    outer: Policy,
    *,
    at: str | date | datetime | None = None,
    every_kind: bool = False,
    law: Law = "named",
) -> "Containment":
    """Tell whether everything that one policy permits is permitted by another, or return a counter-example.

    The answer is true in a condition where it is so. ``at`` counts from a day on only, where without it all time does;
    ``every_kind`` asks for a counter-example of each kind. Raises ``ValueError`` where ``at`` is no day.
    """
    from privpolicy.questions import within as containment  # noqa: PLC0415  # no other verb waits for comparisons

    since = None if at is None else read_moment(at)
    with collection_paused():
        return containment.within(inner, outer, since=since, every_kind=every_kind, law=law)


def why_not(policy: Policy, request: "Request", *, law: Law = "named") -> "WhyNot":
    """Return the smallest changes to a request, to the facts and to the policy that would permit what is not permitted.

    Each is decided before it is told. Raises :class:`RequestError` where the policy knows no id of the request.
    """
    from privpolicy.questions import why_not as changes  # noqa: PLC0415  # no other verb waits for changes

    return changes.why_not(policy, request, law=law)


def run_tests(path: str | os.PathLike[str] | None = None, files: Iterable[str | os.PathLike[str]] = ()) -> "TestReport":
    """Run policy tests: those that lie beside a policy or below it, or files of tests.

    Files are asked of the policy that is named, or without one of the policy that each of them names or belongs to.
    What is wrong with a policy or a file of tests is told in the report, and never raised.
    """
    from privpolicy.testing.find import files_of  # noqa: PLC0415  # no other verb waits for tests
    from privpolicy.testing.run import Asked, report_of  # noqa: PLC0415

    policy = None if path is None else Path(path)
    asked = [Asked(Path(file), policy, insisted=policy is not None) for file in files]
    if not asked and policy is not None:
        asked = [Asked(file, policy) for file in files_of(policy)]
    with collection_paused():
        return report_of(asked, policies_to_test())


def policies_to_test() -> "Policies":
    """Return an empty memory of policies that tests are asked of."""
    from privpolicy.testing.run import Policies  # noqa: PLC0415

    return Policies(inspect, compiled)


def diff(
    old: str | os.PathLike[str],
    new: str | os.PathLike[str],
    policy: str | os.PathLike[str] | None = None,
    *,
    at: str | date | datetime | None = None,
    law: Law = "named",
) -> "DiffReport":
    """Compare two policies: what was declared otherwise, what it means over all facts and time, which duties follow.

    Each is a folder, a file, ``REVISION:PATH`` of the git repository around the working directory, or a revision in
    which ``policy`` is read. ``at`` leaves out what is over by then. What is wrong with one of them is told in the
    report; raises :class:`DiffError` where one of them is not there, and ``ValueError`` where ``at`` is no day.
    """
    from privpolicy.diff.errors import DiffError  # noqa: PLC0415  # no other verb waits for comparisons
    from privpolicy.diff.which import sources  # noqa: PLC0415

    def unnamed() -> Path:
        raise DiffError("which policy of the revision?", "name it: `REVISION:PATH`, or as a third argument")

    since = None if at is None else read_moment(at)
    named = [os.fspath(one) for one in (old, new, policy) if one is not None]
    return compared(*sources(named, unnamed), at=since, law=law)


def compared(old: "Source", new: "Source", *, at: Moment | None, law: Law, declared: bool = True) -> "DiffReport":
    """Compare two policies, wherever they are read from."""
    from privpolicy.diff.run import Compared, report_of  # noqa: PLC0415  # no other verb waits for comparisons

    with collection_paused():
        sides = []
        for source in (old, new):
            loaded = inspect(source.path, access=source.access)
            policy = None if loaded.model is None else compiled(loaded, law=law)
            sides.append(Compared(source, loaded, policy))
        return report_of(*sides, since=at, law=law, declared=declared)
