"""What was aimed at, what was measured, and whether it was met. The figures come from the run."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from benchmarks.figures import Figures
from benchmarks.markdown import ms, table, us
from benchmarks.measure import AFRESH, AGAIN, MADE, MANY, Measured
from benchmarks.workload import CATEGORIES

DIFFED = {300: 5e9, 3000: 10e9}
"""Nanoseconds to compare a policy of so many activities with what it was."""


@dataclass(frozen=True, slots=True)
class Aim:
    """One line: a measure that is to be at most, or at least, so much."""

    what: str
    goal: float
    measured: float | None
    """None where this run did not measure it."""
    unit: Callable[[float], str]
    note: str = ""
    at_least: bool = False

    @property
    def verdict(self) -> str:
        if self.measured is None:
            return "not measured"
        met = self.measured >= self.goal if self.at_least else self.measured <= self.goal
        return "met" if met else "not met"


def aims_table(aims: Iterable[Aim]) -> str:
    rows = [("aim", "", "measured", "", "")]
    for aim in aims:
        measured = "" if aim.measured is None else aim.unit(aim.measured)
        rows.append((aim.what, f"{'≥' if aim.at_least else '≤'} {aim.unit(aim.goal)}", measured, aim.note, aim.verdict))
    return table(rows, left=(0, 3, 4))


def aims(figures: Figures) -> list[Aim]:
    """Return every aim with its figure of this run."""
    generated = [one for one in figures.measured if one.name.startswith("generated-")]
    return [
        *_decisions(figures.measured, generated),
        *_loads(figures, max(generated, key=lambda one: one.activities)),
        *_tables(figures),
        *_further(figures, max(generated, key=lambda one: one.activities)),
    ]


def _decisions(measured: Sequence[Measured], generated: Sequence[Measured]) -> Iterable[Aim]:
    for kind, goal in ((AFRESH, 2e3), (AGAIN, 2e3), (MANY, 2e3), (MADE, 4e3)):
        worst = max(measured, key=lambda one: one.decisions[kind].median)
        what = f"a decision on {CATEGORIES} categories under the law, {kind}"
        yield Aim(f"{what}: median", goal, worst.decisions[kind].median, us, f"{worst.name}, the slowest")
    worst = max(measured, key=lambda one: one.decisions[AFRESH].p99)
    what = f"a decision on {CATEGORIES} categories under the law, {AFRESH}"
    yield Aim(f"{what}: 99 % of calls", 6e3, worst.decisions[AFRESH].p99, us, f"{worst.name}, the slowest")
    medians = [one.decisions[AFRESH].median for one in sorted(generated, key=lambda one: one.activities)]
    note = f"{generated[0].activities} to {generated[-1].activities:,} activities"
    yield Aim(f"{what}: flat, median of the largest to the smallest", 1.5, medians[-1] / medians[0], _times, note)


def _loads(figures: Figures, largest: Measured) -> Iterable[Aim]:
    size = f"{largest.activities:,} activities"
    held = largest.held
    note = f"{_mb(held.asked)} after the questions" if held else ""
    yield Aim(f"memory of a compiled policy, {size}", 30e6, held.loaded if held else None, _mb, note)
    yaml = f"{largest.size / 1e6:.2f} MB of YAML"
    yield Aim(f"load and compile, {size}", 1e9, largest.loaded.median, ms, yaml)
    saved = f"a file of {largest.saved_size / 1e6:.2f} MB"
    yield Aim(f"reopen a saved policy, {size}", 0.05e9, largest.reopened.median, ms, saved)
    yield Aim("`privpolicy check` on the shipped policy, wall", 0.25e9, figures.processes.check.median, ms)
    yield Aim("of which imports", 0.12e9, figures.processes.imports.median, ms, "the interpreter's own count")


def _tables(figures: Figures) -> Iterable[Aim]:
    tables = figures.tables
    note = f"{tables.rows:,} rows" if tables else ""
    what = "a table: decisions a second from names and lists"
    yield Aim(f"{what}, every column", 5e6, tables.rate if tables else None, _millions, note, at_least=True)
    yield Aim(f"{what}, fewer columns", 5e6, tables.few_rate if tables else None, _millions, note, at_least=True)
    what = "a table: from encoded columns, to a join by hand"
    for label, ours, hand in (
        ("every column", tables and tables.encoded_rate, tables and tables.hand_rate),
        ("fewer columns", tables and tables.few_encoded_rate, tables and tables.few_hand_rate),
    ):
        share = 100 * ours / hand if ours and hand else None
        yield Aim(f"{what}, {label}", 60.0, share, lambda value: f"{value:.0f} %", note, at_least=True)
    yield Aim("a table: memory at the largest", 2e9, float(tables.peak) if tables else None, _mb, _largest(figures))


def _largest(figures: Figures) -> str:
    return f"{figures.tables.growth[-1][0]:,} rows" if figures.tables and figures.tables.growth else ""


def _further(figures: Figures, largest: Measured) -> Iterable[Aim]:
    findings = f"{largest.findings} findings"
    yield Aim(f"read and lint, {largest.activities:,} activities", 2e9, largest.linted.median, ms, findings)
    for one in figures.measured:
        if one.activities in DIFFED and one.diffed.medians:
            what = f"read two of {one.activities:,} activities and compare, {one.altered} altered"
            yield Aim(what, DIFFED[one.activities], one.diffed.median, ms)
    yield Aim("`privpolicy lint` of the shipped policy, wall", 0.6e9, figures.processes.lint.median, ms)


def _times(value: float) -> str:
    return f"{value:.2f} x"


def _mb(value: float) -> str:
    return f"{value / 1e6:.1f} MB"


def _millions(value: float) -> str:
    return f"{value / 1e6:.1f} M/s"
