"""RadioVIS: text and pictures on hybrid radios, by a STOMP server of our own. By HTTP the web processes serve the same
(`pages/radiodns/vis.py`).
"""

from __future__ import annotations

from datetime import datetime

from webapp.newsroom.outlets.ledger import Evidence
from webapp.newsroom.outlets.radiovis import messages, topic_kind
from webapp.newsroom.outlets.scene import Scene
from webapp.newsroom.outlets.settings import RadioVisOutlet
from webapp.outlets.outlet import OutletFailed
from webapp.outlets.receivers.stomp_server import StompServer


class RadioVis:
    """A `Display`. Only the process that leads listens, so a front leads receivers to the right one by who listens."""

    def __init__(self, config: RadioVisOutlet, home: str) -> None:
        self._config = config
        self._home = home.rstrip("/")
        self.server = StompServer(config.host, config.port, lambda topic: topic_kind(topic, config))

    def show(self, scene: Scene, at: datetime) -> Evidence:
        if not self.server.running:
            try:
                self.server.start()
            except OSError as error:
                why = f"port {self._config.port}: {error.strerror or error}"
                raise OutletFailed(why, reached=False, shows_nothing=True) from None
        reached = self.server.send(messages(scene, self._config, self._home))
        return Evidence(text=f"sent; receivers connected: {reached}")

    def still_shows(self, scene: Scene) -> bool:
        return self.server.running

    def rest(self) -> None:
        """Another process leads: receivers have to go there."""
        self.server.stop()
