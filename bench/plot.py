"""A small SVG: one bar a contestant, and a line for the range of the rounds. It reads in light and dark."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from bench.rounds import Range, shown

WIDTH, LEFT, ROW, TOP = 760, 250, 30, 48


@dataclass(frozen=True, slots=True)
class Bar:
    """One contestant; ours is drawn in another colour."""

    name: str
    value: Range
    ours: bool = False


STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#222}.t{font-weight:600;font-size:15px}.n{text-anchor:end}"
    ".b{fill:#9aa7b4}.o{fill:#1f6feb}.r{stroke:#222;stroke-width:1.5}rect.p{fill:#fff}"
    "@media(prefers-color-scheme:dark){text{fill:#eee}.r{stroke:#eee}rect.p{fill:#161b22}.b{fill:#6b7784}.o{fill:#58a6ff}}"
)


def bars(title: str, unit: str, drawn: Sequence[Bar]) -> str:
    """Horizontal bars on one scale from zero."""
    most = max((bar.value.most for bar in drawn), default=1.0) or 1.0
    scale = (WIDTH - LEFT - 110) / most
    height = TOP + ROW * len(drawn) + 12
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" role="img">',
        f"<title>{escape(title)}</title><style>{STYLE}</style>",
        f'<rect class="p" width="{WIDTH}" height="{height}" rx="6"/>',
        f'<text class="t" x="16" y="26">{escape(title)} ({escape(unit)})</text>',
    ]
    for number, bar in enumerate(drawn):
        y, value = TOP + number * ROW, bar.value
        middle, shade = y + 11, "o" if bar.ours else "b"
        parts += [
            f'<text class="n" x="{LEFT - 10}" y="{y + 15}">{escape(bar.name)}</text>',
            f'<rect class="{shade}" x="{LEFT}" y="{y}" width="{value.median * scale:.1f}" height="20" rx="2"/>',
            f'<path class="r" d="M{LEFT + value.least * scale:.1f} {middle}H{LEFT + value.most * scale:.1f}"/>',
            f'<text x="{LEFT + value.most * scale + 8:.1f}" y="{y + 15}">{shown(value.median)}</text>',
        ]
    return "".join([*parts, "</svg>\n"])
