"""Mastodon and what speaks its API: posts are edited when a headline is corrected, and deleted when it is withdrawn.

Each step is read back: a server that says 200 and shows nothing is found by that. Where a try may have got there, the account's
own posts are looked through for the headline's address before another is made.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from webapp.newsroom.outlets.ledger import Evidence
from webapp.newsroom.outlets.plan import Task
from webapp.newsroom.outlets.posts import post_text
from webapp.newsroom.outlets.settings import MastodonOutlet
from webapp.outlets.networks.api import GONE, ApiAnswer, call, must_be_done
from webapp.outlets.outlet import OutletFailed

LINK_CHARS = 23
"""What any address counts there."""

LOOKED_THROUGH = 40
"""Of the account's newest posts."""


class Mastodon:
    """An `Outlet`; its handle is the id of the post."""

    def __init__(self, config: MastodonOutlet, home: str | None, now: Callable[[], datetime]) -> None:
        self._config = config
        self._home = home
        self._now = now
        self._url = config.url.rstrip("/")

    def publish(self, task: Task) -> Evidence:
        known = (task.handle or self._find(task)) if task.entry.unsure else None
        if known and (edited := self._edit(task, known)):
            return edited
        about = {"status": self._text(task), "visibility": self._config.visibility, "language": self._config.language}
        made = self._must("POST", "/api/v1/statuses", about, {"Idempotency-Key": f"{self._config.id}-{task.key}"})
        post = str((made.json or {}).get("id") or "")
        if not post:
            raise OutletFailed("took the post, and names none")
        return self._seen(task, post)

    def correct(self, task: Task) -> Evidence:
        post = task.handle or self._find(task)
        if post is None:
            return self.publish(task)
        return self._edit(task, post) or Evidence(text="somebody deleted it there", gone=True)

    def withdraw(self, task: Task) -> Evidence:
        post = task.handle or self._find(task)
        if post is None:
            return Evidence(text="looked through the account's posts: not there")
        gone = self._ask("DELETE", f"/api/v1/statuses/{post}")
        if gone.status not in GONE:
            must_be_done(gone, self._now())
        if self._ask("GET", f"/api/v1/statuses/{post}").status not in GONE:
            raise OutletFailed("says that it deleted the post, and still shows it")
        return Evidence(text="deleted; no longer found there")

    def _edit(self, task: Task, post: str) -> Evidence | None:
        """`None` where there is no such post."""
        edited = self._ask(
            "PUT", f"/api/v1/statuses/{post}", {"status": self._text(task), "language": self._config.language}
        )
        if edited.status in GONE:
            return None
        must_be_done(edited, self._now())
        return self._seen(task, post)

    def _seen(self, task: Task, post: str) -> Evidence:
        """Reads the post back. Raises `OutletFailed` where it is not what was sent; its id is known then."""
        shown = self._ask("GET", f"/api/v1/statuses/{post}")
        if shown.status in GONE:
            raise OutletFailed("says that it took the post, and shows none", handle=post)
        must_be_done(shown, self._now())
        wanted = self._text(task).partition("\n")[0]
        if wanted not in _words(shown.json):
            raise OutletFailed("says that it took the post, and shows another text", handle=post)
        return Evidence(text="read back", url=(shown.json or {}).get("url"), handle=post)

    def _find(self, task: Task) -> str | None:
        """The account's post about the headline, by its address, or for a site without one by its words."""
        account = self._must("GET", "/api/v1/accounts/verify_credentials").json or {}
        posts = self._must("GET", f"/api/v1/accounts/{account.get('id')}/statuses?limit={LOOKED_THROUGH}").json or []
        sign = f"/breaking/{task.item.id}" if self._home else self._text(task).partition("\n")[0]
        return next((str(post["id"]) for post in posts if sign in _words(post)), None)

    def _text(self, task: Task) -> str:
        address = f"{self._home}/breaking/{task.item.id}" if self._home else None
        return post_text(task.item, address, self._config.max_chars, self._config.language, LINK_CHARS)

    def _must(self, method: str, path: str, json: Any = None, headers: dict[str, str] | None = None) -> ApiAnswer:
        return must_be_done(self._ask(method, path, json, headers), self._now())

    def _ask(self, method: str, path: str, json: Any = None, headers: dict[str, str] | None = None) -> ApiAnswer:
        known = {"Authorization": f"Bearer {self._config.token}", **(headers or {})}
        return call(method, f"{self._url}{path}", private=self._config.private, headers=known, json=json)


def _words(post: Any) -> str:
    """The text of a post, which is HTML."""
    content = str((post or {}).get("content", ""))
    return html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"<br\s*/?>|</p>", "\n", content)))
