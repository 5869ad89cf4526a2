"""The station's file names outlets; each mistake in it is said with its line and what would be right."""

from __future__ import annotations

import pytest

from webapp.newsroom.errors import Invalid
from webapp.newsroom.toml.station_toml import parse_station

WEBHOOK = '[[outlets]]\nkind = "webhook"\nid = "lobby"\nurl = "https://lobby.example/"\nsecret = "sixteen characters"\n'


def problems(text: str) -> list[str]:
    with pytest.raises(Invalid) as refused:
        parse_station(text)
    return [one["problem"] for one in refused.value.fields]


def test_an_outlet_is_read() -> None:
    (outlet,) = parse_station(WEBHOOK).outlets
    assert (outlet.id, outlet.shown_title, outlet.priorities) == ("lobby", "lobby", ("flash", "bulletin", "urgent"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (WEBHOOK + 'titel = "x"\n', "line 6: there is no key 'titel' here; did you mean 'title'?"),
        (WEBHOOK.replace("sixteen characters", "short"), "line 5: what stands there is too short: at least 16 characters"),
        (WEBHOOK + 'priorities = ["loud"]\n', "line 6: 'loud' is none of 'flash', 'bulletin' or 'urgent'"),
        (WEBHOOK + WEBHOOK, "line 1: two outlets have the id 'lobby'; each has its own, and pages, feeds, push are this site's"),
        (WEBHOOK.replace('"webhook"', '"icecast"').replace("secret", "password"), "line 1: 'mounts' is missing"),
        (WEBHOOK.replace('"webhook"', '"pigeon"'), "line 1: 'pigeon' is none of 'webhook', 'nchan'"),
        (WEBHOOK.replace('kind = "webhook"', ""), "line 1: 'kind' is missing"),
        (WEBHOOK.replace("[[outlets]]", "[outlets]"), "line 1: is written with two brackets: [[outlets]]"),
    ],
)  # fmt: skip
def test_a_mistake_is_said_with_its_line(wrong: str, said: str) -> None:
    (found,) = problems(wrong)
    assert found.startswith(said)


def outlet(kind: str, settings: str) -> str:
    return f'[[outlets]]\nkind = "{kind}"\nid = "lobby"\n{settings}\n'


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (outlet("icecast", 'url = "http://icecast:8000"\npassword = "x"\nmounts = ["live"]'),
         "line 6: 'live' is not a path that begins with a slash"),
        (outlet("dls", 'path = "label.txt"'), "line 4: 'label.txt' is not the whole path of a file"),
        (outlet("telegram", 'token = "1:a"\nchat = "news"'), 'line 5: \'news\' is not a channel: "@channel"'),
        (outlet("radiovis", "topics = []"), "line 4: is empty"),
        (outlet("mastodon", 'token = "x"\nurl = "mastodon.example"'), "line 5: an address begins with https:// or http://"),
        (WEBHOOK.replace("https://lobby.example/", "ftp://lobby.example/"), "line 4: an address begins with https:// or http://"),
        ('[[alerts]]\nurl = "bureau.example"', "line 2: an address begins with https:// or http://"),
        ('[backup]\nto = "/var/backups"\nat = "25:00"', "line 3: '25:00' is not a time of the day such as"),
        ('[contact]\nemail = "nobody"', "line 2: 'nobody' is not an address of mail"),
    ],
)  # fmt: skip
def test_what_has_a_form_is_said_with_it_and_said_once(wrong: str, said: str) -> None:
    (found,) = problems(wrong)
    assert found.startswith(said)


@pytest.mark.parametrize(
    "wrong",
    [
        outlet("telegram", 'token = "hushhush"\nchat = "@news"'),
        outlet("apprise", 'urls = ["hushhush"]'),
        WEBHOOK.replace("sixteen characters", "hushhush"),
    ],
)
def test_a_mistake_in_a_secret_is_said_without_it(wrong: str) -> None:
    (found,) = problems(wrong)
    assert "hushhush" not in found
