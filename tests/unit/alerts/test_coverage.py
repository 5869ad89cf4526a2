"""Whether an alert applies to the station's area: by polygons, circles and geocodes."""

from __future__ import annotations

import pytest

from tests.unit.alerts.messages import info, message
from webapp.newsroom.alerts.cap import CapArea
from webapp.newsroom.alerts.cap_values import parse_circle, parse_polygon
from webapp.newsroom.alerts.coverage import AlertArea

LUZON = AlertArea(polygons=("14,120 19,120 19,122.5 14,122.5",), geocodes=("PSGC:0133",))


def area(polygon: str = "", circle: str = "", geocodes: tuple[str, ...] = ()) -> CapArea:
    return CapArea(
        described="Somewhere",
        polygons=(parse_polygon(polygon),) if polygon else (),
        circles=(parse_circle(circle),) if circle else (),
        geocodes=geocodes,
    )


@pytest.mark.parametrize(
    ("one", "where"),
    [
        (area("16,121 16,121.2 16.2,121"), "inside"),
        (area("10,110 25,110 25,130 10,130"), "inside"),
        (area("15,110 15.1,110 15.1,130 15,130"), "inside"),
        (area("7,125 8,125 8,126"), "outside"),
        (area(circle="16.5,121 0"), "inside"),
        (area(circle="13,121 150"), "inside"),
        (area(circle="13,121 90"), "outside"),
        (area(geocodes=("PSGC:0133",)), "inside"),
        (area(geocodes=("PSGC:0999",)), "outside"),
        (area(geocodes=("UGC:MTZ014",)), "unknown"),
        (area(), "unknown"),
        (area("7,125 8,125 8,126", geocodes=("PSGC:0133",)), "inside"),
        (area("16,-239 16,-238.8 16.2,-239"), "inside"),
    ],
)
def test_an_area_lies_within_or_not(one: CapArea, where: str) -> None:
    assert LUZON.where(message("a", infos=(info(areas=(one,)),))) == where


def test_an_area_across_the_date_line_is_one_area() -> None:
    fiji = AlertArea(polygons=("-20,177 -20,-178 -15,-178 -15,177",))
    assert fiji.where(message("a", infos=(info(areas=(area(circle="-17,179.9 10"),)),))) == "inside"
    assert fiji.where(message("a", infos=(info(areas=(area(circle="-17,-179 10"),)),))) == "inside"
    assert fiji.where(message("a", infos=(info(areas=(area(circle="-17,0 10"),)),))) == "outside"


def test_without_an_area_set_every_alert_counts() -> None:
    assert AlertArea().where(message("a", infos=(info(areas=(area(),)),))) == "inside"


def test_a_part_that_is_over_brings_no_area_with_it() -> None:
    over = info(is_all_clear=True, areas=(area("16,121 16,121.2 16.2,121"),))
    there = info(areas=(area("7,125 8,125 8,126"),))
    assert LUZON.where(message("a", infos=(over, there))) == "outside"


@pytest.mark.parametrize("wrong", [{"polygons": ["14,120"]}, {"circles": ["14,120"]}, {"geocodes": ["MTZ014"]}])
def test_an_area_that_is_none_is_refused(wrong: dict[str, list[str]]) -> None:
    with pytest.raises(ValueError, match=r"must be|is no"):
        AlertArea.ask(wrong)
