"""Figures in words, and tables that are read as they stand."""

from collections.abc import Callable, Sequence

from benchmarks.timing import Timing


def us(nanoseconds: float) -> str:
    return f"{nanoseconds / 1e3:.2f} µs"


def ms(nanoseconds: float) -> str:
    return f"{nanoseconds / 1e6:.1f} ms"


def brief(nanoseconds: float) -> str:
    """Return microseconds in about three digits, in a column that says so."""
    value = nanoseconds / 1e3
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:,.0f}"


def spread(timing: Timing, unit: Callable[[float], str]) -> str:
    """Return the median of the repetitions, with the least and the greatest."""
    return f"{unit(timing.median)} ({unit(min(timing.medians))} to {unit(max(timing.medians))})"


def table(rows: Sequence[Sequence[str]], left: Sequence[int] = (0,)) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]

    def line(row: Sequence[str]) -> str:
        cells = [
            cell.ljust(width) if column in left else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        return "| " + " | ".join(cells) + " |"

    rule = [("-" * width) if column in left else "-" * (width - 1) + ":" for column, width in enumerate(widths)]
    return "\n".join([line(rows[0]), "| " + " | ".join(rule) + " |", *map(line, rows[1:])])
