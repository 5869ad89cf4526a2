"""What is not surely the station's own is said, and not put in force: others' facts, templates' samples, what disagrees."""

from __future__ import annotations

import tomllib

import pytest

from tests.unit.discovery.test_discovery import HOME, NOW, found_on, value_of
from webapp.discovery.discover import Discovery
from webapp.discovery.identity.colours import accent
from webapp.discovery.identity.places import country_at_end, country_dialled, zone_of_address
from webapp.discovery.site.js_literals import read_literal
from webapp.discovery.station_file import station_toml
from webapp.newsroom.toml.station_toml import parse_station

FILIPINO = "<p>Nakabalik na sa kanilang mga bahay ang mga lumikas noong Sabado, ayon sa mga opisyal ng lungsod.</p>"
ENGLISH = "<p>The people of the town have gone back to the houses that they had left before the storm came.</p>"
DESCRIBED, TITLED = '<meta name="description" content="Una sa lahat">', "Radyo Uno | Una sa lahat"
OTHER_LINE = '<p class="tagline">Boses ng bayan</p>'
SOUND = {"type": "audio/mpeg", "endless": True}


def sure(found: Discovery, name: str) -> list[str]:
    return [getattr(fact.value, "url", fact.value) for fact in found.sure(name)]


def page(body: str, title: str = "Radyo Uno") -> str:
    return f'<html lang="en"><head><title>{title}</title></head><body>{body}</body></html>'


@pytest.mark.parametrize(
    "body",
    [
        '<h3>Our sister stations</h3><p><a href="https://bay.example/live.mp3">Bay FM</a></p>',
        '<div class="partners"><audio src="https://bay.example/live.mp3"></audio></div>',
    ],
)
def test_a_stream_among_others_stations_is_only_perhaps_the_stations(body: str) -> None:
    found = found_on(page(body), **{"https://bay.example/live.mp3": SOUND})
    assert sure(found, "stream") == [] and len(found.all("stream")) == 1
    text = station_toml(found, NOW)
    assert "stream: perhaps https://bay.example/live.mp3" in text and parse_station(text).streams == ()


def test_a_stream_that_calls_itself_something_else_is_not_sure_unless_it_is_at_home() -> None:
    named = SOUND | {"headers": {"icy-name": "Themeshop Demo"}}
    away, home = "https://demo.themeshop.example/live", f"{HOME}live"
    found = found_on(page(f'<audio src="{away}"></audio><audio src="{home}"></audio>'), **{away: named, home: named})
    assert sure(found, "stream") == [home]


@pytest.mark.parametrize("title", ["no name", "Untitled", "AutoDJ", "Radyo Uno 98.1", "RU"])
def test_a_name_that_says_nothing_does_not_make_a_stream_anothers(title: str) -> None:
    url = "https://host.example:8000/live"
    found = found_on(page(f'<audio src="{url}"></audio>'), **{url: SOUND | {"headers": {"icy-name": title}}})
    assert sure(found, "stream") == [url]


@pytest.mark.parametrize(
    "body",
    [
        '<a href="https://www.facebook.com/sharer/sharer.php?u=x">Share</a>',
        '<a href="https://twitter.com/radyouno/status/15">A post</a>',
        '<p>Template by <a href="https://www.facebook.com/themeshop">Themeshop</a></p>',
        '<div class="team"><a href="https://www.instagram.com/dodongrey">Dodong</a></div>',
        '<a href="https://www.instagram.com/wix">Instagram</a><a href="https://twitter.com/yourusername">X</a>',
        '<article><a href="https://www.facebook.com/cityhall">City hall</a></article>',
    ],
)
def test_what_only_looks_like_an_account_of_the_station_is_none(body: str) -> None:
    assert sure(found_on(page(body)), "account") == []


def test_of_two_accounts_on_a_network_the_one_in_the_stations_name_counts() -> None:
    links = "".join(f'<a href="https://www.facebook.com/{name}">Facebook</a>' for name in ("radyouno981", "oldname"))
    elsewhere = '<a href="https://www.tiktok.com/@oldname">TikTok</a>'
    found = found_on(page(links + elsewhere, "Radyo Uno 98.1"))
    assert sure(found, "account") == ["https://www.facebook.com/radyouno981"]


@pytest.mark.parametrize(
    ("body", "call"),
    [
        ("<p>Studio: (049) 501-0000</p><p>Advertising: (049) 501-0001</p><p>Fax: (049) 501-0002</p>", "(049) 501-0000"),
        ("<table><tr><td>Telephone<td>(049) 501-0000</table>", "(049) 501-0000"), ("<p>Tel:049-501-0000</p>", "049-501-0000"),
        ("<p>Call (049) 501-0000 or (049) 501-0001</p>", "(049) 501-0000"),
        ("<p>Cebu: call (032) 501-0000</p><p>Davao: call (082) 501-0001</p>", None),
        ('<a href="tel:123-456-7890">123-456-7890</a>', None), ("<p>Since 1998 - 2026, bank account 000-555-0199-22</p>", None),
    ],
)  # fmt: skip
def test_a_number_counts_by_the_words_before_it(body: str, call: str | None) -> None:
    assert value_of(found_on(page(body)), "call") == call


@pytest.mark.parametrize(
    ("body", "mail"),
    [
        ("<p>E-mail: studio [at] radyo [dot] example</p>", "studio@radyo.example"),
        ('<a data-cfemail="42312c2402302326">x</a>', None),
        ("<p>info@mysite.com</p>", None), ("<p>Sales: sales@radyo.example</p>", None),
        ("<p>maria@radyo.example, jun@elsewhere.example</p>", "maria@radyo.example"),
        ("<p>maria@radyo.example</p><p>jun@radyo.example</p>", None),
    ],
)  # fmt: skip
def test_a_mail_address_counts_if_it_is_the_desks(body: str, mail: str | None) -> None:
    assert value_of(found_on(page(body)), "email") == mail


@pytest.mark.parametrize(
    ("lang", "body", "spoken"),
    [
        ("en-US", FILIPINO, ["fil"]), ("", FILIPINO, ["fil"]), ("fil", ENGLISH, ["en"]),
        ("en", 2 * (FILIPINO + ENGLISH), ["en", "fil"]),
        ("en-US", "<p>Ang boses ng bayan.</p>", []), ("en-US", "<p>Home</p>", ["en"]), ("fil", "<p>Makinig</p>", ["fil"]),
    ],
)  # fmt: skip
def test_the_words_of_a_page_weigh_more_than_what_its_system_says_of_it(
    lang: str, body: str, spoken: list[str]
) -> None:
    assert (
        sure(found_on(f'<html lang="{lang}"><title>Radyo Uno</title><body>{body}</body></html>'), "language") == spoken
    )


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("fil", "Follow us and listen to the news of the day"),
        ("en", "Ang tunog ng bayan"),
        ("ceb", "Listen to the news that you have with us"),
        ("fil", "Paminawa kini ug ang balita, dili lang musika"),
    ],
)
def test_a_few_words_against_what_the_page_states_leave_it_unsure(lang: str, words: str) -> None:
    found = found_on(f'<html lang="{lang}"><title>Radyo Uno</title><body><p>{words}</p></body></html>')
    assert sure(found, "language") == [] and len(found.all("language")) >= 1


def test_a_language_of_which_no_word_stands_on_the_page_is_not_sure() -> None:
    menu = "<p>Home About Contact Schedule News Listen Live Facebook YouTube Privacy Terms Archive</p>"
    pages = {lang: f'<html lang="{lang}"><title>Radyo Uno</title><body>{menu}</body></html>' for lang in ("fil", "en")}
    assert {lang: sure(found_on(body), "language") for lang, body in pages.items()} == {"fil": [], "en": ["en"]}


def test_two_statements_of_one_pages_language_that_differ_are_not_sure_unless_its_words_decide() -> None:
    head = '<head><title>Radyo Uno</title><meta property="og:locale" content="fil_PH"></head>'
    few, many = (f'<html lang="en">{head}<body>{body}</body></html>' for body in ("<p>Live</p>", FILIPINO))
    assert (sure(found_on(few), "language"), sure(found_on(many), "language")) == ([], ["fil"])


def test_a_quotation_in_another_language_makes_no_station_of_two() -> None:
    quoted = "<p>Ang sabi niya: hindi ito ang tulay na nasira ng bagyo noong Sabado.</p>"
    assert sure(
        found_on(f'<html lang="en"><title>Radyo Uno</title><body>{ENGLISH}{quoted}</body></html>'), "language"
    ) == ["en"]


@pytest.mark.parametrize(
    ("title", "head", "body", "line"),
    [
        (TITLED, "", "", "Una sa lahat"),
        ("Radyo Uno", "", '<p class="site-description">Una sa lahat</p>', "Una sa lahat"),
        (TITLED, "", OTHER_LINE, None),
        (TITLED, DESCRIBED, OTHER_LINE, "Una sa lahat"),
        ("Radyo Uno", '<meta name="description" content="Students make it">', "<h1>Radyo Uno</h1>", None),
        ("Radyo Uno", "", "<h1>Radyo Uno</h1><p>Dating Radyo Dos ito</p>", None),
        ("Radyo Uno", DESCRIBED, "<h1>Radyo Uno</h1><p>Una sa lahat</p>", "Una sa lahat"),
        ("Radyo Uno | Radyo Uno 98.1", "", "", None), ("Radyo Uno | Listen live now", "", "", None),
    ],
)  # fmt: skip
def test_a_tagline_needs_two_signs_where_one_may_mean_anything(
    title: str, head: str, body: str, line: str | None
) -> None:
    found = found_on(f'<html lang="fil"><head><title>{title}</title>{head}</head><body>{body}</body></html>')
    assert value_of(found, "tagline") == line


@pytest.mark.parametrize(
    ("body", "zone"),
    [
        ("<p>San Pablo City, Laguna</p>", "Asia/Manila"), ("<p>Jl. Merdeka 4, Bandung, Jawa Barat 40111</p>", "Asia/Jakarta"),
        ("<p>9 Elm St, Portland, ME 04101</p>", "America/New_York"), ("<p>Tel: +63 49 501 0000</p>", "Asia/Manila"),
        ("<p>500 Terry Francine Street, San Francisco, CA 94158</p>", None), ("<p>12 Elm St, Austin, TX 78701</p>", None),
        ("<h2>Storm nears Japan, Philippines</h2>", None), ("<p>Cebu City, Cebu</p><p>4 Rue X, Paris, France</p>", None),
    ],
)  # fmt: skip
def test_a_zone_follows_from_a_place_only_where_nothing_disagrees(body: str, zone: str | None) -> None:
    assert value_of(found_on(page(body)), "zone") == zone


def test_a_callsign_of_the_philippines_tells_the_zone() -> None:
    assert value_of(found_on(page("", "DZUN 1044 kHz")), "zone") == "Asia/Manila"


@pytest.mark.parametrize(
    ("line", "country"),
    [
        ("Davao City 8000, Philippines", "PH"), ("12 Rue du Port, Abidjan, Côte d’Ivoire", "CI"), ("Philippines", ""),
        ("Atlanta, Georgia", ""),
    ],
)  # fmt: skip
def test_an_address_ends_with_its_country(line: str, country: str) -> None:
    assert country_at_end(line) == country


def test_numbers_and_streets_are_not_taken_for_places() -> None:
    assert country_dialled("+63 49 501 0000") == "PH" and country_dialled("+1 555 013 0917") == "" == country_dialled(
        "049 501"
    )
    assert zone_of_address("12 Elm St, Quezon Avenue") == "" != zone_of_address("Lucena City, Quezon")


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("#8A1538", "#8a1538"), ("#c41", "#cc4411"), ("rgb(138, 21, 56)", "#8a1538"), ("#ffffff", ""), ("#333", ""),
        ("#cf2e2e", ""), ("red", ""), ("var(--x)", ""),
    ],
)  # fmt: skip
def test_greys_and_a_systems_own_colours_are_no_accent(text: str, colour: str) -> None:
    assert accent(text) == colour


def test_the_colour_stands_in_the_file_with_how_it_is_shown() -> None:
    found = found_on('<html><head><title>Radyo Uno</title><meta name="theme-color" content="#f2b705"></head></html>')
    text = station_toml(found, NOW)
    assert tomllib.loads(text)["colours"] == {"accent": "#f2b705"} and "in the light theme #" in text
    two = '<meta name="theme-color" content="#004488"><meta name="theme-color" content="#c2410c">'
    assert value_of(found_on(f"<html><head><title>Radyo Uno</title>{two}</head></html>"), "colour") is None


def test_a_logo_of_the_theme_or_of_another_site_is_none_and_a_drawing_is_said() -> None:
    pictures = '<img src="/wp-content/themes/x/logo.png"><a href="https://bank.example/"><img src="/logo-bank.png"></a>'
    pictures += '<img src="/logo.svg">'
    kind = {"type": "image/png"}
    svg = {"type": "image/svg+xml", "body": "<svg viewBox='0 0 9 9'></svg>"}
    names = ("wp-content/themes/x/logo.png", "logo-bank.png")
    found = found_on(page(pictures), **{f"{HOME}{name}": kind for name in names}, **{f"{HOME}logo.svg": svg})
    assert value_of(found, "logo") is None
    assert [(one.url, "SVG" in one.why) for one in found.unusable] == [(f"{HOME}logo.svg", True)]


def test_settings_written_in_a_script_are_read_as_what_they_are() -> None:
    text = """{ name: 'Radyo \\'Uno', list: [1, 'x',], /* old */ url: 'https://x' + mount, "b": `c`, on: true, // end
    }"""
    assert read_literal(text, 0)[0] == {"name": "Radyo 'Uno", "list": [1.0, "x"], "url": None, "b": "c", "on": True}
    for broken in ("{a:", "{a: 'x", "{'a' 1}", "[" * 300, "{a: function() { return 1 }}"):
        with pytest.raises(ValueError, match=r".+"):
            read_literal(broken, 0)


def test_an_app_that_is_empty_until_its_script_has_run_is_read_in_its_script() -> None:
    script = "const e=f(1);const s={siteName:'Radyo Uno 98.1',tagline:'Una sa lahat',phone:'+63 49 501 0000'};"
    body = '<html lang="fil"><head><title>Radyo Uno</title><script src="/assets/index-4f.js"></script></head></html>'
    found = found_on(body, **{f"{HOME}assets/index-4f.js": {"type": "text/javascript", "body": script}})
    assert (value_of(found, "tagline"), value_of(found, "call")) == ("Una sa lahat", "+63 49 501 0000")
