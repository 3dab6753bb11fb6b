"""The figures as tables that are read as they stand."""

import os
import platform
import statistics
from collections.abc import Callable, Iterable, Sequence

from benchmarks.measure import COLD, HOT, KINDS, LINTED_AT, Effort, Measured, Processes, Timing, time_each
from benchmarks.workload import CATEGORIES

import privpolicy as pp

DECISION_AIM = 5_000  # nanoseconds, as all that follow
LOAD_AIM = 1_500_000_000
CHECK_AIM = 400_000_000
LINT_AIM = 2_000_000_000
LINT_COMMAND_AIM = 600_000_000
DIFF_AIMS = {300: 5_000_000_000, 3000: 10_000_000_000}


def report(measured: Sequence[Measured], whole: Processes, effort: Effort) -> str:
    """Return all tables as Markdown that is read as it stands."""
    clock = statistics.median(time_each(lambda _: None, range(10_000)))
    machine = (
        f"{platform.python_implementation()} {platform.python_version()}, {platform.system()} {platform.machine()}"
    )
    head = (
        f"privpolicy {pp.__version__} on {machine}, {os.cpu_count()} cores of which one is used. "
        "Every figure is the median of the repetitions, with the least and the greatest in brackets: the distance "
        "between the two is the noise. Where single calls were timed, the clock and the loop around them "
        f"are in the figure: about {clock:.0f} ns."
    )
    parts = [
        "# Benchmarks",
        head,
        *_aims(measured, whole),
        *_policies(measured, effort),
        *_loads(measured, effort),
        *_lints(measured, effort),
        *_diffs(measured),
        *_questions(measured),
        *_decisions(measured, effort),
        *_processes(whole, effort),
    ]
    return "\n\n".join(parts) + "\n"


def _aims(measured: Sequence[Measured], whole: Processes) -> Iterable[str]:
    yield "## Aims"
    rows = [("aim", "measured", "", "")]
    for kind in KINDS:
        worst = max(measured, key=lambda one: one.decisions[kind].median)
        time = worst.decisions[kind].median
        what = f"a decision on {CATEGORIES} categories under {_us(DECISION_AIM)}, {kind}"
        rows.append((what, _us(time), f"on {worst.name}, the slowest", _verdict(time, DECISION_AIM)))
    largest = max(measured, key=lambda one: one.activities)
    time = largest.loaded.median
    what = f"{largest.activities} activities loaded in under {_ms(LOAD_AIM)}"
    rows.append((what, _ms(time), f"{largest.size / 1e6:.2f} MB of YAML", _verdict(time, LOAD_AIM)))
    time = largest.linted.median
    what = f"{largest.activities} activities read and linted in under {_ms(LINT_AIM)}"
    rows.append((what, _ms(time), f"{largest.findings} findings", _verdict(time, LINT_AIM)))
    for one in measured:
        if one.activities in DIFF_AIMS and one.diffed.medians:
            aim, time = DIFF_AIMS[one.activities], one.diffed.median
            what = f"{one.activities} activities, {one.altered} of them altered, read twice and compared in {_ms(aim)}"
            rows.append((what, _ms(time), "", _verdict(time, aim)))
    time = whole.check.median
    what = f"`privpolicy check` on the shipped policy under {_ms(CHECK_AIM)} of wall time"
    rows.append((what, _ms(time), "", _verdict(time, CHECK_AIM)))
    time = whole.lint.median
    what = f"`privpolicy lint` on the shipped policy under {_ms(LINT_COMMAND_AIM)} of wall time"
    rows.append((what, _ms(time), "", _verdict(time, LINT_COMMAND_AIM)))
    yield _table(rows, left=(0, 2, 3))


def _verdict(time: float, aim: float) -> str:
    return "met" if time < aim else "not met"


def _policies(measured: Sequence[Measured], effort: Effort) -> Iterable[str]:
    yield "## What is asked"
    yield (
        f"{effort.questions} questions a policy, {CATEGORIES} categories each, drawn with a fixed seed from what its "
        "activities cover, with consents, objections, events and facts stated. The dictionary gives the same answer "
        "on coverage for every category of every question. Where no cell may come twice, "
        "there are as many questions as the last column says."
    )
    rows: list[tuple[str, ...]] = [
        ("policy", "activities", "YAML", "permit", "deny", "conditional", "questions without a common cell")
    ]
    for one in measured:
        share = [f"{100 * number / sum(one.answers.values()):.0f} %" for number in one.answers.values()]
        rows.append((one.name, str(one.activities), f"{one.size / 1e3:.0f} kB", *share, str(one.distinct)))
    yield _table(rows)


def _loads(measured: Sequence[Measured], effort: Effort) -> Iterable[str]:
    yield "## Loading"
    yield f"{effort.loads} repetitions. Compiling ends with the indexes; cells are compiled when they are asked for."
    rows = [("policy", "read and check", "compile", "both")]
    rows += [
        (one.name, _spread(one.read, _ms), _spread(one.compiled, _ms), _spread(one.loaded, _ms)) for one in measured
    ]
    yield _table(rows)


def _lints(measured: Sequence[Measured], effort: Effort) -> Iterable[str]:
    yield "## Linting"
    yield (
        f"{effort.loads} repetitions of reading the files and asking every check under the law of {LINTED_AT}. A "
        "generated policy has faults without number, and every finding is placed and kept."
    )
    rows = [("policy", "read and lint", "findings")]
    rows += [(one.name, _spread(one.linted, _ms), str(one.findings)) for one in measured]
    yield _table(rows)


def _diffs(measured: Sequence[Measured]) -> Iterable[str]:
    yield "## Comparing"
    yield "Both policies are read, and what they mean is compared over all facts and time; the legal basis was altered."
    rows = [("policy", "altered activities", "read twice and compare")]
    rows += [(one.name, str(one.altered), _spread(one.diffed, _ms)) for one in measured if one.diffed.medians]
    yield _table(rows)


def _questions(measured: Sequence[Measured]) -> Iterable[str]:
    yield "## Questions with blanks"
    yield (
        "Of policies just compiled, reading left out: what may be done with one category, nothing stated, and "
        "whether the altered policy lies within the other."
    )
    rows = [("policy", "ask with four blanks", "statements", "within")]
    rows += [
        (one.name, _spread(one.asked, _ms), str(one.statements), _spread(one.contained, _ms))
        for one in measured
        if one.asked.medians
    ]
    yield _table(rows)


def _decisions(measured: Sequence[Measured], effort: Effort) -> Iterable[str]:
    yield "## One decision"
    yield (
        "The yardstick is a hand-written dictionary that knows coverage alone: the same questions, in the same turns. "
        "The mean lies above the median because a few questions are dear: see the last table of this section."
    )
    for kind, words in KINDS.items():
        repetitions = effort.loads // 2 if kind == COLD else effort.rounds
        yield f"**{kind.capitalize()}**: {words}; {repetitions} repetitions."
        rows = [("policy", "median", "mean", "99 % of calls under", "dictionary", "ratio of medians")]
        for one in measured:
            timing, yardstick = one.decisions[kind], one.lookup
            mean, ratio = statistics.median(timing.means), timing.median / yardstick.median
            rows.append(
                (one.name, _spread(timing, _us), _us(mean), _us(timing.p99), _us(yardstick.median), f"{ratio:.1f} x")
            )
        yield _table(rows)
    yield f"**{HOT.capitalize()}**, by answer: the median, and the dearest of the questions."
    rows_by_answer: list[tuple[str, ...]] = [("policy", *(answer.value for answer in pp.Outcome))]
    rows_by_answer += [(one.name, *(_to_dearest(times) for times in one.by_answer.values())) for one in measured]
    yield _table(rows_by_answer)


def _processes(whole: Processes, effort: Effort) -> Iterable[str]:
    yield "## From the shell"
    yield f"{effort.processes} repetitions of a whole process each, in turns."
    rows = [("process", "wall time")]
    rows += [("an interpreter that does nothing", _spread(whole.python, _ms))]
    rows += [("`privpolicy check`, one question to the shipped policy", _spread(whole.check, _ms))]
    rows += [("`privpolicy lint` of the shipped policy", _spread(whole.lint, _ms))]
    yield _table(rows)


def _spread(timing: Timing, unit: Callable[[float], str]) -> str:
    return f"{unit(timing.median)} ({unit(min(timing.medians))} to {unit(max(timing.medians))})"


def _to_dearest(times: Sequence[float]) -> str:
    return f"{_us(statistics.median(times))} (to {_us(max(times))})" if times else "none asked"


def _us(nanoseconds: float) -> str:
    return f"{nanoseconds / 1e3:.2f} µs"


def _ms(nanoseconds: float) -> str:
    return f"{nanoseconds / 1e6:.1f} ms"


def _table(rows: Sequence[Sequence[str]], left: Sequence[int] = (0,)) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]

    def line(row: Sequence[str]) -> str:
        cells = [
            cell.ljust(width) if column in left else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        return "| " + " | ".join(cells) + " |"

    rule = [("-" * width) if column in left else "-" * (width - 1) + ":" for column, width in enumerate(widths)]
    return "\n".join([line(rows[0]), "| " + " | ".join(rule) + " |", *map(line, rows[1:])])
