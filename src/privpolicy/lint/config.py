"""How a project wants its policy looked at.

It stands in ``[tool.privpolicy.lint]`` of pyproject.toml, or in ``[lint]`` of privpolicy.toml, which goes first. What
is wrong in a file of settings is an error with its place; nothing in it is passed over.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from privpolicy.diagnostics.codes import Severity
from privpolicy.diagnostics.wording import did_you_mean, listed, quote
from privpolicy.lint.errors import LintError
from privpolicy.loading.settings import OWN_FILE, PROJECT_FILE, SECTIONS, SettingsError, SettingsFile, read_settings
from privpolicy.model.moment import Moment, now, read_moment

FailOn = Literal["error", "warning", "note", "never"]
"""How grave a finding has to be for a run to fail."""
_BESIDE = ("lint", "policy")
"""The keys of privpolicy.toml and of ``[tool.privpolicy]``."""


@dataclass(frozen=True, slots=True)
class LintConfig:
    """Settings of a run. Selectors are codes, the first letters of codes, names of checks or ``ALL``."""

    select: tuple[str, ...] = ("ALL",)
    """Which checks are asked."""
    ignore: tuple[str, ...] = ()
    """Which are not."""
    severity: Mapping[str, Severity] = field(default_factory=dict)
    """By selector: how grave the findings are instead."""
    per_path_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By pattern of paths: what is not said of these files."""
    at: Moment | None = None
    """The day on which the law is asked; ``None`` is today."""
    fail_on: FailOn = "warning"
    """From which severity on a run fails."""
    baseline: Path | None = None
    """The file of known findings."""
    plugins: bool | tuple[str, ...] = True
    """Whether checks of other packages are asked; names are those of their entry points, and each must be there."""
    root: Path | None = None
    """The folder from which patterns of paths start; ``None`` is the working folder."""
    file: SettingsFile | None = None
    """Where this was written, if it was."""
    typed: frozenset[str] = frozenset()
    """Selectors that were typed on a command line instead."""

    @classmethod
    def of(cls, policy: str | os.PathLike[str]) -> "LintConfig":
        """Return the settings that stand nearest to a policy: see :func:`find_config`."""
        return find_config(policy)

    def fault(self, message: str, advice: str | None, key: str, value: str) -> LintError:
        """Return an error at a value of a setting: in the file, or in the option of a command."""
        if value in self.typed:
            return LintError(message, advice, f"--{key}")
        return LintError(message, advice, self.file.place(key, value) if self.file is not None else "")

    def overridden(
        self,
        *,
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
        severity: Mapping[str, Severity] | None = None,
        **others: Any,
    ) -> "LintConfig":
        """Return these settings with what a command line says instead; ``None`` says nothing.

        What it selects, it selects afresh; what it ignores, it ignores as well.
        """
        chosen, dropped, graded = tuple(select), tuple(ignore), severity or {}
        return replace(
            self,
            select=chosen or self.select,
            ignore=dropped if chosen else (*self.ignore, *dropped),
            severity={**self.severity, **graded},
            typed=frozenset((*chosen, *dropped, *graded)),
            **{name: value for name, value in others.items() if value is not None},
        )


def find_config(policy: str | os.PathLike[str]) -> LintConfig:
    """Return the settings of the nearest folder that has some, upwards from a policy and then from where we stand.

    Raises :class:`LintError` where they are wrong. Without any everything is as it comes.
    """
    start = Path(policy).absolute()
    here = Path.cwd()
    for folder in dict.fromkeys((start, *start.parents, here, *here.parents)):
        for name in SECTIONS:
            # A link to nowhere or a file out of reach is an error: settings are never passed over.
            if os.path.lexists(folder / name) and (found := _read(folder / name)) is not None:
                return found
    return LintConfig()


def read_config(file: Path) -> LintConfig:
    """Read one file of settings; a file called pyproject.toml is read as such, any other as privpolicy.toml.

    Raises :class:`LintError` where it is wrong or holds no such section.
    """
    found = _read(file)
    if found is None:
        section = ".".join(_section(file))
        raise LintError(f"there is no section `[{section}]`", "add it, or use --no-config", str(file))
    return found


def _section(file: Path) -> tuple[str, ...]:
    return (*SECTIONS[PROJECT_FILE if file.name == PROJECT_FILE else OWN_FILE], "lint")


def _read(file: Path) -> LintConfig | None:
    """Read the settings of a file; ``None`` where it has no section for them."""
    section = _section(file)
    table: Any
    try:
        written, table = read_settings(file, section)
    except SettingsError as error:
        raise LintError(error.message, error.advice, error.place) from None
    for depth, name in enumerate(section):
        if name == section[-1]:
            _refuse_others(table, written)
        table = table.get(name)
        if table is None:
            return None
        if not isinstance(table, dict):
            place = written.place_of_key(section[:depth], name)
            raise LintError(f"{quote(name)} is no table", f"write `[{'.'.join(section)}]`", place)
    return _config(table, written)


def _refuse_others(table: dict[str, Any], file: SettingsFile) -> None:
    """Refuse what is written beside the section and means nothing, such as the section under a mistyped name."""
    for key in table:
        if key not in _BESIDE:
            whole = ".".join(file.section)
            near = f"write `[{whole}]` here" if key == "tool" else did_you_mean(key, _BESIDE)
            advice = near or f"the keys here are {listed([quote(one) for one in _BESIDE], 'and')}"
            place = file.place_of_key(file.section[:-1], key)
            raise LintError(f"privpolicy has no setting {quote(key)}", advice, place)


def _config(table: dict[str, Any], file: SettingsFile) -> LintConfig:
    known: dict[str, tuple[str, Callable[[Any, _Reader], Any]]] = {
        "select": ("select", _texts),
        "ignore": ("ignore", _texts),
        "severity": ("severity", _severities),
        "per-path-ignores": ("per_path_ignores", _per_path),
        "at": ("at", _day),
        "fail-on": ("fail_on", _fail_on),
        "baseline": ("baseline", _path),
        "plugins": ("plugins", _plugins),
    }
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in known:
            advice = did_you_mean(key, known) or f"the keys are {listed([quote(one) for one in known], 'and')}"
            raise LintError(f"the linter has no setting {quote(key)}", advice, file.place(key))
        attribute, read = known[key]
        values[attribute] = read(value, _Reader(file, key))
    return LintConfig(**values, root=file.path.parent, file=file)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Where a value is written, for complaints about it."""

    file: SettingsFile
    key: str

    def fault(self, message: str, advice: str, *words: str) -> LintError:
        return LintError(f"{quote(self.key)} {message}", advice, self.file.place(self.key, *words))


def _texts(value: Any, reader: _Reader, *words: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise reader.fault("is no list of texts", 'write `["PP3", "PP512"]`', *words)
    return tuple(value)


def _severities(value: Any, reader: _Reader) -> dict[str, Severity]:
    found: dict[str, Severity] = {}
    for selector, level in _table(value, reader, '{PP512 = "note"}'):
        if level not in get_args(Severity):
            advice = f"a severity is {listed([quote(one) for one in get_args(Severity)])}"
            raise reader.fault(f"gives {quote(selector)} no severity", advice, selector)
        found[selector] = level
    return found


def _per_path(value: Any, reader: _Reader) -> dict[str, tuple[str, ...]]:
    table = _table(value, reader, '{"drafts/**" = ["PP9"]}')
    return {pattern: _texts(selectors, reader, pattern) for pattern, selectors in table}


def _table(value: Any, reader: _Reader, form: str) -> Iterator[tuple[str, Any]]:
    if not isinstance(value, dict):
        raise reader.fault("is no table", f"write `{reader.key} = {form}`")
    yield from value.items()


def _day(value: Any, reader: _Reader) -> Moment | None:
    if not isinstance(value, str | date | datetime):
        raise reader.fault("is no day", 'write `"2026-01-01"`, or `"today"`')
    try:
        return read_day(value)
    except ValueError as error:
        raise reader.fault(f"is no day: {error}", 'write `"2026-01-01"`, or `"today"`') from None


def today() -> Moment:
    """Return the start of the present day: two runs on one day say the same."""
    return now().round("day", mode="floor")


def read_day(value: object) -> Moment | None:
    """Read the day on which the law is asked; ``today`` is ``None``. Raises ``ValueError``."""
    return None if value == "today" else read_moment(value)


def _fail_on(value: Any, reader: _Reader) -> FailOn:
    levels: tuple[FailOn, ...] = get_args(FailOn)
    for level in levels:
        if level == value:
            return level
    raise reader.fault("is no severity", f"write {listed([quote(level) for level in levels])}")


def _path(value: Any, reader: _Reader) -> Path:
    if not isinstance(value, str) or not value.strip():
        raise reader.fault("is no path", 'write `"lint-baseline.json"`')
    return reader.file.path.parent / value


def _plugins(value: Any, reader: _Reader) -> bool | tuple[str, ...]:
    if isinstance(value, bool):
        return value
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    raise reader.fault("is neither true nor false nor a list", "write `true`, `false` or names of entry points")
