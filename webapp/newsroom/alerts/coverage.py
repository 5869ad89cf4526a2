"""The station's area on the map, and whether an alert applies within it. Latitude and longitude are taken as a plane, which is
right enough for areas the size of a country.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from math import cos, pi, radians, sin
from typing import Literal

from pydantic import Field, field_validator

from webapp.newsroom.alerts.cap import CapArea, CapMessage, Circle, Point
from webapp.newsroom.alerts.cap_values import parse_circle, parse_polygon
from webapp.newsroom.model import Value

Where = Literal["inside", "outside", "unknown"]
KM_PER_DEGREE = 111.2
CIRCLE_CORNERS = 32
MIN_RADIUS_KM = 0.05
"""A circle without a radius is a place."""

Box = tuple[float, float, float, float]


class AlertArea(Value):
    """The area that the station serves, in CAP's own notation: polygons `lat,lon lat,lon …`, circles `lat,lon km`, and
    geocodes `name:value`. Without any of them every alert counts.
    """

    polygons: tuple[str, ...] = Field(default=(), max_length=100)
    circles: tuple[str, ...] = Field(default=(), max_length=100)
    geocodes: tuple[str, ...] = Field(default=(), max_length=5000)

    @field_validator("polygons")
    @classmethod
    def _are_polygons(cls, texts: tuple[str, ...]) -> tuple[str, ...]:
        for text in texts:
            parse_polygon(text)
        return texts

    @field_validator("circles")
    @classmethod
    def _are_circles(cls, texts: tuple[str, ...]) -> tuple[str, ...]:
        for text in texts:
            parse_circle(text)
        return texts

    @field_validator("geocodes")
    @classmethod
    def _have_names(cls, texts: tuple[str, ...]) -> tuple[str, ...]:
        for text in texts:
            if not all(part.strip() for part in text.partition(":")):
                raise ValueError(f"{text[:60]!r} is no geocode; write its name and its value, such as 'UGC:MTZ014'")
        return texts

    @cached_property
    def shapes(self) -> tuple[Shape, ...]:
        """The polygons and circles, each as a closed line."""
        lines = [*map(parse_polygon, self.polygons), *(_around(parse_circle(text)) for text in self.circles)]
        return tuple(map(Shape, lines))

    def where(self, message: CapMessage) -> Where:
        """Whether any area of the message's active infos lies within; `unknown` where that cannot be told."""
        if not (self.shapes or self.geocodes):
            return "inside"
        found = {self._where(area) for info in message.active for area in info.areas} or {"unknown"}
        return "inside" if "inside" in found else "unknown" if "unknown" in found else "outside"

    def _where(self, area: CapArea) -> Where:
        if not set(area.geocodes).isdisjoint(self.geocodes):
            return "inside"
        lines = [*area.polygons, *map(_around, area.circles)]
        if self.shapes and lines:
            return "inside" if any(one.meets(Shape(line)) for line in lines for one in self.shapes) else "outside"
        comparable = _names(area.geocodes) & _names(self.geocodes)
        return "outside" if comparable else "unknown"


class Shape:
    """A closed line on the map; it may cross the date line."""

    def __init__(self, points: Iterable[Point]) -> None:
        self.points = _unwrapped(points)
        latitudes, longitudes = zip(*self.points, strict=True)
        self.box: Box = (min(latitudes), min(longitudes), max(latitudes), max(longitudes))

    def meets(self, other: Shape) -> bool:
        """Whether the two have a place in common."""
        return any(self._meets(other.shifted(turn)) for turn in (0.0, -360.0, 360.0))

    def shifted(self, degrees: float) -> Shape:
        return self if not degrees else Shape([(latitude, longitude + degrees) for latitude, longitude in self.points])

    def _meets(self, other: Shape) -> bool:
        if not _boxes_meet(self.box, other.box):
            return False
        if self.holds(other.points[0]) or other.holds(self.points[0]):
            return True
        mine, its = self._edges_in(other.box), other._edges_in(self.box)
        return any(_cross(*one, *two) for one in mine for two in its)

    def holds(self, point: Point) -> bool:
        """Whether `point` lies within."""
        y, x = point
        inside = False
        for (ay, ax), (by, bx) in zip(self.points, self.points[1:], strict=False):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                inside = not inside
        return inside

    def _edges_in(self, box: Box) -> list[tuple[Point, Point]]:
        return [
            (a, b)
            for a, b in zip(self.points, self.points[1:], strict=False)
            if _boxes_meet((min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])), box)
        ]


def _around(circle: Circle) -> tuple[Point, ...]:
    """The circle as a line of corners."""
    latitude, longitude = circle.centre
    up = max(circle.radius_km, MIN_RADIUS_KM) / KM_PER_DEGREE
    aside = up / max(cos(radians(latitude)), 0.01)
    turns = [2 * pi * n / CIRCLE_CORNERS for n in range(CIRCLE_CORNERS)]
    corners = [(latitude + up * sin(turn), longitude + aside * cos(turn)) for turn in turns]
    return (*corners, corners[0])


def _unwrapped(points: Iterable[Point]) -> Sequence[Point]:
    """The points with longitudes that go on beyond 180° where the line crosses the date line."""
    whole: list[Point] = []
    for latitude, longitude in points:
        turns = round((longitude - whole[-1][1]) / 360) if whole else 0
        whole.append((latitude, longitude - 360 * turns))
    return whole


def _boxes_meet(one: Box, two: Box) -> bool:
    return one[0] <= two[2] and two[0] <= one[2] and one[1] <= two[3] and two[1] <= one[3]


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether the line from `a` to `b` touches the one from `c` to `d`."""
    if not _boxes_meet(
        (min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])),
        (min(c[0], d[0]), min(c[1], d[1]), max(c[0], d[0]), max(c[1], d[1])),
    ):
        return False
    return _side(a, b, c) * _side(a, b, d) <= 0 and _side(c, d, a) * _side(c, d, b) <= 0


def _side(a: Point, b: Point, point: Point) -> float:
    return (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])


def _names(geocodes: Iterable[str]) -> set[str]:
    return {code.partition(":")[0] for code in geocodes}
