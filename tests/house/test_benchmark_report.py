"""The report and the plots on figures made up for the test."""

import itertools
import xml.etree.ElementTree as ET  # of our own making, and read by no program
from dataclasses import replace

from benchmarks.aims import Aim, aims_table
from benchmarks.contest.measure import Contest, ContestEffort, Result, Standing
from benchmarks.contest.report import contest_table, contest_words, silence_words
from benchmarks.contest.silence import Silence
from benchmarks.curves import table_plot
from benchmarks.figures import Tables
from benchmarks.markdown import brief, ms
from benchmarks.peers.protocol import Label
from benchmarks.peers.roster import OURS, YARDSTICK
from benchmarks.plots import LINE, Plot, Series, draw
from benchmarks.timing import Timing

SVG = "{http://www.w3.org/2000/svg}"


def timing(*microseconds: float) -> Timing:
    nanoseconds = [1e3 * each for each in microseconds]
    return Timing(nanoseconds, nanoseconds, nanoseconds * 50)


def timed(label: Label, *microseconds: float) -> Result:
    return Result(label, Standing.AGREES, checked=300, ready=timing(*microseconds), made=timing(90.0))


def sample(activities: int) -> Contest:
    results = (
        timed(OURS.label, 1.8, 2.0, 2.2),
        timed(YARDSTICK.label, 0.5),
        timed(Label("fast", None, "so"), 4.0),
        Result(Label("liar", None, "so"), Standing.DISAGREES, "7 of 300 answers", checked=300),
        Result(Label("snail", None, "so"), Standing.SLOW, "about 90 ms an answer", checked=3),
        Result(Label("away", "away", "so"), Standing.ABSENT, "No module named 'away'"),
    )
    return Contest(activities, 0.5, results)


def cells(table: str, row: str) -> list[str]:
    (line,) = [line for line in table.splitlines() if line.startswith(f"| {row} ")]
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_the_table_has_medians_rare_calls_and_ratios() -> None:
    table = contest_table([sample(30), sample(100), sample(3000)])
    head = cells(table, "µs a decision")
    assert head[1:3] == ["30", "3,000"]  # the curve has sizes that the table leaves out
    assert cells(table, "**privpolicy**")[1:] == ["2.00", "2.00", "2.20", "90.0", "4.0 x", "1.0 x"]
    assert cells(table, "fast")[-2:] == ["8.0 x", "2.0 x"]
    assert cells(table, "liar")[1:] == ["disagrees", "disagrees", "", "", "", ""]
    assert cells(table, "snail")[1] == "too slow"
    assert cells(table, "away")[1] == "not installed"
    assert cells(table, "Cerbos")[1] == "not on PyPI"


def test_the_words_say_who_was_not_timed_and_why() -> None:
    text = "\n".join(contest_words([sample(3000)], ContestEffort(questions=300)))
    assert "liar at 3,000: disagrees with the reference (7 of 300 answers; 300 of 300 answers checked)" in text
    assert "snail at 3,000: too slow to be checked (about 90 ms an answer; 3 of 300 answers checked)" in text
    assert "2.00 µs (1.80 µs to 2.20 µs)" in text


def test_the_share_of_those_who_permit_is_counted() -> None:
    rows = [Silence("privpolicy", "deny", "permit", "conditional"), Silence("a", "deny", "permit", "permit")]
    text = "\n".join(silence_words([*rows, Silence("b", "deny", "permit", "raises KeyError")]))
    assert "50 % of the others permit" in text


def test_an_aim_is_met_or_not_or_was_not_measured() -> None:
    aim = Aim("load", 1e9, 9e8, ms)
    assert aim.verdict == "met"
    assert replace(aim, measured=1.1e9).verdict == "not met"
    assert replace(aim, measured=None).verdict == "not measured"
    assert replace(aim, at_least=True).verdict == "not met"
    assert cells(aims_table([aim]), "load") == ["load", "≤ 1000.0 ms", "900.0 ms", "", "met"]


def test_figures_have_about_three_digits() -> None:
    assert [brief(each) for each in (412.0, 12_345.0, 2_345_678.0)] == ["0.41", "12.3", "2,346"]


def test_the_same_figures_give_the_same_picture_and_it_is_a_picture() -> None:
    crowd = [Series(f"peer {number} <&>", [(30, 10.0), (3000, 10.0 + number / 100)]) for number in range(12)]
    plot = Plot("Title", "across", "up", crowd, aims=(("aim", 2.0),))
    assert draw(plot) == draw(plot)
    root = ET.fromstring(draw(plot))  # noqa: S314  # it was written two lines above
    assert len(root.findall(f"{SVG}polyline")) == 12
    named = [text for text in root.findall(f"{SVG}text") if (text.text or "").startswith("peer")]
    heights = sorted(float(text.attrib["y"]) for text in named)
    assert len(heights) == 12
    assert min(after - before for before, after in itertools.pairwise(heights)) >= LINE - 0.1
    assert 0 < heights[0] < heights[-1] < float(root.attrib["height"])


def test_figures_of_tables_have_their_curve() -> None:
    tables = Tables(10_000_000, 6e6, 9e6, 14e6, 900_000_000, ((1_000_000, 5e6), (10_000_000, 6e6)))
    assert [x for x, _ in table_plot(tables).series[0].points] == [1e6, 1e7]
    assert draw(table_plot(tables)).startswith("<svg")
