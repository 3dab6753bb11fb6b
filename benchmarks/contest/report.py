"""The table of everybody, as Markdown that is read as it stands."""

import statistics
from collections.abc import Iterable, Sequence

from benchmarks.contest.measure import Contest, ContestEffort, Result, Standing
from benchmarks.contest.silence import Silence
from benchmarks.markdown import brief, spread, table, us
from benchmarks.peers.protocol import Absent
from benchmarks.peers.roster import ABSENT, OURS, YARDSTICK
from benchmarks.versions import version_of

SHOWN = (30, 300, 3000)
"""The sizes of the table; the curve has more."""


def contest_table(contests: Sequence[Contest], absent: Sequence[Absent] = ABSENT) -> str:
    """Return one row a peer: medians by size, and at the largest the rare call, the request made, and ratios."""
    shown = [contest for contest in contests if contest.activities in SHOWN] or list(contests)
    last = shown[-1]
    by_title = {result.label.title: result for result in last.results}
    ours, yardstick = by_title.get(OURS.label.title), by_title.get(YARDSTICK.label.title)
    size = f"{last.activities:,}"
    head = [
        "µs a decision",
        *(f"{contest.activities:,}" for contest in shown),
        f"99 % under, {size}",
        f"with the request, {size}",
        "to the dictionary",
        "to ours",
    ]
    rows = [head]
    for number, result in enumerate(last.results):
        medians = [_median(contest.results[number]) for contest in shown]
        rows.append(
            [
                f"**{result.label.title}**" if result.label.ours else result.label.title,
                *medians,
                brief(result.ready.p99) if result.ready.calls else "",
                brief(result.made.median) if result.made.calls else "",
                _ratio(result, yardstick),
                _ratio(result, ours),
            ]
        )
    rows += [[each.title, *("not on PyPI" for _ in shown), "", "", "", ""] for each in absent]
    return table(rows)


def _median(result: Result) -> str:
    match result.standing:
        case Standing.AGREES:
            return brief(result.ready.median)
        case Standing.SLOW:
            return "too slow"
        case Standing.DISAGREES:
            return "disagrees"
        case Standing.ABSENT | Standing.FAILED:
            return result.standing.value


def _ratio(result: Result, other: Result | None) -> str:
    if other is None or not other.ready.calls or not result.ready.calls:
        return ""
    ratio = result.ready.median / other.ready.median
    return f"{ratio:,.0f} x" if ratio >= 100 else f"{ratio:.1f} x"


def contest_words(contests: Sequence[Contest], effort: ContestEffort) -> Iterable[str]:
    """Yield what the table is about, how far it can be trusted, and what each peer was given."""
    permits = ", ".join(f"{100 * each.permitted:.0f} % at {each.activities:,}" for each in contests)
    yield (
        f"The median of a whole decision on three categories. {effort.questions} questions a policy, drawn with a "
        f"fixed seed; permits: {permits}. Every peer was held against a naive reference on every question before it "
        f"was timed, and all were timed in the same {effort.rounds} rounds, each in its turn. The request lies ready "
        "in the form that the engine wants, except in the column *with the request*, where it is made from plain words."
    )
    yield (
        "The peers get a head start. What they cannot say, or what their users would do beforehand, is done outside of "
        "the clock: whether a consent stands, how many days old the data is, what is broader than what. They answer "
        "yes or no, and stop at the first category that is denied. Ours reads the record of consents, the dates and "
        "the durations itself, and answers every category; its reasons are made when they are read, see below."
    )
    yield "Of the medians of the rounds, the least and the greatest, at " + f"{contests[-1].activities:,} activities:"
    rows: list[list[str]] = [["", "package", "request ready", "with the request", "loaded in"]]
    for result in contests[-1].results:
        distribution = result.label.distribution
        rows.append(
            [
                result.label.title,
                f"{distribution} {version_of(distribution)}" if distribution else "",
                spread(result.ready, us) if result.ready.calls else _why(result),
                spread(result.made, us) if result.made.calls else "",
                f"{result.start:.2f} s" if result.ready.calls else "",
            ]
        )
    yield table(rows, left=(0, 1))
    yield "How each of them states the policy:"
    yield "\n".join(f"- {result.label.title}: {result.label.way}." for result in contests[-1].results)
    yield "Not in the table, and why:"
    yield "\n".join(f"- {each.title}: {each.why}." for each in ABSENT)
    odd = [
        f"- {result.label.title} at {contest.activities:,}: {result.standing.value} ({result.note}; "
        f"{result.checked} of {effort.questions} answers checked)."
        for contest in contests
        for result in contest.results
        if result.standing in (Standing.SLOW, Standing.DISAGREES, Standing.FAILED)
    ]
    if odd:
        yield "Not timed, and why:"
        yield "\n".join(odd)


def _why(result: Result) -> str:
    return f"{result.standing.value}: {result.note}" if result.note else result.standing.value


def silence_words(silences: Sequence[Silence]) -> Iterable[str]:
    """Yield the table of what a missing fact does."""
    permits = statistics.fmean(each.unstated == "permit" for each in silences[1:]) if silences[1:] else 0.0
    yield (
        "An activity permits; a prohibition forbids where the data is exported; the request does not say whether it "
        "is. The same adapters as above, each asked three times in this run. "
        f"{100 * permits:.0f} % of the others permit. In their languages one can guard against it, rule by rule; this "
        "is what happens where nobody does."
    )
    rows = [["", "export: true", "export: false", "nobody says"]]
    rows += [[each.title, each.holds, each.fails, each.unstated] for each in silences]
    yield table(rows, left=(0, 1, 2, 3))
