"""What the anchor reads: numbers, money, times, abbreviations and names in words, in both languages."""

from __future__ import annotations

import pytest

from webapp.newsroom.headlines.names import StationName
from webapp.newsroom.spoken.card import seconds, spoken

NAMES = [StationName(name="PAGASA", said="pag-AH-sa"), StationName(name="DOST-PAGASA", said="dost pag-AH-sa")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("PAGASA raises Signal no. 3 over 12 provinces", "pag-AH-sa raises Signal number three over twelve provinces"),
        ("DOST-PAGASA warns", "dost pag-AH-sa warns"),
        ("Fuel up ₱1.50 a liter", "Fuel up one peso and fifty centavos a liter"),
        ("P3.5-billion dam, $2M bribe, ₱1,250 fine",
         "three point five billion pesos dam, two million dollars bribe, one thousand two hundred fifty pesos fine"),
        ("Polls close at 6:30 p.m., count at 19:05", "Polls close at six thirty P M, count at seven oh five P M"),
        ("Rain of 15-20 mm, winds of 120 kph, 35°C", ("Rain of fifteen to twenty millimeters, winds of one hundred twenty "
         "kilometers per hour, thirty-five degrees Celsius")),
        ("Gov. Cruz and Dr. Lim meet on Dec. 24", "Governor Cruz and Doctor Lim meet on December twenty-four"),
        ("The 21st summit since 1986, before 2026 and 2005", ("The twenty-first summit since nineteen eighty-six, before twenty "
         "twenty-six and two thousand five")),
        ("Inflation at 4.5%, -2 in rural areas", "Inflation at four point five percent, minus two in rural areas"),
        ("DOH and WHO say 1,234,567 are vaccinated", ("D-O-H and W-H-O say one million two hundred thirty-four thousand five "
         "hundred sixty-seven are vaccinated")),
        ("Flight 5J 567 and B-52s, covid-19", "Flight 5J five hundred sixty-seven and B-52s, covid-nineteen"),
        ("TSUNAMI IN THE NCR", "TSUNAMI IN THE NCR"),
    ],
)  # fmt: skip
def test_english_is_said_in_words(text: str, said: str) -> None:
    assert spoken(text, "en-PH", NAMES) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Signal blg. 3 sa 12 lalawigan", "Signal bilang tatlo sa labindalawa lalawigan"),
        ("Taas-presyo: ₱1.50 at P500", "Taas-presyo: isang piso at limampung sentimo at limandaang piso"),
        ("₱3.5 milyon", "tatlo punto limang milyong piso"),
        ("1,500 ang lumikas, 21,345 ang apektado", ("isang libo at limandaan ang lumikas, dalawampu't isang libo, tatlundaan at "
         "apatnapu't lima ang apektado")),
        ("104 at 4,004", "isandaan at apat at apat na libo at apat"),
        ("6:30 p.m. at 1:15 a.m.", "alas-sais y medya ng gabi at ala-una at labinlimang minuto ng umaga"),
        ("4% sa ika-3 araw", "apat na porsiyento sa ikatlo araw"),
        ("Gng. Cruz sa Brgy. 7", "Ginang Cruz sa Barangay pito"),
    ],
)  # fmt: skip
def test_filipino_is_said_in_words(text: str, said: str) -> None:
    assert spoken(text, "fil", NAMES) == said


def test_the_seconds_are_those_of_the_anchors_pace() -> None:
    assert seconds("one two three four five", 150) == 2
    assert seconds("twenty-six people", 150) == 2 and seconds("", 150) == 0
