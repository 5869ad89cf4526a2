"""What one thing costs, as measured here on one core, and by which command. The model has no other numbers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figures:
    """Times in seconds of a core, sizes in bytes."""

    delivery_s: float = 5.3e-6
    """Server's CPU of one event to one listener (`python -m bench`, 10,000 listeners)."""

    broadcast_s: float = 7e-3
    """What a broadcast takes beside its deliveries: from the request to the first listener (`python -m bench`)."""

    handshake_s: float = 185e-6
    """Server's CPU of websocket, Engine.IO, Socket.IO and the first message (`python -m bench`)."""

    listener_bytes: float = 1_100
    """Resident memory of an idle listener in its web process (`python -m bench`)."""

    worker_bytes: float = 63e6
    """Of a web process, with its share of the master (docs/operate/upgrade.md: two and their master hold 126 MB)."""

    headline_web_s: float = 1.6e-3
    """Web CPU of publishing a headline (`python -m bench.publish`)."""

    headline_store_s: float = 0.55e-3
    """Store CPU of a headline, without web processes that follow (`python -m bench.scale.store_cost`)."""

    follower_store_s: float = 7.1e-6
    """Store CPU of each further web process that is told of a headline (`python -m bench.scale.store_cost`)."""

    quiet_store_s: float = 42e-6
    """Store CPU of a web process's question after a second without news (`python -m bench.scale.store_cost`)."""

    event_bytes: float = 350
    snapshot_bytes: float = 51_000
    """Of a full board of 50 headlines: what a listener gets that comes for the first time, or has another history."""

    epoch_bytes: float = 220
    """The word that another epoch goes on from this one: all that a listener gets upon a failover who had everything."""

    ping_bytes: float = 2 * 3 + 2 * 66
    """A ping and its pong, with the headers of TCP and IP and an acknowledgement each."""

    packet_bytes: float = 90
    """Around one event: websocket, TLS record, TCP and IP, half an acknowledgement."""

    page_bytes: float = 73_000
    """A first visit, 56 requests (`python -m bench.paint`); later ones a tenth, since scripts and sheets stay."""

    ping_every_s: float = 25.0


MEASURED = Figures()
