"""Bluesky (AT Protocol): a corrected headline is deleted and posted anew, since apps show no edits; a withdrawn one is deleted.

A post's key is made of the headline's own time and revision, so that a post that is made twice is one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hashlib import blake2b
from typing import Any
from urllib.parse import quote

from webapp.newsroom.outlets.ledger import Evidence
from webapp.newsroom.outlets.plan import Task
from webapp.newsroom.outlets.posts import post_text
from webapp.newsroom.outlets.settings import BlueskyOutlet
from webapp.newsroom.times import rfc3339, unix_ms
from webapp.outlets.networks.api import ApiAnswer, call, must_be_done
from webapp.outlets.outlet import OutletFailed

COLLECTION = "app.bsky.feed.post"
_ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"


class Bluesky:
    """An `Outlet`; its handle is the key of the post."""

    def __init__(self, config: BlueskyOutlet, home: str | None, now: Callable[[], datetime]) -> None:
        self._config = config
        self._home = home
        self._now = now
        self._url = config.url.rstrip("/")
        self._session: tuple[str, str] | None = None

    def publish(self, task: Task) -> Evidence:
        key = post_key(task)
        record = self._record(task)
        made = self._do("com.atproto.repo.putRecord", rkey=key, record=record)
        must_be_done(made, self._now())
        shown = self._look(key)
        if shown is None or shown.get("text") != record["text"]:
            raise OutletFailed("says that it took the post, and shows none", handle=key)
        return Evidence(text="read back", url=f"https://bsky.app/profile/{self._did}/post/{key}", handle=key)

    def correct(self, task: Task) -> Evidence:
        if task.handle and task.handle != post_key(task):
            self._delete(task.handle)
        return self.publish(task)

    def withdraw(self, task: Task) -> Evidence:
        # Of an unsure try only the key is known, which is that of the revision before.
        keys = {task.handle} if task.handle else {post_key(task, rev) for rev in range(1, task.rev)}
        for key in keys:
            self._delete(str(key))
        return Evidence(text="deleted; no longer found there")

    def _delete(self, key: str) -> None:
        must_be_done(self._do("com.atproto.repo.deleteRecord", rkey=key), self._now())
        if self._look(key) is not None:
            raise OutletFailed("says that it deleted the post, and still shows it")

    def _look(self, key: str) -> dict[str, Any] | None:
        """The record with this key; `None` where there is none."""
        did, token = self._signed_in()
        query = f"repo={quote(did)}&collection={COLLECTION}&rkey={key}"
        found = self._ask("GET", f"com.atproto.repo.getRecord?{query}", token)
        if found.status == 404 or (found.status == 400 and (found.json or {}).get("error") == "RecordNotFound"):
            return None
        record: dict[str, Any] = (must_be_done(found, self._now()).json or {}).get("value") or {}
        return record

    def _record(self, task: Task) -> dict[str, Any]:
        item = task.item
        address = f"{self._home}/breaking/{item.id}" if self._home else None
        text = post_text(item, address, self._config.max_chars, self._config.language)
        record: dict[str, Any] = {
            "$type": COLLECTION,
            "text": text,
            "createdAt": rfc3339(item.corrected_at or item.published_at),
            "langs": [self._config.language],
        }
        if address:
            start = len(text[: text.rindex(address)].encode())
            link = {"$type": "app.bsky.richtext.facet#link", "uri": address}
            record["facets"] = [
                {"index": {"byteStart": start, "byteEnd": start + len(address.encode())}, "features": [link]}
            ]
        return record

    @property
    def _did(self) -> str:
        return self._signed_in()[0]

    def _signed_in(self) -> tuple[str, str]:
        if self._session is None:
            who = {"identifier": self._config.account, "password": self._config.password}
            made = (
                must_be_done(self._ask("POST", "com.atproto.server.createSession", None, who), self._now()).json or {}
            )
            if not made.get("did") or not made.get("accessJwt"):
                raise OutletFailed("signed in, and names no account", reached=False)
            self._session = str(made["did"]), str(made["accessJwt"])
        return self._session

    def _do(self, what: str, **about: Any) -> ApiAnswer:
        """A change of the account's posts; with a new session where the old one is over."""
        for _ in range(2):
            did, token = self._signed_in()
            answer = self._ask("POST", what, token, {"repo": did, "collection": COLLECTION, **about})
            over = answer.status == 401 or (answer.json or {}).get("error") == "ExpiredToken"
            if not over:
                break
            self._session = None
        return answer

    def _ask(self, method: str, what: str, token: str | None, json: Any = None) -> ApiAnswer:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return call(method, f"{self._url}/xrpc/{what}", private=self._config.private, headers=headers, json=json)


def post_key(task: Task, rev: int | None = None) -> str:
    """A TID (13 characters that sort by time) made of the headline's publication and its revision: always the same."""
    mark = int.from_bytes(blake2b(task.item.id.encode(), digest_size=2).digest(), "big") & 0x3FF
    number = (unix_ms(task.item.published_at) * 1000 + (rev or task.rev)) << 10 | mark
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(60, -1, -5))
