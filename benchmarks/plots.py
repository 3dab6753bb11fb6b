"""Growth curves as SVG, written by hand: the same figures give the same picture, byte by byte."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 1000, 560
LEFT, RIGHT, TOP, BOTTOM = 84, 310, 64, 60
LINE = 15
"""The least distance between two labels."""
OURS, YARDSTICK, PEER = "#0b5cad", "#1a1a1a", "#9aa3ad"
FONT = "font-family='system-ui, Segoe UI, Helvetica, Arial, sans-serif'"


@dataclass(frozen=True, slots=True)
class Series:
    """A curve: its name, its points, and how much it is to be seen."""

    name: str
    points: Sequence[tuple[float, float]]
    colour: str = PEER
    strong: bool = False
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """Curves over two logarithmic axes."""

    title: str
    across: str
    up: str
    series: Sequence[Series]
    aims: Sequence[tuple[str, float]] = ()
    """Levels to be reached, drawn across."""


@dataclass(frozen=True, slots=True)
class _Axis:
    least: float
    most: float
    start: float
    end: float

    def at(self, value: float) -> float:
        if self.least == self.most:
            return self.end
        share = (math.log10(value) - math.log10(self.least)) / (math.log10(self.most) - math.log10(self.least))
        return self.start + share * (self.end - self.start)

    def ticks(self) -> list[float]:
        """Return the powers of ten on the axis, and their halves and doubles where there are few."""
        decades = range(math.floor(math.log10(self.least)), math.ceil(math.log10(self.most)) + 1)
        steps = (1,) if len(decades) > 4 else (1, 3) if len(decades) > 3 else (1, 2, 3, 5, 7)
        found = [step * 10.0**decade for decade in decades for step in steps]
        return [value for value in found if self.least * 0.999 <= value <= self.most * 1.001]


def draw(plot: Plot) -> str:
    """Return a picture of the curves, each named at its end."""
    series = [each for each in plot.series if each.points]
    xs = [x for each in series for x, _ in each.points]
    ys = [y for each in series for _, y in each.points] + [level for _, level in plot.aims]
    across = _Axis(min(xs), max(xs), LEFT, WIDTH - RIGHT)
    up = _Axis(min(ys) / 1.6, max(ys) * 1.6, HEIGHT - BOTTOM, TOP)
    parts = [*_frame(plot, across, up, sorted(set(xs)))]
    for each in sorted(series, key=lambda one: one.strong):
        parts += _curve(each, across, up)
    for end in sorted({each.points[-1][0] for each in series}):
        parts += _names([each for each in series if each.points[-1][0] == end], across.at(end), up)
    body = "\n".join(parts)
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}' width='{WIDTH}' height='{HEIGHT}' "
        f"role='img' aria-label='{escape(plot.title, quote=True)}' {FONT}>\n"
        f"<rect width='{WIDTH}' height='{HEIGHT}' fill='#ffffff'/>\n{body}\n</svg>\n"
    )


def _frame(plot: Plot, across: _Axis, up: _Axis, xs: Sequence[float]) -> Iterable[str]:
    yield _text(LEFT, 32, plot.title, size=17, weight="600", fill="#1a1a1a")
    yield _text(LEFT, TOP - 12, plot.up, size=12, fill="#5a6470")
    yield _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 16, plot.across, size=12, fill="#5a6470", anchor="middle")
    for value in up.ticks():
        y = up.at(value)
        yield f"<line x1='{LEFT}' y1='{y:.1f}' x2='{WIDTH - RIGHT}' y2='{y:.1f}' stroke='#e6e9ec'/>"
        yield _text(LEFT - 10, y + 4, _number(value), size=12, fill="#5a6470", anchor="end")
    for value in xs if len(xs) <= 6 else across.ticks():
        x = across.at(value)
        yield f"<line x1='{x:.1f}' y1='{HEIGHT - BOTTOM}' x2='{x:.1f}' y2='{HEIGHT - BOTTOM + 5}' stroke='#9aa3ad'/>"
        yield _text(x, HEIGHT - BOTTOM + 20, _number(value), size=12, fill="#5a6470", anchor="middle")
    bottom = HEIGHT - BOTTOM
    yield f"<line x1='{LEFT}' y1='{bottom}' x2='{WIDTH - RIGHT}' y2='{bottom}' stroke='#9aa3ad'/>"
    for name, level in plot.aims:
        y = up.at(level)
        yield (
            f"<line x1='{LEFT}' y1='{y:.1f}' x2='{WIDTH - RIGHT}' y2='{y:.1f}' stroke='#b3541e' "
            "stroke-dasharray='3 4' stroke-width='1.2'/>"
        )
        yield _text(LEFT + 8, y - 5, name, size=12, fill="#b3541e")


def _curve(series: Series, across: _Axis, up: _Axis) -> Iterable[str]:
    places = [(across.at(x), up.at(y)) for x, y in series.points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    width, dash = ("3" if series.strong else "1.6"), (" stroke-dasharray='6 4'" if series.dashed else "")
    yield (
        f"<polyline points='{path}' fill='none' stroke='{series.colour}' stroke-width='{width}'{dash} "
        "stroke-linejoin='round' stroke-linecap='round'/>"
    )
    radius = "4" if series.strong else "2.6"
    for x, y in places:
        yield f"<circle cx='{x:.1f}' cy='{y:.1f}' r='{radius}' fill='{series.colour}'/>"


def _names(series: Sequence[Series], x: float, up: _Axis) -> Iterable[str]:
    """Yield the names to the right of curves that end in one place, moved apart where they would touch."""
    ends = sorted(series, key=lambda one: up.at(one.points[-1][1]))
    wanted = [up.at(each.points[-1][1]) for each in ends]
    placed = list(wanted)
    for place in range(1, len(placed)):
        placed[place] = max(placed[place], placed[place - 1] + LINE)
    limit: float = HEIGHT - BOTTOM
    for place in range(len(placed) - 1, -1, -1):
        placed[place] = min(placed[place], limit)
        limit = placed[place] - LINE
    for each, start, y in zip(ends, wanted, placed, strict=True):
        yield (
            f"<line x1='{x + 6:.1f}' y1='{start:.1f}' x2='{x + 22:.1f}' y2='{y:.1f}' "
            f"stroke='{each.colour}' opacity='0.6'/>"
        )
        yield _name(each, x + 27, y + 4)


def _name(series: Series, x: float, y: float) -> str:
    fill = "#4a525a" if series.colour == PEER else series.colour
    text = f"{series.name}  {_number(series.points[-1][1])}"
    return _text(x, y, text, size=12, weight="600" if series.strong else "400", fill=fill)


def _text(x: float, y: float, text: str, *, size: int, fill: str, weight: str = "400", anchor: str = "start") -> str:
    return (
        f"<text x='{x:.1f}' y='{y:.1f}' font-size='{size}' font-weight='{weight}' fill='{fill}' "
        f"text-anchor='{anchor}' stroke='#ffffff' stroke-width='4' stroke-linejoin='round' "
        f"paint-order='stroke'>{escape(text)}</text>"
    )


def _number(value: float) -> str:
    if value >= 1e6:
        return f"{value / 1e6:.3g} M"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
