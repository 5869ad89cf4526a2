"""Whatever apprise reaches: chats, mail, pagers. What was sent stays there, so corrections and withdrawals are more messages.

Each address is sent to by itself, and the handle says which have the message, so that one that fails is tried again alone.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from webapp.fetch.addresses import is_public
from webapp.fetch.client import resolve
from webapp.fetch.public_names import public_names_only
from webapp.newsroom.outlets.ledger import Evidence
from webapp.newsroom.outlets.plan import Task
from webapp.newsroom.outlets.posts import post_text, tombstone_text
from webapp.newsroom.outlets.settings import AppriseOutlet
from webapp.outlets.outlet import OutletFailed

Notifier = Callable[[str], bool]


def knows(url: str) -> bool:
    """Whether apprise can make a service of the address. It asks nobody."""
    import apprise

    return apprise.Apprise.instantiate(url, suppress_exceptions=True) is not None


class AppriseMessages:
    """An `Outlet`; its handle is the task's key and the numbers of the addresses that have its message."""

    def __init__(self, config: AppriseOutlet, home: str | None) -> None:
        self._config = config
        self._home = home

    def publish(self, task: Task) -> Evidence:
        return self._send(task, self._text(task))

    def correct(self, task: Task) -> Evidence:
        return self._send(task, self._text(task))

    def withdraw(self, task: Task) -> Evidence:
        text = tombstone_text(task.item, self._address(task), self._config.max_chars, self._config.language)
        return self._send(task, text).model_copy(update={"instead": True})

    def _send(self, task: Task, text: str) -> Evidence:
        done = _done(task)
        wrong: list[str] = []
        for number, url in enumerate(self._config.urls):
            if number in done:
                continue
            service = self._service(number, url)
            with nullcontext() if self._config.private else public_names_only():
                taken = service.notify(body=text, title="")
            if taken:
                done.add(number)
            else:
                wrong.append(str(service.service_name))
        if wrong:
            raise OutletFailed(f"not taken by {', '.join(wrong)}", reached=bool(done), handle=_handle(task, done))
        return Evidence(text=f"taken by {len(done)} of {len(done)} services", handle=_handle(task, done))

    def _service(self, number: int, url: str) -> Any:
        """Raises `OutletFailed` for an address that apprise does not know, or one inside the network that may not be asked."""
        import apprise  # only here: it brings a hundred services, and most stations name none

        service = apprise.Apprise.instantiate(url, suppress_exceptions=True)
        if service is None:
            raise OutletFailed(f"address {number + 1} is none that apprise knows", reached=False)
        host = str(getattr(service, "host", None) or "")
        # Of many services the host's place holds a token; a name of the internet has a dot in it.
        if not self._config.private and (host == "localhost" or "." in host or ":" in host) and not _all_public(host):
            raise OutletFailed(
                f"address {number + 1} is inside a network; set private = true to allow it", reached=False
            )
        return service

    def _text(self, task: Task) -> str:
        return post_text(task.item, self._address(task), self._config.max_chars, self._config.language)

    def _address(self, task: Task) -> str | None:
        return f"{self._home}/breaking/{task.item.id}" if self._home else None


def _all_public(host: str) -> bool:
    try:
        return is_public(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        pass
    try:
        return all(is_public(ip) for ip in resolve(host, 443))
    except OSError:
        return True  # a name that nobody knows leads nowhere


def _handle(task: Task, done: set[int]) -> str:
    return f"{task.key} {','.join(map(str, sorted(done)))}"


def _done(task: Task) -> set[int]:
    """The numbers of the addresses that have this very message already."""
    key, _, numbers = (task.handle or "").partition(" ")
    return {int(number) for number in numbers.split(",") if number} if key == task.key else set()
