"""What a command line and the settings of a project come to."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from privpolicy.cli.fault import Fault
from privpolicy.cli.lint_options import Codes
from privpolicy.cli.terminal import look
from privpolicy.diagnostics.codes import Severity
from privpolicy.diagnostics.wording import did_you_mean, listed, quote
from privpolicy.lint.config import FailOn, LintConfig, find_config, read_config, read_day, today
from privpolicy.lint.select import known_checks
from privpolicy.model.moment import Moment


@dataclass(frozen=True, slots=True)
class Typed:
    """Options that go before the settings of a project."""

    at: str | None
    select: Codes
    ignore: Codes
    severities: Codes
    fail_on: FailOn | None
    baseline: str | None


def settings(policy: Path, typed: Typed, config: str | None, *, no_config: bool) -> LintConfig:
    """Return what holds for a run; raises :class:`Fault` and :class:`LintError`."""
    found = _configured(policy, config, no_config=no_config)
    if typed.at is not None:
        found = found.overridden(at=_day(typed.at))
    return found.overridden(
        select=_split(typed.select),
        ignore=_split(typed.ignore),
        severity=dict(_severities(typed.severities)),
        fail_on=typed.fail_on,
        baseline=None if typed.baseline is None else Path(typed.baseline),
    )


def explained(code: str, policy: str | None, config: str | None, *, no_config: bool) -> str:
    """Return the page of a check, or the line on a fault of loading; raises :class:`Fault` where there is neither."""
    from privpolicy.output.check_text import check_text, code_text  # noqa: PLC0415  # every law pack is read for it

    found = _configured(Path(policy) if policy is not None else Path.cwd(), config, no_config=no_config)
    known = known_checks(found)
    meant = known.find(code)
    if meant is None:
        begun = sorted(one for one in known.codes if code and one.startswith(code.upper()))
        some = f"name one check, such as {listed([quote(one) for one in begun[:3]])}" if begun else None
        near = some or did_you_mean(code.upper(), known.codes) or did_you_mean(code.lower(), known.by_name)
        raise Fault(f"--explain: there is no check {quote(code)}", near or "docs/checks lists what there is")
    check = known.check(meant.id)
    return check_text(check, look()) if check is not None else code_text(meant, look())


def _configured(policy: Path, config: str | None, *, no_config: bool) -> LintConfig:
    if no_config:
        if config is not None:
            raise Fault("--config and --no-config say opposite things", "leave out one of the two")
        return LintConfig()
    return find_config(policy) if config is None else read_config(Path(config))


def _day(text: str) -> Moment:
    try:
        return read_day(text) or today()
    except ValueError as error:
        raise Fault(f"--at: {error}", "write a day such as 2026-01-01, or `today`") from None


def _split(texts: Codes) -> Iterable[str]:
    return [part.strip() for text in texts or () for part in text.split(",")]


def _severities(texts: Codes) -> Iterable[tuple[str, Severity]]:
    levels: tuple[Severity, ...] = get_args(Severity)
    for text in _split(texts):
        selector, _, level = text.partition("=")
        for one in levels:
            if one == level:
                yield selector, one
                break
        else:
            advice = f"write `CODE=LEVEL`, where the level is {listed([quote(one) for one in levels])}"
            raise Fault(f"--severity: {quote(text)} gives no severity", advice)
