"""The title of our own Icecast mounts, which players show while they play (ICY).

Set by `/admin/metadata`, and read back from `/admin/stats`. It is sent without a `charset`: Icecast then passes the bytes on to
players as they are, and they take them for UTF-8; with one it would turn what Latin-1 lacks into `&#8369;`. Its statistics then
read those bytes as the mount's own character set, which is Latin-1 unless the mount says otherwise.
"""

from __future__ import annotations

import time
from base64 import b64encode
from datetime import datetime
from urllib.parse import quote
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from webapp.fetch import client
from webapp.newsroom.outlets.ledger import Evidence
from webapp.newsroom.outlets.scene import Scene, line
from webapp.newsroom.outlets.settings import IcecastOutlet
from webapp.outlets.outlet import DEADLINE_S, OutletFailed

MAX_TITLE_BYTES = 4000
"""A block of ICY metadata has 4,080 bytes, with its name and quotes."""

READ_BACK_S, READ_EVERY_S = 4.0, 0.1
"""A title is there with the next sound that the encoder sends."""


class IcecastTitle:
    """A `Display`. A mount without an encoder shows nothing; it gets the title once it is back."""

    def __init__(self, config: IcecastOutlet) -> None:
        self._config = config
        secret = b64encode(f"{config.user}:{config.password}".encode()).decode()
        self._headers = {"Authorization": f"Basic {secret}"}

    def show(self, scene: Scene, at: datetime) -> Evidence:
        title, there = self._title(scene), self._mounts()
        mounts = [mount for mount in self._config.mounts if mount in there]
        if not mounts:
            missing = ", ".join(self._config.mounts)
            raise OutletFailed(f"no encoder is connected on {missing}", reached=False, shows_nothing=True)
        for mount in mounts:
            self._set(mount, title)
        until = time.monotonic() + READ_BACK_S
        while wrong := self._others(mounts, title):
            if time.monotonic() > until:
                raise OutletFailed(f"took the title, and has another one on {', '.join(wrong)}")
            time.sleep(READ_EVERY_S)
        return Evidence(text=f"title read back on {', '.join(mounts)}")

    def still_shows(self, scene: Scene) -> bool:
        if scene.headline is None and not self._config.between:
            return True  # the encoder's own titles stand there
        return not self._others(list(self._config.mounts), self._title(scene))

    def _title(self, scene: Scene) -> str:
        return icy_title(line(scene, self._config) or scene.station)

    def _others(self, mounts: list[str], title: str) -> list[str]:
        """Those of `mounts` that have an encoder and another title."""
        there = self._mounts()
        return [mount for mount in mounts if mount in there and not _is(there[mount], title)]

    def _set(self, mount: str, title: str) -> None:
        root = self._ask(f"/admin/metadata?mount={quote(mount, safe='')}&mode=updinfo&song={quote(title, safe='')}")
        if root.findtext("return") != "1":
            raise OutletFailed(f"{mount}: {root.findtext('message') or 'not taken'}", reached=False)

    def _mounts(self) -> dict[str, str]:
        """By mount that has an encoder: its title."""
        root = self._ask("/admin/stats")
        return {source.get("mount", ""): source.findtext("title") or "" for source in root.iter("source")}

    def _ask(self, path: str) -> Element:
        config = self._config
        found = client.get(
            config.url.rstrip("/") + path,
            allow_private=config.private, headers=self._headers, deadline_s=DEADLINE_S,
        )  # fmt: skip
        if found.status == 401:
            raise OutletFailed("answers 401: user or password are wrong", reached=False)
        if found.status != 200:
            raise OutletFailed(f"answers {found.status}", reached=found.status >= 500)
        try:
            root: Element = fromstring(found.body)
        except (ParseError, DefusedXmlException, ValueError):
            raise OutletFailed("the answer is no XML: is it an Icecast?") from None
        return root


def icy_title(text: str) -> str:
    """`text` as an ICY title, whose end is an apostrophe and a semicolon: such a pair within it gets a typographic one."""
    safe = " ".join(text.replace("';", "’;").split())
    return safe.encode()[:MAX_TITLE_BYTES].decode(errors="ignore")


def _is(found: str, title: str) -> bool:
    """Whether statistics that say `found` are about `title`."""
    return found.strip() in (title, title.encode().decode("latin-1").strip(), _cp1252(title))


def _cp1252(title: str) -> str:
    return title.encode().decode("cp1252", "replace").strip()
