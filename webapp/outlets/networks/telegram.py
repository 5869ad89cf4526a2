"""Telegram: a bot posts to a channel, and edits its post when the headline is corrected or withdrawn. A withdrawn one says so,
and has no word of the headline any more.

Bots cannot read a channel, so what the answer says that the message is counts as evidence; a try that may have got there is
made again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from webapp.newsroom.outlets.ledger import Evidence
from webapp.newsroom.outlets.plan import Task
from webapp.newsroom.outlets.posts import post_text, tombstone_text
from webapp.newsroom.outlets.settings import TelegramOutlet
from webapp.outlets.networks.api import ApiAnswer, call, must_be_done
from webapp.outlets.outlet import OutletFailed

UNCHANGED, NOT_THERE = "message is not modified", "message to edit not found"


class Telegram:
    """An `Outlet`; its handle is the number of the message."""

    def __init__(self, config: TelegramOutlet, home: str | None, now: Callable[[], datetime]) -> None:
        self._config = config
        self._home = home
        self._now = now
        self._url = f"{config.url.rstrip('/')}/bot{config.token}"

    def publish(self, task: Task) -> Evidence:
        if task.handle:
            return self.correct(task)
        return self._seen(self._do("sendMessage", self._text(task)), self._text(task))

    def correct(self, task: Task) -> Evidence:
        if not task.handle:
            return self.publish(task)
        return self._edit(task.handle, self._text(task), "edited")

    def withdraw(self, task: Task) -> Evidence:
        text = tombstone_text(task.item, self._address(task), self._config.max_chars, self._config.language)
        if not task.handle:
            self._do("sendMessage", text)
            return Evidence(text="it may stand there, and bots cannot look: its withdrawal was posted", instead=True)
        return self._edit(task.handle, text, "edited: it says that it was withdrawn")

    def _edit(self, message: str, text: str, done: str) -> Evidence:
        answer = self._ask("editMessageText", text, message_id=int(message))
        said = answer.said or str((answer.json or {}).get("description", ""))
        if answer.status == 400 and NOT_THERE in said:
            return Evidence(text="somebody deleted it there", gone=True)
        if answer.status == 400 and UNCHANGED in said:
            return Evidence(text=done, handle=message)
        must_be_done(answer, self._now())
        seen = self._seen(answer, text)
        return seen.model_copy(update={"text": done})

    def _seen(self, answer: ApiAnswer, text: str) -> Evidence:
        message = (answer.json or {}).get("result") or {}
        number = str(message.get("message_id") or "")
        if not number:
            raise OutletFailed("says that it took the message, and names none")
        if message.get("text") != text:
            raise OutletFailed("says that it took the message, and shows another text", handle=number)
        name = (message.get("chat") or {}).get("username")
        return Evidence(
            text="the answer has the message", url=f"https://t.me/{name}/{number}" if name else None, handle=number
        )

    def _text(self, task: Task) -> str:
        return post_text(task.item, self._address(task), self._config.max_chars, self._config.language)

    def _address(self, task: Task) -> str | None:
        return f"{self._home}/breaking/{task.item.id}" if self._home else None

    def _do(self, what: str, text: str) -> ApiAnswer:
        return must_be_done(self._ask(what, text), self._now())

    def _ask(self, what: str, text: str, **more: Any) -> ApiAnswer:
        about = {"chat_id": self._config.chat, "text": text, **more}
        return call("POST", f"{self._url}/{what}", private=self._config.private, json=about)
