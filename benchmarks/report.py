"""The whole report as Markdown, the table of everybody first."""

import statistics
from collections.abc import Iterable, Sequence

from benchmarks.aims import aims, aims_table
from benchmarks.contest.report import contest_table, contest_words, silence_words
from benchmarks.curves import DECISION, LOAD, SECONDS, TABLES
from benchmarks.fides.ours import FidesSize
from benchmarks.figures import Figures, Tables
from benchmarks.markdown import ms, spread, table, us
from benchmarks.measure import COLD, HOT, KINDS, LINTED_AT, Effort, Measured
from benchmarks.processes import Processes
from benchmarks.timing import time_each
from benchmarks.versions import machine, today
from benchmarks.workload import CATEGORIES

import privpolicy as pp

HOW_TO_READ = "Written by `make bench`; how to read it, and how to add a peer: [README.md](README.md)."
BUSY = (
    "The load average of the machine was {:.1f} when the run began and {:.1f} when it ended. A quiet one stands near "
    "1: where it is much above, the ratios say more than the figures."
)
OURS_ALONE = (
    "What follows is ours alone, under the full language and the law. Every figure is the median of the repetitions, "
    "with the least and the greatest in brackets: the distance between the two is the noise. Where single calls were "
    "timed, the clock and the loop around them are in the figure: about {clock:.0f} ns."
)
FIDES_TOOK = "38.5 s"
"""What the evaluation of ethyca-fides 2.78.2 took on this question (`benchmarks/fides/README.md`)."""


def report(figures: Figures) -> str:
    """Return all tables."""
    clock = statistics.median(time_each(lambda _: None, range(10_000)))
    measured, effort = figures.measured, figures.effort
    parts = [
        "# Benchmarks",
        f"privpolicy {pp.__version__} on {machine()}, {today()}. {HOW_TO_READ}",
        BUSY.format(*figures.busy),
        "## One question, everybody",
        contest_table(figures.contests),
        f"![One decision against the activities of the policy](plots/{DECISION})",
        *contest_words(figures.contests, figures.contest_effort),
        "## Aims",
        aims_table(aims(figures)),
        "## What a missing fact does",
        *silence_words(figures.silences),
        "## The whole language",
        OURS_ALONE.format(clock=clock),
        *_policies(measured, effort),
        *_decisions(measured, effort),
        *_loads(measured, effort),
        *_tables(figures.tables),
        *_fides(figures.fides),
        *_lints(measured, effort),
        *_diffs(measured),
        *_questions(measured),
        *_processes(figures.processes, effort),
    ]
    return "\n\n".join(parts) + "\n"


def _policies(measured: Sequence[Measured], effort: Effort) -> Iterable[str]:
    yield "### What is asked"
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
    yield table(rows)


def _loads(measured: Sequence[Measured], effort: Effort) -> Iterable[str]:
    yield "### Loading"
    yield f"{effort.loads} repetitions. Compiling ends with the indexes; cells are compiled when they are asked for."
    yield f"![Loading against the activities of the policy](plots/{LOAD})"
    rows = [("policy", "read and check", "compile", "both")]
    rows += [(one.name, spread(one.read, ms), spread(one.compiled, ms), spread(one.loaded, ms)) for one in measured]
    yield table(rows)
    yield "A compiled policy saved and opened again, and what it holds in memory, by Python's account of allocations."
    kept: list[tuple[str, ...]] = [("policy", "save", "reopen", "file", "memory when loaded", "and when asked")]
    kept += [
        (
            one.name,
            spread(one.saved, ms),
            spread(one.reopened, ms),
            f"{one.saved_size / 1e3:.0f} kB",
            *((f"{one.held.loaded / 1e6:.1f} MB", f"{one.held.asked / 1e6:.1f} MB") if one.held else ("", "")),
        )
        for one in measured
    ]
    yield table(kept)


def _tables(tables: Tables | None) -> Iterable[str]:
    yield "### Tables"
    if tables is None:
        yield "Not measured in this run."
        return
    yield f"![Decisions a second against the rows of the table](plots/{TABLES})"
    rows = [("", f"a second, {tables.rows:,} rows")]
    rows += [("`decide_table`, names and lists", f"{tables.rate:,.0f}")]
    rows += [("`decide_table`, encoded columns", f"{tables.encoded_rate:,.0f}")]
    rows += [("a join over integers and masks, by hand", f"{tables.hand_rate:,.0f}")]
    yield table(rows)
    growth = [("rows", "decisions a second")]
    growth += [(f"{size:,}", f"{rate:,.0f}") for size, rate in tables.growth]
    yield table(growth, left=())
    if tables.seconds:
        yield f"![Seconds against the rows of the table](plots/{SECONDS})"
    if tables.notes:
        yield tables.notes


def _fides(fides: FidesSize) -> Iterable[str]:
    yield "### A question of Fides' size"
    yield (
        f"Which of {fides.declarations:,} declarations break which of {fides.rules} rules? {fides.broken} pairs, as "
        f"the naive answer has it. {spread(fides.answer, ms)} from plain declarations to the pairs, after "
        f"{spread(fides.load, ms)} to load the rules. Fides' own evaluation took {FIDES_TOOK} on the same "
        "question and found the same, when it was run once by itself: see [fides/README.md](fides/README.md)."
    )


def _lints(measured: Sequence[Measured], effort: Effort) -> Iterable[str]:
    yield "### Linting"
    yield (
        f"{effort.loads} repetitions of reading the files and asking every check under the law of {LINTED_AT}. A "
        "generated policy has faults without number, and every finding is placed and kept."
    )
    rows = [("policy", "read and lint", "findings")]
    rows += [(one.name, spread(one.linted, ms), str(one.findings)) for one in measured]
    yield table(rows)


def _diffs(measured: Sequence[Measured]) -> Iterable[str]:
    yield "### Comparing"
    yield "Both policies are read, and what they mean is compared over all facts and time; the legal basis was altered."
    rows = [("policy", "altered activities", "read twice and compare")]
    rows += [(one.name, str(one.altered), spread(one.diffed, ms)) for one in measured if one.diffed.medians]
    yield table(rows)


def _questions(measured: Sequence[Measured]) -> Iterable[str]:
    yield "### Questions with blanks"
    yield (
        "Of policies just compiled, reading left out: what may be done with one category, nothing stated, and "
        "whether the altered policy lies within the other."
    )
    rows = [("policy", "ask with four blanks", "statements", "within")]
    rows += [
        (one.name, spread(one.asked, ms), str(one.statements), spread(one.contained, ms))
        for one in measured
        if one.asked.medians
    ]
    yield table(rows)


def _decisions(measured: Sequence[Measured], effort: Effort) -> Iterable[str]:
    yield "### One decision"
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
                (one.name, spread(timing, us), us(mean), us(timing.p99), us(yardstick.median), f"{ratio:.1f} x")
            )
        yield table(rows)
    yield f"**{HOT.capitalize()}**, by answer: the median, and the dearest of the questions."
    rows_by_answer: list[tuple[str, ...]] = [("policy", *(answer.value for answer in pp.Outcome))]
    rows_by_answer += [(one.name, *(_to_dearest(times) for times in one.by_answer.values())) for one in measured]
    yield table(rows_by_answer)


def _processes(whole: Processes, effort: Effort) -> Iterable[str]:
    yield "### From the shell"
    yield f"{effort.processes} repetitions of a whole process each, in turns."
    rows = [("process", "wall time")]
    rows += [("an interpreter that does nothing", spread(whole.python, ms))]
    rows += [("`privpolicy check`, one question to the shipped policy", spread(whole.check, ms))]
    rows += [("of which imports, by the interpreter's own count", spread(whole.imports, ms))]
    rows += [("`privpolicy lint` of the shipped policy", spread(whole.lint, ms))]
    yield table(rows)


def _to_dearest(times: Sequence[float]) -> str:
    return f"{us(statistics.median(times))} (to {us(max(times))})" if times else "none asked"
