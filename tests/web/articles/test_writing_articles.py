"""Articles written, corrected, taken over and withdrawn by editors, through the panel's doors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from PIL import Image

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from webapp.newsroom.articles.picture_paths import upload_of
from webapp.newsroom.times import rfc3339
from webapp.store.core import keys

PASSWORD = "three-words-of-nothing"
WIRE = "https://www.wire.example/rice"


class Editor:
    """An editor's or another's browser, signed in, with the API as the panel's scripts use it."""

    def __init__(self, site: InProcessSite, name: str, role: str = "editor") -> None:
        self.site, self.browser = site, site.client()
        site.running.services.staff.set_account(name, role, PASSWORD)
        form = {"csrf_token": self.csrf("/panel/sign-in"), "name": name, "password": PASSWORD}
        assert self.browser.post("/panel/sign-in", data=form).status_code == 302

    def csrf(self, path: str = "/panel/") -> str:
        found = re.search(r'name="csrf" content="([^"]+)"', self.browser.get(path).text)
        assert found
        return found[1]

    def call(self, method: str, path: str, body: Any = None, data: bytes | None = None) -> Any:
        given: dict[str, Any] = {"data": data} if data is not None else {"json": body}
        headers = {"X-CSRFToken": self.csrf()}
        answer = self.browser.open(f"/api/v1{path}", method=method, headers=headers, **given)
        self.site.follow()
        return answer

    def page(self, path: str) -> str:
        return str(self.browser.get(path).text)


@pytest.fixture(scope="module")
def one_site(valkey_server: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcessSite]:
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        yield open_site(valkey_server, clock, tmp_path_factory.mktemp("station"))


@pytest.fixture(scope="module")
def elena(one_site: InProcessSite) -> Editor:
    return Editor(one_site, "Elena")


@pytest.fixture
def site(one_site: InProcessSite) -> InProcessSite:
    return one_site


def public(site: InProcessSite, path: str) -> Any:
    """What somebody outside gets there."""
    return site.client().get(path).json


def photo(width: int = 2400, height: int = 1600) -> bytes:
    """A photograph that says where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "SecretCam"
    file = BytesIO()
    Image.new("RGB", (width, height), "teal").save(file, "JPEG", exif=exif)
    return file.getvalue()


def did(site: InProcessSite) -> list[tuple[str, str]]:
    return [(row["did"], row["by"]) for row in site.running.services.audit.newest(10)]


def a_draft(elena: Editor, title: str, **more: Any) -> dict[str, Any]:
    return dict(elena.call("POST", "/article-drafts", {"title": title, "text": "So.", **more}).json)


def test_an_article_is_kept_as_a_draft_changed_by_another_editor_and_put_out_once(
    site: InProcessSite, elena: Editor
) -> None:
    kept = a_draft(elena, "Ferries sail again", text="They **sail**.")
    assert public(site, "/api/v1/articles")["articles"] == [], "nobody outside sees a draft"
    assert "They **sail**." in elena.page(f"/panel/articles/drafts/{kept['id']}")
    dante = Editor(site, "Dante")
    changed = dante.call("PUT", f"/article-drafts/{kept['id']}", {"rev": 1, "title": "Ferries sail", "text": "Now."})
    assert changed.json["rev"] == 2
    late = elena.call("PUT", f"/article-drafts/{kept['id']}", {"rev": 1, "title": "Ferries", "text": "Then."})
    assert (late.status_code, late.json["by"], late.json["current"]["title"]) == (409, "Dante", "Ferries sail")
    out = elena.call(
        "POST", "/articles", {"title": "Ferries sail", "text": "Now *all*.", "draft": {"id": kept["id"], "rev": 2}}
    )
    assert out.status_code == 201
    assert public(site, f"/api/v1/articles/{out.json['slug']}")["body_html"] == "<p>Now <em>all</em>.</p>\n"
    again = elena.call("POST", "/articles", {"title": "Ferries", "text": "x", "draft": {"id": kept["id"], "rev": 2}})
    assert again.status_code == 409 and again.json["current"] is None
    assert did(site)[:3] == [
        ("article published", "Elena"),
        ("article draft kept", "Dante"),
        ("article draft kept", "Elena"),
    ]


def test_a_held_article_goes_out_by_itself_at_its_time_and_under_its_author(site: InProcessSite, elena: Editor) -> None:
    at = rfc3339(site.now + timedelta(hours=2))
    held = elena.call("POST", "/articles", {"title": "Budget is passed", "text": "It is.", "at": at})
    assert (held.status_code, held.json["state"], held.json["until"]) == (202, "scheduled", at)
    assert "Budget is passed" in elena.page("/panel/articles?state=held")
    assert site.room.desk.put_out_due_articles(site.now) == site.now + timedelta(hours=2)
    site.wait(hours=2)
    assert site.room.desk.put_out_due_articles(site.now) is None
    site.follow()
    (first, *_) = public(site, "/api/v1/articles")["articles"]
    assert (first["title"], first["published_at"]) == ("Budget is passed", at)
    assert did(site)[0] == ("article published", "Elena")
    assert "Budget is passed" not in elena.page("/panel/articles?state=held")


def test_a_held_article_that_cannot_go_out_is_a_draft_again_and_says_why(site: InProcessSite, elena: Editor) -> None:
    picture = elena.call("POST", "/pictures", data=photo()).json
    at = rfc3339(site.now + timedelta(minutes=5))
    held = elena.call("POST", "/articles", {"title": "Without words", "text": "x", "at": at, "picture": picture}).json
    site.wait(minutes=5)
    site.room.desk.put_out_due_articles(site.now)
    assert "It could not go out: " in elena.page(f"/panel/articles/drafts/{held['id']}")
    assert elena.call("DELETE", f"/article-drafts/{held['id']}", {"rev": 2}).status_code == 200
    assert did(site)[:2] == [("article discarded", "Elena"), ("article not put out", "clock")]


def test_a_correction_stands_above_the_text_and_leaves_all_else_as_it_was(site: InProcessSite, elena: Editor) -> None:
    recording = {"url": "https://a.example/rice.mp3"}
    out = elena.call(
        "POST", "/articles", {"title": "Rice at 50", "text": "It is 50.", "place": "Manila", "recording": recording}
    )
    slug = out.json["slug"]
    fixed = {"rev": 1, "title": "Rice at 52", "text": "It is 52.", "correction": "An earlier version said 50."}
    assert elena.call("PATCH", f"/articles/{slug}", fixed).json["rev"] == 2
    article = public(site, f"/api/v1/articles/{slug}")
    assert (article["title"], article["body_html"], article["place"]) == ("Rice at 52", "<p>It is 52.</p>\n", "Manila")
    assert article["recording"]["url"] == recording["url"] and article["corrected_at"] == rfc3339(site.now)
    assert "An earlier version said 50." in site.client().get(f"/articles/{slug}").text
    assert did(site)[0] == ("article corrected", "Elena")
    stale = elena.call("PATCH", f"/articles/{slug}", {"rev": 1, "title": "Rice at 49"})
    assert stale.status_code == 409
    assert (stale.json["current"]["title"], stale.json["current"]["text"]) == ("Rice at 52", "It is 52.")


def test_a_withdrawn_article_keeps_neither_text_nor_picture_and_is_not_opened_again(
    site: InProcessSite, elena: Editor
) -> None:
    uploaded = elena.call("POST", "/pictures", data=photo()).json
    picture = {**uploaded, "alt": "A ferry", "credit": "Ana"}
    slug = elena.call("POST", "/articles", {"title": "Ferry sinks", "text": "x", "picture": picture}).json["slug"]
    shown = public(site, f"/api/v1/articles/{slug}")["picture"]["url"]
    assert site.client().get(shown).status_code == 200
    elena.call("DELETE", f"/articles/{slug}", {"reason": "No ferry sank."})
    assert site.client().get(shown).status_code == 410
    assert site.running.services.articles.uploads.get(upload_of(uploaded["url"]) or "") is None
    page = elena.page(f"/panel/articles/{slug}/edit")
    assert "No ferry sank." in page and "<form class" not in page
    assert "Ferry sinks" in elena.page("/panel/articles?state=withdrawn")
    assert elena.call("PATCH", f"/articles/{slug}", {"rev": 2, "title": "Ferry sails"}).status_code == 409


def test_an_uploaded_picture_is_made_anew_and_needs_its_words(site: InProcessSite, elena: Editor) -> None:
    uploaded = elena.call("POST", "/pictures", data=photo()).json
    assert (uploaded["width"], uploaded["height"]) == (1600, 1067)
    name = upload_of(uploaded["url"]) or ""
    kept = elena.browser.get(f"/panel/articles/pictures/{name}").data
    assert kept[:4] == b"RIFF" and b"SecretCam" not in kept
    assert 0 < site.room.store.ttl(keys.uploaded_picture(name)) <= keys.UPLOAD_TTL_S, "unless an article takes it"
    bare = elena.call("POST", "/articles", {"title": "Bare", "text": "x", "picture": uploaded})
    assert [one["field"] for one in bare.json["errors"]] == ["picture.alt", "picture.credit"]
    elena.call(
        "POST", "/articles", {"title": "Told", "text": "x", "picture": {**uploaded, "alt": "Sea", "credit": "Ana"}}
    )
    assert site.room.store.ttl(keys.uploaded_picture(name)) == -1
    gone = {"url": f"/pictures/uploaded/{'0' * 32}", "width": 9, "height": 9, "alt": "a", "credit": "b"}
    refused = elena.call("POST", "/articles", {"title": "Gone", "text": "x", "picture": gone}).json["errors"]
    assert refused[0]["code"] == "upload_gone"


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"GIF89a but no picture at all", 422, "picture_none"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", 422, "picture_none"),
        (photo(20, 20), 422, "picture_small"),
        (b"\x89PNG" + bytes(10_000_001), 413, None),
    ],
    ids=["none", "svg", "tiny", "large"],
)
def test_a_file_that_is_no_picture_is_refused_in_words(
    elena: Editor, data: bytes, status: int, code: str | None
) -> None:
    refused = elena.call("POST", "/pictures", data=data)
    assert refused.status_code == status
    assert code is None or refused.json["errors"][0]["code"] == code


def test_a_picture_of_far_too_many_pixels_is_refused_before_it_is_decoded(elena: Editor) -> None:
    file = BytesIO()
    Image.new("1", (19_000, 19_000)).save(file, "PNG")
    assert elena.call("POST", "/pictures", data=file.getvalue()).json["errors"][0]["code"] == "picture_pixels"


def test_an_imported_article_says_whose_it_is_and_is_taken_over_and_handed_back(
    site: InProcessSite, elena: Editor
) -> None:
    site.put_out("wired", title="Wired rice", source=WIRE)
    assert "It came from <bdi>wire.example</bdi>" in elena.page("/panel/articles/wired/edit")
    assert "Wired rice" in elena.page("/panel/articles?of=wire.example")
    assert "Wired rice" not in elena.page("/panel/articles?of=own")
    elena.call("PATCH", "/articles/wired", {"rev": 1, "title": "Wired rice, edited", "owner": "newsroom"})
    assert "taken over" in elena.page("/panel/articles?q=wired")
    form = {"csrf_token": elena.csrf(), "owner": "source"}
    assert elena.browser.post("/panel/articles/wired/owner", data=form).location.endswith("?done=source")
    assert site.running.services.articles.owner_of(WIRE) is None
    assert did(site)[0] == ("article handed back", "Elena")
    own = elena.call("POST", "/articles", {"title": "Our own", "text": "x"}).json["slug"]
    assert elena.call("PUT", f"/articles/{own}/owner", {"owner": "newsroom"}).status_code == 422


def test_what_a_role_may_not_do_is_neither_offered_nor_taken(site: InProcessSite, elena: Editor) -> None:
    elena.call("POST", "/articles", {"title": "For all to see", "text": "x"})
    ligaya, rosa = Editor(site, "Ligaya", "anchor"), Editor(site, "Rosa", "producer")
    listed = ligaya.page("/panel/articles")
    assert "For all to see" in listed and "/edit" not in listed and "/panel/articles/new" not in listed
    assert ligaya.browser.get("/panel/articles/new").status_code == 403
    assert ligaya.call("POST", "/pictures", data=photo()).status_code == 403
    assert "Set the promo" not in ligaya.page("/panel/promo") and "Set the promo" in rosa.page("/panel/promo")


def test_a_producer_sets_the_promo_until_a_time_of_the_station_and_takes_it_off(
    site: InProcessSite, elena: Editor
) -> None:
    rosa = Editor(site, "Rosa", "producer")
    token = {"csrf_token": rosa.csrf()}
    wrong = rosa.browser.post(
        "/panel/promo", data={**token, "title": "Fiesta", "link": "fiesta", "until": "2001-01-01T10:00"}
    )
    assert wrong.status_code == 422 and 'value="Fiesta"' in wrong.text and "A link is a web address" in wrong.text
    until = (site.now + timedelta(days=1)).astimezone(site.running.site.station.tz)
    form = {**token, "title": "Fiesta", "link": "/articles", "until": f"{until:%Y-%m-%dT%H:%M}"}
    assert rosa.browser.post("/panel/promo", data=form).status_code == 303
    site.follow()
    promo = public(site, "/api/v1/snapshot")["promo"]
    assert (promo["title"], promo["until"]) == ("Fiesta", rfc3339(until.replace(second=0, microsecond=0)))
    rosa.browser.post("/panel/promo", data={**token, "act": "off"})
    site.follow()
    assert public(site, "/api/v1/snapshot")["promo"] is None
    assert did(site)[:2] == [("promo taken off", "Rosa"), ("promo set", "Rosa")]


def test_the_list_finds_by_words_whatever_their_marks_and_pages_through_the_rest(
    site: InProcessSite, elena: Editor
) -> None:
    for number in range(31):
        site.put_out(f"n{number}", title=f"Numéro {number}")
    assert "Numéro 30" in elena.page("/panel/articles?q=numero 30")
    assert (
        'rel="next"' in elena.page("/panel/articles?q=NUMERO")
        and elena.browser.get("/panel/articles?page=99").status_code == 404
    )
    assert "No article fits." in elena.page("/panel/articles?q=zebra")


def test_a_preview_says_what_will_not_be_there(elena: Editor) -> None:
    seen = elena.call("POST", "/article-preview", {"text": "# Big\n\n<iframe src='https://a.example'></iframe>ok"}).json
    assert seen == {"html": "<h2>Big</h2>\nok", "left_out": ["<iframe>"]}
    long = elena.call("POST", "/article-preview", {"text": "[" * 30_000})
    assert (long.status_code, long.json["errors"][0]["code"]) == (422, "too_complex")
