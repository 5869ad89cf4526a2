"""Sends what is under way, a shard at a time, in as many processes as like to: each takes what nobody sends.

campaign ─► claim a shard ─► who of it wants this, and was not sent it yet ─► deliver ─► note every few ─► the shard is done

Whoever is killed leaves a claim that runs out; another goes on behind the last note, so that at most what was sent since, and
what was under way, is sent again, with the same `Topic` and tag: no phone shows two.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime

import orjson
import structlog

from webapp.newsroom.errors import StoreAway
from webapp.newsroom.push.campaign import Campaign
from webapp.newsroom.push.subscription import PushSubscription
from webapp.outlets.push.delivery import Delivery, Manner, Outcome, Parcel
from webapp.store.push.campaigns import Campaigns
from webapp.store.push.subscriptions import PushSubscriptions

NOTE_EVERY = 32
LOOK_EVERY_S = 0.5
MAX_WELCOMES = 50
WELCOME_TOPIC = "welcome"

log = structlog.get_logger("push")


class PushSender:
    """`pump_once` sends one shard, or what waits for a test notice; `run` goes on until `stop`. `welcome` makes the test notice
    in a language."""

    def __init__(
        self,
        subscriptions: PushSubscriptions,
        campaigns: Campaigns,
        delivery: Callable[[], Delivery],
        welcome: Callable[[str], bytes],
        now: Callable[[], datetime],
    ) -> None:
        self._subscriptions, self._campaigns = subscriptions, campaigns
        self._new_delivery, self._welcome, self._now = delivery, welcome, now
        self._delivery: Delivery | None = None
        self._stopping = threading.Event()

    def pump_once(self) -> bool:
        """Whether there was something to send. Raises `StoreAway`."""
        if self._delivery is None:
            self._delivery = self._new_delivery()
        for campaign in self._campaigns.all():
            shard = self._campaigns.claim(campaign, self._now())
            if shard is not None:
                self._send_shard(self._delivery, campaign, shard)
                return True
        return self._send_welcomes(self._delivery)

    def run(self) -> None:
        """Until `stop`."""
        while not self._stopping.is_set():
            try:
                more = self.pump_once()
            except StoreAway as error:
                log.debug("store away", error=error.message)
                more = False
            except Exception:
                log.exception("sending failed")
                more = False
            if not more:
                self._stopping.wait(LOOK_EVERY_S)
        if self._delivery is not None:
            self._delivery.close()

    def start(self) -> None:
        """Runs it in a thread."""
        threading.Thread(target=self.run, name="push", daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()

    def _send_shard(self, delivery: Delivery, campaign: Campaign, shard: int) -> None:
        campaigns, now = self._campaigns, self._now()
        done_before = campaigns.sent_of(campaign.id, shard)
        topics = frozenset(campaign.topics)
        counts: Counter[str] = Counter()
        done: list[str] = []
        later: list[datetime] = []
        left = [
            one
            for one in self._subscriptions.of(shard)
            if one.id not in done_before and _may_get(one, campaign, topics)
        ]
        loud = [one for one in left if campaign.action != "published" or not one.is_quiet(now)]
        if quiet := len(left) - len(loud):
            counts["quiet"] += quiet
            done += [one.id for one in left if one not in loud]

        def write() -> bool:
            if done:
                campaigns.note(campaign.id, shard, done, dict(counts), self._now())
                done.clear()
                counts.clear()
            return campaigns.is_on(campaign.id) and not self._stopping.is_set()

        def note(outcome: Outcome) -> bool:
            subscription = outcome.parcel.subscription
            if outcome.fate == "later":
                later.append(outcome.until or self._now())
                return True
            counts[outcome.fate] += 1
            done.append(subscription.id)
            if outcome.fate == "gone":
                self._subscriptions.remove(subscription.id)
            return write() if len(done) >= NOTE_EVERY else True

        messages = _Messages(campaign, now)
        manner = Manner(campaign.ttl_s(now), campaign.urgency, campaign.topic_header)
        delivery.deliver((messages.parcel(one) for one in loud), manner, note)
        if not write():
            return
        if later and min(later).timestamp() < campaign.begun_at.timestamp() + manner.ttl_s:
            campaigns.postpone(campaign.id, shard, max(later))
        else:
            campaigns.finish(campaign.id, shard)

    def _send_welcomes(self, delivery: Delivery) -> bool:
        newcomers = self._subscriptions.newcomers(MAX_WELCOMES)
        if not newcomers:
            return False

        def note(outcome: Outcome) -> bool:
            subscription = outcome.parcel.subscription
            if outcome.fate == "sent":
                known = self._subscriptions.get(subscription.id)
                if known:
                    self._subscriptions.put(known.model_copy(update={"confirmed": True}))
            elif outcome.fate == "later":
                self._subscriptions.put(subscription)  # asks again
            else:
                self._subscriptions.remove(subscription.id)
                log.info("not taken by its push service", subscription=subscription.id, fate=outcome.fate)
            return True

        parcels = [Parcel(one, self._welcome(one.language), self._welcome(one.language)) for one in newcomers]
        delivery.deliver(parcels, Manner(3600, "normal", WELCOME_TOPIC), note)
        return True


def _may_get(one: PushSubscription, campaign: Campaign, topics: frozenset[str]) -> bool:
    """Whether it wants the headline; of a correction or a withdrawal also whether it was there when it broke."""
    if not one.confirmed or not one.wants(campaign.priority, topics):
        return False
    return campaign.action == "published" or one.since <= campaign.published_at


class _Messages:
    """A campaign's message in each language, loud and silent, made once."""

    def __init__(self, campaign: Campaign, now: datetime) -> None:
        self._campaign, self._now = campaign, now
        self._made: dict[tuple[str, bool], tuple[bytes, bytes]] = {}

    def parcel(self, one: PushSubscription) -> Parcel:
        silent = self._campaign.action == "withdrawn" or one.is_quiet(self._now)
        key = (one.language, silent)
        if key not in self._made:
            notice = self._campaign.notice(*key)
            short = {**notice, "notification": {**notice["notification"], "body": ""}}
            self._made[key] = orjson.dumps(notice), orjson.dumps(short)
        return Parcel(one, *self._made[key])
