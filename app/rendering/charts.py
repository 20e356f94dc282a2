"""Charts as SVG made on the server, the same on page and paper, readable in black and white.

Every chart takes plain numbers and returns one <svg> element; attributes only, no style, script or outside
reference, so a strict content policy lets it through. Texts are escaped. Shares are fractions of one.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

WIDTH = 640
MOST_LABELS = 40
FACES = "'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif"
INK, GREY, PALE = "#000", "#767676", "#d9d9d9"


def ladder(rows: Sequence[Mapping[str, Any]], title: str) -> str:
    """Bars with intervals. A row: label, rate (or None), interval (or None), note ("7 / 8")."""
    step, top, left, span = 46, 12, 160, 280
    parts = []
    for n, row in enumerate(rows):
        y = top + n * step
        parts.append(_text(left - 10, y + 20, row["label"], anchor="end"))
        parts.append(_rect(left, y + 6, span, 18, "#fff", PALE))
        if row["rate"] is None:
            parts.append(_text(left + 8, y + 20, "没有可计算的分母", fill=GREY))
        else:
            parts.append(_rect(left, y + 6, span * row["rate"], 18, GREY, INK))
            parts.append(_text(left + span + 12, y + 20, f"{row['rate']:.1%}（{row['note']}）"))
            if row["interval"]:
                low, high = (left + span * share for share in row["interval"])
                parts += [_line(low, y + 31, high, y + 31, 1.5)]
                parts += [_line(x, y + 27, x, y + 35, 1.5) for x in (low, high)]
    return _svg(top + len(rows) * step + 4, title, parts)


def trend(rows: Sequence[Mapping[str, Any]], title: str) -> str:
    """Points with intervals, month by month. A row: label, rate, interval, n. A month without rate leaves a gap."""
    left, top, high, span = 56, 16, 190, 560
    step = span / max(1, len(rows))
    parts = _scale(left, top, span, high)
    before: tuple[float, float] | None = None
    for n, row in enumerate(rows):
        x = left + step * (n + 0.5)
        parts.append(_text(x, top + high + 20, row["label"], anchor="middle", size=11))
        parts.append(_text(x, top + high + 36, f"n={row['n']}" if row["n"] < 1000 else f"{row['n']:,}", anchor="middle", size=9, fill=GREY))
        if row["rate"] is None:
            before = None
            continue
        y = top + high * (1 - row["rate"])
        if row["interval"]:
            ends = [top + high * (1 - share) for share in row["interval"]]
            parts.append(_line(x, ends[0], x, ends[1], 1, GREY))
            parts += [_line(x - 4, end, x + 4, end, 1, GREY) for end in ends]
        if before is not None:
            parts.append(_line(before[0], before[1], x, y, 1.2))
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{INK}"/>')
        before = (x, y)
    return _svg(top + high + 46, title, parts)


def funnel(
    rate: float | None,
    dots: Sequence[Mapping[str, Any]],
    curves: Sequence[Sequence[tuple[int, float, float]]],
    title: str,
    unit: str = "可比较请求项",
) -> str:
    """Offices by number of judged items between limits; of many, only those outside are named. A dot: label (a short number), n, rate, outside (black).

    `curves`: for each level the (n, low, high) to draw; the first is solid, the second dashed.
    """
    left, top, high, span = 56, 16, 230, 560
    if rate is None:
        return _svg(60, title, [_text(left, 34, "近十二个月没有可比较的请求项", fill=GREY)])
    most = max([dot["n"] for dot in dots] + [1]) * 1.1
    least = min([dot["n"] for dot in dots] + [most])
    shown = [row[1] for curve in curves for row in curve if row[0] >= least] + [dot["rate"] for dot in dots]
    floor = min(0.75, int(min(shown, default=0) * 4) / 4)
    parts = _scale(left, top, span, high, floor)

    def at(n: float, share: float) -> tuple[float, float]:
        inside = max(share, floor)
        return left + span * n / most, top + high * (1 - (inside - floor) / (1 - floor))

    y = at(0, rate)[1]
    parts.append(_line(left, y, left + span, y, 1))
    for curve, dash in zip(curves, ("", "5 4"), strict=False):
        for side in (1, 2):
            points = " ".join("{:.1f},{:.1f}".format(*at(row[0], row[side])) for row in curve)
            dashed = f' stroke-dasharray="{dash}"' if dash else ""
            parts.append(f'<polyline points="{points}" fill="none" stroke="{GREY}" stroke-width="1"{dashed}/>')
    for dot in dots:
        x, y = at(dot["n"], dot["rate"])
        if len(dots) > MOST_LABELS and not dot["outside"]:
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#fff" stroke="{INK}" stroke-width="1"/>')
            continue
        fill, ink = (INK, "#fff") if dot["outside"] else ("#fff", INK)
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="9" fill="{fill}" stroke="{INK}" stroke-width="1.2"/>')
        parts.append(_text(x, y + 4, dot["label"], anchor="middle", size=11, fill=ink))
    parts.append(_text(left, top + high + 20, "0", anchor="middle", size=11))
    parts.append(_text(left + span, top + high + 20, f"{unit} {most:.0f}", anchor="end", size=11))
    return _svg(top + high + 30, title, parts)


def _scale(left: float, top: float, span: float, high: float, floor: float = 0) -> list[str]:
    parts = []
    for part in (0, 0.25, 0.5, 0.75, 1):
        share, y = floor + (1 - floor) * part, top + high * (1 - part)
        parts.append(_line(left, y, left + span, y, 0.6, PALE))
        parts.append(_text(left - 8, y + 4, f"{share * 100:g}%", anchor="end", size=11))
    return parts


def _text(x: float, y: float, said: str, *, anchor: str = "start", size: int = 12, fill: str = INK) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{fill}">{escape(said)}</text>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, width: float, ink: str = INK) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{ink}" stroke-width="{width}"/>'


def _rect(x: float, y: float, width: float, height: float, fill: str, stroke: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}" stroke="{stroke}"/>'


def _svg(height: float, title: str, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" height="{height:.0f}"'
        f' role="img" aria-label={quoteattr(title)} font-family="{FACES}"><title>{escape(title)}</title>'
        + "".join(parts)
        + "</svg>"
    )
