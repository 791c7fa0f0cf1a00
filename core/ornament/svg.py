"""Short SVG text from points: the pen that ornaments, illustrations, signs and the map share."""

from collections.abc import Iterable

Point = tuple[float, float]


def number(value: float) -> str:
    """A coordinate with at most one decimal and nothing superfluous: 12.0 is "12", -0.04 is "0"."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def xy(point: Point) -> str:
    """A point as SVG path text, "x y"."""
    return f"{number(point[0])} {number(point[1])}"


def polygon(points: Iterable[Point]) -> str:
    """Path data of a closed polygon; after M further pairs are lines, so no L is written."""
    return "M" + " ".join(map(xy, points)) + "Z"


def polyline(points: Iterable[Point]) -> str:
    """Path data of an open line through the points."""
    return "M" + " ".join(map(xy, points))


def smooth(points: list[Point], *, closed: bool = False) -> str:
    """Path data of a curve through the points (Catmull-Rom as cubic Béziers)."""
    count = len(points)
    before = points[-1] if closed else points[0]
    after = points[0] if closed else points[-1]
    line = [before, *points, after] + ([points[1]] if closed else [])
    text = ["M", xy(points[0])]
    for i in range(count if closed else count - 1):
        p0, p1, p2, p3 = line[i : i + 4]
        first = (p1[0] + (p2[0] - p0[0]) / 6, p1[1] + (p2[1] - p0[1]) / 6)
        second = (p2[0] - (p3[0] - p1[0]) / 6, p2[1] - (p3[1] - p1[1]) / 6)
        text.append(f"C{xy(first)} {xy(second)} {xy(p2)}")
    return "".join(text) + ("Z" if closed else "")


def circle(center: Point, radius: float) -> str:
    """Path data of a circle, so that circles and polygons of one colour share one path."""
    x, y = center
    r, d = number(radius), number(radius * 2)
    return f"M{number(x - radius)} {number(y)}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0-{d} 0Z"


def rect(x: float, y: float, width: float, height: float) -> str:
    """Path data of an upright rectangle."""
    return f"M{number(x)} {number(y)}h{number(width)}v{number(height)}h{number(-width)}Z"
