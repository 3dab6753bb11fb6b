"""Which curves are drawn: decision against activities, load against size, table against rows."""

from collections.abc import Mapping

from benchmarks.contest.measure import Standing
from benchmarks.figures import Figures, Tables
from benchmarks.peers.roster import OURS as OUR_ROW
from benchmarks.peers.roster import YARDSTICK as YARDSTICK_ROW
from benchmarks.plots import OURS, PEER, YARDSTICK, Plot, Series, draw

DECISION, LOAD, TABLES, SECONDS = "decision.svg", "load.svg", "tables.svg", "tables-seconds.svg"


def curves(figures: Figures) -> Mapping[str, str]:
    """Return every picture by the name of its file."""
    found = {DECISION: draw(decision_plot(figures)), LOAD: draw(load_plot(figures))}
    if figures.tables is not None:
        found[TABLES] = draw(table_plot(figures.tables))
        if figures.tables.seconds:
            found[SECONDS] = draw(seconds_plot(figures.tables))
    return found


def decision_plot(figures: Figures) -> Plot:
    """Return the median of a decision of every peer that was timed at two sizes or more."""
    points: dict[str, list[tuple[float, float]]] = {}
    for contest in figures.contests:
        for result in contest.results:
            if result.standing is Standing.AGREES and result.label.title not in HIDDEN:
                points.setdefault(result.label.title, []).append((contest.activities, result.ready.median / 1e3))
    shown = [
        Series(name, each, *STYLES.get(name, ()))
        for name, each in points.items()
        if len(each) > 1 or len(figures.contests) == 1
    ]
    return Plot("One decision on three categories", "activities in the policy", "microseconds, median", shown)


HIDDEN = {"privpolicy, request objects asked before", "privpolicy, `decide_many` of 100"}
"""Of our own rows one is drawn: new request objects."""
STYLES: Mapping[str, tuple[str, bool, bool]] = {
    OUR_ROW.label.title: (OURS, True, False),
    YARDSTICK_ROW.label.title: (YARDSTICK, False, True),
}


def load_plot(figures: Figures) -> Plot:
    """Return the time from files to a policy that answers, and from a saved policy."""
    loaded = [(float(size), timing.median / 1e6) for size, timing in figures.loads]
    generated = [one for one in figures.measured if one.name.startswith("generated-")]
    reopened = sorted((float(one.activities), one.reopened.median / 1e6) for one in generated)
    series = (Series("load from YAML", loaded, OURS, strong=True), Series("reopen what was saved", reopened, YARDSTICK))
    aims = (("aim: 3,000 activities loaded in 1 s", 1000.0), ("aim: reopened in 50 ms", 50.0))
    return Plot("From files to answers", "activities in the policy", "milliseconds, median", series, aims)


def table_plot(tables: Tables) -> Plot:
    """Return the decisions a second against the rows of the table."""
    ours = Series("decide_table", [(float(rows), rate) for rows, rate in tables.growth], OURS, strong=True)
    others = [
        Series(name.replace("`", ""), [(float(rows), rows / seconds) for rows, seconds in points])
        for name, points in list(tables.seconds.items())[1:]
    ]
    aims = (("aim: 5 million decisions a second", 5e6),)
    return Plot("Decisions over a table", "rows", "decisions a second", (ours, *others), aims)


def seconds_plot(tables: Tables) -> Plot:
    """Return the seconds against the rows: a straight line is linear growth. The first is ours, from names."""
    series = [
        Series(
            name.replace("`", ""),
            [(float(rows), seconds) for rows, seconds in points],
            PEER if number else OURS,
            strong=not number,
        )
        for number, (name, points) in enumerate(tables.seconds.items())
    ]
    return Plot("Time over a table", "rows", "seconds", series)
