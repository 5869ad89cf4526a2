"""A person's session: on what device it was begun, and when it was last used. Pure."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from pydantic import Field

from webapp.newsroom.model import OneLineText, Value
from webapp.newsroom.people.account import Account
from webapp.newsroom.times import Instant

MAX_SESSION_IDLE = timedelta(hours=12)
"""An idle session ends after this: longer than a shift with the panel open. Requests that open pages make by themselves do not
count as use."""

MAX_SESSION_AGE = timedelta(days=7)
"""A session ends after this, however much it is used."""

MAX_SESSIONS_EACH = 50
"""Of one account, in the list; the oldest ends when there is one more."""

_BROWSERS = (
    ("Edge", r"\bEdgA?/"), ("Opera", r"\bOPR/"), ("Samsung Internet", r"\bSamsungBrowser/"), ("Firefox", r"\b(?:Firefox|FxiOS)/"),
    ("Chrome", r"\b(?:Chrome|CriOS|HeadlessChrome)/"), ("Safari", r"\bVersion/[\d.]+.*\bSafari/"),
)  # fmt: skip
_SYSTEMS = (
    ("Android", r"\bAndroid\b"), ("iPhone", r"\biPhone\b"), ("iPad", r"\biPad\b"), ("Windows", r"\bWindows NT\b"),
    ("ChromeOS", r"\bCrOS\b"), ("macOS", r"\bMac OS X\b"), ("Linux", r"\bLinux\b"),
)  # fmt: skip


class StaffSession(Value):
    """One session, void once the account's `session` is not `generation` any more. `device` is its browser and system as far as
    they are known (`Firefox, Linux`), `network` where it was begun.
    """

    id: str = Field(max_length=40)
    name: OneLineText
    began: Instant
    used: Instant
    device: str = Field(default="", max_length=60)
    network: str = Field(default="", max_length=60)
    generation: str = ""

    def lasts(self, account: Account, now: datetime) -> bool:
        """Whether it is one of `account`, and still opens something."""
        same_name = self.name.casefold() == account.name.casefold()
        return same_name and self.generation == account.session and account.opens and not self.is_over(now)

    def is_over(self, now: datetime) -> bool:
        return now - self.began > MAX_SESSION_AGE or now - self.used > MAX_SESSION_IDLE


def device_name(agent: str) -> str:
    """Browser and system of a User-Agent, `Firefox, Linux`; empty where neither is known."""
    agent = agent[:500]
    found = (next((name for name, form in kinds if re.search(form, agent)), "") for kinds in (_BROWSERS, _SYSTEMS))
    return ", ".join(name for name in found if name)
